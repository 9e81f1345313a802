package import Crypto
import Database
package import Domain

/// A seal as the tables have it: whose it is, who is responsible, and its newest certificate.
package struct SealRecord: Sendable {
    package let id: ID<Seal>
    package let subscriber: SubscriberName
    /// As it stands in certificates.
    package let name: String
    package let institution: InstitutionRecord
    package let owner: ID<Person>
    /// The newest, if there is one.
    package let certificate: CertificateRecord?

    package init(
        id: ID<Seal>, subscriber: SubscriberName, name: String, institution: InstitutionRecord, owner: ID<Person>,
        certificate: CertificateRecord? = nil
    ) {
        self.id = id
        self.subscriber = subscriber
        self.name = name
        self.institution = institution
        self.owner = owner
        self.certificate = certificate
    }

    /// What is to be said of it, out of what has become of its certificate.
    package var seal: Seal {
        guard let life = certificate?.life else { return Seal(.nothing) }
        return switch life.state {
        case .good: Seal(.issued(life.validity))
        case .held: Seal(.suspended(life.validity))
        case .revoked: Seal(.revoked)
        }
    }

    package func canSeal(at now: Instant) -> SealVerdict { seal.canSeal(at: now) }
}

/// The columns that every reading of the table takes.
private let columns: SQL = """
    seal.id, seal.institution, subscriber, seal.name, owner, institution.name AS institution_name,
    institution.rules AS institution_rules
    """

extension Querying {
    package func seal(_ id: ID<Seal>) throws(Failure) -> SealRecord? { try seals(where: "seal.id = \(id)").first }

    package func seal(called name: SubscriberName) throws(Failure) -> SealRecord? {
        try seals(where: "subscriber = \(name.text)").first
    }

    package func seals() throws(Failure) -> [SealRecord] { try seals(where: "1 = 1") }

    /// Those that somebody is responsible for.
    package func seals(of owner: ID<Person>) throws(Failure) -> [SealRecord] { try seals(where: "owner = \(owner)") }

    private func seals(where condition: SQL) throws(Failure) -> [SealRecord] {
        let rows = try run(
            """
            SELECT \(columns) FROM seal JOIN institution ON institution.id = seal.institution
            WHERE \(condition) ORDER BY institution.name, seal.name, subscriber
            """)
        return try rows.map { row throws(Failure) in
            let (id, subscriber): (ID<Seal>, String) = (try row["id"], try row["subscriber"])
            guard let subscriber = SubscriberName(subscriber) else { throw .store(.unexpected(column: "subscriber")) }
            return SealRecord(
                id: id, subscriber: subscriber, name: try row["name"],
                institution: InstitutionRecord(
                    id: try row["institution"], name: try row["institution_name"],
                    rules: InstitutionRules(bits: try row["institution_rules"])), owner: try row["owner"],
                certificate: try newestCertificate(of: KeyOwner.id(of: id)))
        }
    }
}

extension Transaction {
    /// A name that another seal has is a duplicate.
    package func insert(_ seal: SealRecord) throws(Failure) {
        try run(
            """
            INSERT INTO seal (id, institution, subscriber, name, owner, made)
            VALUES (\(seal.id), \(seal.institution.id), \(seal.subscriber.text), \(seal.name), \(seal.owner), \(now))
            """)
    }

    package func set(owner: ID<Person>, of id: ID<Seal>) throws(Failure) {
        try run("UPDATE seal SET owner = \(owner) WHERE id = \(id)")
    }

    /// The row, kept from others' changes until this transaction ends.
    package func lockedSeal(_ id: ID<Seal>) throws(Failure) -> SealRecord? {
        _ = try run("SELECT id FROM seal WHERE id = \(id)\(dialect.rowLock)")
        return try seal(id)
    }
}

extension KeyOwner {
    /// A seal owns keys under its own identifier.
    package static func id(of seal: ID<Seal>) -> ID<KeyOwner> {
        guard let id = ID<KeyOwner>(bytes: seal.bytes) else { preconditionFailure("identifiers have one length") }
        return id
    }
}
