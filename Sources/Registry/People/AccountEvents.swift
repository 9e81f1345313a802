package import Domain
import Store

// Events that change nothing but the account.
extension Registry {
    /// T05: the owner has completed the data; somebody looks at them unless every registry has confirmed them.
    package func handIn(
        _ id: ID<Person>, check: IdentityCheck, by mandate: Mandate
    ) throws(RegistryError) {
        try happen(to: id, .personActivated, by: mandate) { account, rules, _ in
            account.submitActivation(by: mandate.actor, check: check, rules: rules)
        }
    }

    /// T06: whoever verifies vouches for the data.
    package func verify(_ id: ID<Person>, by mandate: Mandate) throws(RegistryError) {
        try happen(to: id, .personVerified, by: mandate) { account, _, _ in
            account.verify(by: mandate.actor, vouching: true)
        }
    }

    /// An operator's short cut for somebody who stands before him with the card in hand: what the owner would hand in, and what
    /// staff would say of it, in one step.
    package func admit(_ id: ID<Person>, by mandate: Mandate = .installation) throws(RegistryError) {
        try happen(to: id, .personVerified, by: mandate) { account, rules, _ in
            if account.verification == .new {
                let outcome = account.submitActivation(by: .owner, check: .open, rules: rules)
                if case .refused = outcome { return outcome }
            }
            return account.verify(by: mandate.actor, vouching: true)
        }
    }

    /// T14: the next certificate is asked for while this one is still good.
    package func requestRenewal(_ id: ID<Person>, by mandate: Mandate) throws(RegistryError) {
        try happen(to: id, .personRequested, by: mandate) { account, rules, now in
            account.requestRenewal(by: mandate.actor, rules: rules, at: now)
        }
    }

    /// T17.
    package func cancelRenewal(_ id: ID<Person>, by mandate: Mandate) throws(RegistryError) {
        try happen(to: id, .personRequested, by: mandate) { account, _, now in
            account.cancelRenewal(by: mandate.actor, at: now)
        }
    }

    /// T25: staff wants data changed, and nothing is in force before the owner has agreed. The new data are kept by whoever asks.
    package func requestChange(
        of fields: Set<ProfileField>, _ id: ID<Person>, by mandate: Mandate
    ) throws(RegistryError) {
        try happen(to: id, .personRequested, by: mandate) { account, _, now in
            account.editByStaff(fields, by: mandate.actor, at: now)
        }
    }

    /// T27: the change is dropped, and the old data go on being in force.
    package func dropChange(_ id: ID<Person>, by mandate: Mandate) throws(RegistryError) {
        try happen(to: id, .personRequested, by: mandate) { account, _, _ in
            account.refuseChange(by: mandate.actor, reason: true)
        }
    }

    /// T32.
    package func invite(_ id: ID<Person>, by mandate: Mandate) throws(RegistryError) {
        try happen(to: id, .personRequested, by: mandate) { account, _, _ in account.invite(by: mandate.actor) }
    }

    /// T34, the other way: the request for a role is dropped.
    package func dropInvitation(_ id: ID<Person>, by mandate: Mandate) throws(RegistryError) {
        try happen(to: id, .personRequested, by: mandate) { account, _, _ in
            account.refusePromotion(by: mandate.actor, reason: true)
        }
    }

    private func happen(
        to id: ID<Person>, _ operation: AuditOperation, by mandate: Mandate,
        _ event: @escaping @Sendable (inout Account, InstitutionRules, Instant) -> AccountOutcome
    ) throws(RegistryError) {
        try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
            let person = try transaction.presentPerson(id, by: mandate)
            var account = person.account
            if case .refused(let refusal) = event(&account, person.institution.rules, transaction.now) {
                throw .refused(RegistryRefusal(refusal, person.account, at: transaction.now))
            }
            try transaction.set(account, of: id)
            try transaction.record(mandate.event(operation, id))
        }
    }
}

extension Transaction<RegistryError> {
    /// The person, kept from others' changes until this transaction ends.
    func presentPerson(_ id: ID<Person>, by mandate: Mandate) throws(RegistryError) -> PersonRecord {
        guard let person = try lockedPerson(id), mandate.reaches(person) else { throw .refused(.unknownPerson) }
        return person
    }
}
