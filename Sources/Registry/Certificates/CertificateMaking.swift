import Authority
import Crypto
import Domain
import Store

/// What has to be true of an account when its certificate is decided on, and what becomes of it then.
typealias AccountStep =
    @Sendable (inout Account, InstitutionRules, Validity, Instant) throws(RegistryError) -> Void

extension Registry {
    /// A certificate that is about to be asked for. The key is made and sealed before anybody's transaction begins.
    struct CertificatePlan: Sendable {
        let person: PersonRecord
        let data: PersonData
        let request: ID<CertificateRequest>
        let client: AuditSubject?
        let step: AccountStep
        var lifetime = IssuanceOrder.Lifetime.usual
        var replaces: ID<IssuedCertificate>?
        var revokesReplaced = false
        /// What is written besides, in the same commit.
        var also: @Sendable (Transaction<AuthorityError>) throws(AuthorityError) -> Void = { _ throws(AuthorityError) in
        }
    }

    /// Makes a key under the passphrase and has it certified. The account changes in the commit in which the certificate is
    /// decided on; open sessions end there, since the key they were opened with goes.
    func make(
        _ plan: CertificatePlan, under passphrase: borrowing Passphrase
    ) throws(RegistryError) -> CertificateRecord {
        try judge(passphrase, knowing: PassphraseRules.ownWords(of: plan.data))
        try rehearse(plan)
        let person = plan.person.id
        let owner = KeyOwner.id(of: person)
        var order = IssuanceOrder(
            plan.request, profile: .person,
            subject: try subject(of: plan.data.name, in: plan.person.institution.name),
            key: .kept(try key(of: owner, under: passphrase)), owner: owner)
        order.lifetime = plan.lifetime
        order.replaces = plan.replaces
        order.revokesReplaced = plan.revokesReplaced
        let keys = keys
        order.companion = { (record, transaction) throws(AuthorityError) in
            guard let known = try transaction.lockedPerson(person), !known.isErased,
                try transaction.certificates(of: owner).allSatisfy(\.isMade)
            else { return false }
            var account = known.account
            do throws(RegistryError) {
                try plan.step(&account, known.institution.rules, record.life.validity, transaction.now)
            } catch {
                return false
            }
            try transaction.set(account, of: person)
            _ = try transaction.endSessions(of: person)
            try transaction.forgetTries(keysOf: owner, keys)
            try plan.also(transaction)
            return true
        }
        return try issued(order, client: plan.client)
    }

    func issued(_ order: IssuanceOrder, client: AuditSubject?) throws(RegistryError) -> CertificateRecord {
        let outcome = try RegistryError.authority { () throws(AuthorityError) in
            try authority.issue(order, client: client)
        }
        switch outcome {
        case .issued(let record), .repeated(let record): return record
        // It is on record, and the owner gets it as soon as somebody brings the key.
        case .waiting, .awaitsKey: throw .refused(.issuanceUnderWay)
        case .refused(.overtaken): throw .refused(.overtaken)
        case .refused(let refusal): throw .refused(.issuance(refusal))
        }
    }

    /// Says before a key is made what the account would say no with.
    private func rehearse(_ plan: CertificatePlan) throws(RegistryError) {
        let now = clock()
        guard let validity = Validity(from: now, to: now + .seconds(1)) else {
            preconditionFailure("a second is no empty time")
        }
        var account = plan.person.account
        try plan.step(&account, plan.person.institution.rules, validity, now)
    }

    /// A new key of that owner's, sealed.
    func key(
        of owner: ID<KeyOwner>, under passphrase: borrowing Passphrase
    ) throws(RegistryError) -> IssuanceOrder.KeptKey {
        let id = try identifier() as ID<SealedKey>
        do throws(CryptoError) {
            let key = try PrivateKey.generate(policy.keyKind)
            let sealed = try SealedKey.seal(
                key, id: id, owner: owner, under: passphrase, peppers: peppers.peppers, parameters: policy.seal)
            return IssuanceOrder.KeptKey(id: id, owner: owner, key: sealed, publicKeyInfo: try key.publicKeyInfo())
        } catch {
            throw .crypto(error)
        }
    }

    /// The asker's own name for what is asked, or one that nobody asked under before.
    func requestID(_ asked: ID<CertificateRequest>?) throws(RegistryError) -> ID<CertificateRequest> {
        guard let asked else { return try identifier() }
        return asked
    }

    /// What was decided on before and cut off is finished first: nobody gets two certificates for one wish. False where its key
    /// is not open here, so that it has to wait.
    func finishIntended(of owner: ID<KeyOwner>) throws(RegistryError) -> Bool {
        guard try hasIntended(owner) else { return true }
        _ = try RegistryError.authority { () throws(AuthorityError) in try authority.finishIntended() }
        return try !hasIntended(owner)
    }

    private func hasIntended(_ owner: ID<KeyOwner>) throws(RegistryError) -> Bool {
        try store.read { (snapshot: Snapshot<RegistryError>) throws(RegistryError) in
            try !snapshot.certificates(of: owner).allSatisfy(\.isMade)
        }
    }

    /// The person, with nothing of an earlier request left half done.
    func settledPerson(_ id: ID<Person>, by mandate: Mandate) throws(RegistryError) -> PersonRecord {
        _ = try person(id, by: mandate)
        guard try finishIntended(of: KeyOwner.id(of: id)) else { throw .refused(.issuanceUnderWay) }
        return try person(id, by: mandate)
    }
}

extension Account {
    /// Lets an event happen, or says why it does not.
    mutating func take(
        at now: Instant, _ event: (inout Account) -> AccountOutcome
    ) throws(RegistryError) -> [AccountEffect] {
        switch event(&self) {
        case .done(let effects): return effects
        case .refused(let refusal): throw .refused(RegistryRefusal(refusal, self, at: now))
        }
    }
}
