import Database
import DatabaseSQLite
import TestSupport
import Testing

@Suite("SQLite") struct SQLiteLibraryTests {
    @Test(arguments: [
        (3_006_999, false), (3_007_000, true), (3_040_001, true), (3_051_002, true), (3_051_003, false),
    ])
    func `is known in the versions that need a single writer`(version: Int32, needsIt: Bool) {
        #expect(SQLiteLibrary.needsSingleWriter(version) == needsIt)
    }

    @Test func `lets one connection write, and nobody beside it`() throws {
        let folder = try TemporaryFolder()
        var waits = SQLiteWaits()
        waits.forWriter = .milliseconds(100)
        let driver = SQLiteDriver(path: folder.path("db"), waits: waits)
        do {
            let writer = try driver.openWriter(creating: true)
            #expect(throws: DatabaseError.inUse(folder.path("db.writer"))) { try driver.openWriter(creating: false) }
            _ = writer
        }
        _ = try driver.openWriter(creating: false)
    }
}
