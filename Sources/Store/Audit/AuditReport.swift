package import Crypto
package import Domain

/// The first thing that is wrong with a log.
package enum AuditFinding: Hashable, Sendable {
    /// The record's line is not what was hashed, or does not stand where it says.
    case recordChanged(Int)
    case recordMissing(Int)
    /// It does not name the record before it.
    case chainBroken(Int)
    case timeNotRising(Int)
    /// Its first record names another node or generation than its row.
    case logChanged
    /// A root that is kept is missing, surplus or another one.
    case nodeChanged(level: Int, position: Int)
    /// The log says that it ends elsewhere, or with something else.
    case endChanged(found: Int, said: Int)
    /// A head was sealed over other records than these.
    case headContradicted(Int)
    case headSignatureBroken(Int)
    /// Its timestamp does not hold, is of other lines, or of another authority than this house's.
    case headTimestampBroken(Int)
    /// A head that nobody signed, or another key than those that may.
    case headOfStranger(Int)
    case headUnreadable
    /// A head was handed out over more records than there are.
    case cut(found: Int, witnessed: Int)
    /// Somebody has a head of a log of which nothing is here.
    case logMissing
    /// Records that belong to no log.
    case logUnknown
}

extension AuditFinding {
    /// For programs; docs/audit.md has them all.
    package var code: String {
        switch self {
        case .recordChanged: "record_changed"
        case .recordMissing: "record_missing"
        case .chainBroken: "chain_broken"
        case .timeNotRising: "time_not_rising"
        case .logChanged: "log_changed"
        case .nodeChanged: "node_changed"
        case .endChanged: "end_changed"
        case .headContradicted: "head_contradicted"
        case .headSignatureBroken: "head_signature_broken"
        case .headTimestampBroken: "head_timestamp_broken"
        case .headOfStranger: "head_of_stranger"
        case .headUnreadable: "head_unreadable"
        case .cut: "cut"
        case .logMissing: "log_missing"
        case .logUnknown: "log_unknown"
        }
    }
}

package struct AuditReport: Hashable, Sendable {
    package struct Log: Hashable, Sendable {
        package let writer: ID<AuditWriter>
        package let generation: Int64?
        /// How many records were read.
        package let size: Int
        /// How many there are by the log's own word.
        package let sizeSaid: Int
        package let root: Digest?
        /// How many heads, kept or handed in, were found to fit.
        package let headsConfirmed: Int
        /// How many of them are signed by a key of which nobody said whose it is.
        package let headsOfUnnamedKeys: Int
        package let finding: AuditFinding?
    }

    package let logs: [Log]

    package var isIntact: Bool { logs.allSatisfy { $0.finding == nil } }
}
