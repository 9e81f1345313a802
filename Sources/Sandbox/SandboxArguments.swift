/// What this process was started for.
enum SandboxArguments {
    case serve(fonts: FontFiles)
    case textPositions

    struct FontFiles {
        let regular: String
        let bold: String
    }

    init?(_ words: some Sequence<String>) {
        let words = Array(words)
        if words == ["text-positions"] {
            self = .textPositions
        } else if words.count == 4, words[0] == "--font", words[2] == "--bold-font" {
            self = .serve(fonts: FontFiles(regular: words[1], bold: words[3]))
        } else {
            return nil
        }
    }
}
