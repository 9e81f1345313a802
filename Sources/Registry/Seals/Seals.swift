import Authority
import Crypto
package import Domain
package import Store

extension Registry {
    /// A seal that is about to be entered.
    package struct SealDraft: Sendable {
        /// As it will stand in certificates.
        package var name: String
        package var subscriber: SubscriberName
        package var institution: ID<Institution>
        /// Who is responsible for it, and alone has its passphrase.
        package var owner: ID<Person>

        package init(
            _ name: String, called subscriber: SubscriberName, of institution: ID<Institution>, owner: ID<Person>
        ) {
            (self.name, self.subscriber, self.institution, self.owner) = (name, subscriber, institution, owner)
        }
    }

    /// Enters a seal, which has no certificate yet.
    package func enterSeal(
        _ draft: SealDraft, by mandate: Mandate = .installation
    ) throws(RegistryError) -> ID<Seal> {
        if let refusal = Seal.refusalOfManaging(by: mandate.actor) { throw .refused(RegistryRefusal(refusal)) }
        let place = try store.read { (snapshot: Snapshot<RegistryError>) throws(RegistryError) in
            try snapshot.institution(draft.institution)
        }
        guard let place else { throw .refused(.unknownInstitution) }
        // What no certificate could say is refused now.
        _ = try subject(of: draft.name, in: place.name)
        let id = try identifier() as ID<Seal>
        let record = SealRecord(
            id: id, subscriber: draft.subscriber, name: draft.name, institution: place, owner: draft.owner)
        let event = mandate.event(
            .sealEntered, id, [AuditSubject(.institution, place.id), AuditSubject(.person, draft.owner)])
        return try onceMore { () throws(RegistryError) in
            try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
                try transaction.judge(draft.owner, asOwnerIn: draft.institution)
                guard try transaction.seal(called: record.subscriber) == nil else { throw .refused(.subscriberTaken) }
                try transaction.insert(record)
                try transaction.record(event)
                return id
            }
        }
    }

    package func seal(called name: SubscriberName) throws(RegistryError) -> SealRecord {
        let found = try store.read { (snapshot: Snapshot<RegistryError>) throws(RegistryError) in
            try snapshot.seal(called: name)
        }
        guard let found else { throw .refused(.unknownSeal) }
        return found
    }

    /// Until it is resumed nobody is to believe its certificate; what its owner had agreed to ends for good.
    package func suspend(_ id: ID<Seal>, by mandate: Mandate = .installation) throws(RegistryError) {
        _ = try finishIntended(of: KeyOwner.id(of: id))
        try change(id, .hold, by: mandate) { seal, now in seal.suspend(by: mandate.actor, at: now) }
    }

    package func resume(_ id: ID<Seal>, by mandate: Mandate = .installation) throws(RegistryError) {
        try change(id, .release, by: mandate) { seal, now in seal.resume(by: mandate.actor, at: now) }
    }

    /// For good: its key is destroyed. Another certificate may be issued to it.
    package func revoke(
        _ id: ID<Seal>, _ reason: RevocationReason, by mandate: Mandate = .installation
    ) throws(RegistryError) {
        _ = try finishIntended(of: KeyOwner.id(of: id))
        try change(id, .revoke(reason, invalidSince: nil), by: mandate) { seal, now in
            seal.revoke(by: mandate.actor, at: now)
        }
    }

    /// The seal and its certificate change together, and open sessions end.
    private func change(
        _ id: ID<Seal>, _ change: LifeChange, by mandate: Mandate,
        _ step: @escaping @Sendable (inout Seal, Instant) -> SealOutcome
    ) throws(RegistryError) {
        let serial = try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
            guard let record = try transaction.lockedSeal(id) else { throw .refused(.unknownSeal) }
            var seal = record.seal
            if case .refused(let refusal) = step(&seal, transaction.now) { throw .refused(RegistryRefusal(refusal)) }
            guard let certificate = record.certificate else { throw .refused(.sealNotNow(.withoutCertificate)) }
            let outcome = try Authority.change(
                certificate.id, change, actor: mandate.subject, client: mandate.client, in: transaction)
            switch outcome {
            case .changed, .unchanged: break
            case .refused(let refusal): throw .refused(.life(refusal))
            case .unknownCertificate, .notIssuedYet, .keyInUse: throw .refused(.overtaken)
            }
            if case .revoke = change { try transaction.destroyIntendedKeys(of: KeyOwner.id(of: id)) }
            _ = try transaction.endSessions(of: id)
            return certificate.serial
        }
        authority.forgetAnswers(about: [serial])
    }
}

extension Transaction where Failure == RegistryError {
    /// Whoever is responsible for a seal is somebody of its institution whose data were checked.
    func judge(_ person: ID<Person>, asOwnerIn institution: ID<Institution>) throws(RegistryError) {
        let person = try presentPerson(person, by: .installation)
        guard person.institution.id == institution, person.account.verification.isChecked else {
            throw .refused(.sealOwnerUnsuited)
        }
    }
}

extension VerificationStatus {
    fileprivate var isChecked: Bool {
        switch self {
        case .verified, .update: true
        case .new, .waiting: false
        }
    }
}

extension RegistryRefusal {
    init(_ refusal: SealRefusal) {
        self =
            switch refusal {
            case .actor(.outOfReach): .unknownSeal
            case .actor(let refusal): .account(refusal)
            case .notNow(let status): .sealNotNow(status)
            }
    }
}

extension Mandate {
    func event(_ operation: AuditOperation, _ seal: ID<Seal>, _ objects: [AuditSubject] = []) -> AuditEvent {
        AuditEvent(
            operation, .done, actor: subject, client: client, objects: [AuditSubject(.seal, seal)] + objects)
    }
}
