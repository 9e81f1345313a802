import CLibPQ
package import Database

/// A database on a server that speaks PostgreSQL's protocol, for several nodes at once.
package struct PostgresDriver: DatabaseDriver {
    /// As libpq reads it: a URI or words such as `host=… dbname=…`. It may hold a password.
    private let target: String
    private let waits: PostgresWaits

    package init(target: String, waits: PostgresWaits = PostgresWaits()) {
        self.target = target
        self.waits = waits
    }

    package var dialect: Dialect { .postgres }

    package func openWriter(creating: Bool) throws(DatabaseError) -> any DatabaseConnection {
        let connection = PostgresConnection(try PostgresSession(target, waits: waits), target: target, waits: waits)
        try connection.requireDurability()
        return connection
    }

    package func openReader() throws(DatabaseError) -> any DatabaseConnection {
        let connection = PostgresConnection(try PostgresSession(target, waits: waits), target: target, waits: waits)
        try connection.execute("SET default_transaction_read_only = on")
        return connection
    }
}

/// How long the server may take.
package struct PostgresWaits: Sendable {
    /// For one statement.
    package var forStatement = Duration.seconds(10)
    /// For a row or a table that another transaction keeps.
    package var forLock = Duration.seconds(5)
    /// To find out, after a connection broke, what became of a commit. Longer than the server lets the old one stand idle.
    package var forOutcome = Duration.seconds(15)

    package init() {}
}
