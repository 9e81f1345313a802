package import Crypto
package import Database
package import Domain

/// What the store can refuse, by the reason a caller would treat differently.
package enum StoreError: Error, Equatable, Sendable {
    case database(DatabaseError)
    /// There is no store at this place yet.
    case notCreated
    /// There is something already where a new store was to be made.
    case notEmpty
    /// Too many wait already, or the wait was too long. Nothing was done.
    case overloaded
    /// Opened for reading alone.
    case readOnly
    case closed
    /// Somebody restored the database while this program ran: what it knows of it is of another generation.
    case restoredMeanwhile
    /// The log does not continue where its last record says. Nothing is written until somebody has looked.
    case auditBroken(AuditDefect)
    case backup(BackupDefect)
    case cryptography(CryptoError)
}

/// An error that can say: the store failed. A case `store(StoreError)` is all it takes.
///
/// With it a body that runs inside the store throws one kind of error from its first line to its last: its own.
package protocol StoreFailing: Error {
    static func store(_ error: StoreError) -> Self
}

extension StoreError: StoreFailing {
    package static func store(_ error: StoreError) -> StoreError { error }
}

extension StoreError {
    /// Something in this column that we never wrote.
    package static func unexpected(column: String) -> StoreError { .database(.unexpectedValue(column: column)) }

    /// What goes wrong in the database, as an error of the store.
    static func wrapping<Value>(_ body: () throws(DatabaseError) -> Value) throws(StoreError) -> Value {
        do throws(DatabaseError) {
            return try body()
        } catch {
            throw .database(error)
        }
    }
}

/// What is wrong with a log that does not fit itself.
package enum AuditDefect: Equatable, Sendable {
    /// The log has no row to be continued from, or no last record.
    case tailMissing
    /// The last record is not the one that the log says it ends with.
    case tailMismatch
    /// The roots that are kept do not lead where the log says.
    case treeMismatch
    case headUnreadable
}

/// Why a backup is not restored, or not made.
package enum BackupDefect: Equatable, Sendable {
    /// A file without a backup's manifest.
    case notABackup
    /// It does not hold as many rows as it says.
    case incomplete(table: String)
    case damaged(String)
    /// Its own log does not hold.
    case auditBroken(AuditFinding)
    /// A head was handed out over more records than it has: it is older than what others saw.
    case olderThanHead(found: Int, witnessed: Int)
    /// The clock stands before something that is on record.
    case clockBehind(now: Instant, latest: Instant)
}

extension StoreError {
    /// Another transaction was first, and this one may be run again.
    package static let overtaken = StoreError.database(.conflict)

    /// A column holds something that nobody here writes.
    package static func damaged(_ column: String) -> StoreError { .database(.unexpectedValue(column: column)) }

    /// Whether somebody else has put the same thing there already.
    package var isDuplicate: Bool {
        if case .database(.uniqueViolated) = self { true } else { false }
    }
}
