package import Crypto
import Database
package import Domain

/// What a certificate's status depends on, and nothing else of it.
package struct CertificateStanding: Hashable, Sendable {
    package let issuer: ID<AuthorityKey>
    package let serial: SerialNumber
    /// Nil where it is only intended: nobody has it yet.
    package let life: CertificateLife?
}

/// That something happened to a certificate.
package struct LifeChangeNotice: Hashable, Sendable {
    package let serial: SerialNumber
    package let at: Instant
}

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
            let number: [UInt8] = try row["serial"]
            guard let serial = SerialNumber(number) else {
                throw .store(.database(.unexpectedValue(column: "serial")))
            }
            try body(
                RevokedCertificate(
                    serial, revokedAt: try row["since"],
                    reason: state == .held ? .certificateHold : RevocationReason(code: try row["reason"]),
                    invalidSince: try row["invalid_since"]))
        }
    }

    package func standing(of serial: SerialNumber, issuer: ID<AuthorityKey>) throws(Failure) -> CertificateStanding? {
        guard let record = try certificate(serial, of: issuer) else { return nil }
        let isMade = record.certificate != nil
        return CertificateStanding(issuer: issuer, serial: serial, life: isMade ? record.life : nil)
    }

    /// Whose life changed since then, and when, for whoever remembers answers.
    package func lifeChanges(since moment: Instant) throws(Failure) -> [LifeChangeNotice] {
        let rows = try run("SELECT serial, changed FROM certificate WHERE changed >= \(moment)")
        return try rows.map { row throws(Failure) in
            let number: [UInt8] = try row["serial"]
            guard let serial = SerialNumber(number) else {
                throw .store(.database(.unexpectedValue(column: "serial")))
            }
            return LifeChangeNotice(serial: serial, at: try row["changed"])
        }
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
    /// Counts a change for every list that the certificate is on. Moments would not do: a change is committed later than it
    /// was made, and a list in between would count as newer.
    package func countChange(on record: CertificateRecord) throws(Failure) {
        for shard in Set([.all, record.shard]) {
            try run(
                """
                INSERT INTO revocation_change (issuer, shard, changes) VALUES (\(record.issuer), \(shard), 1)
                ON CONFLICT (issuer, shard) DO UPDATE SET changes = revocation_change.changes + 1
                """)
        }
    }
}
