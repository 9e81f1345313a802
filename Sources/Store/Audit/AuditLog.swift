package import Crypto
import Database
package import Domain

/// One log as its own row describes it.
package struct AuditLog: Hashable, Sendable {
    package let writer: ID<AuditWriter>
    package let node: ID<StoreNode>
    package let generation: Int64
    package let size: Int
    package let last: Digest?
    package let at: Instant
    /// Nil where the hashes in the row cannot be those of a tree of that size.
    let frontier: MerkleFrontier?

    var opening: AuditOpening { AuditOpening(node: node, generation: generation) }

    /// All logs of a store, the oldest first.
    package static func all(_ query: some Querying<StoreError>) throws(StoreError) -> [AuditLog] {
        var logs: [AuditLog] = []
        let rows = try query.run(
            "SELECT writer, node, generation, size, last, peaks, at FROM audit_log ORDER BY generation, writer")
        for row in rows { logs.append(try AuditLog(row)) }
        return logs
    }

    private init(_ row: StoredRow<StoreError>) throws(StoreError) {
        writer = try row["writer"]
        node = try row["node"]
        generation = try row["generation"]
        size = try row["size"]
        at = try row["at"]
        let (last, peaks): ([UInt8], [UInt8]) = (try row["last"], try row["peaks"])
        // Whoever verifies the log is told what is wrong with it, and not that it cannot be read.
        frontier = MerkleFrontier(size: size, peaks: peaks)
        self.last = try? Digest(.sha256, bytes: last)
    }

    /// Nil for a log without records.
    package func head(at now: Instant) throws(StoreError) -> AuditHead? {
        guard let frontier else { throw .auditBroken(.tailMismatch) }
        guard size > 0 else { return nil }
        guard let last else { throw .auditBroken(.tailMismatch) }
        let root = try hashing { () throws(CryptoError) in try frontier.root() }
        return AuditHead(writer: writer, size: size, last: last, root: root, at: now)
    }
}

extension Store {
    package func auditLogs() throws(StoreError) -> [AuditLog] {
        try read { (snapshot) throws(StoreError) in try AuditLog.all(snapshot) }
    }

    /// Seals every log as it stands now and keeps the heads, which are then to be handed to somebody who is not us.
    package func sealAuditHeads(
        at now: Instant, signer: AuditHeadSigner? = nil, stamp: ((Digest) throws(CryptoError) -> [UInt8])? = nil
    ) throws(StoreError) -> [SealedAuditHead] {
        var sealed: [SealedAuditHead] = []
        for log in try auditLogs() {
            guard let head = try log.head(at: now) else { continue }
            sealed.append(
                try hashing { () throws(CryptoError) in try SealedAuditHead(head, signer: signer, stamp: stamp) })
        }
        let kept = sealed
        try write { (transaction) throws(StoreError) in
            for seal in kept {
                try transaction.run(
                    """
                    INSERT INTO audit_head (writer, size, text)
                    VALUES (\(seal.head.writer), \(seal.head.size), \(seal.text))
                    ON CONFLICT (writer, size) DO NOTHING
                    """)
            }
        }
        return sealed
    }

    /// The newest head that was sealed of each log.
    package func sealedAuditHeads() throws(StoreError) -> [SealedAuditHead] {
        try read { (snapshot) throws(StoreError) in
            var heads: [SealedAuditHead] = []
            let rows = try snapshot.run(
                """
                SELECT text FROM audit_head
                WHERE size = (SELECT max(other.size) FROM audit_head AS other WHERE other.writer = audit_head.writer)
                ORDER BY writer
                """)
            for row in rows {
                guard let head = SealedAuditHead(try row["text"]) else { throw .auditBroken(.headUnreadable) }
                heads.append(head)
            }
            return heads
        }
    }
}
