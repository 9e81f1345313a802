import Database

extension Migration {
    /// Seals of institutions, and sessions that are theirs. An older program takes those for sessions of somebody who is not there.
    static let m0006 = Migration(6, "seals", compatibleFrom: 1) { dialect in
        let (integer, text, bytes) = (dialect.integer, dialect.text, dialect.bytes)
        return [
            """
            CREATE TABLE seal (
                id \(bytes) PRIMARY KEY,
                institution \(bytes) NOT NULL REFERENCES institution (id),
                subscriber \(text) NOT NULL UNIQUE,
                name \(text) NOT NULL,
                owner \(bytes) NOT NULL REFERENCES person (id),
                made \(integer) NOT NULL)\(dialect.tableEnd)
            """,
            "CREATE INDEX seal_owner ON seal (owner)",
            "ALTER TABLE signing_session ADD COLUMN purpose \(text) NOT NULL DEFAULT 'signing'",
            "ALTER TABLE signing_session ADD COLUMN activation \(bytes)",
            """
            CREATE INDEX signing_session_activation ON signing_session (activation)
                WHERE activation IS NOT NULL
            """,
        ]
    }
}
