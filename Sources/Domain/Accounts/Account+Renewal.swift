// T14 to T18: the next certificate while there is one, and the end of one.
extension Account {
    package mutating func requestRenewal(by actor: Actor, rules: InstitutionRules, at now: Instant) -> AccountOutcome {
        if let refusal = actor.refusal(.ownerOrStaff) { return .refused(refusal) }
        guard verification == .verified, certificateStatus(at: now) == .issued, case .issued(let validity, _) = holding
        else { return .refused(.notNow) }
        guard rules.renewalNeedsApproval else {
            holding = .renewing(validity, .approved)
            return .done([.send(.renewalPassphrase)])
        }
        holding = .renewing(validity, .asked)
        return .done([.queue(.renewal)])
    }

    package mutating func approveRenewal(by actor: Actor, at now: Instant) -> AccountOutcome {
        if let refusal = actor.refusal(.decidingRA) { return .refused(refusal) }
        guard certificateStatus(at: now) == .onRenew, case .renewing(let validity, .asked) = holding else {
            return .refused(.notNow)
        }
        holding = .renewing(validity, .approved)
        return .done([.send(.renewalPassphrase)])
    }

    package mutating func refuseRenewal(by actor: Actor, reason: Bool, at now: Instant) -> AccountOutcome {
        if let refusal = actor.refusal(.decidingRA) { return .refused(refusal) }
        guard reason else { return .refused(.reasonMissing) }
        return endRenewal(.renewalRefused, at: now)
    }

    package mutating func cancelRenewal(by actor: Actor, at now: Instant) -> AccountOutcome {
        if let refusal = actor.refusal(.ownerOrStaff) { return .refused(refusal) }
        return endRenewal(.renewalCancelled, at: now)
    }

    private mutating func endRenewal(_ notice: AccountNotice, at now: Instant) -> AccountOutcome {
        guard certificateStatus(at: now) == .onRenew, case .renewing(let validity, _) = holding else {
            return .refused(.notNow)
        }
        holding = .issued(validity, next: nil)
        return .done([.cancelLinks, .notify(notice)])
    }

    /// The certificate has ended: what was under way for its renewal ends with it. Signing ended by itself.
    package mutating func expire(by actor: Actor, at now: Instant) -> AccountOutcome {
        if let refusal = actor.refusal(.system) { return .refused(refusal) }
        guard certificateStatus(at: now) == .expired else { return .refused(.notNow) }
        switch holding {
        case .renewing(let validity, _), .suspended(let validity):
            holding = .issued(validity, next: nil)
            return .done([.cancelLinks, .notify(.certificateExpired)])
        case .issued: return .done([.notify(.certificateExpired)])
        case .nothing, .revoking, .revoked: return .refused(.notNow)
        }
    }
}
