import Database
import DatabasePostgres
import Domain
import Store
import TestSupport
import Testing

@Suite("The steps of the tables") struct SchemaTests {
    private static func step(_ number: Int, compatibleFrom: Int? = nil, breaking: Bool = false) -> Migration {
        Migration(number, "step \(number)", compatibleFrom: compatibleFrom ?? number) { dialect in
            ["CREATE TABLE t\(number) (n \(dialect.integer))\(dialect.tableEnd)"] + (breaking ? ["NONSENSE"] : [])
        }
    }

    @Test(arguments: Backend.all) func `are taken once, in their order`(backend: Backend) throws {
        let database = try backend.freshDatabase()
        let connection = try database.driver.openWriter(creating: true)
        let schema = Schema([Self.step(1), Self.step(2), Self.step(3)])
        #expect(try schema.upgrade(connection, through: 2, at: .noon) == [1, 2])
        #expect(try schema.upgrade(connection, at: .noon) == [3])
        #expect(try schema.upgrade(connection, at: .noon) == [])
        #expect(try Schema.tables(connection) == ["migration", "t1", "t2", "t3"])
        try schema.check(connection)
    }

    @Test(arguments: Backend.all) func `leave the state before a step that fails`(backend: Backend) throws {
        let database = try backend.freshDatabase()
        let connection = try database.driver.openWriter(creating: true)
        #expect(throws: DatabaseError.self) {
            try Schema([Self.step(1), Self.step(2, breaking: true)]).upgrade(connection, at: .noon)
        }
        #expect(try Schema.tables(connection) == ["migration", "t1"])
        #expect(try Schema([Self.step(1), Self.step(2)]).upgrade(connection, at: .noon) == [2])
    }

    @Test(arguments: Backend.all) func `are refused by an older program, unless they let it stay`(backend: Backend)
        throws
    {
        let database = try backend.freshDatabase()
        let connection = try database.driver.openWriter(creating: true)
        let (old, kind, new) = (
            Schema([Self.step(1)]), Schema([Self.step(1), Self.step(2, compatibleFrom: 1)]),
            Schema([Self.step(1), Self.step(2, compatibleFrom: 1), Self.step(3)])
        )
        try kind.upgrade(connection, at: .noon)
        #expect(try old.upgrade(connection, at: .noon) == [])
        try old.check(connection)
        #expect(throws: DatabaseError.schemaTooOld(found: 2, needed: 3)) { try new.check(connection) }
        try new.upgrade(connection, at: .noon)
        #expect(throws: DatabaseError.schemaTooNew(found: 3, known: 1)) { try old.upgrade(connection, at: .noon) }
        #expect(throws: DatabaseError.schemaTooNew(found: 3, known: 2)) { try kind.check(connection) }
    }

    @Test func `are taken by one of several nodes that come at once`() throws {
        let database = try Backend.postgres.freshDatabase()
        let schema = Schema((1...6).map { Self.step($0) })
        let taken = Counter()
        Threads.run(6) { _ in
            #expect(throws: Never.self) {
                let connection = try database.driver.openWriter(creating: true)
                for _ in try schema.upgrade(connection, at: .noon) { taken.add() }
            }
        }
        #expect(taken.count == 6)
    }

    @Test func `are waited for by other nodes, and take as long as they take`() throws {
        var waits = PostgresWaits()
        (waits.forStatement, waits.forLock) = (.milliseconds(300), .milliseconds(200))
        let driver = PostgresDriver(target: try PostgresServer.running().freshTarget(), waits: waits)
        let schema = Schema([
            Migration(1, "a long one", compatibleFrom: 1) { _ in ["SELECT pg_sleep(1)", "CREATE TABLE t (n BIGINT)"] }
        ])
        let taken = Counter()
        Threads.run(3) { _ in
            #expect(throws: Never.self) {
                let connection = try driver.openWriter(creating: true)
                for _ in try schema.upgrade(connection, at: .noon) { taken.add() }
            }
        }
        #expect(taken.count == 1)
    }
}

@Suite("A place for a store") struct StoreOpeningTests {
    @Test(arguments: Backend.all) func `must be empty to make one, and full to open it`(backend: Backend) throws {
        let database = try backend.freshDatabase()
        func open() throws { _ = try Store.open(database.driver, node: FreshStore.node) { .noon } }
        func create() throws { try Store.create(database.driver, node: FreshStore.node) { .noon }.close() }
        #expect(throws: StoreError.notCreated) { try open() }
        #expect(throws: StoreError.notCreated) { _ = try Store.openForReading(database.driver) }
        try create()
        #expect(throws: StoreError.notEmpty) { try create() }
        try open()
        let reading = try Store.openForReading(database.driver)
        #expect(throws: StoreError.readOnly) { try reading.note(1) }
    }

    @Test(arguments: Backend.all) func `of somebody else's tables is left alone`(backend: Backend) throws {
        let database = try backend.freshDatabase()
        try database.driver.openWriter(creating: true).execute("CREATE TABLE other (n INTEGER)")
        #expect(throws: StoreError.notEmpty) { _ = try Store.create(database.driver, node: FreshStore.node) { .noon } }
        let connection = try database.driver.openReader()
        #expect(try Schema.tables(connection) == ["other"])
    }

    @Test(arguments: Backend.all) func `whose log was changed at its end is not opened`(backend: Backend) throws {
        let fresh = try backend.freshStore()
        try fresh.store.record(AuditEvent(.hashSigned, .done))
        fresh.store.close()
        try fresh.meddle("UPDATE audit_record SET line = line || ' ' WHERE sequence = 1")
        #expect(throws: StoreError.auditBroken(.tailMismatch)) { _ = try fresh.reopened() }
    }

    @Test(arguments: Backend.all) func `gives each node a log of its own`(backend: Backend) throws {
        let fresh = try backend.freshStore()
        for number in 1...3 {
            let store = try fresh.reopened(node: .fixture(UInt8(number)))
            try store.record(AuditEvent(.hashSigned, .done))
            store.close()
        }
        let logs = try Store.openForReading(fresh.database.driver).auditLogs()
        #expect(logs.map(\.size).sorted() == [1, 2, 2, 2] && Set(logs.map(\.node)).count == 4)
    }
}

extension FreshStore {
    /// What somebody does who owns the database: nothing in it holds him back.
    func meddle(_ statements: SQL...) throws {
        let connection = try database.driver.openWriter(creating: false)
        switch connection.dialect {
        case .sqlite:
            for row in try connection.run("SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
                let name: String = try row["name"]
                try connection.execute("DROP TRIGGER \(name)")
            }
            try connection.execute("PRAGMA foreign_keys = OFF")
        case .postgres:
            try connection.execute("SET session_replication_role = replica")
        }
        for statement in statements { try connection.run(statement) }
    }
}
