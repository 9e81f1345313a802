package import Crypto
import Database
package import Domain

extension Querying {
    /// Everybody on a list, by serial, one after the other: a list may be longer than memory.
    package func eachRevoked(
        by issuer: ID<AuthorityKey>, in shard: ListShard, _ body: (RevokedCertificate) throws(Failure) -> Void
    ) throws(Failure) {
        let part: SQL =
            switch shard {
            case .all: ""
            case .part: " AND shard = \(shard)"
            }
        let statement: SQL = """
            SELECT serial, state, since, reason, invalid_since FROM certificate
            WHERE issuer = \(issuer) AND state IN ('held', 'revoked')\(part) ORDER BY serial
            """
        try each(statement) { (row) throws(Failure) in
            let state: StoredState = try row["state"]
            try body(
                RevokedCertificate(
                    try row["serial"], revokedAt: try row["since"],
                    reason: state == .held ? .certificateHold : RevocationReason(code: try row["reason"]),
                    invalidSince: try row["invalid_since"]))
        }
    }

    /// What has become of a certificate, and nothing else of it: it is asked often. Nil where nobody was given that number.
    package func life(of serial: SerialNumber, issuer: ID<AuthorityKey>) throws(Failure) -> CertificateLife? {
        try life(where: "issuer = \(issuer) AND serial = \(serial)")
    }

    /// How often somebody on an issuer's lists has changed, for each issuer.
    package func changeCounts() throws(Failure) -> [ID<AuthorityKey>: Int64] {
        var counts: [ID<AuthorityKey>: Int64] = [:]
        for row in try run("SELECT issuer, changes FROM revocation_change WHERE shard = \(ListShard.all)") {
            counts[try row["issuer"]] = try row["changes"]
        }
        return counts
    }

    /// Whose lives have changed behind that count.
    package func serialsChanged(of issuer: ID<AuthorityKey>, since count: Int64) throws(Failure) -> [SerialNumber] {
        let rows = try run("SELECT serial FROM certificate WHERE issuer = \(issuer) AND changed > \(count)")
        return try rows.map { row throws(Failure) in try row["serial"] }
    }

    /// The parts an issuer's certificates are spread over, beside the list of them all.
    package func listParts(of issuer: ID<AuthorityKey>) throws(Failure) -> Int {
        try first("SELECT coalesce(max(shard), 0) AS parts FROM certificate WHERE issuer = \(issuer)")
            .map { row throws(Failure) in try row["parts"] } ?? 0
    }

    /// How often something on this list has changed. A list is as new as the count it was made behind.
    package func changeCount(of issuer: ID<AuthorityKey>, in shard: ListShard) throws(Failure) -> Int64 {
        let row = try first("SELECT changes FROM revocation_change WHERE issuer = \(issuer) AND shard = \(shard)")
        return try row.map { row throws(Failure) in try row["changes"] } ?? 0
    }
}

extension Transaction {
    /// Counts a change for every list that the certificate is on, and writes the count beside the certificate. Moments would not
    /// do: a change is committed later than it was made, and a list in between would count as newer. The count's row is kept from
    /// others until the commit, so that counts come to light in their order.
    package func countChange(on record: CertificateRecord) throws(Failure) {
        if record.shard != .all { _ = try count(record.issuer, record.shard) }
        let number = try count(record.issuer, .all)
        try run("UPDATE certificate SET changed = \(number) WHERE id = \(record.id)")
    }

    private func count(_ issuer: ID<AuthorityKey>, _ shard: ListShard) throws(Failure) -> Int64 {
        let row = try first(
            """
            INSERT INTO revocation_change (issuer, shard, changes) VALUES (\(issuer), \(shard), 1)
            ON CONFLICT (issuer, shard) DO UPDATE SET changes = revocation_change.changes + 1
            RETURNING changes
            """)
        guard let row else { throw .store(.database(.unexpectedValue(column: "changes"))) }
        return try row["changes"]
    }
}
