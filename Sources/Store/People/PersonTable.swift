package import Crypto
import Database
package import Domain

/// The columns that every reading of the table takes.
private let columns: SQL = """
    person.id, person.institution, verification, issuance, renewal, is_revoking, role, promotion, method, data_key, data,
    institution.name AS institution_name, institution.rules AS institution_rules
    """

extension Querying {
    package func person(_ id: ID<Person>) throws(Failure) -> PersonRecord? {
        let row = try first(
            """
            SELECT \(columns) FROM person JOIN institution ON institution.id = person.institution
            WHERE person.id = \(id)
            """)
        return try row.map { row throws(Failure) in try record(row) }
    }

    /// Whoever the number or address belongs to.
    package func person(named name: PersonName, _ keys: InstallationKeys) throws(Failure) -> PersonRecord? {
        let code = try Self.code(name, keys)
        let row = try first(
            """
            SELECT \(columns) FROM person_name JOIN person ON person.id = person_name.person
                JOIN institution ON institution.id = person.institution
            WHERE person_name.kind = \(name.kind) AND person_name.code = \(code)
            """)
        return try row.map { row throws(Failure) in try record(row) }
    }

    func people(where condition: SQL, order: SQL, most: Int) throws(Failure) -> [PersonRecord] {
        try run(
            """
            SELECT \(columns) FROM person JOIN institution ON institution.id = person.institution
            WHERE \(condition) ORDER BY \(order) LIMIT \(most)
            """
        ).map { row throws(Failure) in try record(row) }
    }

    private func record(_ row: StoredRow<Failure>) throws(Failure) -> PersonRecord {
        let id: ID<Person> = try row["id"]
        let certificate = try newestCertificate(of: KeyOwner.id(of: id))
        guard let account = try AccountColumns(row).account(certificate?.life) else {
            throw .store(.database(.unexpectedValue(column: "verification")))
        }
        let (key, data): ([UInt8]?, [UInt8]?) = (try row["data_key"], try row["data"])
        let sealed: SealedPersonData? =
            if let key, let data { SealedPersonData(key: key, data: data) } else { nil }
        return PersonRecord(
            id: id,
            institution: InstitutionRecord(
                id: try row["institution"], name: try row["institution_name"],
                rules: InstitutionRules(bits: try row["institution_rules"])), account: account,
            certificate: certificate,
            sealed: sealed)
    }

    static func code(_ name: PersonName, _ keys: InstallationKeys) throws(Failure) -> [UInt8] {
        do throws(CryptoError) {
            return try keys.code(.lookup, Array(name.kind.rawValue.utf8), Array(name.text.utf8))
        } catch {
            throw .store(.cryptography(error))
        }
    }
}

extension Transaction {
    /// Enters a person. A number or an address that belongs to somebody else is a duplicate.
    package func insert(
        _ id: ID<Person>, of institution: ID<Institution>, _ account: Account, _ data: PersonData,
        _ keys: InstallationKeys
    ) throws(Failure) {
        let (columns, sealed) = (AccountColumns(account), try seal(data, for: id, keys))
        try run(
            """
            INSERT INTO person (id, institution, verification, issuance, renewal, is_revoking, role, promotion, method,
                data_key, data, made)
            VALUES (\(id), \(institution), \(columns.verification), \(columns.issuance), \(columns.renewal),
                \(columns.isRevoking), \(columns.role), \(columns.promotion), \(columns.method), \(sealed.key),
                \(sealed.data), \(now))
            """)
        try insertNames(of: id, data, keys)
    }

    /// What has become of the account. Of its certificate only what is not the authority's to say.
    package func set(_ account: Account, of id: ID<Person>) throws(Failure) {
        let columns = AccountColumns(account)
        try run(
            """
            UPDATE person SET verification = \(columns.verification), issuance = \(columns.issuance),
                renewal = \(columns.renewal), is_revoking = \(columns.isRevoking), role = \(columns.role),
                promotion = \(columns.promotion) WHERE id = \(id)
            """)
    }

    /// Other data of the same person, under a new key: what was copied of the old ones opens no more.
    package func set(_ data: PersonData, of id: ID<Person>, _ keys: InstallationKeys) throws(Failure) {
        let sealed = try seal(data, for: id, keys)
        try run("UPDATE person SET data_key = \(sealed.key), data = \(sealed.data) WHERE id = \(id)")
        try run("DELETE FROM person_name WHERE person = \(id)")
        try insertNames(of: id, data, keys)
    }

    /// The row, kept from others' changes until this transaction ends.
    package func lockedPerson(_ id: ID<Person>) throws(Failure) -> PersonRecord? {
        _ = try run("SELECT id FROM person WHERE id = \(id)\(dialect.rowLock)")
        return try person(id)
    }

    /// Forgets who it was, for good: the key goes, and with it every copy of the data; what was done stays, under an identifier
    /// that says nothing. The certificates' bytes go, too, because they name their owner; their numbers stay on their lists.
    package func erase(_ id: ID<Person>) throws(Failure) {
        try run("DELETE FROM person_name WHERE person = \(id)")
        try run("UPDATE person SET data_key = NULL, data = NULL WHERE id = \(id)")
        try eraseCertificates(of: KeyOwner.id(of: id))
        forget()
    }

    private func insertNames(of id: ID<Person>, _ data: PersonData, _ keys: InstallationKeys) throws(Failure) {
        for name in data.names {
            let code = try Self.code(name, keys)
            try run("INSERT INTO person_name (kind, code, person) VALUES (\(name.kind), \(code), \(id))")
        }
    }

    private func seal(
        _ data: PersonData, for id: ID<Person>, _ keys: InstallationKeys
    ) throws(Failure) -> SealedPersonData {
        do throws(StoreError) {
            return try SealedPersonData(data, for: id, keys)
        } catch {
            throw .store(error)
        }
    }
}

extension PersonName.Kind: SQLStorable {}

extension KeyOwner {
    /// A person owns keys under the person's own identifier.
    package static func id(of person: ID<Person>) -> ID<KeyOwner> {
        guard let id = ID<KeyOwner>(bytes: person.bytes) else { preconditionFailure("identifiers have one length") }
        return id
    }
}
