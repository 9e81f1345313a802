package import Crypto
import Database
package import Domain

/// A program that calls the API, as it is on record.
package struct ClientRecord: Hashable, Sendable {
    package enum State: String, Sendable, SQLStorable {
        case enabled
        case disabled
        /// It tried too many people's passphrases; an administrator sets it free.
        case suspended
    }

    package let id: ID<Client>
    package var name: String
    /// Nil where it may act for everybody's people.
    package var institution: ID<Institution>?
    package var scopes: ClientScopes
    /// Blocks of addresses it may call from, separated by spaces; empty where it may from anywhere.
    package var addresses: String
    package var state: State
    private(set) var secretCode: [UInt8]

    package init(
        id: ID<Client>, name: String, secret: [UInt8], institution: ID<Institution>?, scopes: ClientScopes,
        addresses: String = "", state: State = .enabled, _ keys: InstallationKeys
    ) throws(CryptoError) {
        self.id = id
        self.name = name
        self.institution = institution
        self.scopes = scopes
        self.addresses = addresses
        self.state = state
        secretCode = try keys.code(.clientSecret, id.bytes, secret)
    }

    init<Failure>(_ row: StoredRow<Failure>) throws(Failure) {
        id = try row["id"]
        name = try row["name"]
        institution = try row["institution"]
        scopes = ClientScopes(rawValue: try row["scopes"])
        addresses = try row["addresses"]
        state = try row["state"]
        secretCode = try row["secret_code"]
    }

    /// In a time that tells nothing of how much of it is right.
    package func isSecret(_ secret: [UInt8], _ keys: InstallationKeys) throws(CryptoError) -> Bool {
        HMAC.equal(try keys.code(.clientSecret, id.bytes, secret), secretCode)
    }

    /// The code of a token that stands for the program, as long as it has this secret.
    package func tokenCode(_ words: [UInt8], _ keys: InstallationKeys) throws(CryptoError) -> [UInt8] {
        try keys.code(.accessToken, secretCode, words)
    }

    /// The secret of the other record becomes this one's; they are of one program.
    package mutating func takeSecret(of other: ClientRecord) {
        precondition(other.id == id, "a code is made for one program")
        secretCode = other.secretCode
    }

    package func mayActFor(_ institution: ID<Institution>) -> Bool {
        self.institution == nil || self.institution == institution
    }
}

private let columns: SQL = "id, name, secret_code, institution, scopes, addresses, state"

extension Querying {
    package func client(_ id: ID<Client>) throws(Failure) -> ClientRecord? {
        try first("SELECT \(columns) FROM client WHERE id = \(id)").map { row throws(Failure) in try ClientRecord(row) }
    }

    package func client(named name: String) throws(Failure) -> ClientRecord? {
        try first("SELECT \(columns) FROM client WHERE name = \(name)").map { row throws(Failure) in
            try ClientRecord(row)
        }
    }

    package func clients() throws(Failure) -> [ClientRecord] {
        try run("SELECT \(columns) FROM client ORDER BY name").map { row throws(Failure) in try ClientRecord(row) }
    }
}

extension Transaction {
    package func insert(_ client: ClientRecord) throws(Failure) {
        try run(
            """
            INSERT INTO client (id, name, secret_code, institution, scopes, addresses, state, made)
            VALUES (\(client.id), \(client.name), \(client.secretCode), \(client.institution),
                \(client.scopes.rawValue), \(client.addresses), \(client.state), \(now))
            """)
    }

    /// The program, kept from others' changes until this transaction ends.
    package func lockedClient(_ id: ID<Client>) throws(Failure) -> ClientRecord? {
        _ = try run("SELECT id FROM client WHERE id = \(id)\(dialect.rowLock)")
        return try client(id)
    }

    /// Everything but its name and identifier.
    package func set(_ client: ClientRecord) throws(Failure) {
        try run(
            """
            UPDATE client SET secret_code = \(client.secretCode), institution = \(client.institution),
                scopes = \(client.scopes.rawValue), addresses = \(client.addresses), state = \(client.state)
            WHERE id = \(client.id)
            """)
    }
}
