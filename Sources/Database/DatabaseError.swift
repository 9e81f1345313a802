/// What a database can refuse, by the reason a caller would treat differently; the library's own words are for the log.
///
/// No case carries a value out of a row: the drivers drop the words of a library that could quote one.
package enum DatabaseError: Error, Equatable, Sendable {
    // What the caller may have meant.
    /// A row of this table is there already.
    case uniqueViolated(table: String)
    /// Another rule of the tables said no: a reference, a check, a missing value.
    case constraintViolated(String)
    /// A text with a zero byte in it.
    case zeroInText
    /// A column holds something else than it should.
    case unexpectedValue(column: String)

    // What passes, perhaps.
    /// A lock was not to be had in time.
    case busy
    /// Another process is the one that writes to this database.
    case inUse(String)
    /// Two transactions were in each other's way, and this one gave in. It may be run again.
    case conflict
    /// A statement took longer than it may.
    case tooSlow
    /// The connection broke. Nothing of the open transaction is left.
    case lost(String)
    case unreachable(String)
    /// The connection broke, or the disk failed, while a transaction was being committed, and nobody can say which way it went.
    case outcomeUnknown(String)

    // What somebody must see to.
    case missing(String)
    case full
    case readOnly
    case inputOutput(String)
    case corrupt(String)
    /// The tables are of a newer program, and older ones may not use them.
    case schemaTooNew(found: Int, known: Int)
    /// The tables are of an older program, and nobody here may change them.
    case schemaTooOld(found: Int, needed: Int)
    /// The server says yes before the disk does.
    case notDurable(String)
    case unsuitable(String)
    case library(operation: String, words: String)

    /// Whether everything since the transaction began may be done once more, because nothing of it is left, and may well
    /// succeed: a server that restarts is back within moments.
    package var isWorthRepeating: Bool {
        switch self {
        case .conflict, .lost, .unreachable: true
        case .uniqueViolated, .constraintViolated, .zeroInText, .unexpectedValue, .busy, .inUse, .tooSlow,
            .outcomeUnknown, .missing, .full, .readOnly, .inputOutput, .corrupt, .schemaTooNew, .schemaTooOld,
            .notDurable, .unsuitable, .library:
            false
        }
    }

    /// Whether nobody's writing will succeed before somebody has done something about it.
    package var mustBeSeenTo: Bool {
        switch self {
        case .missing, .full, .readOnly, .inputOutput, .corrupt, .schemaTooNew, .schemaTooOld, .notDurable, .unsuitable:
            true
        case .uniqueViolated, .constraintViolated, .zeroInText, .unexpectedValue, .busy, .inUse, .conflict, .tooSlow,
            .lost, .unreachable, .outcomeUnknown, .library:
            false
        }
    }
}
