import Database
import Domain
import TestSupport
import TestTraits
import Testing

@Suite("A connection", .waiting) struct ConnectionTests {
    private func table(_ backend: Backend) throws -> (FreshDatabase, any DatabaseConnection) {
        let database = try backend.freshDatabase()
        let connection = try database.driver.openWriter(creating: true)
        let dialect = connection.dialect
        try connection.execute(
            """
            CREATE TABLE thing (
                number \(dialect.integer) PRIMARY KEY, text \(dialect.text), bytes \(dialect.bytes),
                other \(dialect.integer) REFERENCES thing (number), CHECK (number < 1000000)
            )\(dialect.tableEnd)
            """)
        return (database, connection)
    }

    @Test(arguments: Backend.all) func `gives back what it was given`(backend: Backend) throws {
        let (database, connection) = try table(backend)
        defer { withExtendedLifetime(database) {} }
        let values: [(Int64, String?, [UInt8]?)] = [
            (1, "é \u{1F58A} '\"\\ %s ?1 $1", [0, 1, 255]), (2, "", []), (3, nil, nil), (Int64.min, "x", [0]),
            (-1, String(repeating: "a", count: 100_000), [UInt8](repeating: 7, count: 100_000)),
        ]
        for (number, text, bytes) in values {
            try connection.run("INSERT INTO thing (number, text, bytes) VALUES (\(number), \(text), \(bytes))")
        }
        for (number, text, bytes) in values {
            let row = try #require(try connection.first("SELECT text, bytes FROM thing WHERE number = \(number)"))
            let (gotText, gotBytes): (String?, [UInt8]?) = (try row["text"], try row["bytes"])
            #expect(gotText == text && gotBytes == bytes)
        }
        #expect(try connection.change("UPDATE thing SET text = \("new") WHERE number > \(0)") == 3)
        #expect(throws: DatabaseError.zeroInText) {
            try connection.run("INSERT INTO thing (number, text) VALUES (9, \("a\0b"))")
        }
    }

    @Test(arguments: Backend.all) func `names the rule that was broken`(backend: Backend) throws {
        let (database, connection) = try table(backend)
        defer { withExtendedLifetime(database) {} }
        try connection.run("INSERT INTO thing (number) VALUES (1)")
        #expect(throws: DatabaseError.uniqueViolated(table: "thing")) {
            try connection.run("INSERT INTO thing (number) VALUES (1)")
        }
        for broken: SQL in ["(2, 99)", "(1000000, NULL)"] {
            do throws(DatabaseError) {
                try connection.run("INSERT INTO thing (number, other) VALUES \(broken)")
                Issue.record("it was taken")
            } catch {
                guard case .constraintViolated = error else {
                    Issue.record("\(error)")
                    continue
                }
            }
        }
        #expect(throws: DatabaseError.self) { try connection.run("SELECT nothing FROM nowhere") }
        #expect(try connection.run("SELECT number FROM thing").count == 1)
    }

    @Test(arguments: Backend.all) func `walks through many rows, and stops where it is told`(backend: Backend) throws {
        let (database, connection) = try table(backend)
        defer { withExtendedLifetime(database) {} }
        try connection.transaction(.writing) { () throws(DatabaseError) in
            for number in 0..<2_000 { try connection.run("INSERT INTO thing (number) VALUES (\(number))") }
        }
        var seen = 0
        try connection.each("SELECT number FROM thing ORDER BY number") { (row) throws(DatabaseError) in
            let number: Int = try row["number"]
            #expect(number == seen)
            seen += 1
        }
        #expect(seen == 2_000)
        #expect(throws: DatabaseError.full) {
            try connection.each("SELECT number FROM thing") { (_) throws(DatabaseError) in throw .full }
        }
        // What was left of the answer is in nobody's way.
        #expect(try connection.run("SELECT number FROM thing WHERE number < 3").count == 3)
    }

    @Test(arguments: Backend.all) func `that reads cannot write, and sees one state throughout`(backend: Backend) throws
    {
        let (database, writer) = try table(backend)
        let reader = try database.driver.openReader()
        for statement: SQL in ["INSERT INTO thing (number) VALUES (1)", "CREATE TABLE another (number INTEGER)"] {
            #expect(throws: DatabaseError.readOnly) { try reader.run(statement) }
        }
        try reader.begin(.reading)
        #expect(try reader.run("SELECT number FROM thing").isEmpty)
        try writer.run("INSERT INTO thing (number) VALUES (1)")
        #expect(try reader.run("SELECT number FROM thing").isEmpty)
        try reader.rollBack()
        #expect(try reader.run("SELECT number FROM thing").count == 1)
    }

    @Test(arguments: Backend.all) func `does what was posted before whatever is asked next, or fails with it`(
        backend: Backend
    ) throws {
        let (database, connection) = try table(backend)
        defer { withExtendedLifetime(database) {} }
        try connection.begin(.writing)
        for number in 0..<1_000 { try connection.post("INSERT INTO thing (number) VALUES (\(number))") }
        #expect(try connection.run("SELECT number FROM thing").count == 1_000)
        try connection.post("INSERT INTO thing (number) VALUES (1000)")
        try connection.settle()
        try connection.post("INSERT INTO thing (number) VALUES (1001)")
        try connection.commit()
        // Without a transaction too, and before a walk.
        try connection.post("INSERT INTO thing (number) VALUES (1002)")
        var seen = 0
        try connection.each("SELECT number FROM thing") { (_) throws(DatabaseError) in seen += 1 }
        #expect(seen == 1_003)
        // A statement of other words for each way to come to the answer.
        let ways: [(any DatabaseConnection) throws -> Void] = [
            { try $0.post("INSERT INTO thing (number) VALUES (1)") },
            {
                try $0.post("INSERT INTO thing (number, text) VALUES (1, '')")
                try $0.run("SELECT 1 AS one")
            },
            {
                try $0.post("INSERT INTO thing (text, number) VALUES ('', 1)")
                try $0.settle()
            },
            {
                try $0.post("INSERT INTO thing (text, number) VALUES ('x', 1)")
                try $0.setSavepoint()
            },
        ]
        for way in ways {
            for _ in 0..<2 {
                try connection.begin(.writing)
                try connection.run("INSERT INTO thing (number) VALUES (2000)")
                #expect(throws: DatabaseError.uniqueViolated(table: "thing")) {
                    try way(connection)
                    try connection.commit()
                }
                connection.giveUp()
                #expect(!connection.isInTransaction && connection.isUsable)
            }
        }
        #expect(try connection.run("SELECT number FROM thing").count == 1_003)
    }

    @Test(arguments: Backend.all) func `that was begun for nothing ends for nothing`(backend: Backend) throws {
        let (database, connection) = try table(backend)
        defer { withExtendedLifetime(database) {} }
        for access in [DatabaseAccess.reading, .readingAtLength, .writing, .writingAtLength] {
            for _ in 0..<2 {
                try connection.begin(access)
                #expect(connection.isInTransaction)
                try connection.commit()
                #expect(!connection.isInTransaction)
                try connection.begin(access)
                connection.giveUp()
                #expect(!connection.isInTransaction && connection.isUsable)
            }
        }
        try connection.run("INSERT INTO thing (number) VALUES (1)")
        #expect(try connection.run("SELECT number FROM thing").count == 1)
    }

    @Test(arguments: Backend.all) func `goes back to a savepoint, or all the way`(backend: Backend) throws {
        let (database, connection) = try table(backend)
        defer { withExtendedLifetime(database) {} }
        try connection.begin(.writing)
        try connection.run("INSERT INTO thing (number) VALUES (1)")
        try connection.setSavepoint()
        #expect(throws: DatabaseError.self) { try connection.run("INSERT INTO thing (number) VALUES (1)") }
        try connection.rollBackToSavepoint()
        try connection.run("INSERT INTO thing (number) VALUES (2)")
        #expect(connection.isInTransaction)
        try connection.commit()
        #expect(!connection.isInTransaction && connection.isUsable)
        #expect(throws: DatabaseError.busy) {
            try connection.transaction(.writing) { () throws(DatabaseError) in
                try connection.run("DELETE FROM thing")
                throw .busy
            }
        }
        #expect(try connection.run("SELECT number FROM thing").count == 2)
    }
}
