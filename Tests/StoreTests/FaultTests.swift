import Database
import Domain
import Foundation
import Glibc
import Store
import TestSupport
import TestTraits
import Testing

/// A store in a process of its own, which can be killed or be given a disk that fails, and what it has acknowledged.
struct Victim {
    let backend: Backend
    let database: FreshDatabase
    let folder: TemporaryFolder

    init(_ backend: Backend, in fresh: FreshDatabase? = nil) throws {
        self.backend = backend
        database = try fresh ?? backend.freshDatabase()
        folder = try database.folder ?? TemporaryFolder()
        #expect(try run(["create"]).output == "created\n")
    }

    static let program = BuiltProduct.path("StoreProbe")

    /// How its connections are told from those of other tests on the same server.
    let name = "victim-\(UUID().uuidString.prefix(8))"

    var words: [String] {
        [backend.rawValue, database.place + (backend == .postgres ? " application_name=\(name)" : "")]
    }

    func run(_ more: [String], behind launcher: [String] = []) throws -> ProgramRun {
        let all = launcher + [Self.program] + words + more
        return try ProgramRun.of(all[0], Array(all.dropFirst()))
    }

    /// Notes that were acknowledged to somebody before the process was killed: some moment after it was started, or after it
    /// acknowledged the first, however long a busy machine takes for that.
    func killed(after seconds: Double, ofItsFirstNote: Bool, writers: Int) throws -> [Int] {
        let ledger = folder.path("ledger")
        try folder.write([], to: "ledger")
        let process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = words + ["write", "\(writers)"]
        let output = try #require(FileHandle(forWritingAtPath: ledger))
        process.standardOutput = output
        try process.run()
        let patience = ContinuousClock.now + .seconds(60)
        while ofItsFirstNote, process.isRunning, .now < patience, try folder.read("ledger").isEmpty {
            Thread.sleep(forTimeInterval: 0.005)
        }
        Thread.sleep(forTimeInterval: seconds)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try output.close()
        return Self.notes(in: String(decoding: try folder.read("ledger"), as: UTF8.self))
    }

    /// A process that writes under a node's name until it is killed, and what it says meanwhile.
    func writing(as node: UInt8, writers: Int) throws -> (process: Process, ledger: String) {
        let ledger = "ledger-\(node)"
        try folder.write([], to: ledger)
        let process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = words + ["write", "\(writers)", "\(Int.max)", "\(node)"]
        process.standardOutput = FileHandle(forWritingAtPath: folder.path(ledger))
        try process.run()
        return (process, ledger)
    }

    /// Notes of which it was said that they are not there. Of an outcome that nobody knows, nobody says so.
    static func refusals(in ledger: String) -> [Int] {
        ledger.split(separator: "\n").filter { $0.hasPrefix("refused") && !$0.contains("outcomeUnknown") }
            .compactMap { $0.split(separator: " ").dropFirst().first.flatMap { Int($0) } }
    }

    static func notes(in ledger: String) -> [Int] { ledger.split(separator: "\n").compactMap { Int($0) } }

    /// What is wrong with the store, seen by somebody who opens it afterwards: nothing.
    func examine(acknowledged: Set<Int>, refused: Set<Int> = []) throws {
        let store = try Store.openForReading(database.driver)
        let kept = Set(try store.notes)
        #expect(
            acknowledged.subtracting(kept).isEmpty, "acknowledged and lost: \(acknowledged.subtracting(kept).count)")
        #expect(refused.intersection(kept).isEmpty, "refused and kept: \(refused.intersection(kept).count)")
        let report = try store.verifyAudit()
        #expect(report.isIntact, "\(report.logs.compactMap(\.finding))")
        // Each note has its record and each record its note; the others are of openings.
        let signed = try store.lines.count { $0.contains("hash.signed") }
        #expect(signed == kept.count)
        if backend == .sqlite {
            let connection = try database.driver.openReader()
            #expect(try connection.first("PRAGMA integrity_check")?.values == [.text("ok")])
        }
    }
}

@Suite("A store whose process is killed", .serialized, .waiting) struct KillTests {
    /// More of them by hand: `TEKEN_KILLS=1000`.
    private static let kills = Int(ProcessInfo.processInfo.environment["TEKEN_KILLS"] ?? "") ?? 20

    @Test(arguments: Backend.all) func `has everything that it acknowledged`(backend: Backend) throws {
        let victim = try Victim(backend)
        var acknowledged: Set<Int> = []
        for number in 0..<Self.kills {
            // Every second one may be killed before it has anything to lose.
            acknowledged.formUnion(
                try victim.killed(after: .random(in: 0.02...0.25), ofItsFirstNote: number % 2 == 0, writers: 8))
            // Reading the whole log each time would take longer than all the rest of a long campaign.
            if number % max(5, Self.kills / 20) == 4 || number == Self.kills - 1 {
                try victim.examine(acknowledged: acknowledged)
            }
        }
        #expect(acknowledged.count > Self.kills)
        print("kills \(backend): \(Self.kills), acknowledged \(acknowledged.count), lost 0")
    }

    @Test func `while its tables were made has all of them or can make them`() throws {
        for _ in 0..<15 {
            let database = try Backend.sqlite.freshDatabase()
            let process = Process()
            process.executableURL = URL(filePath: Victim.program)
            process.arguments = ["sqlite", database.place, "create"]
            process.standardOutput = FileHandle(forWritingAtPath: "/dev/null")
            try process.run()
            Thread.sleep(forTimeInterval: .random(in: 0.005...0.06))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            do throws(StoreError) {
                try Store.create(database.driver, node: FreshStore.node) { .noon }.close()
            } catch {
                #expect(error == .notEmpty)
            }
            #expect(try Store.openForReading(database.driver).verifyAudit().isIntact)
        }
    }
}

@Suite("A store on a disk that fails", .serialized, .waiting) struct StoreDiskTests {
    /// More of them by hand: `TEKEN_FAULTS=400`.
    private static let most = Int(ProcessInfo.processInfo.environment["TEKEN_FAULTS"] ?? "") ?? 6

    @Test(arguments: [
        ("fdatasync", "EIO"), ("fsync", "EIO"), ("pwrite64", "EIO"), ("pwrite64", "ENOSPC"), ("openat", "EIO"),
        ("openat", "EMFILE"),
        ("ftruncate", "EIO"), ("fdatasync", "ENOSPC"),
    ])
    func `at the n-th call has what it acknowledged and nothing it refused`(call: String, error: String) throws {
        let victim = try Victim(.sqlite)
        var (acknowledged, refused): (Set<Int>, Set<Int>) = ([], [])
        // Programs open their libraries first; those calls would be tried one by one for nothing.
        let start = call == "openat" ? 8 : 1
        for number in 0..<Self.most {
            let place = start + number * (call == "pwrite64" ? 3 : 1)
            let run = try victim.run(
                ["write", "2", "6"],
                behind: [
                    "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e",
                    "inject=\(call):error=\(error):when=\(place)",
                ])
            acknowledged.formUnion(Victim.notes(in: run.output))
            refused.formUnion(Victim.refusals(in: run.output))
            #expect(!run.output.contains("Fatal") && run.exitCode < 128, "\(run.output)\(run.errors)")
        }
        try victim.examine(acknowledged: acknowledged, refused: refused)
        #expect(acknowledged.count >= Self.most)
    }

    /// A file system of 16 MiB that only this script sees, with a store on it and hardly any room left.
    @Test func `for want of room refuses each writer, serves each reader and goes on by itself`() throws {
        let folder = try TemporaryFolder()
        let script = """
            set -eu
            mkdir small && mount -t tmpfs -o size=16m none small
            '\(Victim.program)' sqlite small/db create
            head -c 8000000 /dev/zero > small/filler
            '\(Victim.program)' sqlite small/db fill small/filler
            '\(BuiltProduct.path("teken"))' audit verify --data small
            """
        try folder.write(Array(script.utf8), to: "script")
        let mapped = geteuid() == 0 ? [] : ["--map-root-user"]
        let run = try ProgramRun.of("unshare", ["--mount"] + mapped + ["bash", "script"], in: folder.path(""))
        let lines = run.output.split(separator: "\n")
        #expect(lines.first == "created", "\(run.output)\(run.errors)")
        #expect(lines.count { $0 == "refused database(Database.DatabaseError.full)" } == 6, "\(run.output)")
        #expect(lines.filter { $0.hasPrefix("failing") } == ["failing true", "failing false"], "\(run.output)")
        #expect(lines.contains("kept true") && lines.contains("well true true"), "\(run.output)\(run.errors)")
        #expect(!lines.contains("accepted"))
    }
}

@Suite("A store whose server goes", .waiting) struct ServerTests {
    @Test func `goes on by itself, and has everything that it acknowledged`() throws {
        let victim = try Victim(.postgres)
        let server = try PostgresServer.running()
        let done = Counter()
        let breaker = Thread {
            while done.count == 0 {
                Thread.sleep(forTimeInterval: .random(in: 0.02...0.1))
                _ = try? server.run(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE application_name = '\(victim.name)' AND random() < 0.5
                        -- What is refused while it opens is another claim's.
                        AND backend_start < clock_timestamp() - interval '0.2 s'
                    """)
            }
            done.add()
        }
        breaker.start()
        let run = try victim.run(["write", "4", "1500"])
        done.add()
        while done.count < 2 { Thread.sleep(forTimeInterval: 0.01) }
        let acknowledged = Set(Victim.notes(in: run.output))
        #expect(run.output.hasSuffix("closed\n") && acknowledged.count > 100, "\(run.output.suffix(300))")
        try victim.examine(acknowledged: acknowledged)
    }
}

@Suite("A store whose server crashes", .waiting) struct CrashTests {
    /// More of them by hand: `TEKEN_CRASHES=100`.
    private static let crashes = Int(ProcessInfo.processInfo.environment["TEKEN_CRASHES"] ?? "") ?? 5

    /// Numbers of transactions that were given out and never reached the disk are given out again by a server that comes back:
    /// somebody else's success is no answer.
    @Test func `in the middle of two nodes' commits has everything that was acknowledged`() throws {
        let server = try PostgresServer()
        let victim = try Victim(.postgres, in: server.freshDatabase())
        let nodes = try [1, 2].map { try victim.writing(as: $0, writers: 4) }
        for _ in 0..<Self.crashes {
            Thread.sleep(forTimeInterval: .random(in: 0.3...1))
            try server.crash()
            try server.restart()
            try server.run("DO $$ BEGIN FOR i IN 1..50 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$")
        }
        Thread.sleep(forTimeInterval: 3)
        var (acknowledged, refused): (Set<Int>, Set<Int>) = ([], [])
        for (process, ledger) in nodes {
            #expect(process.isRunning)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let said = String(decoding: try victim.folder.read(ledger), as: UTF8.self)
            acknowledged.formUnion(Victim.notes(in: said))
            refused.formUnion(Victim.refusals(in: said))
        }
        #expect(acknowledged.count > 50)
        try victim.examine(acknowledged: acknowledged, refused: refused)
        print("crashes: \(Self.crashes), acknowledged \(acknowledged.count), refused \(refused.count), lost 0")
    }
}

extension CrashTests {
    @Test func `and is back within moments keeps its writers waiting, and refuses nobody`() throws {
        let server = try PostgresServer()
        let database = try server.freshDatabase()
        let store = try Store.create(database.driver, node: FreshStore.node) { .noon }
        try store.makeNotes()
        try server.crash()
        let starter = Thread {
            Thread.sleep(forTimeInterval: 0.3)
            try? server.restart()
        }
        starter.start()
        try store.note(1)
        #expect(try store.notes == [1])
        // And it does not try for ever.
        try server.crash()
        let clock = ContinuousClock()
        let start = clock.now
        do throws(StoreError) {
            try store.note(2)
            Issue.record("it was written")
        } catch {
            guard case .database(.unreachable) = error else {
                Issue.record("\(error)")
                return
            }
        }
        #expect(clock.now - start < .seconds(8))
    }
}

@Suite("A log that takes no records", .waiting) struct RefusingLogTests {
    @Test(arguments: Backend.all) func `lets nothing happen that it should have told`(backend: Backend) throws {
        let fresh = try backend.freshStore()
        try fresh.store.makeNotes()
        let store = fresh.store
        try store.write { (transaction) throws(StoreError) in
            try transaction.run("ALTER TABLE audit_record RENAME TO audit_record_away")
        }
        for number in 0..<50 {
            #expect(throws: StoreError.self) {
                try store.write { (transaction) throws(StoreError) in
                    try transaction.run("INSERT INTO note (number, text) VALUES (\(number), '')")
                    try transaction.record(AuditEvent(.hashSigned, .done))
                }
            }
        }
        #expect(try store.notes.isEmpty)
    }
}
