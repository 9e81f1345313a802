package import Database
package import Domain

/// What a backup says of itself.
package struct BackupManifest: Hashable, Sendable {
    static let table = "backup_manifest"
    static let countTable = "backup_count"

    /// Of the tables it has, which a later program brings up to date after they are restored.
    package let schema: Int
    package let madeAt: Instant
    package let source: Dialect
    package let installation: ID<Installation>
    package let generation: Int64
    package let counts: [String: Int]

    package var rows: Int { counts.values.reduce(0, +) }

    func write(to archive: any DatabaseConnection) throws(DatabaseError) {
        try archive.execute(
            """
            CREATE TABLE \(Self.table) (
                schema INTEGER NOT NULL, made_at INTEGER NOT NULL, source TEXT NOT NULL,
                installation BLOB NOT NULL, generation INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE \(Self.countTable) (name TEXT PRIMARY KEY, row_count INTEGER NOT NULL) STRICT
            """)
        try archive.run(
            """
            INSERT INTO backup_manifest (schema, made_at, source, installation, generation)
            VALUES (\(schema), \(madeAt), \(source.rawValue), \(installation), \(generation))
            """)
        for (table, count) in counts {
            try archive.run("INSERT INTO backup_count (name, row_count) VALUES (\(table), \(count))")
        }
    }

    static func read(_ archive: any DatabaseConnection) throws(StoreError) -> BackupManifest {
        let tables = try StoreError.wrapping { () throws(DatabaseError) in try Schema.tables(archive) }
        guard tables.contains(table), tables.contains(countTable) else { throw .backup(.notABackup) }
        return try StoreError.wrapping { () throws(DatabaseError) in
            guard
                let row = try archive.first(
                    "SELECT schema, made_at, source, installation, generation FROM backup_manifest"),
                let source = Dialect(rawValue: try row["source"])
            else { throw .corrupt("an empty manifest") }
            var counts: [String: Int] = [:]
            for row in try archive.run("SELECT name, row_count FROM backup_count") {
                counts[try row["name"]] = try row["row_count"]
            }
            return BackupManifest(
                schema: try row["schema"], madeAt: try row["made_at"], source: source,
                installation: try row["installation"], generation: try row["generation"], counts: counts)
        }
    }
}
