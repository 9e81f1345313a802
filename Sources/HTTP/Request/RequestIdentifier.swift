/// What one request is called in every log it appears in. It says nothing about who sent it or what.
package struct RequestIdentifier: Hashable, Sendable, CustomStringConvertible {
    private let text: String

    /// Sixteen random bytes.
    package static func random() -> RequestIdentifier {
        var source = SystemRandomNumberGenerator()
        let digits = [source.next() as UInt64, source.next()].map { number in
            let text = String(number, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        return RequestIdentifier(text: digits.joined())
    }

    /// One that a proxy has given; nil unless it is 8 to 64 letters, digits and hyphens, which no log misreads.
    package init?(given text: String) {
        guard 8...64 ~= text.utf8.count, text.utf8.allSatisfy(Self.isPlain) else { return nil }
        self.text = text
    }

    private init(text: String) { self.text = text }

    package var description: String { text }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
