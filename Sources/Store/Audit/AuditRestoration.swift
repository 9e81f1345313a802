package import Crypto
package import Domain

/// What a store was restored from, and what went with it: the record that shows later why something is not there.
package struct AuditRestoration: Hashable, Sendable {
    /// A log as the backup has it.
    package struct Log: Hashable, Sendable {
        package let writer: ID<AuditWriter>
        package let size: Int
        package let root: Digest
    }

    /// A log of which somebody has a head over more records than the backup has.
    package struct Loss: Hashable, Sendable {
        package let writer: ID<AuditWriter>
        package let found: Int
        package let witnessed: Int
    }

    /// A log that does not hold.
    package struct Break: Hashable, Sendable {
        package let writer: ID<AuditWriter>
        package let finding: AuditFinding
    }

    package let madeAt: Instant
    package let logs: [Log]
    /// Whether the operator accepted that something may be lost; of what nobody had a head nothing is known.
    package let isLossAccepted: Bool
    package let losses: [Loss]
    package let breaks: [Break]

    var json: JSON {
        var members: [(String, JSON)] = [
            ("madeAt", .text(madeAt.exactText)),
            ("logs", .texts(logs.map { "\($0.writer)/\($0.size)/\(Hexadecimal.text($0.root.bytes))" })),
        ]
        if isLossAccepted {
            members.append(("lost", .texts(losses.map { "\($0.writer)/\($0.found)/\($0.witnessed)" })))
        }
        if !breaks.isEmpty {
            members.append(("broken", .texts(breaks.map { "\($0.writer)/\($0.finding.code)" })))
        }
        return .members(members)
    }
}
