import CSQLite
package import Database

/// A database as one file that is written once and then only read, such as a backup. No log lies beside it.
package struct SQLiteArchive: DatabaseDriver {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    package var dialect: Dialect { .sqlite }

    package func openWriter(creating: Bool) throws(DatabaseError) -> any DatabaseConnection {
        try SQLiteLibrary.check()
        if creating { try WriterLock.makePrivate(path) }
        return try SQLiteConnection(path: path, role: .maker, waits: SQLiteWaits())
    }

    /// Refuses a file that SQLite finds damaged.
    package func openReader() throws(DatabaseError) -> any DatabaseConnection {
        try SQLiteLibrary.check()
        guard unsafe access(path, F_OK) == 0 else { throw .missing(path) }
        let connection = try SQLiteConnection(path: path, role: .examiner, waits: SQLiteWaits())
        guard try connection.first("PRAGMA integrity_check(1)")?.values == [.text("ok")] else {
            throw .corrupt("integrity_check")
        }
        return connection
    }
}
