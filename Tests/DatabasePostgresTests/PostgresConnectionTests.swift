import Database
import DatabasePostgres
import Foundation
import TestSupport
import Testing

@Suite("A connection to PostgreSQL") struct PostgresConnectionTests {
    private func driver(_ waits: PostgresWaits = PostgresWaits()) throws -> PostgresDriver {
        PostgresDriver(target: try PostgresServer.running().freshTarget(), waits: waits)
    }

    private func number(of connection: any DatabaseConnection) throws -> Int {
        try #require(try connection.first("SELECT pg_backend_pid() AS number"))["number"]
    }

    /// A connection that writes, and a table of one column.
    private func writer(of driver: PostgresDriver) throws -> any DatabaseConnection {
        let connection = try driver.openWriter(creating: false)
        for table in Dialect.postgres.driverTables { try connection.execute(table) }
        try connection.execute("CREATE TABLE t (n BIGINT)")
        return connection
    }

    /// Nil where it was committed.
    private func failure(committing connection: any DatabaseConnection) -> DatabaseError? {
        do throws(DatabaseError) {
            try connection.commit()
            return nil
        } catch {
            return error
        }
    }

    @Test func `refuses a server that is not there, in words`() {
        do throws(DatabaseError) {
            _ = try PostgresDriver(target: "host=/nonexistent").openWriter(creating: false)
            Issue.record("it was opened")
        } catch {
            guard case .unreachable(let words) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(words.contains("/nonexistent"))
        }
    }

    /// What the server says of itself is asked with a function, and here another one answers.
    @Test(arguments: [
        ("fsync", "off", DatabaseError.notDurable("fsync is off")), ("transaction_read_only", "on", .readOnly),
    ])
    func `refuses a server that does not keep what it confirms`(name: String, says: String, error: DatabaseError) throws
    {
        let server = try PostgresServer.running()
        let schema = "liar_\(name)"
        try server.run(
            """
            CREATE SCHEMA \(schema); CREATE FUNCTION \(schema).current_setting(text) RETURNS text LANGUAGE sql AS
            $$ SELECT CASE WHEN $1 = '\(name)' THEN '\(says)' ELSE pg_catalog.current_setting($1) END $$
            """)
        let target = server.target("options='-c search_path=\(schema),pg_catalog'")
        #expect(throws: error) { try PostgresDriver(target: target).openWriter(creating: false) }
    }

    @Test func `waits for each commit, and for more where the server does`() throws {
        let server = try PostgresServer.running()
        for (asked, got) in [("off", "on"), ("local", "on"), ("on", "on"), ("remote_apply", "remote_apply")] {
            let driver = PostgresDriver(target: server.target("options='-c synchronous_commit=\(asked)'"))
            let row = try #require(
                try driver.openWriter(creating: false).first("SELECT current_setting('synchronous_commit') AS commits"))
            let commits: String = try row["commits"]
            #expect(commits == got)
        }
    }

    @Test(arguments: [false, true]) func `that broke before its commit has changed nothing, and says so`(
        hasPosted: Bool
    ) throws {
        let driver = try driver()
        let connection = try writer(of: driver)
        let number = try number(of: connection)
        try connection.begin(.writing)
        try connection.run("INSERT INTO t (n) VALUES (1)")
        if hasPosted { try connection.post("INSERT INTO t (n) VALUES (2)") }
        try PostgresServer.running().run("SELECT pg_terminate_backend(\(number), 5000)")
        guard case .lost? = failure(committing: connection) else {
            Issue.record("it was committed, or failed otherwise")
            return
        }
        #expect(!connection.isUsable)
        #expect(try driver.openReader().run("SELECT n FROM t").isEmpty)
    }

    /// A server that comes back from a crash gives numbers of transactions out again that it had given out and not written down.
    @Test func `takes nobody else's commit for its own`() throws {
        let server = try PostgresServer()
        let driver = PostgresDriver(target: try server.freshTarget())
        let connection = try writer(of: driver)
        try connection.begin(.writing)
        try connection.run("INSERT INTO t (n) VALUES (1)")
        try server.crash()
        try server.restart()
        try server.run("DO $$ BEGIN FOR i IN 1..50 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$")
        guard case .lost? = failure(committing: connection) else {
            Issue.record("it was committed, or failed otherwise")
            return
        }
        #expect(try driver.openReader().run("SELECT n FROM t").isEmpty)
    }

    /// Only this server has the commit when the wait for the other one is given up: with a warning, or with the connection.
    @Test(arguments: [false, true]) func `does not know of a commit that no standby has confirmed`(
        breaking: Bool
    ) throws {
        var waits = PostgresWaits()
        waits.forOutcome = .milliseconds(1_200)
        let server = try PostgresServer()
        let driver = PostgresDriver(target: try server.freshTarget(), waits: waits)
        let connection = try writer(of: driver)
        let number = try number(of: connection)
        try server.run("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        try server.run("SELECT pg_reload_conf(), pg_sleep(0.3)")
        try connection.begin(.writing)
        try connection.run("INSERT INTO t (n) VALUES (1)")
        let breaker = Thread {
            Thread.sleep(forTimeInterval: 0.3)
            _ = try? server.run("SELECT \(breaking ? "pg_terminate_backend" : "pg_cancel_backend")(\(number))")
        }
        breaker.start()
        guard case .outcomeUnknown? = failure(committing: connection) else {
            Issue.record("it was committed, or failed otherwise")
            return
        }
    }

    /// Nothing is asked when it is begun, so whoever keeps connections must be told before a statement is lost.
    @Test func `is not begun to read once its server has let go of it`() throws {
        let (driver, server) = (try driver(), try PostgresServer.running())
        for waiting in [0, 0.05] {
            let connection = try driver.openReader()
            let number = try number(of: connection)
            try connection.begin(.reading)
            try connection.run("SELECT 1 AS one")
            connection.giveUp()
            #expect(!connection.isInTransaction && connection.isUsable)
            Thread.sleep(forTimeInterval: waiting)
            try server.run("SELECT pg_terminate_backend(\(number), 5000)")
            Thread.sleep(forTimeInterval: 0.05)
            do throws(DatabaseError) {
                try connection.begin(.reading)
                Issue.record("it was begun")
            } catch {
                guard case .lost = error else {
                    Issue.record("\(error)")
                    continue
                }
            }
            #expect(!connection.isUsable)
        }
    }

    @Test func `ends a statement that takes too long, and who waits too long for a row`() throws {
        var waits = PostgresWaits()
        waits.forStatement = .milliseconds(300)
        waits.forLock = .milliseconds(100)
        let driver = try driver(waits)
        let connection = try driver.openWriter(creating: false)
        #expect(throws: DatabaseError.tooSlow) { try connection.run("SELECT 1 AS one FROM pg_sleep(5)") }
        try connection.execute("CREATE TABLE t (n BIGINT)")
        try connection.run("INSERT INTO t (n) VALUES (1)")
        let other = try driver.openWriter(creating: false)
        try other.begin(.writing)
        try other.run("UPDATE t SET n = 2")
        #expect(throws: DatabaseError.busy) { try connection.run("UPDATE t SET n = 3") }
        try other.rollBack()
        try connection.run("UPDATE t SET n = 3")
    }

    @Test func `keeps no more statements prepared than it may`() throws {
        let connection = try driver().openWriter(creating: false)
        for number in 0..<600 {
            let row = try #require(try connection.first(SQL(trusted: "SELECT \(number)::bigint AS n")))
            let n: Int = try row["n"]
            #expect(n == number)
        }
        let row = try #require(try connection.first("SELECT count(*) AS n FROM pg_prepared_statements"))
        let kept: Int = try row["n"]
        #expect(kept <= 256)
    }

    @Test func `refuses values of a kind that no table of ours has`() throws {
        let connection = try driver().openWriter(creating: false)
        #expect(throws: DatabaseError.unexpectedValue(column: "x")) { try connection.run("SELECT 1.5 AS x") }
    }
}
