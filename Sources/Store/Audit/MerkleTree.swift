package import Crypto

/// The hashes of RFC 9162 §2.1.1 over SHA-256. A leaf is never taken for an inner node: they begin with different bytes.
package enum MerkleTree {
    package static let hashBytes = 32

    package static func leaf(_ line: String) throws(CryptoError) -> Digest {
        try Digest(.sha256, of: [0] + Array(line.utf8))
    }

    package static func node(_ left: Digest, _ right: Digest) throws(CryptoError) -> Digest {
        try Digest(.sha256, of: [1] + left.bytes + right.bytes)
    }

    /// The root over no leaves at all.
    package static func emptyRoot() throws(CryptoError) -> Digest {
        try Digest(.sha256, of: [])
    }
}

/// The root of a full part of a tree: over 2^`level` leaves, the part being the `position`-th of its size, from zero.
package struct MerkleNode: Hashable, Sendable {
    package let level: Int
    package let position: Int
    package let hash: Digest

    /// Roots of parts of these sizes are kept, so that a proof reads some hundred hashes and not all of them.
    package static let levelsKept = [8, 16, 24]
}

/// A tree that is only appended to: the roots of its full parts, the largest first, one for each bit of its size.
package struct MerkleFrontier: Hashable, Sendable {
    package private(set) var size: Int
    private var peaks: [Digest]

    package init() {
        size = 0
        peaks = []
    }

    /// Nil when the hashes cannot be those of a tree of that size.
    init?(size: Int, peaks bytes: [UInt8]) {
        let count = bytes.count / MerkleTree.hashBytes
        guard size >= 0, bytes.count % MerkleTree.hashBytes == 0, count == size.nonzeroBitCount else { return nil }
        var peaks: [Digest] = []
        for index in 0..<count {
            let start = index * MerkleTree.hashBytes
            guard let peak = try? Digest(.sha256, bytes: Array(bytes[start..<start + MerkleTree.hashBytes])) else {
                return nil
            }
            peaks.append(peak)
        }
        self.size = size
        self.peaks = peaks
    }

    var peakBytes: [UInt8] { peaks.flatMap(\.bytes) }

    /// Returns the roots to keep that the leaf completes.
    package mutating func append(_ leaf: Digest) throws(CryptoError) -> [MerkleNode] {
        var completed: [MerkleNode] = []
        var hash = leaf
        var level = 0
        // Each bit of the size that is set is a part that waits for its right half.
        while size >> level & 1 == 1 {
            hash = try MerkleTree.node(peaks.removeLast(), hash)
            level += 1
            if MerkleNode.levelsKept.contains(level) {
                completed.append(MerkleNode(level: level, position: size >> level, hash: hash))
            }
        }
        peaks.append(hash)
        size += 1
        return completed
    }

    package func root() throws(CryptoError) -> Digest {
        guard var root = peaks.last else { return try MerkleTree.emptyRoot() }
        for peak in peaks.dropLast().reversed() { root = try MerkleTree.node(peak, root) }
        return root
    }
}
