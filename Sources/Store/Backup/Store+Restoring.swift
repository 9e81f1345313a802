package import Database
package import Domain

/// What a restore did.
package struct Restored: Sendable {
    package let store: Store
    package let manifest: BackupManifest
    /// The logs as the backup has them. They are closed: what is written from now on is written into new ones.
    package let audit: AuditReport
    /// What the new log says of it.
    package let restoration: AuditRestoration
}

extension Store {
    /// Fills an empty database from a backup, in one transaction, and opens it.
    ///
    /// The generation rises, so that numbers that only rise go on above all that were ever given, and no record gets a number that
    /// another one may have had behind the backup.
    package static func restore(
        _ archive: any DatabaseDriver, to driver: any DatabaseDriver, node: ID<StoreNode>,
        witnesses: [SealedAuditHead] = [], consent: RestoreConsent = RestoreConsent(),
        limits: StoreLimits = StoreLimits(), clock: @escaping @Sendable () -> Instant
    ) throws(StoreError) -> Restored {
        let source = try opened(archive)
        let check = ArchiveCheck(source, witnesses: witnesses)
        let report = try check.report()
        let restoration = try check.restoration(consent, report, at: clock())
        let manifest = try BackupManifest.read(source)
        let opening = StoreOpening(driver: driver, node: node, limits: limits, clock: clock)
        let store = try opening.restore(from: source, manifest, restoration)
        return Restored(store: store, manifest: manifest, audit: report, restoration: restoration)
    }

    private static func opened(_ archive: any DatabaseDriver) throws(StoreError) -> any DatabaseConnection {
        do throws(DatabaseError) {
            return try archive.openReader()
        } catch .corrupt(let words) {
            throw .backup(.damaged(words))
        } catch {
            throw .database(error)
        }
    }
}

extension StoreOpening {
    func restore(
        from source: any DatabaseConnection, _ manifest: BackupManifest, _ restoration: AuditRestoration
    ) throws(StoreError) -> Store {
        let now = clock()
        let connection = try emptyDatabase(through: manifest.schema, at: now)
        var installation = Installation(id: manifest.installation, created: now, generation: manifest.generation)
        try inTransaction(connection, .writingAtLength) { () throws(StoreError) in
            try StoreError.wrapping { () throws(DatabaseError) in
                try connection.execute(connection.dialect.referencesLater)
                for copy in try TableCopy.all(in: source) { _ = try copy.run(from: source, to: connection) }
                // Whoever has a token of the time before has nothing: how much of its session was used since, and what was fetched, is
                // not known here.
                if manifest.schema >= 3 {
                    try connection.run("UPDATE signing_session SET key = NULL")
                    try connection.run("DELETE FROM kept_result_piece")
                    try connection.run("DELETE FROM kept_result")
                }
                if manifest.schema >= 4 { try connection.run("DELETE FROM repeat_guard") }
                // Those that wait in a copy were sent long ago, or speak of what is not here.
                if manifest.schema >= 7 { try connection.run("DELETE FROM outbox") }
                // Seconds, because a number counted from the backup's own would come again with the next restore of the same one.
                let generation = max(manifest.generation + 1, now.secondsSince1970)
                try connection.run("UPDATE installation SET generation = \(generation)")
                guard let restored = try Installation.read(connection) else { throw .corrupt("no installation") }
                installation = restored
            }
            try openLog(
                connection, installation,
                AuditEvent(
                    .storeRestored, .done, objects: [AuditSubject(.installation, installation.id)],
                    restoration: restoration))
        }
        // Of an older program's backup the tables are brought up to date only now, with their rows in them.
        try StoreError.wrapping { () throws(DatabaseError) in _ = try Schema.store.upgrade(connection, at: now) }
        return try store(connection, installation)
    }
}
