import Database
import DatabaseSQLite
import Foundation
import TestSupport
import Testing

@Suite("A file that is read while it is written") struct SQLiteWritingTests {
    /// More by hand: `TEKEN_WRITES=1000000`.
    private static let writes = Int(ProcessInfo.processInfo.environment["TEKEN_WRITES"] ?? "") ?? 3_000

    @Test func `stays whole under eight readers and many checkpoints`() throws {
        let folder = try TemporaryFolder()
        let driver = SQLiteDriver(path: folder.path("db"))
        let writer = try driver.openWriter(creating: true)
        try writer.execute(
            "CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT; PRAGMA wal_autocheckpoint = 20")
        Threads.run(9) { thread in
            #expect(throws: Never.self) {
                if thread == 0 {
                    for number in 0..<Self.writes {
                        _ = try writer.transaction(.writing) { () throws(DatabaseError) in
                            try writer.run(
                                "INSERT INTO t (n, text) VALUES (\(number), \(String(repeating: "x", count: 500)))")
                        }
                    }
                } else {
                    let reader = try driver.openReader()
                    var last = 0
                    while last < Self.writes {
                        let row = try reader.first("SELECT count(*) AS number, coalesce(max(n), -1) + 1 AS top FROM t")
                        let (count, top): (Int, Int) = (try #require(row)["number"], try #require(row)["top"])
                        #expect(count == top && count >= last)
                        last = count
                    }
                }
            }
        }
        #expect(try writer.first("PRAGMA integrity_check")?.values == [.text("ok")])
    }

    @Test func `is never moved into place by who only reads`() throws {
        let folder = try TemporaryFolder()
        let driver = SQLiteDriver(path: folder.path("db"))
        let reader: any DatabaseConnection
        do {
            let writer = try driver.openWriter(creating: true)
            try writer.execute("CREATE TABLE t (n INTEGER) STRICT")
            reader = try driver.openReader()
            try reader.run("SELECT n FROM t")
            try writer.run("INSERT INTO t (n) VALUES (1)")
        }
        // The writer is gone, and could not empty the log while somebody else had the file open.
        #expect(try reader.first("PRAGMA wal_autocheckpoint")?.values == [.integer(0)])
        #expect(try reader.run("SELECT n FROM t").count == 1)
    }

    @Test func `is its owner's alone, with everything beside it`() throws {
        let folder = try TemporaryFolder()
        let writer = try SQLiteDriver(path: folder.path("db")).openWriter(creating: true)
        try writer.execute("CREATE TABLE t (n INTEGER) STRICT")
        for name in try folder.names {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
        #expect(try folder.names == ["db", "db-shm", "db-wal", "db.writer"])
    }

    @Test func `is refused when it is no database`() throws {
        let folder = try TemporaryFolder()
        try folder.write([UInt8](repeating: 65, count: 10_000), to: "db")
        do throws(DatabaseError) {
            _ = try SQLiteDriver(path: folder.path("db")).openWriter(creating: false)
            Issue.record("it was opened")
        } catch {
            guard case .corrupt = error else {
                Issue.record("\(error)")
                return
            }
        }
        #expect(throws: DatabaseError.missing(folder.path("other"))) {
            try SQLiteDriver(path: folder.path("other")).openWriter(creating: false)
        }
        #expect(throws: DatabaseError.missing(folder.path("other"))) {
            try SQLiteDriver(path: folder.path("other")).openReader()
        }
    }
}
