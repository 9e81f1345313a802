/// The name of one `Subject`: 128 bits, written as a UUID. An `ID` of one kind is never taken for another.
package struct ID<Subject: ~Copyable>: Hashable, Sendable {
    package static var byteCount: Int { 16 }

    /// Always `byteCount` bytes.
    package let bytes: [UInt8]

    /// Nil when there are not exactly `byteCount` bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// A random identifier (RFC 9562 version 4) made from sixteen random bytes; other lengths are a programming error.
    package init(random: [UInt8]) {
        precondition(random.count == Self.byteCount, "an identifier is made from sixteen random bytes")
        var bytes = random
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        self.bytes = bytes
    }

    /// Reads the form that `description` writes, in either case; nil for anything else.
    package init?(_ text: String) {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard groups.map(\.count) == [8, 4, 4, 4, 12] else { return nil }
        let digits = groups.joined().compactMap { Character(UnicodeScalar($0)).hexDigitValue.map(UInt8.init) }
        guard digits.count == 2 * Self.byteCount else { return nil }
        bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

extension ID: CustomStringConvertible where Subject: ~Copyable {
    package var description: String {
        let digits = bytes.map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }
        return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }.joined(separator: "-")
    }
}
