import Channels
import Database
import DatabasePostgres
import DatabaseSQLite
import Dispatch
import Domain
import Glibc
import Problems
import Store
import Synchronization

extension Command {
    private static let folder = Option(
        name: "--folder", value: "DIR", help: "on which disk to measure; the temporary folder's if not given")
    private static let writers = Option(
        name: "--writers", value: "N", help: "how many write at once; 1, 8, 64 and 256 if not given")
    private static let seconds = Option(name: "--seconds", value: "N", help: "per figure; 2 if not given")

    static let benchCommit = Command(
        name: ["bench", "commit"], summary: "durable operations, held against what the disk syncs by itself",
        operands: [], options: [folder, Settings.database, writers, seconds],
        notes: [
            "An operation writes one row and one audit record, and is counted when its commit is on the disk. Beside it, in the same",
            "run, one file is appended to and synced, 4 KiB at a time. Prints one JSON line per figure. PostgreSQL is measured too where",
            "--database names an empty one; the operations stay in it.",
        ]
    ) { arguments in
        let scratch = try TemporaryFolder(in: arguments.value(folder))
        let time = Duration.seconds(try arguments.number(seconds, in: 1...600) ?? 2)
        var databases: [any DatabaseDriver] = [SQLiteDriver(path: "\(scratch.path)/teken.db")]
        if let target = arguments.value(Settings.database) {
            databases.append(PostgresDriver(target: target))
        }
        for driver in databases {
            let bench = try CommitBench(driver)
            for count in try arguments.number(writers, in: 1...4_096).map({ [$0] }) ?? [1, 8, 64, 256] {
                let syncs = try DiskSyncs.rate(in: scratch.path, for: time)
                try Console.say(bench.run(writers: count, for: time, syncs: syncs).line)
            }
        }
    }
}

/// How often a second this disk makes 4 KiB durable, for one who waits each time.
private enum DiskSyncs {
    static func rate(in folder: String, for time: Duration) throws(Problem) -> Double {
        let path = "\(folder)/syncs"
        let descriptor = unsafe creat(path, 0o600)
        guard descriptor >= 0 else { throw .cannotWrite(path, errno) }
        defer {
            close(descriptor)
            unsafe unlink(path)
        }

        let page = [UInt8](repeating: 0x54, count: 4_096)
        let clock = ContinuousClock()
        let begin = clock.now
        var count = 0
        while clock.now - begin < time {
            guard unsafe write(descriptor, page, page.count) == page.count, fdatasync(descriptor) == 0 else {
                throw .cannotWrite(path, errno)
            }
            count += 1
        }
        return Double(count) / (clock.now - begin).inSeconds
    }
}

/// A store that is written to by many at once.
private struct CommitBench {
    private let store: Store
    private let dialect: Dialect

    init(_ driver: any DatabaseDriver) throws {
        store = try Store.create(driver, node: ID(random: [UInt8](repeating: 7, count: 16)), clock: WallClock.now)
        dialect = driver.dialect
        try store.write { (transaction) throws(StoreError) in
            let (integer, text) = (transaction.dialect.integer, transaction.dialect.text)
            try transaction.run(
                SQL(trusted: "CREATE TABLE measured (number \(integer) PRIMARY KEY, text \(text) NOT NULL)"))
        }
    }

    func run(writers: Int, for time: Duration, syncs: Double) throws -> JSON {
        let clock = ContinuousClock()
        let (begin, commits) = (clock.now, store.commits)
        let latencies = Mutex<[Double]>([])
        let failure = Mutex<StoreError?>(nil)
        let next = Atomic(Int(WallClock.now().nanosecondsSince1970))
        let group = DispatchGroup()
        for _ in 0..<writers {
            // Threads of their own: a queue of Dispatch's would not have that many at work.
            try PlainThread.start(in: group) {
                var own: [Double] = []
                var now = clock.now
                while now - begin < time, failure.withLock({ $0 == nil }) {
                    let number = next.wrappingAdd(1, ordering: .relaxed).newValue
                    do throws(StoreError) { try Self.operate(store, number) } catch {
                        failure.withLock { $0 = error }
                    }
                    let done = clock.now
                    own.append((done - now).inSeconds)
                    now = done
                }
                latencies.withLock { $0 += own }
            }
        }
        group.wait()
        if let failure = failure.withLock({ $0 }) { throw failure }
        let seconds = (clock.now - begin).inSeconds
        return figures(
            latencies.withLock { $0.sorted() }, writers: writers, seconds: seconds,
            commits: store.commits - commits, syncs: syncs)
    }

    private static func operate(_ store: Store, _ number: Int) throws(StoreError) {
        try store.write { (transaction) throws(StoreError) in
            try transaction.run("INSERT INTO measured (number, text) VALUES (\(number), 'an operation')")
            try transaction.record(AuditEvent(.hashSigned, .done))
        }
    }

    private func figures(
        _ latencies: [Double], writers: Int, seconds: Double, commits: Int, syncs: Double
    ) -> JSON {
        let rate = Double(latencies.count) / seconds
        func millionths(_ share: Double) -> JSON {
            let index = min(latencies.count - 1, Int(Double(latencies.count) * share))
            return .integer(latencies.isEmpty ? 0 : Int(latencies[index] * 1e6))
        }
        return [
            "bench": .text("commit \(dialect.rawValue)"), "writers": .integer(writers),
            "operationsPerSecond": .integer(Int(rate)), "commitsPerSecond": .integer(Int(Double(commits) / seconds)),
            "diskSyncsPerSecond": .integer(Int(syncs)), "operationsPerHundredSyncs": .integer(Int(100 * rate / syncs)),
            "p50Microseconds": millionths(0.5), "p99Microseconds": millionths(0.99),
        ]
    }
}
