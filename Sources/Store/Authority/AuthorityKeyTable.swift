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
    /// What there is of keys, and nothing of what they are: it is asked often.
    package func keyStates() throws(Failure) -> [ID<AuthorityKey>: AuthorityKey.State] {
        var states: [ID<AuthorityKey>: AuthorityKey.State] = [:]
        for row in try run("SELECT id, state FROM authority_key") { states[try row["id"]] = try row["state"] }
        return states
    }

    /// The latest moment that is on record: it is not earlier now. Nil in a store without a log.
    package func latestMoment() throws(Failure) -> Instant? {
        let moments: [Instant] = try run("SELECT at FROM audit_log").map { row throws(Failure) in try row["at"] }
        guard let accepted = try first("SELECT up_to, at FROM accepted_clock") else { return moments.max() }
        let (end, then): (Instant, Instant) = (try accepted["up_to"], try accepted["at"])
        return moments.map { $0 <= end ? min($0, then) : $0 }.max()
    }
}

/// Behind a moment that is too late, moments rise by a nanosecond for each record, so this is room for all there will ever be.
private let acceptedMargin = Duration.seconds(3_600)

extension Transaction {
    /// Whatever moments are on record now, it is no later than `now`.
    package func acceptClock(at now: Instant) throws(Failure) {
        let moments: [Instant] = try run("SELECT at FROM audit_log").map { row throws(Failure) in try row["at"] }
        guard let latest = moments.max() else { return }
        try run(
            """
            INSERT INTO accepted_clock (singleton, up_to, at) VALUES (1, \(latest + acceptedMargin), \(now))
            ON CONFLICT (singleton) DO UPDATE SET up_to = excluded.up_to, at = excluded.at
            """)
    }

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
        // A signer's is read with each signature, and reading it anew takes as long as the signature.
        guard let certificate = Certificate.known(der) else {
            throw .store(.database(.unexpectedValue(column: column)))
        }
        return certificate
    }
}
