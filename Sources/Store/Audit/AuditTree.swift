import Crypto
import Database
import Domain

/// The tree over the first records of one log, read as far as a proof needs it: some hundred hashes, however many records.
struct AuditTree<Query: Querying<StoreError>> {
    let writer: ID<AuditWriter>
    let size: Int
    let query: Query

    func root() throws(StoreError) -> Digest {
        size == 0 ? try hashing { () throws(CryptoError) in try MerkleTree.emptyRoot() } : try root(of: 0..<size)
    }

    /// The hashes beside the way from a leaf to the root, the lowest first (RFC 9162 §2.1.3.1).
    func inclusion(of leaf: Int) throws(StoreError) -> [Digest] {
        var path: [Digest] = []
        var range = 0..<size
        while range.count > 1 {
            let middle = range.lowerBound + MerkleProof.leftPart(of: range.count)
            if leaf < middle {
                path.append(try root(of: middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                path.append(try root(of: range.lowerBound..<middle))
                range = middle..<range.upperBound
            }
        }
        return path.reversed()
    }

    /// What shows that the tree began as one of `older` leaves (RFC 9162 §2.1.4.1).
    func consistency(with older: Int) throws(StoreError) -> [Digest] {
        guard 0 < older, older < size else { return [] }
        var path: [Digest] = []
        var range = 0..<size
        var isWholeOlderTree = true
        while older != range.upperBound {
            let middle = range.lowerBound + MerkleProof.leftPart(of: range.count)
            if older <= middle {
                path.append(try root(of: middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                path.append(try root(of: range.lowerBound..<middle))
                range = middle..<range.upperBound
                isWholeOlderTree = false
            }
        }
        if !isWholeOlderTree { path.append(try root(of: range)) }
        return path.reversed()
    }

    private func root(of range: Range<Int>) throws(StoreError) -> Digest {
        let count = range.count
        if count.nonzeroBitCount == 1 {
            let level = count.trailingZeroBitCount
            return try full(level, range.lowerBound >> level)
        }
        let middle = range.lowerBound + MerkleProof.leftPart(of: count)
        let (left, right) = (try root(of: range.lowerBound..<middle), try root(of: middle..<range.upperBound))
        return try hashing { () throws(CryptoError) in try MerkleTree.node(left, right) }
    }

    /// A full part, out of the roots kept on its own level or the next one below.
    private func full(_ level: Int, _ position: Int) throws(StoreError) -> Digest {
        let kept = MerkleNode.levelsKept.last { $0 <= level } ?? 0
        let count = 1 << (level - kept)
        var hashes = try kept == 0 ? leaves(position * count, count) : nodes(kept, position * count, count)
        guard hashes.count == count else { throw .auditBroken(.treeMismatch) }
        while hashes.count > 1 {
            var above: [Digest] = []
            for index in stride(from: 0, to: hashes.count, by: 2) {
                above.append(
                    try hashing { () throws(CryptoError) in try MerkleTree.node(hashes[index], hashes[index + 1]) })
            }
            hashes = above
        }
        return hashes[0]
    }

    private func leaves(_ start: Int, _ count: Int) throws(StoreError) -> [Digest] {
        try digests(
            """
            SELECT leaf AS hash FROM audit_record
            WHERE writer = \(writer) AND sequence >= \(start) AND sequence < \(start + count) ORDER BY sequence
            """)
    }

    private func nodes(_ level: Int, _ start: Int, _ count: Int) throws(StoreError) -> [Digest] {
        try digests(
            """
            SELECT hash FROM audit_node
            WHERE writer = \(writer) AND level = \(level) AND position >= \(start) AND position < \(start + count)
            ORDER BY position
            """)
    }

    private func digests(_ statement: SQL) throws(StoreError) -> [Digest] {
        var digests: [Digest] = []
        for row in try query.run(statement) {
            let bytes: [UInt8] = try row["hash"]
            digests.append(try hashing { () throws(CryptoError) in try Digest(.sha256, bytes: bytes) })
        }
        return digests
    }
}

/// What goes wrong while hashing, as an error of the store.
func hashing<Value>(_ body: () throws(CryptoError) -> Value) throws(StoreError) -> Value {
    do throws(CryptoError) {
        return try body()
    } catch {
        throw .cryptography(error)
    }
}
