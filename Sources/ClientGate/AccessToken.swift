import Crypto
import Domain
import Store

/// What stands for a program in place of its secret, for a while. Nothing of it is kept here: it says what it is worth, under a code
/// that only this installation makes. With the program's secret its tokens end, too.
struct AccessToken {
    private static let mark = "tkn1_"
    private static let codeBytes = 32

    let client: ID<Client>
    let scopes: ClientScopes
    let deadline: Instant
    private let code: [UInt8]

    static func make(
        for client: ClientRecord, scopes: ClientScopes, until deadline: Instant, _ keys: InstallationKeys
    ) throws(CryptoError) -> String {
        let words = words(client.id, scopes, deadline)
        return mark + Hexadecimal.text(words + (try client.tokenCode(words, keys)))
    }

    /// Reads what `make` writes; nil for anything else.
    init?(_ text: String) {
        let length = ID<Client>.byteCount + 16 + Self.codeBytes
        guard text.hasPrefix(Self.mark), let bytes = Hexadecimal.bytes(String(text.dropFirst(Self.mark.count))),
            bytes.count == length, let client = ID<Client>(bytes: Array(bytes.prefix(ID<Client>.byteCount)))
        else { return nil }
        let numbers = bytes.dropFirst(ID<Client>.byteCount)
        self.client = client
        scopes = ClientScopes(rawValue: Self.number(numbers.prefix(8)))
        deadline = Instant(nanosecondsSince1970: Self.number(numbers.dropFirst(8).prefix(8)))
        code = Array(bytes.suffix(Self.codeBytes))
    }

    /// In a time that tells nothing of how much of it is right.
    func isMade(for client: ClientRecord, _ keys: InstallationKeys) throws(CryptoError) -> Bool {
        HMAC.equal(try client.tokenCode(Self.words(self.client, scopes, deadline), keys), code)
    }

    private static func words(_ client: ID<Client>, _ scopes: ClientScopes, _ deadline: Instant) -> [UInt8] {
        client.bytes + bytes(scopes.rawValue) + bytes(deadline.nanosecondsSince1970)
    }

    private static func bytes(_ number: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }

    private static func number(_ bytes: some Collection<UInt8>) -> Int64 { bytes.reduce(0) { $0 << 8 | Int64($1) } }
}
