package import Domain

/// The key that one person's data are encrypted under. Once it is deleted, whatever copies of the data are left say nothing.
package struct PersonalKey: ~Copyable, Sendable {
    private let content: ContentKey

    package static func random() throws(CryptoError) -> PersonalKey {
        PersonalKey(content: ContentKey(secret: try .random(count: AESGCM.keyBytes)))
    }

    private init(content: consuming ContentKey) {
        self.content = content
    }

    /// As it is stored: under the installation's secret, for this person alone.
    package func wrapped(for person: ID<Person>, under keys: InstallationKeys) throws(CryptoError) -> [UInt8] {
        try keys.personalKeys.seal(content.secret, purpose: Self.label(person))
    }

    /// Nil when it was changed, moved, or wrapped by another installation.
    package static func open(
        _ wrapped: [UInt8], for person: ID<Person>, under keys: InstallationKeys
    ) throws(CryptoError) -> PersonalKey? {
        guard let secret = try keys.personalKeys.openSecret(wrapped, purpose: label(person)),
            secret.count == AESGCM.keyBytes
        else { return nil }
        return PersonalKey(content: ContentKey(secret: secret))
    }

    /// What is sealed for one field opens for no other.
    package func seal(_ bytes: [UInt8], field: String) throws(CryptoError) -> [UInt8] {
        try content.seal(bytes, purpose: Array(field.utf8))
    }

    package func open(_ sealed: [UInt8], field: String) throws(CryptoError) -> [UInt8]? {
        try content.open(sealed, purpose: Array(field.utf8))
    }

    private static func label(_ person: ID<Person>) -> [UInt8] { Array("teken personal key".utf8) + person.bytes }
}
