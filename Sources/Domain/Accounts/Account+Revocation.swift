// T21, T22, and the hold that an authority knows besides. Revocation wins over everything that is under way.
extension Account {
    package mutating func requestRevocation(by actor: Actor, at now: Instant) -> AccountOutcome {
        if let refusal = actor.refusal(.ownerOrStaff) { return .refused(refusal) }
        switch (certificateStatus(at: now), holding) {
        case (.issued, .issued(let validity, _)), (.onRenew, .renewing(let validity, _)),
            (.suspended, .suspended(let validity)):
            holding = .revoking(validity)
            return .done([.cancelLinks, .revokeCertificate, .notify(.revocationRequested)])
        default: return .refused(.notNow)
        }
    }

    /// The authority has answered.
    package mutating func completeRevocation(by actor: Actor) -> AccountOutcome {
        if let refusal = actor.refusal(.system) { return .refused(refusal) }
        guard case .revoking = holding else { return .refused(.notNow) }
        holding = .revoked(next: nil)
        return .done([.notify(.certificateRevoked)])
    }

    package mutating func suspend(by actor: Actor, at now: Instant) -> AccountOutcome {
        if let refusal = actor.refusal(.ownerOrStaff) { return .refused(refusal) }
        switch (certificateStatus(at: now), holding) {
        case (.issued, .issued(let validity, _)), (.onRenew, .renewing(let validity, _)):
            holding = .suspended(validity)
            return .done([.cancelLinks])
        default: return .refused(.notNow)
        }
    }

    package mutating func release(by actor: Actor, at now: Instant) -> AccountOutcome {
        if let refusal = actor.refusal(.staff) { return .refused(refusal) }
        guard certificateStatus(at: now) == .suspended, case .suspended(let validity) = holding else {
            return .refused(.notNow)
        }
        holding = .issued(validity, next: nil)
        return .done([])
    }
}
