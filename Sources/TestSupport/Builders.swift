package import Crypto
package import Domain
import FoundationEssentials

extension KDFParameters {
    /// The least Argon2 allows: for tests that unlock by the thousand, never for a person's key.
    package static let cheapest = KDFParameters(memoryKiB: 8, passes: 1, lanes: 1)
}

extension Instant {
    /// 2026-06-01T12:00:00Z: when the clock of a test stands still, it stands here.
    package static let noon = Instant(secondsSince1970: 1_780_315_200)

    /// The machine's clock, for judging what another program has just stamped.
    package static var now: Instant { Instant(secondsSince1970: Int64(Date().timeIntervalSince1970)) }

    /// 2050-01-01T00:00:00Z: the certificates of `fixtures/pki` are valid from the day they were made until 2126.
    package static let wellInsideFixtures = Instant(secondsSince1970: 2_524_608_000)
}

extension Secret {
    /// The UTF-8 of a text that is no secret outside the test.
    package static func of(_ text: String) throws -> Secret {
        var bytes = Array(text.utf8)
        return try Secret(wiping: &bytes)
    }

    package static func of(_ bytes: [UInt8]) throws -> Secret {
        var bytes = bytes
        return try Secret(wiping: &bytes)
    }

    /// The bytes in the open, which only a test may do.
    package var revealed: [UInt8] { unsafe withBytes { unsafe Array($0) } }
}

extension [UInt8] {
    /// Bytes written as hexadecimal digits; blanks are for the eye.
    package init(hex digits: String) {
        guard let bytes = Hexadecimal.bytes(digits.filter { !$0.isWhitespace }) else {
            preconditionFailure("not hexadecimal: \(digits)")
        }
        self = bytes
    }
}

extension Passphrase {
    package static func of(_ text: String) throws -> Passphrase {
        try Passphrase(utf8: .of(text))
    }
}

extension ID where Subject: ~Copyable {
    /// An identifier that is the same in every run: sixteen times this byte, with the marks of a UUID.
    package static func fixture(_ byte: UInt8) -> ID {
        ID(random: [UInt8](repeating: byte, count: byteCount))
    }
}
