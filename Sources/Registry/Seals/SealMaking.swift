import Authority
package import Crypto
package import Domain
package import Store

extension Registry {
    /// A first certificate, or the next after one has ended, for a key that is made here and sealed under the passphrase its owner
    /// has just chosen.
    package func enrolSeal(
        _ id: ID<Seal>, _ passphrase: borrowing Passphrase, by mandate: Mandate = .installation
    ) throws(RegistryError) -> CertificateRecord {
        let plan = SealPlan(
            seal: try settledSeal(id), client: mandate.client,
            step: { seal, validity, now in seal.enrol(by: mandate.actor, validity: validity, at: now) })
        return try make(plan, under: passphrase)
    }

    /// A certificate for a new key takes the place of one that is still good. The old key goes with it, and what it was agreed to.
    package func renewSeal(
        _ id: ID<Seal>, _ passphrase: borrowing Passphrase, by mandate: Mandate = .installation
    ) throws(RegistryError) -> CertificateRecord {
        let record = try settledSeal(id)
        let plan = SealPlan(
            seal: record, client: mandate.client,
            step: { seal, validity, now in seal.replace(by: mandate.actor, validity: validity, at: now) },
            replaces: record.certificate?.id)
        return try make(plan, under: passphrase)
    }

    /// Somebody else becomes responsible, or the same person who has forgotten the passphrase. A good key is replaced, because whoever
    /// was responsible before knows what opens it: a new one, for the rest of the old certificate's time, which is revoked as
    /// superseded.
    package func handOver(
        _ id: ID<Seal>, to owner: ID<Person>, _ passphrase: borrowing Passphrase, by mandate: Mandate = .installation
    ) throws(RegistryError) -> CertificateRecord {
        let record = try settledSeal(id)
        guard let old = record.certificate else { throw .refused(.sealNotNow(.withoutCertificate)) }
        let event = Self.handingOver(record, to: owner, by: mandate)
        let place = record.institution.id
        // Whoever is unsuited is refused before a key is made; it is looked at again in the commit.
        try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
            try transaction.judge(owner, asOwnerIn: place)
        }
        var plan = SealPlan(
            seal: record, client: mandate.client,
            step: { seal, validity, now in seal.replace(by: mandate.actor, validity: validity, at: now) },
            lifetime: .until(old.life.validity.notAfter), replaces: old.id)
        plan.revokesReplaced = true
        plan.owner = owner
        plan.also = { (transaction) throws(AuthorityError) in
            try transaction.set(owner: owner, of: id)
            try transaction.record(event)
        }
        return try make(plan, under: passphrase)
    }

    /// The same where there is no key that anybody could still use.
    package func handOver(
        _ id: ID<Seal>, to owner: ID<Person>, by mandate: Mandate = .installation
    ) throws(RegistryError) {
        let record = try settledSeal(id)
        let event = Self.handingOver(record, to: owner, by: mandate)
        try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
            if let refusal = Seal.refusalOfManaging(by: mandate.actor) { throw .refused(RegistryRefusal(refusal)) }
            try transaction.judge(owner, asOwnerIn: record.institution.id)
            guard let known = try transaction.lockedSeal(id) else { throw .refused(.unknownSeal) }
            let status = known.seal.status(at: transaction.now)
            switch status {
            case .withoutCertificate, .expired, .revoked: break
            case .active, .suspended: throw .refused(.sealNotNow(status))
            }
            try transaction.set(owner: owner, of: id)
            try transaction.record(event)
        }
    }

    private static func handingOver(_ seal: SealRecord, to owner: ID<Person>, by mandate: Mandate) -> AuditEvent {
        mandate.event(
            seal.owner == owner ? .passphraseReset : .sealHandedOver, seal.id, [AuditSubject(.person, owner)])
    }

    // MARK: The way to a certificate

    /// A seal's certificate that is about to be asked for.
    private struct SealPlan: Sendable {
        let seal: SealRecord
        let client: AuditSubject?
        /// What has to be true of the seal when it is decided on, and what becomes of it then.
        let step: @Sendable (inout Seal, Validity, Instant) -> SealOutcome
        var lifetime = IssuanceOrder.Lifetime.usual
        var replaces: ID<IssuedCertificate>?
        var revokesReplaced = false
        /// Nil where that does not change.
        var owner: ID<Person>?
        var also: @Sendable (Transaction<AuthorityError>) throws(AuthorityError) -> Void = { _ throws(AuthorityError) in
        }
    }

    private func make(
        _ plan: SealPlan, under passphrase: borrowing Passphrase
    ) throws(RegistryError) -> CertificateRecord {
        let responsible = plan.owner ?? plan.seal.owner
        try judge(passphrase, knowing: words(of: plan.seal, responsible))
        try rehearse(plan)
        let (id, institution) = (plan.seal.id, plan.seal.institution)
        let (owner, keys) = (KeyOwner.id(of: id), keys)
        var order = IssuanceOrder(
            try identifier(), profile: .seal, subject: try subject(of: plan.seal.name, in: institution.name),
            key: .kept(try key(of: owner, under: passphrase)), owner: owner)
        order.lifetime = plan.lifetime
        order.replaces = plan.replaces
        order.revokesReplaced = plan.revokesReplaced
        order.companion = { (record, transaction) throws(AuthorityError) in
            // In this order everywhere: a person, then a seal.
            guard let person = try transaction.lockedPerson(responsible), !person.isErased,
                person.institution.id == institution.id, let known = try transaction.lockedSeal(id),
                plan.owner != nil || known.owner == responsible,
                try transaction.certificates(of: owner).allSatisfy(\.isMade)
            else { return false }
            var seal = known.seal
            guard case .done = plan.step(&seal, record.life.validity, transaction.now) else { return false }
            _ = try transaction.endSessions(of: id)
            try transaction.forgetTries(keysOf: owner, keys)
            try plan.also(transaction)
            return true
        }
        return try issued(order, client: plan.client)
    }

    /// Says before a key is made what the seal would say no with.
    private func rehearse(_ plan: SealPlan) throws(RegistryError) {
        let now = clock()
        guard let validity = Validity(from: now, to: now + .seconds(1)) else {
            preconditionFailure("a second is no empty time")
        }
        var seal = plan.seal.seal
        if case .refused(let refusal) = plan.step(&seal, validity, now) { throw .refused(RegistryRefusal(refusal)) }
    }

    /// What stands in documents that are sealed with it, and what its owner's data offer, is soon guessed.
    private func words(of seal: SealRecord, _ owner: ID<Person>) throws(RegistryError) -> [String] {
        let person: PersonRecord
        do throws(RegistryError) {
            person = try self.person(owner, by: .installation)
        } catch .refused(.unknownPerson) {
            throw .refused(.sealOwnerUnsuited)
        }
        let names = [seal.name, seal.institution.name, seal.subscriber.text]
        return try PassphraseRules.ownWords(of: data(of: person)) + PassphraseRules.words(in: names)
    }

    /// The seal, with nothing of an earlier request left half done.
    private func settledSeal(_ id: ID<Seal>) throws(RegistryError) -> SealRecord {
        guard try finishIntended(of: KeyOwner.id(of: id)) else { throw .refused(.issuanceUnderWay) }
        let found = try store.read { (snapshot: Snapshot<RegistryError>) throws(RegistryError) in
            try snapshot.seal(id)
        }
        guard let found else { throw .refused(.unknownSeal) }
        return found
    }
}
