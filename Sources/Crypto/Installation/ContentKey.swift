/// A key that contents are encrypted under before they are kept: AES-256-GCM with a random nonce in front of each.
package struct ContentKey: ~Copyable, Sendable {
    let secret: Secret

    init(secret: consuming Secret) {
        precondition(secret.count == AESGCM.keyBytes, "a key has 256 bits")
        self.secret = secret
    }

    /// For what is kept under a name of 128 random bits that only its taker has: without the name there is no key.
    package init(forName name: [UInt8], _ keys: InstallationKeys) throws(CryptoError) {
        var bytes = try keys.code(.contentKey, name)
        self.init(secret: try Secret(wiping: &bytes))
    }

    /// What is sealed for one purpose opens for no other.
    package func seal(_ bytes: [UInt8], purpose: [UInt8]) throws(CryptoError) -> [UInt8] {
        let nonce = try Randomness.bytes(AESGCM.nonceBytes)
        return try nonce + AESGCM.seal(bytes, key: secret, nonce: nonce, associated: purpose)
    }

    package func open(_ sealed: [UInt8], purpose: [UInt8]) throws(CryptoError) -> [UInt8]? {
        guard sealed.count >= AESGCM.nonceBytes else { return nil }
        return try AESGCM.openBytes(
            sealed[AESGCM.nonceBytes...], key: secret, nonce: Array(sealed.prefix(AESGCM.nonceBytes)),
            associated: purpose)
    }

    func seal(_ plaintext: borrowing Secret, purpose: [UInt8]) throws(CryptoError) -> [UInt8] {
        let nonce = try Randomness.bytes(AESGCM.nonceBytes)
        return try nonce + AESGCM.seal(plaintext, key: secret, nonce: nonce, associated: purpose)
    }

    func openSecret(_ sealed: [UInt8], purpose: [UInt8]) throws(CryptoError) -> Secret? {
        guard sealed.count >= AESGCM.nonceBytes else { return nil }
        return try AESGCM.open(
            sealed[AESGCM.nonceBytes...], key: secret, nonce: Array(sealed.prefix(AESGCM.nonceBytes)),
            associated: purpose)
    }
}
