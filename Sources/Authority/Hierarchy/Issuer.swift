package import Crypto
package import Domain
package import Store

/// A key of the authority, opened: it can sign, and its certificate says for how long.
package struct Issuer: Sendable {
    package let id: ID<AuthorityKey>
    package let role: AuthorityKey.Role
    package let state: AuthorityKey.State
    package let certificate: Certificate
    package let validity: Validity
    package let key: any SigningKey
    /// Nil for a root, which gives out nothing but issuing keys.
    let addresses: AuthorityAddresses?

    /// Nil where the certificate's times cannot be read, or run backwards.
    init?(_ record: AuthorityKey, key: any SigningKey) {
        guard let from = record.certificate.notBefore, let to = record.certificate.notAfter,
            let validity = Validity(from: from, to: to)
        else { return nil }
        id = record.id
        role = record.role
        state = record.state
        certificate = record.certificate
        self.validity = validity
        self.key = key
        addresses = role == .issuing ? AuthorityAddresses(writtenIn: certificate) : nil
    }
}
