package import Crypto
package import Domain

/// What a program shows to sign in a session: its identifier, and the secret that opens its key.
package struct SessionToken: ~Copyable, Sendable {
    package let id: ID<SigningSession>
    let secret: Secret

    init(id: ID<SigningSession>, secret: consuming Secret) {
        self.id = id
        self.secret = secret
    }

    static func random() throws(CryptoError) -> SessionToken {
        let id = ID<SigningSession>(random: try Randomness.bytes(ID<SigningSession>.byteCount))
        return SessionToken(id: id, secret: try .random(count: SessionKey.tokenBytes))
    }

    /// Reads what `text` writes; nil for anything else.
    package init?(_ text: String) throws(CryptoError) {
        guard var bytes = Hexadecimal.bytes(text), bytes.count == ID<SigningSession>.byteCount + SessionKey.tokenBytes,
            let id = ID<SigningSession>(bytes: Array(bytes.prefix(ID<SigningSession>.byteCount)))
        else { return nil }
        bytes.removeFirst(ID<SigningSession>.byteCount)
        self.init(id: id, secret: try Secret(wiping: &bytes))
    }

    /// What is handed out once and kept nowhere here.
    package func text() -> String {
        unsafe secret.withBytes { secret in unsafe Hexadecimal.text(id.bytes + Array(secret)) }
    }
}
