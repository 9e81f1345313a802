import CSQLite
package import Database

/// A database in one file, with one connection that writes and any number that read beside it.
package struct SQLiteDriver: DatabaseDriver {
    package let path: String
    private let waits: SQLiteWaits

    package init(path: String, waits: SQLiteWaits = SQLiteWaits()) {
        self.path = path
        self.waits = waits
    }

    package var dialect: Dialect { .sqlite }

    /// Also makes sure that nobody else writes, in this process or another, for as long as the connection lives.
    package func openWriter(creating: Bool) throws(DatabaseError) -> any DatabaseConnection {
        try SQLiteLibrary.check()
        if !creating { try requireFile() }
        let lock = try WriterLock(path + ".writer", wait: waits.forWriter)
        if creating { try WriterLock.makePrivate(path) }
        return try SQLiteConnection(path: path, role: .writer(lock), waits: waits)
    }

    package func openReader() throws(DatabaseError) -> any DatabaseConnection {
        try SQLiteLibrary.check()
        try requireFile()
        return try SQLiteConnection(path: path, role: .reader, waits: waits)
    }

    private func requireFile() throws(DatabaseError) {
        guard unsafe access(path, F_OK) == 0 else { throw .missing(path) }
    }
}

/// How long a connection waits for others.
package struct SQLiteWaits: Sendable {
    /// For another process that writes to stop doing so.
    package var forWriter = Duration.seconds(2)
    /// For a lock inside SQLite, which here is held for moments only.
    package var forLock = Duration.seconds(5)

    package init() {}
}
