import COpenSSL
package import Domain

/// What one CRL or one OCSP answer says of one certificate, and what is wrong with it.
package struct RevocationEvidence: Sendable {
    package enum Kind: Hashable, Sendable {
        case ocsp
        case crl
    }

    package enum Status: Hashable, Sendable {
        case good
        case revoked(at: Instant, reason: RevocationReason)
        case unknown
    }

    package let kind: Kind
    /// The whole answer or list, DER.
    package let source: [UInt8]
    package let status: Status
    package let thisUpdate: Instant
    /// Nil where more may be known at any time.
    package let nextUpdate: Instant?
    /// Certificates that expired since then are spoken of as well; nil where only unexpired ones are sure to be.
    package let coversExpiredSince: Instant?
    /// When the answer was signed; a CRL does not say.
    package let producedAt: Instant?
    /// Whose signature it bears; nil where that was not found.
    package let signer: Certificate?
    package let algorithms: AlgorithmUse?
    package let defects: Set<RevocationDefect>

    /// Signed by the issuer, or by one whom it lets answer, and understood in full. Its time, its algorithms and its
    /// signer's own path are for the caller to judge; a signer without `noCheck` must be looked up himself.
    package var isUsable: Bool { defects.isSubset(of: [.noCheckMissing]) }

    /// All that the data say of the certificate. Answers about others are left out, and so are lists of other issuers.
    package static func of(
        _ certificate: Certificate, issuer: Certificate, in data: RevocationData
    ) -> [RevocationEvidence] {
        data.answers.compactMap { $0.evidence(of: certificate, issuer: issuer) }
            + data.lists.compactMap { $0.evidence(of: certificate, issuer: issuer) }
    }
}

/// Why a CRL or an OCSP answer proves nothing, or less than it seems.
package enum RevocationDefect: String, CaseIterable, Sendable {
    case signatureWrong
    case algorithmUnknown
    /// Signed by someone whom the certificate's issuer did not let answer.
    case responderNotAuthorised
    /// The responder may answer, and it is not said that he needs no looking up.
    case noCheckMissing
    case unknownCriticalExtension
    /// The issuer's key may not sign CRLs.
    case issuerMayNotSign
    /// It speaks for others' certificates as well.
    case indirect
    /// It is a list of changes to another.
    case delta
    /// It speaks of some reasons, some kinds of certificates or one place only, and this certificate is not among them.
    case outOfScope
    /// It speaks of the certificate more than once.
    case ambiguous
    case timeUnreadable
}
