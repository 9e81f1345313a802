/// The serial number of a certificate: positive, and at most twenty octets as DER writes it (RFC 5280 §4.1.2.2).
package struct SerialNumber: Hashable, Sendable {
    package static let octetsMax = 20
    /// Of which 127 bits are random.
    package static let randomBytes = 16

    /// The number's bytes without zeros in front.
    package let bytes: [UInt8]

    /// Takes the number's bytes in any length; nil for zero, and for one that is too long.
    package init?(_ magnitude: [UInt8]) {
        let short = Array(magnitude.drop { $0 == 0 })
        guard let first = short.first, short.count + (first >= 0x80 ? 1 : 0) <= Self.octetsMax else { return nil }
        bytes = short
    }

    /// Takes sixteen random bytes; the first bit becomes zero, so that DER needs no byte more.
    package init(random: [UInt8]) {
        precondition(random.count == Self.randomBytes, "a serial is made from sixteen random bytes")
        guard let number = Self([random[0] & 0x7F] + random.dropFirst()) else {
            preconditionFailure("what is random is not zero in 127 places")
        }
        self = number
    }

    /// Reads hexadecimal digits in either case, with colons or without.
    package init?(_ hexadecimal: String) {
        let digits = hexadecimal.filter { $0 != ":" }
        guard let bytes = Hexadecimal.bytes(digits.count.isMultiple(of: 2) ? digits : "0" + digits) else { return nil }
        self.init(bytes)
    }

    var der: [UInt8] { DER.integer(bytes) }
}

extension SerialNumber: Comparable, CustomStringConvertible {
    /// By their value.
    package static func < (left: SerialNumber, right: SerialNumber) -> Bool {
        left.bytes.count == right.bytes.count
            ? left.bytes.lexicographicallyPrecedes(right.bytes) : left.bytes.count < right.bytes.count
    }

    /// Hexadecimal digits, two for each byte.
    package var description: String { Hexadecimal.text(bytes) }
}
