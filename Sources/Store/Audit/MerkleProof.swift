package import Crypto

/// Checking what somebody says about a tree, without the tree.
package enum MerkleProof {
    /// How many of these leaves hang under the left branch: the largest power of two that is less than all of them.
    static func leftPart(of count: Int) -> Int {
        1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }

    /// The root that a leaf at this place leads to (RFC 9162 §2.1.3.2); nil for a way that is too long or too short.
    package static func root(
        of leaf: Digest, at index: Int, size: Int, path: [Digest]
    ) throws(CryptoError) -> Digest? {
        guard 0 <= index, index < size else { return nil }
        var (place, last, hash) = (index, size - 1, leaf)
        for step in path {
            guard last > 0 else { return nil }
            if place & 1 == 1 || place == last {
                hash = try MerkleTree.node(step, hash)
                // A part without a right half is its left half: such levels have no step.
                while place & 1 == 0 && place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                hash = try MerkleTree.node(hash, step)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 ? hash : nil
    }

    /// Whether the tree of the new root began as that of the old one (RFC 9162 §2.1.4.2).
    package static func isConsistent(
        old: (size: Int, root: Digest), new: (size: Int, root: Digest), path: [Digest]
    ) throws(CryptoError) -> Bool {
        if old.size == new.size { return old.root == new.root && path.isEmpty }
        guard 0 < old.size, old.size < new.size else { return false }
        // A full older tree is itself the first step.
        var steps = (old.size.nonzeroBitCount == 1 ? [old.root] : []) + path
        guard let first = steps.first else { return false }
        steps.removeFirst()
        var (place, last) = (old.size - 1, new.size - 1)
        while place & 1 == 1 {
            place >>= 1
            last >>= 1
        }
        var (oldHash, newHash) = (first, first)
        for step in steps {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                oldHash = try MerkleTree.node(step, oldHash)
                newHash = try MerkleTree.node(step, newHash)
                while place & 1 == 0 && place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                newHash = try MerkleTree.node(newHash, step)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && oldHash == old.root && newHash == new.root
    }
}
