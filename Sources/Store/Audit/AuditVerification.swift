package import Crypto
import Database
package import Domain

/// The first thing that is wrong with a log.
package enum AuditFinding: Hashable, Sendable {
    /// The record's line is not what was hashed, or does not stand where it says.
    case recordChanged(Int)
    case recordMissing(Int)
    /// It does not name the record before it.
    case chainBroken(Int)
    case timeNotRising(Int)
    /// A root that is kept is missing, surplus or another one.
    case nodeChanged(level: Int, position: Int)
    /// The log says that it ends elsewhere, or with something else.
    case endChanged(found: Int, said: Int)
    /// A head was sealed over other records than these.
    case headContradicted(Int)
    case headSignatureBroken(Int)
    case headUnreadable
    /// A head was handed out over more records than there are.
    case cut(found: Int, witnessed: Int)
    /// Somebody has a head of a log of which nothing is here.
    case logMissing
    /// Records that belong to no log.
    case logUnknown
}

package struct AuditReport: Hashable, Sendable {
    package struct Log: Hashable, Sendable {
        package let writer: ID<AuditWriter>
        package let generation: Int64?
        /// How many records were read.
        package let size: Int
        package let root: Digest?
        /// How many heads, kept or handed in, were found to fit.
        package let headsConfirmed: Int
        package let finding: AuditFinding?
    }

    package let logs: [Log]

    package var isIntact: Bool { logs.allSatisfy { $0.finding == nil } }
}

/// Reads a whole log and computes everything anew; nothing that is stored beside the lines is believed.
struct AuditVerification<Query: Querying<StoreError>> {
    let query: Query
    let witnesses: [SealedAuditHead]

    func run() throws(StoreError) -> AuditReport {
        var reports: [AuditReport.Log] = []
        let logs = try AuditLog.all(query)
        for log in logs { reports.append(try verify(log)) }
        let known = Set(logs.map(\.writer))
        for writer in Set(witnesses.map(\.head.writer)).subtracting(known) {
            reports.append(missing(writer, .logMissing))
        }
        let strays = try query.run(
            "SELECT DISTINCT writer FROM audit_record WHERE writer NOT IN (SELECT writer FROM audit_log)")
        for row in strays { reports.append(missing(try row["writer"], .logUnknown)) }
        return AuditReport(logs: reports)
    }

    private func missing(_ writer: ID<AuditWriter>, _ finding: AuditFinding) -> AuditReport.Log {
        AuditReport.Log(writer: writer, generation: nil, size: 0, root: nil, headsConfirmed: 0, finding: finding)
    }

    private func verify(_ log: AuditLog) throws(StoreError) -> AuditReport.Log {
        var walk = AuditWalk(log.writer)
        var heads = witnesses.filter { $0.head.writer == log.writer }
        var finding: AuditFinding?
        for row in try query.run("SELECT text FROM audit_head WHERE writer = \(log.writer) ORDER BY size") {
            guard let head = SealedAuditHead(try row["text"]), head.head.writer == log.writer else {
                finding = .headUnreadable
                continue
            }
            heads.append(head)
        }
        let bySize = Dictionary(grouping: heads, by: \.head.size)
        var confirmed = 0
        try query.each(
            "SELECT sequence, leaf, line FROM audit_record WHERE writer = \(log.writer) ORDER BY sequence"
        ) { (row) throws(StoreError) in
            guard finding == nil else { return }
            finding = try walk.step(sequence: row["sequence"], leaf: row["leaf"], line: row["line"])
            for sealed in bySize[walk.size] ?? [] where finding == nil {
                finding = try contradiction(of: sealed, walk)
                if finding == nil { confirmed += 1 }
            }
        }
        if finding == nil { finding = end(of: log, walk) }
        if finding == nil { finding = try nodes(of: log, walk) }
        if finding == nil, let longest = heads.map(\.head.size).max(), longest > walk.size {
            finding = .cut(found: walk.size, witnessed: longest)
        }
        let root = try hashing { () throws(CryptoError) in try walk.tree.root() }
        return AuditReport.Log(
            writer: log.writer, generation: log.generation, size: walk.size, root: root, headsConfirmed: confirmed,
            finding: finding)
    }

    private func contradiction(of sealed: SealedAuditHead, _ walk: AuditWalk) throws(StoreError) -> AuditFinding? {
        try hashing { () throws(CryptoError) -> AuditFinding? in
            let head = sealed.head
            guard try walk.tree.root() == head.root, walk.last == head.last else {
                return .headContradicted(head.size)
            }
            return try sealed.isSignatureGood() == false ? .headSignatureBroken(head.size) : nil
        }
    }

    /// Roots that are kept must be exactly those that the records lead to.
    private func nodes(of log: AuditLog, _ walk: AuditWalk) throws(StoreError) -> AuditFinding? {
        var expected = walk.nodes
        var finding: AuditFinding?
        try query.each(
            "SELECT level, position, hash FROM audit_node WHERE writer = \(log.writer) ORDER BY level, position"
        ) { (row) throws(StoreError) in
            let (level, position): (Int, Int) = (try row["level"], try row["position"])
            let hash: [UInt8] = try row["hash"]
            let place = AuditWalk.NodePlace(level: level, position: position)
            if expected.removeValue(forKey: place)?.bytes != hash, finding == nil {
                finding = .nodeChanged(level: level, position: position)
            }
        }
        return finding ?? expected.keys.min().map { .nodeChanged(level: $0.level, position: $0.position) }
    }

    private func end(of log: AuditLog, _ walk: AuditWalk) -> AuditFinding? {
        log.size == walk.size && log.last == walk.last && log.frontier == walk.tree
            ? nil : .endChanged(found: walk.size, said: log.size)
    }
}

/// One log, record by record.
struct AuditWalk {
    struct NodePlace: Hashable, Comparable {
        let level: Int
        let position: Int

        static func < (one: NodePlace, other: NodePlace) -> Bool {
            (one.level, one.position) < (other.level, other.position)
        }
    }

    private let writer: ID<AuditWriter>
    private(set) var tree = MerkleFrontier()
    private(set) var last: Digest?
    private(set) var nodes: [NodePlace: Digest] = [:]
    private var at: Substring = ""

    init(_ writer: ID<AuditWriter>) {
        self.writer = writer
    }

    var size: Int { tree.size }

    mutating func step(sequence: Int, leaf: [UInt8], line: String) throws(StoreError) -> AuditFinding? {
        guard sequence == size else { return sequence > size ? .recordMissing(size) : .recordChanged(sequence) }
        let hash = try hashing { () throws(CryptoError) in try MerkleTree.leaf(line) }
        guard hash.bytes == leaf else { return .recordChanged(sequence) }
        let beginning = AuditLine.beginning(writer: writer, sequence: sequence, previous: last)
        guard line.hasPrefix(beginning) else {
            // Of its own place it tells the truth, and of the record before it does not.
            let own = beginning.prefix(
                upTo: beginning.firstRange(of: ",\"previous\"")?.lowerBound ?? beginning.endIndex)
            return line.hasPrefix(own) ? .chainBroken(sequence) : .recordChanged(sequence)
        }
        let moment = line.dropFirst(beginning.count).prefix { $0 != "\"" }
        guard moment > at else { return .timeNotRising(sequence) }
        at = moment
        last = hash
        for node in try hashing({ () throws(CryptoError) in try tree.append(hash) }) {
            nodes[NodePlace(level: node.level, position: node.position)] = node.hash
        }
        return nil
    }
}

extension Store {
    /// Reads every log to its end. `witnesses` are heads that lay elsewhere meanwhile: against somebody who owns the database
    /// they are the only ones that count.
    package func verifyAudit(witnesses: [SealedAuditHead] = []) throws(StoreError) -> AuditReport {
        try readAtLength { (snapshot) throws(StoreError) in
            try AuditVerification(query: snapshot, witnesses: witnesses).run()
        }
    }
}
