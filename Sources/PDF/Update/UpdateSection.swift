/// What is appended to a document to sign it, with a hole for the signature. The original is never touched.
package struct UpdateSection: Hashable, Sendable {
    package let originalBytes: Int
    package let bytes: [UInt8]
    /// The hole with its angle brackets, counted from the start of the whole file.
    package let hole: Range<Int>

    package init(originalBytes: Int, bytes: [UInt8], hole: Range<Int>) {
        self.originalBytes = originalBytes
        self.bytes = bytes
        self.hole = hole
    }

    /// All of the file but the hole, as the signature dictionary has it.
    package var byteRange: [Int] {
        [0, hole.lowerBound, hole.upperBound, originalBytes + bytes.count - hole.upperBound]
    }

    /// How many bytes of signature fit.
    package var contentsBytes: Int { (hole.count - 2) / 2 }
}
