/// The two ends of a file: its header, and the last word on where its cross-reference begins.
struct FileStart {
    /// Where the header may begin (what Acrobat and pdf.js look through).
    private static let headerBytesMax = 1_024
    /// How far from the end `startxref` may stand, junk behind it included.
    private static let tailBytesMax = 1 << 16

    private let bytes: DocumentBytes
    let header: Int

    init(of bytes: DocumentBytes) throws(PDFError) {
        guard bytes.count > 0 else { throw .unreadable(.empty) }
        guard let header = bytes.firstIndex(of: "%PDF-", in: 0..<min(bytes.count, Self.headerBytesMax)) else {
            throw .unreadable(.notPDF)
        }
        self.bytes = bytes
        self.header = header
    }

    /// Where offsets may count from: the start of the file, or the header that something was put before.
    var bases: [Int] { header == 0 ? [0] : [0, header] }

    /// What the last `startxref` says. Objects behind it belong to a revision that was cut off: the one before it would be an
    /// older text than anybody meant to sign.
    func crossReference() throws(PDFError) -> Int {
        let tail = max(header, bytes.count - Self.tailBytesMax)..<bytes.count
        guard let word = bytes.lastIndex(of: "startxref", in: tail) else { throw .unreadable(.crossReference) }
        var reader = SyntaxReader(bytes, at: word + 9, limits: ReadingLimits())
        guard let offset = reader.takeInteger(), offset > 0,
            bytes.firstIndex(of: " obj", in: reader.position..<bytes.count) == nil
        else { throw .unreadable(.crossReference) }
        return offset
    }
}
