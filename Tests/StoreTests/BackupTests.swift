import Crypto
import Database
import DatabaseSQLite
import Domain
import Foundation
import Store
import TestSupport
import Testing

@Suite("A backup") struct BackupTests {
    private static let node = ID<StoreNode>.fixture(0xB0)

    private func restored(
        _ path: String, to backend: Backend, _ witnesses: [SealedAuditHead] = [], acceptingLoss: Bool = false,
        acceptingBrokenLog: Bool = false, at now: Instant = .noon + .seconds(60)
    ) throws -> (FreshDatabase, Restored) {
        let database = try backend.freshDatabase()
        var consent = RestoreConsent()
        (consent.toLoss, consent.toBrokenLog) = (acceptingLoss, acceptingBrokenLog)
        let restored = try Store.restore(
            SQLiteArchive(path: path), to: database.driver, node: Self.node, witnesses: witnesses, consent: consent,
            clock: { now })
        return (database, restored)
    }

    @Test(arguments: Backend.all, Backend.all)
    func `taken while others write restores into either database`(from: Backend, to: Backend) throws {
        let fresh = try from.freshStore()
        let store = fresh.store
        try store.record(400)
        let number = try store.write { (transaction) throws(StoreError) in try transaction.nextNumber(of: "crl") }
        let head = try #require(try store.sealAuditHeads(at: .noon).first)
        let folder = try TemporaryFolder()
        let stop = Counter()
        let writing = Thread { while stop.count == 0 { _ = try? store.record(5) } }
        writing.start()
        let made = try store.backUp(to: SQLiteArchive(path: folder.path("backup")), at: .noon)
        stop.add()
        #expect(made.audit.isIntact)
        let (database, anew) = try restored(folder.path("backup"), to: to, [head])
        defer { withExtendedLifetime(database) {} }
        #expect(anew.audit.logs.map(\.root) == made.audit.logs.map(\.root))
        let again = anew.store
        let logs = try again.verifyAudit(witnesses: [head])
        #expect(logs.isIntact && logs.logs.count == 2 && logs.logs.contains { $0.root == made.audit.logs[0].root })
        #expect(again.installation.id == store.installation.id)
        #expect(again.installation.generation > store.installation.generation)
        let next = try again.write { (transaction) throws(StoreError) in try transaction.nextNumber(of: "crl") }
        #expect(next > number)
        again.close()
        #expect(throws: StoreError.notEmpty) {
            _ = try Store.restore(
                SQLiteArchive(path: folder.path("backup")), to: database.driver, node: Self.node,
                clock: { .noon + .seconds(60) })
        }
    }

    /// What was renewed names its successor, which came much later and may come earlier or later in the file.
    @Test(arguments: Backend.all, Backend.all)
    func `restores rows that refer to others far behind them`(from: Backend, to: Backend) throws {
        let fresh = try from.freshStore()
        try fresh.store.write { (transaction) throws(StoreError) in
            try transaction.insertMeasuredCertificates(300)
            for number in 0..<100 {
                let (old, new) = (MeasuredCertificate.name(number), MeasuredCertificate.name(number + 200))
                try transaction.run("UPDATE certificate SET replaced_by = \(new) WHERE id = \(old)")
                try transaction.run("UPDATE certificate SET replaces = \(old) WHERE id = \(new)")
            }
        }
        let folder = try TemporaryFolder()
        _ = try fresh.store.backUp(to: SQLiteArchive(path: folder.path("backup")), at: .noon)
        let (database, anew) = try restored(folder.path("backup"), to: to)
        defer { withExtendedLifetime(database) {} }
        let renewed: Int? = try anew.store.read { (snapshot) throws(StoreError) in
            try snapshot.first(
                """
                SELECT count(*) AS number FROM certificate AS old JOIN certificate AS new
                    ON new.id = old.replaced_by AND new.replaces = old.id
                """)?["number"]
        }
        #expect(renewed == 100)
    }

    @Test func `older than what others saw is refused, unless the loss is accepted`() throws {
        let fresh = try Backend.sqlite.freshStore()
        try fresh.store.record(10)
        let folder = try TemporaryFolder()
        _ = try fresh.store.backUp(to: SQLiteArchive(path: folder.path("backup")), at: .noon)
        try fresh.store.record(10)
        let head = try #require(try fresh.store.sealAuditHeads(at: .noon).first)
        #expect(throws: StoreError.backup(.olderThanHead(found: 11, witnessed: 21))) {
            _ = try restored(folder.path("backup"), to: .sqlite, [head])
        }
        let (database, anew) = try restored(folder.path("backup"), to: .sqlite, [head], acceptingLoss: true)
        defer { withExtendedLifetime(database) {} }
        #expect(anew.audit.logs.map(\.size) == [11])
        #expect(anew.restoration.losses.map(\.witnessed) == [21])
        let line = try #require(try anew.store.lines.first { $0.contains("store.restored") })
        let (writer, root) = (head.head.writer, try #require(anew.audit.logs[0].root))
        #expect(
            line.hasSuffix(
                """
                "backup":{"madeAt":"2026-06-01T12:00:00.000000000Z",\
                "logs":["\(writer)/11/\(Hexadecimal.text(root.bytes))"],"lost":["\(writer)/11/21"]}}
                """), "\(line)")
        #expect(try anew.store.verifyAudit().isIntact)
    }

    /// The new generation is counted from the clock, so one that is behind would give numbers out again.
    @Test func `is refused where the clock is behind what is on record`() throws {
        let fresh = try Backend.sqlite.freshStore()
        try fresh.store.record(10)
        let folder = try TemporaryFolder()
        let path = folder.path("backup")
        _ = try fresh.store.backUp(to: SQLiteArchive(path: path), at: .noon - .seconds(10))
        let head = try #require(try fresh.store.sealAuditHeads(at: .noon + .seconds(50)).first)
        let latest = Instant.noon + .nanoseconds(10)
        #expect(throws: StoreError.backup(.clockBehind(now: .noon + .nanoseconds(9), latest: latest))) {
            _ = try restored(path, to: .sqlite, at: .noon + .nanoseconds(9))
        }
        _ = try restored(path, to: .sqlite, at: latest)
        #expect(throws: StoreError.backup(.clockBehind(now: latest, latest: .noon + .seconds(50)))) {
            _ = try restored(path, to: .sqlite, [head], at: latest)
        }
        _ = try fresh.store.backUp(to: SQLiteArchive(path: folder.path("later")), at: .noon + .seconds(20))
        #expect(throws: StoreError.backup(.clockBehind(now: latest, latest: .noon + .seconds(20)))) {
            _ = try restored(folder.path("later"), to: .sqlite, at: latest)
        }
    }

    @Test(arguments: Backend.all) func `is made of a log that does not hold too, and restored by who accepts that`(
        backend: Backend
    ) throws {
        let fresh = try backend.freshStore()
        try fresh.store.record(30)
        let head = try #require(try fresh.store.sealAuditHeads(at: .noon).first)
        fresh.store.close()
        try fresh.meddle("UPDATE audit_record SET line = replace(line, 'done', 'dOne') WHERE sequence = 7")
        let folder = try TemporaryFolder()
        let path = folder.path("backup")
        let made = try fresh.reopened().backUp(to: SQLiteArchive(path: path), at: .noon)
        #expect(made.audit.logs.map(\.finding) == [.recordChanged(7)])
        #expect(throws: StoreError.backup(.auditBroken(.recordChanged(7)))) {
            _ = try restored(path, to: backend, [head], acceptingLoss: true)
        }
        let (database, anew) = try restored(path, to: backend, [head], acceptingBrokenLog: true)
        defer { withExtendedLifetime(database) {} }
        let line = try #require(try anew.store.lines.first { $0.contains("store.restored") })
        #expect(line.contains("\"broken\":[\"\(head.head.writer)/record_changed\"]") && !line.contains("\"lost\""))
        try anew.store.record(1)
    }

    @Test func `that was damaged or changed is refused`() throws {
        let fresh = try Backend.sqlite.freshStore()
        try fresh.store.record(30)
        let folder = try TemporaryFolder()
        _ = try fresh.store.backUp(to: SQLiteArchive(path: folder.path("backup")), at: .noon)
        let good = try folder.read("backup")

        func refusal(_ statements: String...) throws -> StoreError? {
            try folder.write(good, to: "changed")
            let connection = try SQLiteArchive(path: folder.path("changed")).openWriter(creating: false)
            for statement in statements { try connection.execute(statement) }
            do throws(StoreError) {
                _ = try Store.restore(
                    SQLiteArchive(path: folder.path("changed")), to: Backend.sqliteDriver(in: folder),
                    node: Self.node, clock: { .noon + .seconds(60) })
                return nil
            } catch {
                return error
            }
        }
        #expect(try refusal("DROP TABLE backup_manifest") == .backup(.notABackup))
        #expect(
            try refusal("DROP TRIGGER audit_record_refuses_delete", "DELETE FROM audit_record WHERE sequence = 30")
                == .backup(.incomplete(table: "audit_record")))
        #expect(
            try refusal(
                "DROP TRIGGER audit_record_refuses_update",
                "UPDATE audit_record SET line = line || ' ' WHERE sequence = 3")
                == .backup(.auditBroken(.recordChanged(3))))
        #expect(
            try refusal("UPDATE backup_manifest SET schema = 999")
                == .database(.schemaTooNew(found: 999, known: Schema.store.number)))
        #expect(
            try refusal(
                "PRAGMA foreign_keys = OFF", "UPDATE audit_log SET writer = x'00000000000000000000000000000000'")
                == .backup(.damaged("rows refer to others that are not there")))
        try folder.write(Array(good.prefix(8_192)) + [UInt8](repeating: 0xAA, count: good.count - 8_192), to: "torn")
        do throws(StoreError) {
            _ = try Store.restore(
                SQLiteArchive(path: folder.path("torn")), to: Backend.sqliteDriver(in: folder), node: Self.node,
                clock: { .noon + .seconds(60) })
            Issue.record("it was restored")
        } catch {
            guard case .backup(.damaged) = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}

/// Rows of certificates with nothing in them but their names.
enum MeasuredCertificate {
    static func name(_ number: Int) -> [UInt8] { (0..<16).map { UInt8(truncatingIfNeeded: number >> (8 * (15 - $0))) } }
}

extension Transaction {
    func insertMeasuredCertificates(_ count: Int) throws(Failure) {
        let issuer = MeasuredCertificate.name(0xFFFF)
        try run(
            """
            INSERT INTO authority_key (id, role, state, public_key, certificate, made)
            VALUES (\(issuer), 'issuing', 'active', \(issuer), \(issuer), 0)
            """)
        for number in 0..<count {
            let name = MeasuredCertificate.name(number)
            try run(
                """
                INSERT INTO certificate (id, serial, issuer, shard, request, request_digest, profile, key_digest,
                    not_before, not_after, state, certificate)
                VALUES (\(name), \(name), \(issuer), 0, \(name), \(name), 'measured', \(name), 0, 1, 'good', \(name))
                """)
        }
    }
}

extension Backend {
    /// A database in a folder that somebody else keeps.
    static func sqliteDriver(in folder: TemporaryFolder) -> SQLiteDriver {
        SQLiteDriver(path: folder.path("\(UUID().uuidString).db"))
    }
}
