extension PDFDocument {
    /// Whether a field or widget shows nothing but an empty box: a frame and a ground, no text, no picture and nothing drawn.
    ///
    /// What an empty field shows is taken for part of the page, and would be gone when somebody fills it.
    func looksEmpty(_ widget: PDFDictionary) throws(PDFError) -> Bool {
        guard let looks = try resolve(widget["AP"]).dictionary, let normal = looks["N"] else { return true }
        if case .dictionary(let states) = try resolve(normal) {
            let state = try resolve(widget["AS"]).name ?? "Off"
            guard let shown = states[state] else { return true }
            return try paintsNothing(shown)
        }
        return try paintsNothing(normal)
    }

    private static let bytesMax = 4_096

    private func paintsNothing(_ look: PDFObject) throws(PDFError) -> Bool {
        guard let id = look.reference, case .stream(let stream) = try object(id) else {
            return try resolve(look) == .null
        }
        let content = try decode(stream, of: id)
        guard content.count <= Self.bytesMax else { return false }
        var reader = EmptyLookReader(content: content[0..<content.count][...])
        return reader.findsNothing()
    }
}

/// Goes through the instructions of a small picture and stops at the first that shows something.
private struct EmptyLookReader {
    /// A frame of four lines, drawn twice for one that looks raised.
    private static let linesMax = 24
    private static let showingText: Set<String> = ["Tj", "TJ", "'", "\""]
    private static let painting: Set<String> = ["Do", "sh", "BI", "c", "v", "y"]
    private static let drawingLines: Set<String> = ["l", "m", "re"]

    var content: ArraySlice<UInt8>
    private var lines = 0
    /// Whether the text before the next instruction has a letter in it.
    private var hasLetters = false

    init(content: ArraySlice<UInt8>) { self.content = content }

    mutating func findsNothing() -> Bool {
        while let byte = content.first {
            if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "<") {
                content.removeFirst()
                skipText(upTo: byte == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: ">"))
            } else if Self.isSeparator(byte) {
                content.removeFirst()
            } else {
                let word = content.prefix {
                    !Self.isSeparator($0) && $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: "<")
                }
                content = content.dropFirst(word.count)
                if shows(String(decoding: word, as: UTF8.self)) { return false }
            }
        }
        return true
    }

    private static func isSeparator(_ byte: UInt8) -> Bool { byte.isBlank || ")>[]{}/%".utf8.contains(byte) }

    private mutating func skipText(upTo end: UInt8) {
        let text = content.prefix { $0 != end }
        // What is escaped or nested is no empty text either.
        if text.contains(where: { !$0.isBlank }) { hasLetters = true }
        content = content.dropFirst(text.count + 1)
    }

    private mutating func shows(_ instruction: String) -> Bool {
        if Self.painting.contains(instruction) { return true }
        if Self.showingText.contains(instruction) {
            if hasLetters { return true }
            hasLetters = false
        }
        if Self.drawingLines.contains(instruction) { lines += 1 }
        return lines > Self.linesMax
    }
}
