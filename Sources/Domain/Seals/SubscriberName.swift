/// What programs call a seal by (`idSubscriber`): given by whoever enters the seal, so that programs may keep the one they know.
package struct SubscriberName: Hashable, Sendable {
    package static let charactersMax = 64
    /// So many digits in a row could be somebody's NIK, which is written nowhere in clear.
    private static let digitsInRowMax = 15

    package let text: String

    package init?(_ text: String) {
        guard (1...Self.charactersMax).contains(text.utf8.count) else { return nil }
        var digits = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "@"):
                digits = 0
            default: return nil
            }
            guard digits <= Self.digitsInRowMax else { return nil }
        }
        self.text = text
    }
}
