// T25 to T31: changes of somebody's data.
extension Account {
    /// The old data stay in force until the owner has agreed.
    package mutating func editByStaff(
        _ fields: Set<ProfileField>, by actor: Actor, hasForm: Bool = false, at now: Instant
    ) -> AccountOutcome {
        if let refusal = actor.refusal(.reviewer) { return .refused(refusal) }
        let status = certificateStatus(at: now)
        if !fields.isDisjoint(with: [.institution, .nik]), let refusal = actor.refusal(.decidingRA) {
            return .refused(refusal)
        }
        guard verification == .verified else { return .refused(.notNow) }
        switch status {
        case .new, .expired, .revoked: break
        case .issued:
            if let field = Self.heldByCertificate.first(where: fields.contains) {
                return .refused(.protectedField(field))
            }
        case .onRenew, .suspended, .onRevoke: return .refused(.notNow)
        }
        if fields.contains(.institution), !hasForm { return .refused(.formMissing) }
        verification = .update(by: .staff)
        return .done([.send(.changeApproval)])
    }

    /// Only while no certificate is good.
    package mutating func editByOwner(_ fields: Set<ProfileField>, by actor: Actor, at now: Instant) -> AccountOutcome {
        if let refusal = actor.refusal(.owner) { return .refused(refusal) }
        if let field = [ProfileField.institution, .nik].first(where: fields.contains) {
            return .refused(.protectedField(field))
        }
        guard verification == .verified else { return .refused(.notNow) }
        switch certificateStatus(at: now) {
        case .new, .expired, .revoked: break
        case .issued, .onRenew, .suspended, .onRevoke: return .refused(.notNow)
        }
        verification = .update(by: .owner)
        return .done([.queue(.dataChange)])
    }

    /// Whoever did not make the change agrees to it.
    package mutating func approveChange(by actor: Actor) -> AccountOutcome {
        if let refusal = refusalOfDecision(by: actor) { return .refused(refusal) }
        verification = .verified
        return .done([.adoptChange, .notify(.changeAdopted)])
    }

    package mutating func refuseChange(by actor: Actor, reason: Bool) -> AccountOutcome {
        // Whoever made it may take it back.
        if case .update(by: .staff) = verification, actor.refusal(.staff) == nil {
            verification = .verified
            return .done([.dropChange, .cancelLinks])
        }
        if let refusal = refusalOfDecision(by: actor) { return .refused(refusal) }
        if verification == .update(by: .owner), !reason { return .refused(.reasonMissing) }
        verification = .verified
        return .done([.dropChange, .cancelLinks, .notify(.changeRefused)])
    }

    private func refusalOfDecision(by actor: Actor) -> AccountRefusal? {
        switch verification {
        case .update(by: .staff): actor.refusal(.owner)
        case .update(by: .owner): actor.refusal(.reviewer)
        case .new, .waiting, .verified: .notNow
        }
    }

    /// What a certificate says of its owner; its name would become untrue.
    private static let heldByCertificate: [ProfileField] = [.name, .email, .institution, .nik]
}
