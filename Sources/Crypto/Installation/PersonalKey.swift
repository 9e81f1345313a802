package import Domain

/// The key that one person's data are encrypted under. Once it is deleted, whatever copies of the data are left say nothing.
package struct PersonalKey: ~Copyable, Sendable {
    private let secret: Secret

    package static func random() throws(CryptoError) -> PersonalKey {
        PersonalKey(secret: try .random(count: AESGCM.keyBytes))
    }

    private init(secret: consuming Secret) {
        self.secret = secret
    }

    /// As it is stored: under the installation's secret, for this person alone.
    package func wrapped(for person: ID<Person>, under keys: InstallationKeys) throws(CryptoError) -> [UInt8] {
        let nonce = try Randomness.bytes(AESGCM.nonceBytes)
        return try nonce + AESGCM.seal(secret, key: keys.personalKeys, nonce: nonce, associated: Self.label(person))
    }

    /// Nil when it was changed, moved, or wrapped by another installation.
    package static func open(
        _ wrapped: [UInt8], for person: ID<Person>, under keys: InstallationKeys
    ) throws(CryptoError) -> PersonalKey? {
        guard let secret = try open(wrapped, key: keys.personalKeys, associated: label(person)),
            secret.count == AESGCM.keyBytes
        else { return nil }
        return PersonalKey(secret: secret)
    }

    /// What is sealed for one field opens for no other.
    package func seal(_ bytes: [UInt8], field: String) throws(CryptoError) -> [UInt8] {
        var copy = bytes
        let nonce = try Randomness.bytes(AESGCM.nonceBytes)
        return try nonce
            + AESGCM.seal(Secret(wiping: &copy), key: secret, nonce: nonce, associated: Array(field.utf8))
    }

    package func open(_ sealed: [UInt8], field: String) throws(CryptoError) -> [UInt8]? {
        guard let opened = try Self.open(sealed, key: secret, associated: Array(field.utf8)) else { return nil }
        return unsafe opened.withBytes { unsafe Array($0) }
    }

    private static func open(
        _ sealed: [UInt8], key: borrowing Secret, associated: [UInt8]
    ) throws(CryptoError) -> Secret? {
        guard sealed.count >= AESGCM.nonceBytes else { return nil }
        return try AESGCM.open(
            sealed[AESGCM.nonceBytes...], key: key, nonce: Array(sealed.prefix(AESGCM.nonceBytes)),
            associated: associated)
    }

    private static func label(_ person: ID<Person>) -> [UInt8] { Array("teken personal key".utf8) + person.bytes }
}
