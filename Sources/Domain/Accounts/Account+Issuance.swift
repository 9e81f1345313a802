// T08 to T13, T19, T20, T23, T24: certificates and the passphrases they come with.
extension Account {
    /// A link to choose a passphrase with: for the first certificate, or the next after one has ended.
    package mutating func requestIssuance(
        by actor: Actor, hasCheckedPhone: Bool, rules: InstitutionRules, at now: Instant
    ) -> AccountOutcome {
        if let refusal = actor.refusal(.ownerStaffOrClient) { return .refused(refusal) }
        guard verification == .verified, !isAwaitingApproval else { return .refused(.notNow) }
        if rules.demandsPhone, !hasCheckedPhone { return .refused(.phoneUnverified) }
        switch (certificateStatus(at: now), holding) {
        case (.new, _): holding = .nothing(.linkSent)
        case (.expired, .issued(let validity, _)), (.expired, .renewing(let validity, _)),
            (.expired, .suspended(let validity)):
            holding = .issued(validity, next: .linkSent)
        case (.revoked, _):
            if case .staff = actor {
            } else if !(actor == .owner && rules.ownerMayReturnAfterRevocation) {
                return .refused(.verifikatorNeeded)
            }
            holding = .revoked(next: .linkSent)
        case (.issued, _), (.onRenew, _), (.suspended, _), (.onRevoke, _), (.expired, _): return .refused(.notNow)
        }
        return .done([.send(.setPassphrase)])
    }

    /// The owner has chosen a passphrase, behind a link of this or, while renewing, of the other kind.
    package mutating func setPassphrase(
        by actor: Actor, rules: InstitutionRules, validity: Validity, at now: Instant
    ) -> AccountOutcome {
        if let refusal = actor.refusal(.owner) { return .refused(refusal) }
        guard verification == .verified, method == .esign else {
            return .refused(method == .esign ? .notNow : .methodNotEsign)
        }
        switch (certificateStatus(at: now), holding) {
        case (.onRenew, .renewing(_, .approved)):
            holding = .issued(validity, next: nil)
            return .done([.renewCertificate, .notify(.certificateIssued)])
        case (.new, .nothing(.linkSent)), (.expired, .issued(_, next: .linkSent)), (.revoked, .revoked(.linkSent)):
            if rules.issuanceNeedsApproval {
                setNext(.awaitsApproval)
                return .done([.keepKey, .queue(.issuance)])
            }
            holding = .issued(validity, next: nil)
            return .done([.issueCertificate, .notify(.certificateIssued)])
        default: return .refused(.notNow)
        }
    }

    package mutating func approveIssuance(by actor: Actor, validity: Validity) -> AccountOutcome {
        if let refusal = actor.refusal(.decidingRA) { return .refused(refusal) }
        guard verification == .verified, isAwaitingApproval else { return .refused(.notNow) }
        holding = .issued(validity, next: nil)
        return .done([.issueCertificate, .notify(.certificateIssued)])
    }

    package mutating func refuseIssuance(by actor: Actor, reason: Bool) -> AccountOutcome {
        if let refusal = actor.refusal(.decidingRA) { return .refused(refusal) }
        guard isAwaitingApproval else { return .refused(.notNow) }
        guard reason else { return .refused(.reasonMissing) }
        setNext(nil)
        return .done([.discardKey, .notify(.issuanceRefused)])
    }

    /// With the old passphrase in hand: the key stays. That it was right is found out by opening the key.
    package mutating func changePassphrase(by actor: Actor, at now: Instant) -> AccountOutcome {
        passphraseOutcome(by: actor, [.resealKey, .notify(.passphraseChanged)], at: now)
    }

    /// Nobody can open the old key: a new one takes its place, with a certificate for the rest of the old one's time.
    package mutating func resetPassphrase(by actor: Actor, at now: Instant) -> AccountOutcome {
        passphraseOutcome(by: actor, [.replaceCertificate, .notify(.passphraseReset)], at: now)
    }

    private func passphraseOutcome(by actor: Actor, _ effects: [AccountEffect], at now: Instant) -> AccountOutcome {
        if let refusal = actor.refusal(.owner) { return .refused(refusal) }
        guard method == .esign else { return .refused(.methodNotEsign) }
        guard verification == .verified, certificateStatus(at: now) == .issued else { return .refused(.notNow) }
        return .done(effects)
    }

    var isAwaitingApproval: Bool {
        switch holding {
        case .nothing(.awaitsApproval), .issued(_, next: .awaitsApproval), .revoked(next: .awaitsApproval): true
        case .nothing, .issued, .revoked, .renewing, .suspended, .revoking: false
        }
    }

    private mutating func setNext(_ next: Holding.Issuance?) {
        switch holding {
        case .nothing: holding = .nothing(next)
        case .issued(let validity, _): holding = .issued(validity, next: next)
        case .revoked: holding = .revoked(next: next)
        case .renewing, .suspended, .revoking: break
        }
    }
}
