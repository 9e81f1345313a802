package import Database
package import Domain

extension Store {
    /// Writes one state of the whole store into another database, which is fresh and holds nothing else; others read and write
    /// meanwhile. What was written is read again, and its audit log verified.
    package func backUp(
        to archive: any DatabaseDriver, at now: Instant
    ) throws(StoreError) -> (manifest: BackupManifest, audit: AuditReport) {
        precondition(archive.dialect == .sqlite, "a backup is a file of SQLite's, whatever it came from")
        let manifest = try writeArchive(archive, at: now)
        let connection = try StoreError.wrapping { () throws(DatabaseError) in try archive.openReader() }
        return (manifest, try ArchiveCheck(connection).run(witnesses: []))
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

/// Whether a backup is whole, and its log its own.
struct ArchiveCheck {
    private let connection: any DatabaseConnection

    init(_ connection: any DatabaseConnection) {
        self.connection = connection
    }

    /// `isLossAccepted` lets a backup pass that is older than a head that was handed out; nothing lets one pass that contradicts
    /// it.
    func run(witnesses: [SealedAuditHead], isLossAccepted: Bool = false) throws(StoreError) -> AuditReport {
        let manifest = try BackupManifest.read(connection)
        guard manifest.schema <= Schema.store.number else {
            throw .database(.schemaTooNew(found: manifest.schema, known: Schema.store.number))
        }
        try checkRows(manifest)
        let snapshot = Snapshot<StoreError>(connection)
        // Tables of an older program have no authority in them.
        let signers =
            try manifest.schema < Migration.m0002.number
            ? AuditHeadSigners(named: [], own: []) : AuditHeadSigners(in: snapshot)
        let report = try AuditVerification(query: snapshot, witnesses: witnesses, signers: signers).run()
        for log in report.logs {
            switch log.finding {
            case nil: continue
            case .cut(let found, let witnessed) where !isLossAccepted:
                throw .backup(.olderThanHead(found: found, witnessed: witnessed))
            case .logMissing where !isLossAccepted: throw .backup(.olderThanHead(found: 0, witnessed: 1))
            case .cut, .logMissing: continue
            case .some(let finding): throw .backup(.auditBroken(finding))
            }
        }
        return report
    }

    private func checkRows(_ manifest: BackupManifest) throws(StoreError) {
        let copies = try StoreError.wrapping { () throws(DatabaseError) in try TableCopy.all(in: connection) }
        guard Set(copies.map(\.table)) == Set(manifest.counts.keys) else { throw .backup(.incomplete(table: "")) }
        for copy in copies {
            let count: Int? = try StoreError.wrapping { () throws(DatabaseError) in
                try connection.first(SQL(trusted: "SELECT count(*) AS number FROM \(copy.table)"))?["number"]
            }
            guard count == manifest.counts[copy.table] else { throw .backup(.incomplete(table: copy.table)) }
        }
        let strays = try StoreError.wrapping { () throws(DatabaseError) in
            try connection.run("PRAGMA foreign_key_check")
        }
        guard strays.isEmpty else { throw .backup(.damaged("rows refer to others that are not there")) }
    }
}
