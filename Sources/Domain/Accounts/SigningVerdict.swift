/// Whether an account can sign, and if not, the one reason.
package enum SigningVerdict: Hashable, Sendable {
    case can
    case cannot(Obstacle)

    /// In this order: the first that holds is told.
    package enum Obstacle: String, CaseIterable, Hashable, Sendable {
        case notActivated = "NOT_ACTIVATED"
        case waitingForVerification = "WAITING_VERIFICATION"
        case noCertificate = "NO_CERTIFICATE"
        case updatePending = "UPDATE_PENDING"
        case onRenew = "ON_RENEW"
        case onRevoke = "ON_REVOKE"
        case suspended = "SUSPENDED"
        case expired = "EXPIRED"
        case revoked = "REVOKED"
        case promotionPending = "ROLE_REQUEST_PENDING"
        case methodNotEsign = "METHOD_NOT_ESIGN"
    }
}

extension Account {
    /// From the facts, each time it is asked. Whether the passphrase is right is found out by opening the key.
    package func canSign(at now: Instant, rules: InstitutionRules) -> SigningVerdict {
        switch verification {
        case .new: return .cannot(.notActivated)
        case .waiting: return .cannot(.waitingForVerification)
        case .verified, .update: break
        }
        let status = certificateStatus(at: now)
        if status == .new { return .cannot(.noCertificate) }
        if case .update = verification { return .cannot(.updatePending) }
        switch status {
        case .new: return .cannot(.noCertificate)
        case .onRenew where !rules.signsWhileRenewing: return .cannot(.onRenew)
        case .onRevoke: return .cannot(.onRevoke)
        case .suspended: return .cannot(.suspended)
        case .expired: return .cannot(.expired)
        case .revoked: return .cannot(.revoked)
        case .issued, .onRenew: break
        }
        if promotion != .none, !rules.signsWhilePromoted { return .cannot(.promotionPending) }
        if method != .esign { return .cannot(.methodNotEsign) }
        return isWithinValidity(at: now) ? .can : .cannot(.noCertificate)
    }

    /// A certificate may be good from a later moment on: until then it is as if there was none.
    private func isWithinValidity(at now: Instant) -> Bool {
        switch holding {
        case .issued(let validity, _), .renewing(let validity, _): validity.notBefore <= now && now < validity.notAfter
        case .nothing, .suspended, .revoking, .revoked: false
        }
    }
}
