import Crypto
import Store
import TestSupport
import Testing

@Suite("The tree over a log") struct MerkleTests {
    /// The leaves and roots that the reference implementation of RFC 6962 is tested with, which RFC 9162 keeps.
    private static let published: [(leaf: [UInt8], root: String)] = [
        ([], "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        ([0x00], "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        ([0x10], "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        ([0x20, 0x21], "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        ([0x30, 0x31], "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        ([0x40, 0x41, 0x42, 0x43], "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
        (Array(0x50...0x57), "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        (Array(0x60...0x6F), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ]

    @Test func `has the published roots`() throws {
        var tree = MerkleFrontier()
        #expect(
            Hexadecimal.text(try tree.root().bytes)
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        for (leaf, root) in Self.published {
            _ = try tree.append(MerkleTree.leaf(String(decoding: leaf, as: UTF8.self)))
            #expect(Hexadecimal.text(try tree.root().bytes) == root)
        }
    }

    @Test func `keeps the roots of full parts, each once`() throws {
        var tree = MerkleFrontier()
        var kept: [MerkleNode] = []
        let leaf = try MerkleTree.leaf("x")
        for _ in 0..<(65_536 + 300) { kept += try tree.append(leaf) }
        #expect(kept.filter { $0.level == 8 }.map(\.position) == Array(0..<257))
        #expect(kept.filter { $0.level == 16 }.map(\.position) == [0])
    }

    @Test func `lets no way pass that is too long, too short or another one`() throws {
        let leaves = try (0..<7).map { try MerkleTree.leaf("\($0)") }
        var tree = MerkleFrontier()
        for leaf in leaves { _ = try tree.append(leaf) }
        let root = try tree.root()
        // The last of seven: its way has no step on the lowest level.
        let right = [
            try MerkleTree.node(leaves[4], leaves[5]),
            try MerkleTree.node(
                MerkleTree.node(leaves[0], leaves[1]), MerkleTree.node(leaves[2], leaves[3])),
        ]
        func reached(_ path: [Digest], at index: Int = 6, size: Int = 7) throws -> Bool {
            try MerkleProof.root(of: leaves[6], at: index, size: size, path: path) == root
        }
        #expect(try reached(right))
        #expect(try !reached(Array(right.dropLast())))
        #expect(try !reached(right + [leaves[0]]))
        #expect(try !reached(right.reversed()))
        #expect(try !reached(right, at: 5))
        #expect(try !reached(right, at: 7))
        #expect(try !reached(right, at: -1))
        #expect(try !reached([]))
    }
}
