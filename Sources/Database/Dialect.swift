/// The few words that the two databases spell differently.
package enum Dialect: String, Sendable {
    case sqlite
    case postgres

    // Types of columns.

    package var integer: String {
        switch self {
        case .sqlite: "INTEGER"
        case .postgres: "BIGINT"
        }
    }

    package var text: String { "TEXT" }

    package var bytes: String {
        switch self {
        case .sqlite: "BLOB"
        case .postgres: "BYTEA"
        }
    }

    // What stands behind the columns of a table.

    /// SQLite then keeps to the types of its columns, as PostgreSQL does anyway.
    package var tableEnd: String {
        switch self {
        case .sqlite: " STRICT"
        case .postgres: ""
        }
    }

    /// For small rows that are found by their primary key alone: SQLite keeps them in the key's own tree.
    package var keyedTableEnd: String {
        switch self {
        case .sqlite: " STRICT, WITHOUT ROWID"
        case .postgres: ""
        }
    }

    // What stands behind a SELECT.

    /// Keeps the rows from others' changes until the transaction ends; rows that refer to them may still be written. With SQLite
    /// nobody else writes anyway.
    package var rowLock: SQL {
        switch self {
        case .sqlite: ""
        case .postgres: " FOR NO KEY UPDATE"
        }
    }

    /// Keeps the rows from being changed until the transaction ends; others may keep them the same way.
    package var sharedRowLock: SQL {
        switch self {
        case .sqlite: ""
        case .postgres: " FOR SHARE"
        }
    }

    /// From here to its end the transaction may hold rows that refer to ones that are still to come, where the tables say so.
    package var referencesLater: String {
        switch self {
        case .sqlite: "PRAGMA defer_foreign_keys = ON"
        case .postgres: "SET CONSTRAINTS ALL DEFERRED"
        }
    }

    // What a driver keeps for itself.

    /// Tables that are made with the first step and belong to no backup.
    package var driverTables: [String] {
        switch self {
        case .sqlite: []
        case .postgres:
            [
                """
                CREATE TABLE commit_token (
                    connection TEXT PRIMARY KEY, token TEXT NOT NULL, written TIMESTAMPTZ NOT NULL DEFAULT now()
                )
                """
            ]
        }
    }
}
