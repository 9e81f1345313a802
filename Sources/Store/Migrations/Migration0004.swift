import Database

extension Migration {
    /// What was answered to a request that may come again.
    static let m0004 = Migration(4, "repeated requests", compatibleFrom: 1) { dialect in
        let (integer, bytes) = (dialect.integer, dialect.bytes)
        return [
            """
            CREATE TABLE repeat_guard (
                code \(bytes) PRIMARY KEY,
                request \(bytes) NOT NULL,
                answer \(bytes),
                claimed_until \(integer) NOT NULL,
                deadline \(integer) NOT NULL)\(dialect.tableEnd)
            """,
            "CREATE INDEX repeat_guard_deadline ON repeat_guard (deadline)",
        ]
    }
}
