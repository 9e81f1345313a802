import Database

extension Migration {
    /// Words to programs that are sent after what they tell of is on record, and where each program wants them.
    static let m0007 = Migration(7, "messages to programs", compatibleFrom: 1) { dialect in
        let (integer, text, bytes) = (dialect.integer, dialect.text, dialect.bytes)
        return [
            """
            CREATE TABLE webhook (
                client \(bytes) PRIMARY KEY REFERENCES client (id),
                address \(text) NOT NULL,
                secret \(bytes) NOT NULL,
                made \(integer) NOT NULL)\(dialect.tableEnd)
            """,
            """
            CREATE TABLE outbox (
                id \(bytes) PRIMARY KEY,
                client \(bytes) NOT NULL REFERENCES client (id),
                content \(bytes) NOT NULL,
                state \(text) NOT NULL,
                made \(integer) NOT NULL,
                tries \(integer) NOT NULL,
                next_try \(integer) NOT NULL,
                lent_until \(integer) NOT NULL,
                trouble \(text))\(dialect.tableEnd)
            """,
            "CREATE INDEX outbox_waiting ON outbox (next_try) WHERE state = 'waiting'",
            "CREATE INDEX outbox_client ON outbox (client, state)",
            "CREATE INDEX outbox_made ON outbox (made)",
        ]
    }
}
