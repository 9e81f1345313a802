import Crypto
import Database
import Domain

/// Reads a whole log and computes everything anew; nothing that is stored beside the lines is believed.
struct AuditVerification<Query: Querying<StoreError>> {
    let query: Query
    let witnesses: [SealedAuditHead]
    let signers: AuditHeadSigners

    /// Heads that are kept are read so many at a time, and the records between them.
    private static var headsAtOnce: Int { 256 }

    func run() throws(StoreError) -> AuditReport {
        var reports: [AuditReport.Log] = []
        let logs = try AuditLog.all(query)
        for log in logs { reports.append(try verify(log)) }
        let known = Set(logs.map(\.writer))
        let strays = try strays()
        for writer in Set(witnesses.map(\.head.writer)).subtracting(known).subtracting(strays) {
            reports.append(missing(writer, .logMissing))
        }
        for writer in strays { reports.append(missing(writer, .logUnknown)) }
        return AuditReport(logs: reports)
    }

    /// Logs of which something is left and the log's row is not.
    private func strays() throws(StoreError) -> Set<ID<AuditWriter>> {
        var writers: Set<ID<AuditWriter>> = []
        for table in ["audit_record", "audit_node", "audit_head"] {
            let rows = try query.run(
                SQL(
                    trusted:
                        "SELECT DISTINCT writer FROM \(table) WHERE writer NOT IN (SELECT writer FROM audit_log)"))
            for row in rows { writers.insert(try row["writer"]) }
        }
        return writers
    }

    private func missing(_ writer: ID<AuditWriter>, _ finding: AuditFinding) -> AuditReport.Log {
        AuditReport.Log(
            writer: writer, generation: nil, size: 0, sizeSaid: 0, root: nil, headsConfirmed: 0, headsOfUnnamedKeys: 0,
            finding: finding)
    }

    private func verify(_ log: AuditLog) throws(StoreError) -> AuditReport.Log {
        var walk = AuditWalk(log.writer, log.opening)
        let witnessed = Dictionary(grouping: witnesses.filter { $0.head.writer == log.writer }, by: \.head.size)
        var longest = witnessed.keys.max() ?? 0
        var (confirmed, unnamed) = (0, 0)
        var finding: AuditFinding?
        var (start, isLastPart): (Int?, Bool) = (nil, false)
        while !isLastPart, finding == nil {
            guard let heads = try keptHeads(of: log, behind: start) else {
                finding = .headUnreadable
                break
            }
            isLastPart = heads.count < Self.headsAtOnce
            longest = max(longest, heads.last?.head.size ?? 0)
            let bySize = Dictionary(uniqueKeysWithValues: heads.map { ($0.head.size, $0) })
            let end = isLastPart ? Int.max : heads.last?.head.size ?? Int.max
            try query.each(
                """
                SELECT sequence, leaf, line FROM audit_record
                WHERE writer = \(log.writer) AND sequence >= \(start ?? Int.min) AND sequence < \(end) ORDER BY sequence
                """
            ) { (row) throws(StoreError) in
                guard finding == nil else { return }
                finding = try walk.step(sequence: row["sequence"], leaf: row["leaf"], line: row["line"])
                let here =
                    (witnessed[walk.size] ?? []).map { ($0, false) } + (bySize[walk.size].map { [($0, true)] } ?? [])
                for (sealed, isKept) in here where finding == nil {
                    finding = try contradiction(of: sealed, isKept: isKept, walk)
                    if finding == nil { confirmed += 1 }
                    if finding == nil, signers.isUnnamed(sealed) { unnamed += 1 }
                }
            }
            start = end
        }
        if finding == nil { finding = end(of: log, walk) }
        if finding == nil { finding = try nodes(of: log, walk) }
        if finding == nil, longest > walk.size { finding = .cut(found: walk.size, witnessed: longest) }
        let root = try hashing { () throws(CryptoError) in try walk.tree.root() }
        return AuditReport.Log(
            writer: log.writer, generation: log.generation, size: walk.size, sizeSaid: log.size, root: root,
            headsConfirmed: confirmed, headsOfUnnamedKeys: unnamed, finding: finding)
    }

    /// The next heads that are kept of a log, in their order; nil where one is not what its row says.
    private func keptHeads(of log: AuditLog, behind size: Int?) throws(StoreError) -> [SealedAuditHead]? {
        let rows = try query.run(
            """
            SELECT size, text FROM audit_head WHERE writer = \(log.writer) AND size > \(size ?? Int.min)
            ORDER BY size LIMIT \(Self.headsAtOnce)
            """)
        var heads: [SealedAuditHead] = []
        for row in rows {
            let size: Int = try row["size"]
            guard let head = SealedAuditHead(try row["text"]), head.head.writer == log.writer, head.head.size == size
            else { return nil }
            heads.append(head)
        }
        return heads
    }

    private func contradiction(
        of sealed: SealedAuditHead, isKept: Bool, _ walk: AuditWalk
    ) throws(StoreError) -> AuditFinding? {
        try hashing { () throws(CryptoError) -> AuditFinding? in
            let head = sealed.head
            guard try walk.tree.root() == head.root, walk.last == head.last else {
                return .headContradicted(head.size)
            }
            guard try sealed.isSignatureGood() != false else { return .headSignatureBroken(head.size) }
            guard try sealed.isTimestampGood(by: signers.authorities) != false else {
                return .headTimestampBroken(head.size)
            }
            return signers.accept(sealed, isKept: isKept) ? nil : .headOfStranger(head.size)
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
            && (walk.size == 0 || walk.at == log.at.exactText)
            ? nil : .endChanged(found: walk.size, said: log.size)
    }
}

extension Store {
    /// Reads every log to its end. `witnesses` are heads that lay elsewhere meanwhile: against somebody who owns the database
    /// they are the only ones that count. `headKeys` are the keys, as `SubjectPublicKeyInfo`, that may have signed heads.
    package func verifyAudit(
        witnesses: [SealedAuditHead] = [], headKeys: [[UInt8]] = []
    ) throws(StoreError) -> AuditReport {
        try readAtLength { (snapshot) throws(StoreError) in
            let signers = try AuditHeadSigners(named: headKeys, in: snapshot)
            return try AuditVerification(query: snapshot, witnesses: witnesses, signers: signers).run()
        }
    }
}
