package import Crypto
package import Domain

/// The subject of the identifier by which somebody asks for a certificate.
package enum CertificateRequest {}

/// A certificate as it is on record, from the moment it is decided on.
package struct CertificateRecord: Sendable {
    /// What there is of it: the bytes that are to be signed come first, so that no signature was ever made of bytes that nobody
    /// wrote down.
    package enum Content: Sendable {
        case intended(PreparedCertificate)
        case made(Certificate)
        /// It was made, and its owner was erased: its number is all that is left.
        case erased
    }

    package let id: ID<IssuedCertificate>
    package let serial: SerialNumber
    package let issuer: ID<AuthorityKey>
    package let shard: ListShard
    package let request: ID<CertificateRequest>
    /// SHA-256 of what was asked for.
    package let requestDigest: [UInt8]
    package let profile: String
    package let owner: ID<KeyOwner>?
    /// SHA-256 of the public key's information.
    package let keyDigest: [UInt8]
    package let replaces: ID<IssuedCertificate>?
    package var life: CertificateLife
    package var content: Content

    package init(
        id: ID<IssuedCertificate>, serial: SerialNumber, issuer: ID<AuthorityKey>, shard: ListShard,
        request: ID<CertificateRequest>, requestDigest: [UInt8], profile: String, owner: ID<KeyOwner>?,
        keyDigest: [UInt8], replaces: ID<IssuedCertificate>?, life: CertificateLife, content: Content
    ) {
        self.id = id
        self.serial = serial
        self.issuer = issuer
        self.shard = shard
        self.request = request
        self.requestDigest = requestDigest
        self.profile = profile
        self.owner = owner
        self.keyDigest = keyDigest
        self.replaces = replaces
        self.life = life
        self.content = content
    }

    /// Nil while it is only intended, and once its owner was erased.
    package var certificate: Certificate? {
        switch content {
        case .intended, .erased: nil
        case .made(let certificate): certificate
        }
    }

    package var isMade: Bool {
        switch content {
        case .intended: false
        case .made, .erased: true
        }
    }
}
