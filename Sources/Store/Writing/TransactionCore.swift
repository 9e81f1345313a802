import Crypto
import Database
import Domain

/// The open transaction that several bodies share, one after the other.
final class TransactionCore {
    let connection: any DatabaseConnection
    let installation: Installation
    private let node: ID<StoreNode>
    private let clock: @Sendable () -> Instant

    /// The first statement that failed in the body that is running.
    private(set) var failure: DatabaseError?
    private(set) var now: Instant
    private var log: AuditTail?
    /// The size of the log as the database has it.
    private var sizeStored: Int?
    /// Whether something was deleted that nobody may find in a log of the database's either.
    private(set) var isForgetting = false
    /// Whether the database was seen to be of the generation that this program opened.
    private var isGenerationSeen = false

    init(
        _ connection: any DatabaseConnection, installation: Installation, node: ID<StoreNode>,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.connection = connection
        self.installation = installation
        self.node = node
        self.clock = clock
        now = clock()
    }

    var dialect: Dialect { connection.dialect }

    private var opening: AuditOpening { AuditOpening(node: node, generation: installation.generation) }

    // One body after the other.

    /// What a body that is undone must leave as it was.
    struct Mark {
        fileprivate let log: AuditTail?
    }

    func beginBody() -> Mark {
        failure = nil
        now = clock()
        return Mark(log: log)
    }

    func undoBody(to mark: Mark) {
        log = mark.log
        failure = nil
    }

    /// What all bodies together have changed besides their rows. Nothing is committed into another generation than this program's.
    func finish() throws(StoreError) {
        if !isGenerationSeen { try checkGeneration() }
        guard let log, let sizeStored, log.size > sizeStored else { return }
        do throws(DatabaseError) {
            guard try connection.change(log.update(from: sizeStored)) == 1 else { throw .conflict }
        } catch {
            throw .database(error)
        }
    }

    func forget() { isForgetting = true }

    // Statements.

    func run(_ statement: SQL) throws(StoreError) -> [Row] {
        try noting { () throws(DatabaseError) in try connection.run(statement) }
    }

    func change(_ statement: SQL) throws(StoreError) -> Int {
        try noting { () throws(DatabaseError) in try connection.change(statement) }
    }

    /// What is not expected to fail, and of which nothing is to be known.
    func post(_ statement: SQL) throws(StoreError) {
        try noting { () throws(DatabaseError) in try connection.post(statement) }
    }

    /// Everything that bodies have posted is done, or the failure is that of the body that is running.
    func settle() throws(StoreError) {
        try noting { () throws(DatabaseError) in try connection.settle() }
    }

    private func noting<Value>(_ body: () throws(DatabaseError) -> Value) throws(StoreError) -> Value {
        do throws(DatabaseError) {
            return try body()
        } catch {
            note(error)
            throw .database(error)
        }
    }

    /// A body in which a statement failed has failed, whatever it makes of it.
    func note(_ error: DatabaseError) { failure = failure ?? error }

    /// A database that was restored behind a running program is of a higher generation. To write on in the old one would give
    /// numbers out again and append to logs that are closed.
    private func check(_ generation: Int64?) throws(StoreError) {
        guard generation == installation.generation else { throw .restoredMeanwhile }
        isGenerationSeen = true
    }

    private func checkGeneration() throws(StoreError) {
        let rows = try run("SELECT generation FROM installation")
        try check(noting { () throws(DatabaseError) in try rows.first?["generation"] })
    }

    // The audit log.

    func record(_ event: AuditEvent) throws(StoreError) -> AuditPlace {
        var tail = try currentTail()
        let record = try tail.append(event, at: clock())
        try post(
            """
            INSERT INTO audit_record (writer, sequence, leaf, line)
            VALUES (\(tail.writer), \(record.place.sequence), \(record.place.leaf.bytes), \(record.line))
            """)
        for node in record.completed {
            try post(
                """
                INSERT INTO audit_node (writer, level, position, hash)
                VALUES (\(tail.writer), \(node.level), \(node.position), \(node.hash.bytes))
                """)
        }
        log = tail
        return record.place
    }

    /// Makes sure that this node has a log in this generation, its first record being the event.
    func openLog(_ event: AuditEvent, writer: ID<AuditWriter>) throws(StoreError) {
        if try storedTail() == nil {
            let tail = AuditTail(writer: writer, opening: opening)
            _ = try change(tail.insert())
            log = tail
            sizeStored = 0
            _ = try record(event)
        } else {
            try checkLastRecord()
        }
    }

    /// Where the log stands, read once in each transaction; with PostgreSQL its row is kept from others until the end, so that
    /// two processes that take themselves for the same node write one log and no fork.
    private func currentTail() throws(StoreError) -> AuditTail {
        if let log { return log }
        guard let tail = try storedTail() else { throw .auditBroken(.tailMissing) }
        log = tail
        sizeStored = tail.size
        return tail
    }

    private func storedTail() throws(StoreError) -> AuditTail? {
        let rows = try run(
            """
            SELECT writer, size, last, peaks, at, (SELECT generation FROM installation) AS standing FROM audit_log
            WHERE node = \(node) AND generation = \(installation.generation)\(dialect.rowLock)
            """)
        guard let row = rows.first else {
            try checkGeneration()
            return nil
        }
        try check(noting { () throws(DatabaseError) in try row["standing"] })
        return try AuditTail(row, opening: opening)
    }

    private func checkLastRecord() throws(StoreError) {
        let tail = try currentTail()
        let rows = try run(
            "SELECT line FROM audit_record WHERE writer = \(tail.writer) AND sequence >= \(tail.size - 1)")
        guard let row = rows.first, let last = tail.last else { throw .auditBroken(.tailMissing) }
        let line: String = try noting { () throws(DatabaseError) in try row["line"] }
        let leaf: Digest
        do throws(CryptoError) {
            leaf = try MerkleTree.leaf(line)
        } catch {
            throw .cryptography(error)
        }
        guard rows.count == 1, leaf == last else { throw .auditBroken(.tailMismatch) }
    }

    // Numbers that rise.

    /// A generation is a number of seconds, and leaves room for a billion numbers in each.
    private static let numbersPerGeneration: Int64 = 1 << 30

    func nextNumber(of series: String) throws(StoreError) -> Int64 {
        let (start, isTooLate) = installation.generation.multipliedReportingOverflow(by: Self.numbersPerGeneration)
        guard !isTooLate else { throw .database(.unexpectedValue(column: "generation")) }
        let least = start + 1
        let rows = try run(
            """
            INSERT INTO rising_number (series, value) VALUES (\(series), \(least))
            ON CONFLICT (series) DO UPDATE SET value = CASE
                WHEN rising_number.value < \(least) THEN \(least) ELSE rising_number.value + 1 END
            RETURNING value, (SELECT generation FROM installation) AS standing
            """)
        guard let row = rows.first else { throw .database(.unexpectedValue(column: "value")) }
        try check(noting { () throws(DatabaseError) in try row["standing"] })
        return try noting { () throws(DatabaseError) in try row["value"] }
    }
}
