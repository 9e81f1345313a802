import CSQLite
import Database

/// A connection to a file of SQLite's, in write-ahead mode.
///
/// The one that writes syncs at each commit and alone moves the log into the file; those that read cannot do either.
@safe final class SQLiteConnection: DatabaseConnection, @unchecked Sendable {
    // Sendable: SQLite in its multi-thread mode lets any thread use a connection, one at a time (sqlite.org/threadsafe.html), and
    // `Store` lends each to one.

    enum Role {
        case writer(WriterLock)
        case reader
        /// Makes one whole file, which nobody else has.
        case maker
        /// Reads such a file, wherever it lies.
        case examiner
    }

    private static let statementsKept = 256
    /// What one large transaction has made of the log is given back once it is in the file.
    private static let logBytesKept = 64 << 20

    private let handle: OpaquePointer
    private let role: Role
    private var idle: [String: SQLiteStatement] = [:]
    private(set) var isUsable = true

    init(path: String, role: Role, waits: SQLiteWaits) throws(DatabaseError) {
        var handle: OpaquePointer?
        let flags = role.access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = unsafe sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle = unsafe handle else {
            // A handle is given even when there is none to be had, except where memory is out.
            let error = unsafe handle.map { unsafe DatabaseError(code, on: $0, doing: "open") }
            unsafe sqlite3_close_v2(handle)
            throw error ?? .library(operation: "open", words: "out of memory")
        }
        unsafe self.handle = handle
        self.role = role
        let milliseconds = Int(waits.forLock.components.seconds) * 1_000
        unsafe sqlite3_busy_timeout(handle, Int32(clamping: milliseconds))
        try prepare()
    }

    deinit {
        idle = [:]
        unsafe sqlite3_close_v2(handle)
    }

    private func prepare() throws(DatabaseError) {
        switch role {
        case .writer:
            guard try first("PRAGMA journal_mode = WAL")?.values == [.text("wal")] else {
                throw .unsuitable("this file system has no write-ahead log")
            }
            // What is deleted may be a key: its place is overwritten with zeros.
            try execute(
                """
                PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON;
                PRAGMA journal_size_limit = \(Self.logBytesKept)
                """)
            // What a transaction that failed may have left in the log is nothing to build on: it goes into the file, or the
            // file cannot be written and the caller learns it now.
            try emptyLog()
        case .reader:
            guard unsafe CSQLite_keep_log_on_close(handle) == SQLITE_OK else {
                throw .library(operation: "configure", words: "the log cannot be left alone")
            }
            try execute("PRAGMA wal_autocheckpoint = 0; PRAGMA query_only = ON; PRAGMA trusted_schema = OFF")
        case .maker: try execute("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF")
        case .examiner: try execute("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
        }
    }

    /// Moves the whole log into the file. Readers of an older state may be in the way, and then what is left stays for later.
    func emptyLog() throws(DatabaseError) {
        let code = unsafe sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        guard code == SQLITE_OK || code == SQLITE_BUSY else {
            throw unsafe DatabaseError(code, on: handle, doing: "checkpoint")
        }
    }

    var dialect: Dialect { .sqlite }

    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    // Asking.

    @discardableResult func run(_ statement: SQL) throws(DatabaseError) -> [Row] {
        var rows: [Row] = []
        try each(statement) { row in rows.append(row) }
        return rows
    }

    func each(_ statement: SQL, _ body: (Row) throws(DatabaseError) -> Void) throws(DatabaseError) {
        try statement.checkTexts()
        let text = statement.text(marking: "?")
        // Taken out while it is in use, so that the same words may be asked again from inside.
        let compiled: SQLiteStatement
        if let kept = idle.removeValue(forKey: text) {
            compiled = kept
        } else {
            compiled = try unsafe SQLiteStatement(text, on: handle)
        }
        defer {
            compiled.reset()
            if idle.count < Self.statementsKept { idle[text] = compiled }
        }

        try compiled.bind(statement.values)
        while true {
            switch compiled.step() {
            case SQLITE_ROW: try body(compiled.row)
            case SQLITE_DONE: return
            case let code: throw unsafe DatabaseError(code, on: handle, doing: "step")
            }
        }
    }

    @discardableResult func change(_ statement: SQL) throws(DatabaseError) -> Int {
        try run(statement)
        return Int(unsafe sqlite3_changes64(handle))
    }

    func execute(_ script: String) throws(DatabaseError) {
        let code = unsafe sqlite3_exec(handle, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw unsafe DatabaseError(code, on: handle, doing: "execute") }
    }

    // Transactions.

    func begin(_ access: DatabaseAccess) throws(DatabaseError) {
        switch access {
        case .reading, .readingAtLength: try run("BEGIN")
        case .writing, .writingAtLength: try run("BEGIN IMMEDIATE")
        }
    }

    func commit() throws(DatabaseError) {
        do throws(DatabaseError) {
            try run("COMMIT")
        } catch {
            isUsable = false
            guard error.isRefusal else { throw .outcomeUnknown("\(error)") }
            throw error
        }
    }

    func rollBack() throws(DatabaseError) {
        do throws(DatabaseError) {
            try run("ROLLBACK")
        } catch {
            isUsable = false
            throw error
        }
    }

    func setSavepoint() throws(DatabaseError) { try run("SAVEPOINT body") }

    func releaseSavepoint() throws(DatabaseError) { try run("RELEASE body") }

    func rollBackToSavepoint() throws(DatabaseError) {
        try run("ROLLBACK TO body")
        try run("RELEASE body")
    }
}

extension DatabaseError {
    /// Whether a commit that ends so is certainly none: SQLite says it before the first frame has its mark of completion.
    ///
    /// Behind anything else the frames may lie in the log with that mark, although the disk never said so, and a process that
    /// begins anew would take them for committed. So nobody knows; whoever opens next empties the log first.
    fileprivate var isRefusal: Bool {
        switch self {
        case .full, .busy, .readOnly, .constraintViolated, .uniqueViolated: true
        case .zeroInText, .unexpectedValue, .inUse, .conflict, .tooSlow, .lost, .unreachable, .outcomeUnknown, .missing,
            .inputOutput, .corrupt, .schemaTooNew, .schemaTooOld, .notDurable, .unsuitable, .library:
            false
        }
    }
}

extension SQLiteConnection.Role {
    /// A reader opens the file for writing too: it shares the log's index with the others, and that is in a file.
    fileprivate var access: Int32 {
        switch self {
        case .writer, .reader, .maker: SQLITE_OPEN_READWRITE
        case .examiner: SQLITE_OPEN_READONLY
        }
    }
}
