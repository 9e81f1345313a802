package import Domain
package import Store

/// On whose behalf something is done: what the rules take him for, and what the log calls him.
package struct Mandate: Hashable, Sendable {
    package let actor: Actor
    package let subject: AuditSubject?
    package let client: AuditSubject?

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

    func event(
        _ operation: AuditOperation, _ person: ID<Person>, _ objects: [AuditSubject] = [], serial: [UInt8]? = nil
    ) -> AuditEvent {
        AuditEvent(
            operation, .done, actor: subject, client: client, objects: [AuditSubject(.person, person)] + objects,
            serial: serial)
    }
}
