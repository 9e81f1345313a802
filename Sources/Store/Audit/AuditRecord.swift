package import Crypto
package import Domain

/// One log: what a node writes in one generation of the store.
package enum AuditWriter {}

/// Where a record stands, and what it is worth there.
package struct AuditPlace: Hashable, Sendable {
    package let writer: ID<AuditWriter>
    /// From zero, without gaps.
    package let sequence: Int
    package let leaf: Digest
}

/// An event as it is kept: one line of JSON, whose bytes are what is hashed.
struct AuditRecord {
    let place: AuditPlace
    let line: String
    /// Full parts of the tree that this record completes.
    let completed: [MerkleNode]
}

/// Whose a log is, as its first record tells it and its row repeats it.
struct AuditOpening: Hashable, Sendable {
    let node: ID<StoreNode>
    let generation: Int64
}

/// The line of a record.
enum AuditLine {
    static func text(
        _ event: AuditEvent, writer: ID<AuditWriter>, opening: AuditOpening?, sequence: Int, previous: Digest?,
        at moment: Instant, clock: Instant?
    ) -> String {
        var members: [(String, JSON)] = [
            ("writer", .text("\(writer)")), ("sequence", .integer(sequence)),
            ("previous", .optional(previous.map { Hexadecimal.text($0.bytes) })), ("at", .text(moment.exactText)),
        ]
        if let opening {
            members += [("node", .text("\(opening.node)")), ("generation", .integer(Int(opening.generation)))]
        }
        if let clock { members.append(("clock", .text(clock.exactText))) }
        members += [("operation", .text(event.operation.rawValue)), ("outcome", .text(event.outcome.rawValue))]
        if let actor = event.actor { members.append(("actor", .text(actor.text))) }
        if let client = event.client { members.append(("client", .text(client.text))) }
        if !event.objects.isEmpty { members.append(("objects", .texts(event.objects.map(\.text)))) }
        if let document = event.document {
            members.append(("document", .text("\(document.algorithm.rawValue):\(Hexadecimal.text(document.bytes))")))
        }
        if let serial = event.serial { members.append(("serial", .text(Hexadecimal.text(serial)))) }
        if let intent = event.intent { members.append(("intent", .text("\(intent.writer)/\(intent.sequence)"))) }
        if let code = event.code { members.append(("code", .text(code.text))) }
        if let restoration = event.restoration { members.append(("backup", restoration.json)) }
        return JSON.members(members).line
    }

    /// What stands in the first line of a log behind its moment: whose log it is.
    static func opening(_ opening: AuditOpening) -> String {
        "\",\"node\":\"\(opening.node)\",\"generation\":\(opening.generation),"
    }

    /// What every line of a log begins with at its place; the rest is the event's.
    static func beginning(writer: ID<AuditWriter>, sequence: Int, previous: Digest?) -> String {
        let previous = previous.map { "\"\(Hexadecimal.text($0.bytes))\"" } ?? "null"
        return "{\"writer\":\"\(writer)\",\"sequence\":\(sequence),\"previous\":\(previous),\"at\":\""
    }
}

extension Instant {
    /// `2026-11-20T06:30:00.000000001Z`: as long at every moment, so that lines sort as their moments do.
    var exactText: String {
        let rest = nanosecondsSince1970 - secondsSince1970 * 1_000_000_000
        let digits = String(rest)
        return text.dropLast() + "." + String(repeating: "0", count: 9 - digits.count) + digits + "Z"
    }
}
