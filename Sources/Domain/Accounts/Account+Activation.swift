/// What the registries say of somebody's data.
package enum IdentityCheck: String, CaseIterable, Hashable, Sendable {
    /// Every registry that was asked knows them so, and the picture is of the same person.
    case confirmed
    /// One does not, or could not be asked, or there is none for people of this kind.
    case open
}

// T02 to T07: from registration to checked data. That a link has ended (T03) changes nothing of the account.
extension Account {
    package mutating func resendActivation(by actor: Actor) -> AccountOutcome {
        if let refusal = actor.refusal(.ownerOrStaff) { return .refused(refusal) }
        guard verification == .new else { return .refused(.notNow) }
        return .done([.send(.activation)])
    }

    /// The owner has completed the data. Consents are recorded before.
    package mutating func submitActivation(
        by actor: Actor, check: IdentityCheck, rules: InstitutionRules
    ) -> AccountOutcome {
        if let refusal = actor.refusal(.owner) { return .refused(refusal) }
        guard verification == .new else { return .refused(.notNow) }
        guard check == .confirmed, rules.verifiesAutomatically else {
            verification = .waiting
            return .done([.queue(.verification)])
        }
        verification = .verified
        return .done([.notify(.accountReady), .send(.setPassphrase)])
    }

    /// Whoever verifies vouches for the data, and says so.
    package mutating func verify(by actor: Actor, vouching: Bool) -> AccountOutcome {
        if let refusal = actor.refusal(.reviewer) { return .refused(refusal) }
        guard verification == .waiting else { return .refused(.notNow) }
        guard vouching else { return .refused(.statementMissing) }
        verification = .verified
        return .done([.notify(.accountReady), .send(.setPassphrase)])
    }

    /// The owner may begin again; a new link is sent when somebody asks for it.
    package mutating func reject(by actor: Actor, reason: Bool) -> AccountOutcome {
        if let refusal = actor.refusal(.reviewer) { return .refused(refusal) }
        guard verification == .waiting else { return .refused(.notNow) }
        guard reason else { return .refused(.reasonMissing) }
        verification = .new
        return .done([.notify(.rejected)])
    }
}
