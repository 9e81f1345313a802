import CLibPQ
import Database

/// A connection to a PostgreSQL server. Statements are prepared once and kept.
@safe final class PostgresConnection: DatabaseConnection, @unchecked Sendable {
    // Sendable: libpq lets any thread use a connection, one at a time (libpq, "Behavior in Threaded Programs"), and `Store` lends
    // each to one.

    private struct StatementKey: Hashable {
        let text: String
        let types: [Oid]
    }

    private static let statementsKept = 256

    private let session: PostgresSession
    private let target: String
    private let waits: PostgresWaits
    private var prepared: [StatementKey: String] = [:]
    /// The number of the open transaction, if it writes.
    private var transaction: String?
    private var isBroken = false

    init(_ session: consuming PostgresSession, target: String, waits: PostgresWaits) {
        self.session = session
        self.target = target
        self.waits = waits
    }

    var dialect: Dialect { .postgres }

    var isUsable: Bool { !isBroken && session.isStanding }

    var isInTransaction: Bool {
        unsafe [PQTRANS_INTRANS, PQTRANS_INERROR].contains(PQtransactionStatus(session.pointer))
    }

    /// A server that confirms what it has not written, or does not take writes, is no place for a store.
    func requireDurability() throws(DatabaseError) {
        let settings = try first(
            """
            SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commits,
                current_setting('transaction_read_only') AS read_only
            """)
        guard let settings else { throw .library(operation: "settings", words: "no answer") }
        let (fsync, commits, readOnly): (String, String, String) =
            (try settings["fsync"], try settings["commits"], try settings["read_only"])
        guard fsync == "on" else { throw .notDurable("fsync is off") }
        guard readOnly == "off" else { throw .readOnly }
        // Never less than the server's own choice: `remote_apply` waits for more than `on` does.
        if commits != "remote_apply" { try execute("SET synchronous_commit = on") }
    }

    // Asking.

    @discardableResult func run(_ statement: SQL) throws(DatabaseError) -> [Row] {
        try ask(statement).rows()
    }

    @discardableResult func change(_ statement: SQL) throws(DatabaseError) -> Int {
        try ask(statement).changedRows
    }

    func execute(_ script: String) throws(DatabaseError) {
        try session.execute(script)
    }

    private func ask(_ statement: SQL) throws(DatabaseError) -> PostgresAnswer {
        try statement.checkTexts()
        let parameters = PostgresParameters(statement.values)
        let name = try name(of: statement, parameters)
        let result = unsafe parameters.withPointers { count, values, lengths, formats in
            unsafe PQexecPrepared(session.pointer, name, count, values, lengths, formats, 1)
        }
        return try unsafe PostgresAnswer(owning: result, of: session.pointer, doing: "ask")
    }

    func each(_ statement: SQL, _ body: (Row) throws(DatabaseError) -> Void) throws(DatabaseError) {
        try statement.checkTexts()
        let parameters = PostgresParameters(statement.values)
        let name = try name(of: statement, parameters)
        let isSent = unsafe parameters.withPointers { count, values, lengths, formats in
            unsafe PQsendQueryPrepared(session.pointer, name, count, values, lengths, formats, 1)
        }
        guard isSent == 1, unsafe PQsetSingleRowMode(session.pointer) == 1 else {
            throw .lost(unsafe PostgresText.line(PQerrorMessage(session.pointer)))
        }
        // Every result must be fetched before anything else can be asked, whatever went wrong meanwhile.
        var failure: DatabaseError?
        while let result = unsafe PQgetResult(session.pointer) {
            do throws(DatabaseError) {
                let answer = try unsafe PostgresAnswer(owning: result, of: session.pointer, doing: "ask")
                guard failure == nil else { continue }
                for row in try answer.rows() { try body(row) }
            } catch {
                if failure == nil {
                    failure = error
                    stop()
                }
            }
        }
        if let failure { throw failure }
    }

    /// Asks the server to leave the rest of an answer out.
    private func stop() {
        guard let cancel = unsafe PQgetCancel(session.pointer) else { return }
        defer { unsafe PQfreeCancel(cancel) }

        var words = [CChar](repeating: 0, count: 256)
        _ = unsafe PQcancel(cancel, &words, Int32(words.count))  // if it cannot be asked, the rest comes and is dropped
    }

    private func name(of statement: SQL, _ parameters: PostgresParameters) throws(DatabaseError) -> String {
        let key = StatementKey(text: statement.text(marking: "$"), types: parameters.types)
        if let name = prepared[key] { return name }
        if prepared.count == Self.statementsKept {
            try execute("DEALLOCATE ALL")
            prepared = [:]
        }
        let name = "s\(prepared.count)"
        let result = unsafe PQprepare(session.pointer, name, key.text, Int32(key.types.count), key.types)
        _ = try unsafe PostgresAnswer(owning: result, of: session.pointer, doing: "prepare")
        prepared[key] = name
        return name
    }

    // Transactions.

    func begin(_ access: DatabaseAccess) throws(DatabaseError) {
        switch access {
        case .reading:
            try execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            transaction = nil
        case .readingAtLength:
            try begin(.reading)
            try execute(Self.withoutEnd)
        case .writing:
            try execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
            transaction = try first("SELECT pg_current_xact_id()::text AS number")?["number"]
        case .writingAtLength:
            try begin(.writing)
            try execute(Self.withoutEnd)
        }
    }

    private static let withoutEnd =
        "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;"

    func commit() throws(DatabaseError) {
        let result = unsafe PQexec(session.pointer, "COMMIT")
        do throws(DatabaseError) {
            let tag = try unsafe PostgresAnswer(owning: result, of: session.pointer, doing: "commit").tag
            // A transaction in which something failed is rolled back by COMMIT, which is not called an error.
            guard tag == "COMMIT" else { throw .library(operation: "commit", words: tag) }
        } catch .lost(let words) {
            isBroken = true
            guard let transaction else { return }  // it wrote nothing
            try PostgresOutcome(target: target, waits: waits).require(transaction, words)
        }
    }

    func rollBack() throws(DatabaseError) {
        do throws(DatabaseError) {
            try execute("ROLLBACK")
        } catch {
            isBroken = true
            throw error
        }
    }

    func setSavepoint() throws(DatabaseError) { try execute("SAVEPOINT body") }

    func releaseSavepoint() throws(DatabaseError) { try execute("RELEASE body") }

    func rollBackToSavepoint() throws(DatabaseError) { try execute("ROLLBACK TO body; RELEASE body") }
}
