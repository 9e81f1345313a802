import Database
import Domain

/// What an operator accepts of a backup that is not what it should be. Nothing is accepted by itself.
package struct RestoreConsent: Sendable {
    /// It may be older than what others saw.
    package var toLoss = false
    /// Its log may not hold.
    package var toBrokenLog = false

    package init() {}
}

/// Whether a backup is whole, and its log its own.
struct ArchiveCheck {
    private let connection: any DatabaseConnection
    private let witnesses: [SealedAuditHead]

    init(_ connection: any DatabaseConnection, witnesses: [SealedAuditHead]) {
        self.connection = connection
        self.witnesses = witnesses
    }

    /// What its logs are like, once its rows are all there.
    func report() throws(StoreError) -> AuditReport {
        let manifest = try BackupManifest.read(connection)
        guard manifest.schema <= Schema.store.number else {
            throw .database(.schemaTooNew(found: manifest.schema, known: Schema.store.number))
        }
        try checkRows(manifest)
        let snapshot = Snapshot<StoreError>(connection)
        // Tables of an older program have no authority in them.
        let signers =
            try manifest.schema < Migration.m0002.number
            ? .none : AuditHeadSigners(in: snapshot)
        return try AuditVerification(query: snapshot, witnesses: witnesses, signers: signers).run()
    }

    /// What is to be written down when it is restored, unless that is refused.
    func restoration(
        _ consent: RestoreConsent, _ report: AuditReport, at now: Instant
    ) throws(StoreError) -> AuditRestoration {
        let manifest = try BackupManifest.read(connection)
        try checkClock(now, manifest)
        let losses = self.losses(report)
        if let loss = losses.first, !consent.toLoss {
            throw .backup(.olderThanHead(found: loss.found, witnessed: loss.witnessed))
        }
        let lost = Set(losses.map(\.writer))
        var breaks: [AuditRestoration.Break] = []
        for log in report.logs {
            switch log.finding {
            case nil: continue
            // It is whole as far as it goes, and what is missing is told as a loss.
            case .cut where lost.contains(log.writer), .logMissing: continue
            case .some(let finding): breaks.append(AuditRestoration.Break(writer: log.writer, finding: finding))
            }
        }
        if let broken = breaks.first, !consent.toBrokenLog { throw .backup(.auditBroken(broken.finding)) }
        return AuditRestoration(
            madeAt: manifest.madeAt,
            logs: report.logs.compactMap { log in
                log.root.map { AuditRestoration.Log(writer: log.writer, size: log.size, root: $0) }
            }, isLossAccepted: consent.toLoss, losses: losses, breaks: breaks)
    }

    /// The furthest head of each log that goes beyond what is here.
    private func losses(_ report: AuditReport) -> [AuditRestoration.Loss] {
        let said = Dictionary(report.logs.map { ($0.writer, $0.sizeSaid) }, uniquingKeysWith: max)
        let witnessed = Dictionary(witnesses.map { ($0.head.writer, $0.head.size) }, uniquingKeysWith: max)
        return witnessed.compactMap { writer, size in
            let found = said[writer] ?? 0
            return size > found ? AuditRestoration.Loss(writer: writer, found: found, witnessed: size) : nil
        }.sorted { "\($0.writer)" < "\($1.writer)" }
    }

    /// The clock is what the new generation is counted from: one that is behind would give numbers out again.
    private func checkClock(_ now: Instant, _ manifest: BackupManifest) throws(StoreError) {
        let onRecord: Instant? = try Snapshot<StoreError>(connection).latestMoment()
        let latest = ([manifest.madeAt] + witnesses.map(\.head.at) + [onRecord].compactMap(\.self)).max()
        guard let latest, now < latest else { return }
        throw .backup(.clockBehind(now: now, latest: latest))
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
