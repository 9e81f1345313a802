import Database
package import Domain

/// A published list of revoked certificates, without its bytes.
package struct RevocationListRecord: Hashable, Sendable {
    package let issuer: ID<AuthorityKey>
    package let shard: ListShard
    /// Rises with every list of this issuer.
    package let number: Int64
    package let thisUpdate: Instant
    package let nextUpdate: Instant
    /// The count of changes that it was made behind.
    package var changes: Int64
    package var entries: Int
    package var bytes: Int

    package init(
        issuer: ID<AuthorityKey>, shard: ListShard, number: Int64, thisUpdate: Instant, nextUpdate: Instant,
        changes: Int64 = 0, entries: Int = 0, bytes: Int = 0
    ) {
        self.issuer = issuer
        self.shard = shard
        self.number = number
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
        self.changes = changes
        self.entries = entries
        self.bytes = bytes
    }
}

extension Querying {
    /// The newest list that is whole.
    package func revocationList(
        of issuer: ID<AuthorityKey>, in shard: ListShard
    ) throws(Failure) -> RevocationListRecord? {
        let row = try first(
            """
            SELECT number, this_update, next_update, changes, entries, bytes FROM revocation_list
            WHERE issuer = \(issuer) AND shard = \(shard) AND is_whole = 1 ORDER BY number DESC LIMIT 1
            """)
        return try row.map { row throws(Failure) in
            RevocationListRecord(
                issuer: issuer, shard: shard, number: try row["number"], thisUpdate: try row["this_update"],
                nextUpdate: try row["next_update"], changes: try row["changes"], entries: try row["entries"],
                bytes: try row["bytes"])
        }
    }

    /// The list's bytes, piece by piece.
    package func eachPiece(
        of list: RevocationListRecord, _ body: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        let statement: SQL = """
            SELECT bytes FROM revocation_list_piece
            WHERE issuer = \(list.issuer) AND shard = \(list.shard) AND number = \(list.number) ORDER BY piece
            """
        try each(statement) { (row) throws(Failure) in try body(try row["bytes"]) }
    }
}

extension Transaction {
    package func insertPiece(_ bytes: [UInt8], at piece: Int, of list: RevocationListRecord) throws(Failure) {
        try run(
            """
            INSERT INTO revocation_list_piece (issuer, shard, number, piece, bytes)
            VALUES (\(list.issuer), \(list.shard), \(list.number), \(piece), \(bytes))
            """)
    }

    /// Writes down that a list is about to be signed.
    package func insertIntended(_ list: RevocationListRecord) throws(Failure) {
        try run(
            """
            INSERT INTO revocation_list (issuer, shard, number, this_update, next_update, changes, entries, bytes,
                is_whole)
            VALUES (\(list.issuer), \(list.shard), \(list.number), \(list.thisUpdate), \(list.nextUpdate), 0, 0, 0, 0)
            """)
    }

    /// The list is whole and in force, and what it replaces may go: the one before stays, for whoever is reading it.
    ///
    /// False where a list that knows more was put in force meanwhile; this one is taken away then.
    package func publish(_ list: RevocationListRecord, keeping kept: Int = 1) throws(Failure) -> Bool {
        // One after the other, where several nodes make the same list.
        _ = try run("SELECT id FROM authority_key WHERE id = \(list.issuer)\(dialect.rowLock)")
        let isBehind =
            try first(
                """
                SELECT number FROM revocation_list
                WHERE issuer = \(list.issuer) AND shard = \(list.shard) AND is_whole = 1 AND changes > \(list.changes)
                """) != nil
        let isThere =
            try change(
                """
                UPDATE revocation_list SET is_whole = 1, changes = \(list.changes), entries = \(list.entries),
                    bytes = \(list.bytes)
                WHERE issuer = \(list.issuer) AND shard = \(list.shard) AND number = \(list.number)
                """) == 1
        guard isThere, !isBehind else {
            try remove(list.number, of: list)
            return false
        }
        // Unfinished ones belong to somebody who is at it, or to nobody any more.
        let (latest, abandoned) = (list.number, now - Self.unfinishedLifetime)
        let numbers: [Int64] = try run(
            """
            SELECT number FROM revocation_list
            WHERE issuer = \(list.issuer) AND shard = \(list.shard) AND number < \(latest) AND is_whole = 1
            ORDER BY number DESC
            """
        ).map { row throws(Failure) in try row["number"] }
        let leftovers: [Int64] = try run(
            """
            SELECT number FROM revocation_list
            WHERE issuer = \(list.issuer) AND shard = \(list.shard) AND is_whole = 0 AND this_update < \(abandoned)
            """
        ).map { row throws(Failure) in try row["number"] }
        for number in numbers.dropFirst(kept) + leftovers { try remove(number, of: list) }
        return true
    }

    private func remove(_ number: Int64, of list: RevocationListRecord) throws(Failure) {
        for table in [SQL("revocation_list_piece"), "revocation_list"] {
            try run(
                """
                DELETE FROM \(table)
                WHERE issuer = \(list.issuer) AND shard = \(list.shard) AND number = \(number)
                """)
        }
    }

    /// Nobody takes longer to make one.
    private static var unfinishedLifetime: Duration { .seconds(86_400) }
}
