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
    /// Names this connection among all that ever wrote to this database.
    private let name = CommitToken.random()
    private var isWriting = false
    /// What the open transaction will be known by; nil where there is no place for it yet.
    private var token: String?
    private var hasPlaceForTokens = false
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

    func requireDurability() throws(DatabaseError) { try session.requireDurability() }

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
        case .reading: try execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        case .readingAtLength: try execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \(Self.withoutEnd)")
        case .writing: try beginWriting("")
        case .writingAtLength: try beginWriting(Self.withoutEnd)
        }
    }

    private static let withoutEnd =
        "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;"

    /// From its first statement on the transaction has its token's row: somebody who asks for that row waits for its end.
    private func beginWriting(_ settings: String) throws(DatabaseError) {
        if !hasPlaceForTokens { hasPlaceForTokens = try CommitToken.preparePlace(on: self) }
        let token = hasPlaceForTokens ? CommitToken.random() : nil
        let writing = token.map { CommitToken.writing($0, of: name) } ?? ""
        do throws(DatabaseError) {
            try execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; \(settings) \(writing)")
        } catch {
            giveUp()
            throw error
        }
        self.token = token
        isWriting = true
    }

    func commit() throws(DatabaseError) {
        defer { (isWriting, token) = (false, nil) }
        let warnings = session.warnings
        do throws(DatabaseError) {
            // Without a result there is no memory to hear the answer with.
            guard let result = unsafe PQexec(session.pointer, "COMMIT") else { throw .lost("no answer") }
            let tag = try unsafe PostgresAnswer(owning: result, of: session.pointer, doing: "commit").tag
            // A transaction in which something failed is rolled back by COMMIT, which is not called an error.
            guard tag == "COMMIT" else { throw .library(operation: "commit", words: tag) }
        } catch .lost(let words) {
            isBroken = true
            guard isWriting else { return }
            guard let token else { throw .outcomeUnknown(words) }
            return try PostgresOutcome(target: target, waits: waits).require(token, of: name, words)
        }
        // The commit is on this server's disk, and the wait for another one's was cut short (PostgreSQL, "Synchronous
        // Replication"): that is told by a warning, and no error.
        guard warnings == session.warnings else { throw .outcomeUnknown("a warning came with the commit") }
    }

    func rollBack() throws(DatabaseError) {
        (isWriting, token) = (false, nil)
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
