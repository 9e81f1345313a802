package import Domain
package import Store

/// On whose behalf something is done: what the rules take him for, what the log calls him, and how far he reaches.
package struct Mandate: Hashable, Sendable {
    /// Whose people and programs are there for somebody, and what he may let programs do.
    struct Reach: Hashable {
        /// Nil for everybody's.
        var institution: ID<Institution>?
        let scopes: ClientScopes
    }

    package let actor: Actor
    package let subject: AuditSubject?
    package let client: AuditSubject?
    /// Nil where nothing is out of reach.
    private(set) var reach: Reach?

    package init(_ actor: Actor, as subject: AuditSubject? = nil, through client: ID<Client>? = nil) {
        self.actor = actor
        self.subject = subject
        self.client = client.map { AuditSubject(.client, $0) }
    }

    /// Whoever has the data folder in hand: to the rules the RA, to the log nobody it could name.
    package static let installation = Mandate(.staff(.ra, .otherInstitution))

    /// Whoever the account belongs to.
    package static func owner(_ person: ID<Person>, through client: ID<Client>? = nil) -> Mandate {
        Mandate(.owner, as: AuditSubject(.person, person), through: client)
    }

    /// A program, where the rules let programs ask.
    package static func program(_ client: ID<Client>) -> Mandate { Mandate(.client, through: client) }

    /// A program that looks after people and programs: those of its institution as a verifikator, or everybody's as the RA. Of the
    /// scopes it has it was let in with these.
    package static func staff(_ client: ClientRecord, scopes: ClientScopes) -> Mandate {
        var mandate = Mandate(
            client.institution == nil ? .staff(.ra, .otherInstitution) : .staff(.verifikator, .ownInstitution),
            through: client.id)
        mandate.reach = Reach(institution: client.institution, scopes: scopes)
        return mandate
    }

    func reaches(_ institution: ID<Institution>) -> Bool {
        reach?.institution.map { $0 == institution } ?? true
    }

    /// Whoever was erased is nobody any more.
    func reaches(_ person: PersonRecord) -> Bool { !person.isErased && reaches(person.institution.id) }

    func reaches(_ program: ClientRecord) -> Bool {
        guard let own = reach?.institution else { return true }
        return program.institution == own
    }

    /// Nobody gives what he has not, nor makes himself a way to it.
    func judge(giving scopes: ClientScopes) throws(RegistryError) {
        guard let reach, !reach.scopes.isSuperset(of: scopes) else { return }
        throw .refused(.scopeBeyondOwn(scopes.subtracting(reach.scopes)))
    }

    func event(
        _ operation: AuditOperation, _ person: ID<Person>, _ objects: [AuditSubject] = [], serial: [UInt8]? = nil
    ) -> AuditEvent {
        AuditEvent(
            operation, .done, actor: subject, client: client, objects: [AuditSubject(.person, person)] + objects,
            serial: serial)
    }
}
