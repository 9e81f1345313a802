// T32 to T35: from user to verifikator and back.
extension Account {
    package mutating func invite(by actor: Actor) -> AccountOutcome {
        if let refusal = actor.refusal(.decidingRA) { return .refused(refusal) }
        guard role == .user, promotion == .none else { return .refused(.notNow) }
        promotion = .invited
        return .done([.send(.recommendationUpload)])
    }

    package mutating func handInRecommendation(by actor: Actor) -> AccountOutcome {
        if let refusal = actor.refusal(.owner) { return .refused(refusal) }
        guard promotion == .invited else { return .refused(.notNow) }
        promotion = .waiting
        return .done([.queue(.promotion)])
    }

    package mutating func approvePromotion(by actor: Actor) -> AccountOutcome {
        if let refusal = actor.refusal(.decidingRA) { return .refused(refusal) }
        guard promotion == .waiting else { return .refused(.notNow) }
        (role, promotion) = (.verifikator, .none)
        return .done([.notify(.roleChanged)])
    }

    package mutating func refusePromotion(by actor: Actor, reason: Bool) -> AccountOutcome {
        if let refusal = actor.refusal(.decidingRA) { return .refused(refusal) }
        guard promotion != .none else { return .refused(.notNow) }
        guard reason else { return .refused(.reasonMissing) }
        promotion = .none
        return .done([.cancelLinks, .notify(.promotionRefused)])
    }

    package mutating func demote(by actor: Actor) -> AccountOutcome {
        if let refusal = actor.refusal(.decidingRA) { return .refused(refusal) }
        guard role == .verifikator else { return .refused(.notNow) }
        role = .user
        return .done([.notify(.roleChanged)])
    }
}
