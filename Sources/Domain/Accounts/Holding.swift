/// What an account holds of certificates: its newest one, and what is under way for the next.
package enum Holding: Hashable, Sendable {
    case nothing(Issuance?)
    /// Until its end, and from then on with what is under way for the next.
    case issued(Validity, next: Issuance?)
    /// The next one is asked for while this one is still good.
    case renewing(Validity, Renewal)
    /// Not to be believed until it is released or revoked.
    case suspended(Validity)
    /// Its revocation was asked for and is not done yet.
    case revoking(Validity)
    case revoked(next: Issuance?)

    /// The way to a first certificate, or to one after another has ended.
    package enum Issuance: String, CaseIterable, Hashable, Sendable {
        /// The owner has a link to choose the passphrase with.
        case linkSent
        /// The passphrase is chosen, and the RA has to agree.
        case awaitsApproval
    }

    package enum Renewal: String, CaseIterable, Hashable, Sendable {
        case asked
        /// The RA has agreed; the owner has a link to choose the passphrase with.
        case approved
    }

    package func status(at now: Instant) -> CertificateStatus {
        switch self {
        case .nothing: .new
        case .issued(let validity, _): now < validity.notAfter ? .issued : .expired
        case .renewing(let validity, _): now < validity.notAfter ? .onRenew : .expired
        case .suspended(let validity): now < validity.notAfter ? .suspended : .expired
        case .revoking: .onRevoke
        case .revoked: .revoked
        }
    }
}

/// What an account's certificate is worth now ("Status Sertifikat"): worked out from what it holds, never kept.
package enum CertificateStatus: String, CaseIterable, Hashable, Sendable {
    case new = "NEW"
    case issued = "ISSUED"
    case onRenew = "ON_RENEW"
    case suspended = "SUSPENDED"
    case onRevoke = "ON_REVOKE"
    case expired = "EXPIRED"
    case revoked = "REVOKED"
}
