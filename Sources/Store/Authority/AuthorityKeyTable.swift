import Crypto
import Database
package import Domain

extension Querying {
    /// Every key of the authority, the newest first.
    package func authorityKeys() throws(Failure) -> [AuthorityKey] {
        let rows = try run(
            """
            SELECT id, role, state, public_key, certificate, kept, issuer, made FROM authority_key
            ORDER BY made DESC, id
            """)
        return try rows.map { row throws(Failure) in
            AuthorityKey(
                id: try row["id"], role: try row["role"], state: try row["state"],
                publicKeyInfo: try row["public_key"], certificate: try row.certificate("certificate"),
                kept: try row["kept"], issuer: try row["issuer"], made: try row["made"])
        }
    }
}

extension Querying {
    /// The latest moment that is on record: it is not earlier now. Nil in a store without a log.
    package func latestMoment() throws(Failure) -> Instant? {
        guard let row = try first("SELECT max(at) AS latest FROM audit_log") else { return nil }
        return try row["latest"]
    }
}

extension Transaction {
    package func insert(_ key: AuthorityKey) throws(Failure) {
        try run(
            """
            INSERT INTO authority_key (id, role, state, public_key, certificate, kept, issuer, made)
            VALUES (\(key.id), \(key.role), \(key.state), \(key.publicKeyInfo), \(key.certificate.der), \(key.kept),
                \(key.issuer), \(key.made))
            """)
    }

    package func set(_ state: AuthorityKey.State, of key: ID<AuthorityKey>) throws(Failure) {
        try run("UPDATE authority_key SET state = \(state) WHERE id = \(key)")
    }

    /// Keeps the private key in another form, such as under a new pepper. False where it is no longer kept in the old one.
    package func keep(
        _ kept: [UInt8], inPlaceOf old: [UInt8], of key: ID<AuthorityKey>
    ) throws(Failure) -> Bool {
        try change("UPDATE authority_key SET kept = \(kept) WHERE id = \(key) AND kept = \(old)") == 1
    }
}

extension StoredRow {
    /// A certificate's DER; anything else in the column is damage.
    func certificate(_ column: String) throws(Failure) -> Certificate {
        let der: [UInt8] = try self[column]
        do throws(CryptoError) {
            return try Certificate(der: der)
        } catch {
            throw .store(.database(.unexpectedValue(column: column)))
        }
    }
}
