package import Domain

/// All steps that a program knows, and the tables they lead to.
package struct Schema: Sendable {
    package let migrations: [Migration]

    /// Numbers of PostgreSQL's advisory locks are free for all; these are the letters of our name.
    private static let lockNumber: Int64 = 0x54_45_4B_45_4E

    package init(_ migrations: [Migration]) {
        precondition(
            migrations.map(\.number) == Array(1...migrations.count), "steps are numbered from one without gaps")
        self.migrations = migrations
    }

    package var number: Int { migrations.count }

    /// Takes every step that was not taken yet, each in a transaction of its own: a process that dies leaves the state before a
    /// step or the one behind it. Several nodes may do this at once.
    ///
    /// Returns the numbers of the steps taken, which end with `last`.
    @discardableResult
    package func upgrade(
        _ connection: any DatabaseConnection, through last: Int = .max, at now: Instant
    ) throws(DatabaseError) -> [Int] {
        var taken: [Int] = []
        while true {
            let number = try connection.transaction(.writingAtLength) { () throws(DatabaseError) in
                try lock(connection)
                return try takeNextStep(connection, through: last, at: now)
            }
            guard let number else { return taken }
            taken.append(number)
        }
    }

    /// For a connection that may change nothing: refuses tables that this program does not fit.
    package func check(_ connection: any DatabaseConnection) throws(DatabaseError) {
        let found = try newest(connection)
        guard found >= number else { throw .schemaTooOld(found: found, needed: number) }
    }

    /// The table that holds the steps taken.
    package static let historyTable = "migration"

    /// The names of all tables here, whoever made them.
    package static func tables(_ connection: any DatabaseConnection) throws(DatabaseError) -> [String] {
        let tables: SQL =
            switch connection.dialect {
            case .sqlite:
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            case .postgres:
                """
                SELECT tablename::text AS name FROM pg_catalog.pg_tables WHERE schemaname = current_schema() ORDER BY name
                """
            }
        var names: [String] = []
        for row in try connection.run(tables) { names.append(try row["name"]) }
        return names
    }

    private func lock(_ connection: any DatabaseConnection) throws(DatabaseError) {
        switch connection.dialect {
        case .sqlite: break  // a transaction that writes has the whole file
        case .postgres:
            // Another node is waited for, however long its step takes. For a table it is not: who waits for one while everybody
            // waits behind him would stop the service.
            try connection.execute("SET LOCAL lock_timeout = 0")
            try connection.run("SELECT 1 AS locked FROM pg_advisory_xact_lock(\(Self.lockNumber))")
            try connection.execute("SET LOCAL lock_timeout = '5s'")
        }
    }

    private func takeNextStep(
        _ connection: any DatabaseConnection, through last: Int, at now: Instant
    ) throws(DatabaseError) -> Int? {
        let dialect = connection.dialect
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS migration (
                number \(dialect.integer) PRIMARY KEY, name \(dialect.text) NOT NULL,
                compatible_from \(dialect.integer) NOT NULL, taken_at \(dialect.integer) NOT NULL
            )\(dialect.tableEnd)
            """)
        let standing = try newest(connection)
        guard standing < min(number, last) else { return nil }
        let step = migrations[standing]
        for statement in step.statements(dialect) { try connection.execute(statement) }
        try connection.run(
            """
            INSERT INTO migration (number, name, compatible_from, taken_at)
            VALUES (\(step.number), \(step.name), \(step.compatibleFrom), \(now))
            """)
        return step.number
    }

    /// The newest step taken. One that is newer than this program must say that older programs may stay.
    package func newest(_ connection: any DatabaseConnection) throws(DatabaseError) -> Int {
        var newest = 0
        for row in try connection.run("SELECT number, compatible_from FROM migration ORDER BY number") {
            newest = try row["number"]
            let least: Int = try row["compatible_from"]
            guard newest <= number || least <= number else { throw .schemaTooNew(found: newest, known: number) }
        }
        return newest
    }
}
