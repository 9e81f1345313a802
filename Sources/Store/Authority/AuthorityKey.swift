package import Crypto
import Database
package import Domain

/// A key that the authority signs with, and the certificate that says so.
package struct AuthorityKey: Sendable {
    package enum Role: String, CaseIterable, Sendable, SQLStorable {
        case root
        /// Signs the certificates of people, seals and servers, and the lists of those it revoked.
        case issuing
        /// Answers what a certificate's status is.
        case status
        case timestamp
        /// Signs the heads of the audit log.
        case audit
    }

    package enum State: String, Sendable, SQLStorable {
        case active
        /// Another has taken its place. An issuing key goes on signing its lists until the last of its certificates has ended.
        case retired
    }

    package let id: ID<AuthorityKey>
    package let role: Role
    package var state: State
    package let publicKeyInfo: [UInt8]
    package let certificate: Certificate
    /// The private key as it is kept; nil where its owner has taken it away.
    package var kept: [UInt8]?
    /// Whose key signed the certificate; nil for a root.
    package let issuer: ID<AuthorityKey>?
    package let made: Instant

    package init(
        id: ID<AuthorityKey>, role: Role, state: State, publicKeyInfo: [UInt8], certificate: Certificate,
        kept: [UInt8]?, issuer: ID<AuthorityKey>?, made: Instant
    ) {
        self.id = id
        self.role = role
        self.state = state
        self.publicKeyInfo = publicKeyInfo
        self.certificate = certificate
        self.kept = kept
        self.issuer = issuer
        self.made = made
    }
}
