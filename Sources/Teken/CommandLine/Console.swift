import Glibc

/// The two streams a person reads: results on one, everything else on the other.
enum Console {
    static func say(_ text: String) {
        write(text + "\n", to: STDOUT_FILENO)
    }

    static func note(_ text: String) {
        write(text + "\n", to: STDERR_FILENO)
    }

    /// A refusal: what happened in both languages, what to do next, and the code for a program.
    static func report(_ problem: Problem) {
        var lines = ["teken: \(problem.what.indonesian)", "       \(problem.what.english)"]
        lines += ["       → \(problem.next.indonesian)", "       → \(problem.next.english)"]
        if let detail = problem.detail { lines.append("       (\(detail))") }
        lines.append("       [\(problem.code)]")
        note(lines.joined(separator: "\n"))
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var left = Array(text.utf8)[...]
        while !left.isEmpty {
            let written = unsafe left.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return }  // nobody is listening any more, and there is nowhere left to say so
            left = left.dropFirst(written)
        }
    }
}
