package import Crypto
import Domain

/// A session's token in the form in which people pass it on, and older programs show it: eight groups of four letters and digits.
///
/// It is 160 random bits, from which the session's identifier and secret follow under the installation's own secret; so whoever has
/// the database has no code, and whoever has a code needs this installation. The alphabet is Crockford's: no letter is taken for
/// a digit, and small letters, blanks and hyphens do no harm.
package struct SessionCode: ~Copyable {
    private static let seedBytes = 20
    private static let charactersPerGroup = 4
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    private let seed: Secret

    private init(seed: consuming Secret) {
        self.seed = seed
    }

    static func random() throws(CryptoError) -> SessionCode { SessionCode(seed: try .random(count: seedBytes)) }

    /// Nil for what is no code, whoever's.
    package init?(_ text: borrowing Secret) throws(CryptoError) {
        let characters = unsafe text.withBytes { unsafe Array($0) }
        var bytes = Self.bytes(of: characters)
        guard bytes.count == Self.seedBytes else { return nil }
        self.init(seed: try Secret(wiping: &bytes))
    }

    /// What is handed out once and kept nowhere here.
    package func text() -> String {
        let digits = Self.digits(of: unsafe seed.withBytes { unsafe Array($0) })
        let groups = stride(from: 0, to: digits.count, by: Self.charactersPerGroup).map { start in
            String(decoding: digits[start..<start + Self.charactersPerGroup], as: UTF8.self)
        }
        return groups.joined(separator: "-")
    }

    package func token(_ keys: InstallationKeys) throws(CryptoError) -> SessionToken {
        let seed = unsafe seed.withBytes { unsafe Array($0) }
        let name = try keys.code(.oneTimeCode, Array("session".utf8), seed)
        var secret = try keys.code(.oneTimeCode, Array("secret".utf8), seed)
        return SessionToken(
            id: ID(random: Array(name.prefix(ID<SigningSession>.byteCount))), secret: try Secret(wiping: &secret))
    }

    /// Five bits to a character, the first bits first; 160 are a whole number of them.
    private static func digits(of bytes: [UInt8]) -> [UInt8] {
        var (digits, bits, count): ([UInt8], UInt16, Int) = ([], 0, 0)
        for byte in bytes {
            (bits, count) = (bits << 8 | UInt16(byte), count + 8)
            while count >= 5 {
                count -= 5
                digits.append(alphabet[Int(bits >> UInt16(count) & 31)])
            }
        }
        return digits
    }

    /// Empty where a character is none of ours; whatever has too many or too few is seen by its length.
    private static func bytes(of text: [UInt8]) -> [UInt8] {
        var (bytes, bits, count): ([UInt8], UInt16, Int) = ([], 0, 0)
        for character in text where !" -".utf8.contains(character) {
            guard let value = value(of: character) else { return [] }
            (bits, count) = (bits << 5 | UInt16(value), count + 5)
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt16(count)))
            }
        }
        return count == 0 ? bytes : []
    }

    private static func value(of character: UInt8) -> Int? {
        switch character {
        case UInt8(ascii: "o"), UInt8(ascii: "O"): 0
        case UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "l"), UInt8(ascii: "L"): 1
        case UInt8(ascii: "a")...UInt8(ascii: "z"): alphabet.firstIndex(of: character - 32)
        default: alphabet.firstIndex(of: character)
        }
    }
}

extension SigningHouse {
    /// The session that a code stands for, as programs of today show it.
    package func token(of code: borrowing SessionCode) throws(ServiceError) -> SessionToken {
        do throws(CryptoError) { return try code.token(keys) } catch { throw .crypto(error) }
    }

    /// What a program shows as a code: one of ours, or a session's token in its own form. Told apart from a code that is nobody's by
    /// nothing.
    package func token(shown text: borrowing Secret) throws(ServiceError) -> SessionToken {
        let keys = keys
        do throws(CryptoError) {
            if let code = try SessionCode(text) { return try code.token(keys) }
            let words = unsafe text.withBytes { unsafe String(decoding: $0, as: UTF8.self) }
            if let token = try SessionToken(words) { return token }
        } catch {
            throw .crypto(error)
        }
        throw .refused(.session(.foreign))
    }
}
