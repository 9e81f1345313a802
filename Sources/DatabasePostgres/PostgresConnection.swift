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
    private var statementsMade = 0
    /// Names this connection among all that ever wrote to this database.
    private let name = CommitToken.random()
    /// What the open transaction begins with. It goes to the server with the first statement.
    private var opening: [SQL] = []
    private var pipeline = PostgresPipeline()
    /// Prepared by what is still unanswered.
    private var unsure: [StatementKey] = []
    private var isWriting = false
    /// The end of a transaction that only read is not waited for, and its answer lies in the way of the next one.
    private var isEnding = false
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
        if !opening.isEmpty || !pipeline.isEmpty { return true }
        return unsafe [PQTRANS_INTRANS, PQTRANS_INERROR].contains(PQtransactionStatus(session.pointer))
    }

    func requireDurability() throws(DatabaseError) { try session.requireDurability() }

    // Asking.

    @discardableResult func run(_ statement: SQL) throws(DatabaseError) -> [Row] {
        try ask(statement).rows()
    }

    @discardableResult func change(_ statement: SQL) throws(DatabaseError) -> Int {
        try ask(statement).changedRows
    }

    func post(_ statement: SQL) throws(DatabaseError) {
        try send(statement)
        if pipeline.isFull { try settle() }
    }

    func execute(_ script: String) throws(DatabaseError) {
        try settle()
        try session.execute(script)
    }

    private func ask(_ statement: SQL) throws(DatabaseError) -> PostgresAnswer {
        try send(statement)
        guard let answer = try answers() else { preconditionFailure("what was sent is answered") }
        return answer
    }

    private func send(_ statement: SQL) throws(DatabaseError) {
        try statement.checkTexts()
        try finishEnding()
        try sendOpening()
        let parameters = PostgresParameters(statement.values)
        try unsafe pipeline.ask(sendName(of: statement, parameters), parameters, on: session.pointer)
    }

    private func sendOpening() throws(DatabaseError) {
        let statements = opening
        opening = []
        for statement in statements { try send(statement) }
    }

    /// Waits until the server has done all it was given.
    func settle() throws(DatabaseError) {
        try finishEnding()
        try sendOpening()
        _ = try answers()
    }

    private func answers() throws(DatabaseError) -> PostgresAnswer? {
        do throws(DatabaseError) {
            let answer = try unsafe pipeline.answers(on: session.pointer)
            unsure = []
            return answer
        } catch {
            for key in unsure { prepared[key] = nil }
            unsure = []
            if case .lost = error { isBroken = true }
            throw error
        }
    }

    func each(_ statement: SQL, _ body: (Row) throws(DatabaseError) -> Void) throws(DatabaseError) {
        try statement.checkTexts()
        try finishEnding()
        try sendOpening()
        let parameters = PostgresParameters(statement.values)
        let name = try sendName(of: statement, parameters)
        try settle()
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

    /// The name under which the server has the statement; one that it does not have is prepared on the way.
    private func sendName(of statement: SQL, _ parameters: PostgresParameters) throws(DatabaseError) -> String {
        let key = StatementKey(text: statement.text(marking: "$"), types: parameters.types)
        if let name = prepared[key] { return name }
        if prepared.count >= Self.statementsKept {
            try unsafe pipeline.command("DEALLOCATE ALL", on: session.pointer)
            prepared = [:]
        }
        // No name twice: of one whose making failed, nobody knows whether the server has it.
        statementsMade += 1
        let name = "s\(statementsMade)"
        try unsafe pipeline.prepare(name, key.text, types: key.types, on: session.pointer)
        prepared[key] = name
        unsure.append(key)
        return name
    }

    // Transactions.

    func begin(_ access: DatabaseAccess) throws(DatabaseError) {
        switch access {
        case .reading: try beginReading([])
        case .readingAtLength: try beginReading(Self.withoutEnd)
        case .writing: try beginWriting([])
        case .writingAtLength: try beginWriting(Self.withoutEnd)
        }
    }

    private static let withoutEnd: [SQL] = [
        "SET LOCAL statement_timeout = 0", "SET LOCAL idle_in_transaction_session_timeout = 0",
    ]

    private func beginReading(_ settings: [SQL]) throws(DatabaseError) {
        try finishEnding()
        try session.requireStanding()
        opening = ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"] + settings
        isWriting = false
    }

    /// From its first statement on the transaction has its token's row: somebody who asks for that row waits for its end.
    private func beginWriting(_ settings: [SQL]) throws(DatabaseError) {
        if !hasPlaceForTokens { hasPlaceForTokens = try CommitToken.preparePlace(on: self) }
        let token = hasPlaceForTokens ? CommitToken.random() : nil
        let writing = token.map { CommitToken.writing($0, of: name) }
        opening = ["BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"] + settings + [writing].compactMap(\.self)
        self.token = token
        isWriting = true
    }

    func commit() throws(DatabaseError) {
        defer { (isWriting, token) = (false, nil) }
        // Nothing was asked since it began, so nothing has begun.
        guard opening.isEmpty else {
            opening = []
            return
        }
        try settle()
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
        let wasWriting = isWriting
        (isWriting, token) = (false, nil)
        guard opening.isEmpty else {
            opening = []
            return
        }
        do throws(DatabaseError) {
            try settleForNothing()
            if wasWriting { try execute("ROLLBACK") } else { try beginEnding() }
        } catch {
            isBroken = true
            throw error
        }
    }

    /// Whatever is unanswered is about to be undone.
    private func settleForNothing() throws(DatabaseError) {
        do throws(DatabaseError) { try settle() } catch { if isBroken { throw error } }
    }

    private func beginEnding() throws(DatabaseError) {
        guard unsafe PQsendQuery(session.pointer, "ROLLBACK") == 1 else {
            throw .lost(unsafe PostgresText.line(PQerrorMessage(session.pointer)))
        }
        isEnding = true
    }

    private func finishEnding() throws(DatabaseError) {
        guard isEnding else { return }
        isEnding = false
        do throws(DatabaseError) {
            while let result = unsafe PQgetResult(session.pointer) {
                _ = try unsafe PostgresAnswer(owning: result, of: session.pointer, doing: "end")
            }
        } catch {
            isBroken = true
            throw error
        }
    }

    func setSavepoint() throws(DatabaseError) { try execute("SAVEPOINT body") }

    func releaseSavepoint() throws(DatabaseError) { try execute("RELEASE body") }

    func rollBackToSavepoint() throws(DatabaseError) {
        try settleForNothing()
        try execute("ROLLBACK TO body; RELEASE body")
    }
}
