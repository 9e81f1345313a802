package import Domain

/// A certificate as people are told of it, with what is known of its revocation.
package struct JudgedCertificate: Hashable, Sendable {
    package var subject: String
    package var issuer: String
    package var commonName: String?
    package var organisation: String?
    /// In decimal digits.
    package var serial: String
    package var notBefore: Instant?
    package var notAfter: Instant?
    package var keyUsages: [String]
    /// Such as `sha256/rsa-pkcs1/2048`; nil for what is not recognised.
    package var algorithms: String?
    /// SHA-256 of the certificate, in hexadecimal digits.
    package var fingerprint: String
    package var isAnchor: Bool
    package var status: Status?

    /// The newest word about its revocation.
    package struct Status: Hashable, Sendable {
        package enum Source: String, Hashable, Sendable {
            case ocsp
            case crl
        }

        package enum Answer: String, Hashable, Sendable {
            case good
            case revoked
            case unknown
        }

        package var source: Source
        package var answer: Answer
        package var revokedAt: Instant?
        /// As a word of RFC 5280, where it was revoked.
        package var reason: String?
        package var thisUpdate: Instant
        package var nextUpdate: Instant?
        /// Whether the document brought it along.
        package var isEmbedded: Bool

        package init(
            source: Source, answer: Answer, revokedAt: Instant?, reason: String?, thisUpdate: Instant,
            nextUpdate: Instant?, isEmbedded: Bool
        ) {
            self.source = source
            self.answer = answer
            self.revokedAt = revokedAt
            self.reason = reason
            self.thisUpdate = thisUpdate
            self.nextUpdate = nextUpdate
            self.isEmbedded = isEmbedded
        }
    }

    package init(
        subject: String, issuer: String, commonName: String?, organisation: String?, serial: String,
        notBefore: Instant?, notAfter: Instant?, keyUsages: [String], algorithms: String?, fingerprint: String,
        isAnchor: Bool, status: Status?
    ) {
        self.subject = subject
        self.issuer = issuer
        self.commonName = commonName
        self.organisation = organisation
        self.serial = serial
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.keyUsages = keyUsages
        self.algorithms = algorithms
        self.fingerprint = fingerprint
        self.isAnchor = isAnchor
        self.status = status
    }

    /// What its holder is called.
    package var name: String { commonName ?? subject }
}
