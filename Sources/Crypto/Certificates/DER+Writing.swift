import Domain

/// DER put together from parts.
///
/// OpenSSL signs a certificate, a list or an answer only with a key that it holds itself, and ours may lie in a token; so
/// what is to be signed is written here. Whatever comes of it is read back by OpenSSL before it leaves.
extension DER {
    static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(content.count + 6)
        out.append(tag)
        appendLength(content.count, to: &out)
        out += content
        return out
    }

    /// A definite length in the fewest bytes (X.690 §10.1).
    static func appendLength(_ count: Int, to out: inout [UInt8]) {
        if count < 0x80 {
            out.append(UInt8(count))
            return
        }
        let digits = (Int.bitWidth - count.leadingZeroBitCount + 7) / 8
        out.append(0x80 | UInt8(digits))
        for shift in stride(from: 8 * (digits - 1), through: 0, by: -8) { out.append(UInt8(count >> shift & 0xFF)) }
    }

    /// How many bytes an element of so many bytes takes, with its one-byte tag and its length.
    static func bytesOfElement(holding count: Int) -> Int {
        count < 0x80 ? count + 2 : count + 2 + (Int.bitWidth - count.leadingZeroBitCount + 7) / 8
    }

    static func sequence(_ parts: [UInt8]...) -> [UInt8] { element(0x30, Array(parts.joined())) }

    static func sequence(of parts: [[UInt8]]) -> [UInt8] { element(0x30, Array(parts.joined())) }

    /// A SET OF: its members in the order of their bytes (X.690 §11.6).
    static func set(of parts: [[UInt8]]) -> [UInt8] { element(0x31, Array(sorted(parts).joined())) }

    static func sorted(_ parts: [[UInt8]]) -> [[UInt8]] { parts.sorted { $0.lexicographicallyPrecedes($1) } }

    /// `[tag]` around whole elements: an explicit tag, or the implicit one of something constructed.
    static func tagged(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] { element(0xA0 | tag, content) }

    /// `[tag]` in place of the tag of something primitive.
    static func tagged(_ tag: UInt8, primitive content: [UInt8]) -> [UInt8] { element(0x80 | tag, content) }

    static func boolean(_ value: Bool) -> [UInt8] { [0x01, 1, value ? 0xFF : 0] }

    static let null: [UInt8] = [0x05, 0]

    /// A number that is not negative, from its bytes in any length.
    static func integer(_ magnitude: [UInt8]) -> [UInt8] { element(0x02, integerContent(magnitude)) }

    static func integer(_ number: Int) -> [UInt8] {
        precondition(number >= 0, "only numbers that count something are written")
        return integer((0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
    }

    static func integerContent(_ magnitude: [UInt8]) -> [UInt8] {
        let short = magnitude.drop { $0 == 0 }
        // A first bit of one would make it negative.
        return (short.first ?? 0x80) >= 0x80 ? [0] + short : Array(short)
    }

    static func enumerated(_ number: UInt8) -> [UInt8] { [0x0A, 1, number] }

    static func octets(_ bytes: [UInt8]) -> [UInt8] { element(0x04, bytes) }

    static func bits(_ bytes: [UInt8]) -> [UInt8] { element(0x03, [0] + bytes) }

    /// Named bits by their numbers, without zeros at the end (X.690 §11.2.2).
    static func bits(named numbers: [Int]) -> [UInt8] {
        guard let last = numbers.max() else { return element(0x03, [0]) }
        var bytes = [UInt8](repeating: 0, count: last / 8 + 1)
        for number in numbers { bytes[number / 8] |= 0x80 >> UInt8(number % 8) }
        return element(0x03, [UInt8(7 - last % 8)] + bytes)
    }

    static func utf8(_ text: String) -> [UInt8] { element(0x0C, Array(text.utf8)) }

    static func printable(_ text: String) -> [UInt8] { element(0x13, Array(text.utf8)) }

    static func ascii(_ text: String) -> [UInt8] { element(0x16, Array(text.utf8)) }

    /// As certificates and lists have a time: two digits of the year until 2049, four from 2050 on (RFC 5280 §4.1.2.5).
    static func time(_ instant: Instant) -> [UInt8] {
        let digits = CivilTime(instant, in: .minutesAhead(0)).digits
        return (1950..<2050).contains(CivilTime(instant, in: .minutesAhead(0)).date.year)
            ? element(0x17, Array(digits.dropFirst(2)) + [UInt8(ascii: "Z")]) : generalizedTime(instant)
    }

    /// To the second, or to the millisecond; no zeros behind the last digit that says something (X.690 §11.7).
    static func generalizedTime(_ instant: Instant, withMilliseconds hasMilliseconds: Bool = false) -> [UInt8] {
        var digits = CivilTime(instant, in: .minutesAhead(0)).digits
        let nanoseconds = instant.nanosecondsSince1970 - instant.secondsSince1970 * 1_000_000_000
        if hasMilliseconds, case let milliseconds = nanoseconds / 1_000_000, milliseconds > 0 {
            var fraction = Array(String(1_000 + milliseconds).utf8.dropFirst())
            while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
            digits += [UInt8(ascii: ".")] + fraction
        }
        return element(0x18, digits + [UInt8(ascii: "Z")])
    }
}

extension CivilTime {
    /// `20261120133000`.
    fileprivate var digits: [UInt8] {
        [(date.year, 4), (date.month, 2), (date.day, 2), (hour, 2), (minute, 2), (second, 2)].flatMap {
            number, width in
            let digits = Array(String(number).utf8)
            return [UInt8](repeating: UInt8(ascii: "0"), count: max(0, width - digits.count)) + digits
        }
    }
}
