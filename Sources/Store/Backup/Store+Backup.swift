package import Database
package import Domain

extension Store {
    /// Writes one state of the whole store into another database, which is fresh and holds nothing else; others read and write
    /// meanwhile. What was written is read again, and its audit log verified: one that does not hold is no reason to be without a
    /// backup, and the caller is told.
    package func backUp(
        to archive: any DatabaseDriver, at now: Instant
    ) throws(StoreError) -> (manifest: BackupManifest, audit: AuditReport) {
        precondition(archive.dialect == .sqlite, "a backup is a file of SQLite's, whatever it came from")
        let manifest = try writeArchive(archive, at: now)
        let connection = try StoreError.wrapping { () throws(DatabaseError) in try archive.openReader() }
        return (manifest, try ArchiveCheck(connection, witnesses: []).report())
    }

    private func writeArchive(_ archive: any DatabaseDriver, at now: Instant) throws(StoreError) -> BackupManifest {
        try StoreError.wrapping { () throws(DatabaseError) in
            let target = try archive.openWriter(creating: true)
            let source = try driver.openReader()
            try source.begin(.readingAtLength)
            defer { source.giveUp() }

            // Steps that this program does not know may have made tables that it would leave out.
            let schema = try Schema.store.newest(source)
            guard schema == Schema.store.number else {
                throw .schemaTooNew(found: schema, known: Schema.store.number)
            }
            try Schema.store.upgrade(target, at: now)
            var counts: [String: Int] = [:]
            try target.transaction(.writing) { () throws(DatabaseError) in
                for copy in try TableCopy.all(in: target) {
                    counts[copy.table] = try copy.run(from: source, to: target)
                }
            }
            let manifest = BackupManifest(
                schema: schema, madeAt: now, source: driver.dialect, installation: installation.id,
                generation: installation.generation, counts: counts)
            try target.transaction(.writing) { () throws(DatabaseError) in try manifest.write(to: target) }
            return manifest
        }
    }
}
