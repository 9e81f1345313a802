package import Crypto
import Database
package import Domain

/// That a record is in its log, for somebody who has a head of that log and nothing else.
package struct AuditReceipt: Hashable, Sendable {
    package let writer: ID<AuditWriter>
    package let sequence: Int
    package let line: String
    /// The tree that the hashes lead up in.
    package let size: Int
    package let root: Digest
    package let inclusion: [Digest]
    /// That this tree began as the one of an older head.
    package let since: Since?

    package struct Since: Hashable, Sendable {
        package let size: Int
        package let root: Digest
        package let consistency: [Digest]
    }

    package var json: JSON {
        var members: [(String, JSON)] = [
            ("writer", .text("\(writer)")), ("sequence", .integer(sequence)), ("line", .text(line)),
            ("size", .integer(size)), ("root", .text(Hexadecimal.text(root.bytes))),
            ("inclusion", Self.list(inclusion)),
        ]
        if let since {
            members.append(
                (
                    "since",
                    [
                        "size": .integer(since.size), "root": .text(Hexadecimal.text(since.root.bytes)),
                        "consistency": Self.list(since.consistency),
                    ]
                ))
        }
        return .members(members)
    }

    private static func list(_ hashes: [Digest]) -> JSON { .texts(hashes.map { Hexadecimal.text($0.bytes) }) }
}

extension Store {
    /// The proof for one record in the tree of the first `size` records, or of all there are; and that the tree of the first
    /// `older` ones is its beginning. Nil when there is no such record, or no such tree.
    ///
    /// It is checked before it is handed out: hashes that do not lead to the log's own root are no receipt.
    package func auditReceipt(
        of sequence: Int, in writer: ID<AuditWriter>, size: Int? = nil, since older: Int? = nil
    ) throws(StoreError) -> AuditReceipt? {
        try read { (snapshot) throws(StoreError) in
            guard let log = try AuditLog.all(snapshot).first(where: { $0.writer == writer }) else { return nil }
            let size = size ?? log.size
            guard 0..<size ~= sequence, size <= log.size, (older.map { 1...size ~= $0 }) ?? true,
                let row = try snapshot.first(
                    "SELECT line FROM audit_record WHERE writer = \(writer) AND sequence = \(sequence)")
            else { return nil }
            let line: String = try row["line"]
            let tree = AuditTree(writer: writer, size: size, query: snapshot)
            let root = try tree.root()
            if size == log.size {
                guard try root == log.head(at: log.at)?.root else { throw .auditBroken(.treeMismatch) }
            }
            let inclusion = try tree.inclusion(of: sequence)
            let reached = try hashing { () throws(CryptoError) in
                try MerkleProof.root(of: MerkleTree.leaf(line), at: sequence, size: size, path: inclusion)
            }
            guard reached == root else { throw .auditBroken(.treeMismatch) }
            return AuditReceipt(
                writer: writer, sequence: sequence, line: line, size: size, root: root, inclusion: inclusion,
                since: try older.map { (older) throws(StoreError) in try Self.since(older, tree, root) })
        }
    }

    private static func since(
        _ older: Int, _ tree: AuditTree<Snapshot<StoreError>>, _ root: Digest
    ) throws(StoreError) -> AuditReceipt.Since {
        let oldRoot = try AuditTree(writer: tree.writer, size: older, query: tree.query).root()
        let path = try tree.consistency(with: older)
        let isProven = try hashing { () throws(CryptoError) in
            try MerkleProof.isConsistent(old: (older, oldRoot), new: (tree.size, root), path: path)
        }
        guard isProven else { throw .auditBroken(.treeMismatch) }
        return AuditReceipt.Since(size: older, root: oldRoot, consistency: path)
    }

    /// Every record as it was hashed, log after log; nothing is held in memory but one of them.
    package func exportAudit(
        of writer: ID<AuditWriter>? = nil, _ take: (String) throws -> Void
    ) throws {
        var failure: (any Error)?
        let walk = { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            for log in try AuditLog.all(snapshot) where writer == nil || log.writer == writer {
                try snapshot.each(
                    "SELECT line FROM audit_record WHERE writer = \(log.writer) ORDER BY sequence"
                ) { (row) throws(StoreError) in
                    let line: String = try row["line"]
                    do { try take(line) } catch {
                        failure = error
                        throw .closed  // any error ends the walk; the caller's own is told
                    }
                }
            }
        }
        do throws(StoreError) {
            try readAtLength(walk)
        } catch {
            throw failure ?? error
        }
    }
}
