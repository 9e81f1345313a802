import Database

/// What a transaction is known by when the connection breaks during its commit: a random word in a row of its connection's own,
/// written inside the transaction.
///
/// The server's own number of a transaction is no such thing. One that was given out and did not reach the disk before a crash is
/// given out again, and then names somebody else's; and a commit that a server has on its disk, while it waits for the one that is
/// to take its place, is called committed although it may be lost with it.
enum CommitToken {
    static func random() -> String {
        var source = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(source.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// Whether there is a place for tokens, which there is not before the first step of the tables; rows of connections that have
    /// not written for a day are taken away.
    static func preparePlace(on connection: PostgresConnection) throws(DatabaseError) -> Bool {
        guard let row = try connection.first("SELECT to_regclass('commit_token') IS NOT NULL AS found"),
            try row["found"]
        else { return false }
        try connection.run(
            """
            DELETE FROM commit_token WHERE connection IN (SELECT connection FROM commit_token
                WHERE written < now() - interval '1 day' FOR UPDATE SKIP LOCKED)
            """)
        return true
    }

    static func writing(_ token: String, of connection: String) -> SQL {
        """
        INSERT INTO commit_token (connection, token) VALUES (\(connection), \(token))
        ON CONFLICT (connection) DO UPDATE SET token = excluded.token, written = excluded.written
        """
    }

    /// The token that the connection's last commit has left, or nothing. Whoever is still at it is waited for, and the row is
    /// written: once that is committed, what was committed before it has come as far as the server demands of a commit.
    ///
    /// The name is a word of hexadecimal digits, made above.
    static func last(of connection: String) -> String {
        """
        INSERT INTO commit_token (connection, token) VALUES ('\(connection)', '')
        ON CONFLICT (connection) DO UPDATE SET written = excluded.written RETURNING token
        """
    }
}
