import Crypto
import TestSupport
import Testing

/// What somebody may hand in as the signature of RFC 6979 A.2.5 over "sample" with SHA-256.
struct ECDSACandidate: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]

    private static let r = [UInt8](hex: "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716")
    private static let s = [UInt8](hex: "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")
    /// The order of the group (SEC 2 §2.4.2).
    private static let n = [UInt8](hex: "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551")

    private static func pair(_ r: DERTree, _ s: DERTree) -> [UInt8] { DERTree.sequence([r, s]).encoded }

    static let right = pair(.integer(r), .integer(s))

    static let wrong: [ECDSACandidate] = {
        let (r, s) = (DERTree.integer(Self.r), DERTree.integer(Self.s))
        let n = DERTree.integer(Self.n)
        let zero = DERTree.integer([])
        let one = DERTree.integer([1])
        let long = DERTree.integer([1] + [UInt8](repeating: 0, count: 40))
        let inside = r.encoded + s.encoded
        let cases: [(String, [UInt8])] = [
            ("nothing", []), ("a zero byte", [0]), ("an empty sequence", [0x30, 0x00]), ("both bare", inside),
            ("r is zero", pair(zero, s)), ("s is zero", pair(r, zero)), ("both are zero", pair(zero, zero)),
            ("both are one", pair(one, one)), ("r is n", pair(n, s)), ("s is n", pair(r, n)),
            ("both are n", pair(n, n)),
            ("r is n + 1, which is 1", pair(.integer(Self.n.dropLast() + [0x52]), s)),
            ("s is n + 1, which is 1", pair(r, .integer(Self.n.dropLast() + [0x52]))),
            ("r and s changed places", pair(s, r)), ("r is negative", pair(DERTree(tag: 2, content: Self.r), s)),
            ("s is negative", pair(r, DERTree(tag: 2, content: Self.s))),
            ("r is huge", pair(long, s)), ("s is huge", pair(r, long)),
            ("r is missing", DERTree.sequence([s]).encoded), ("s is missing", DERTree.sequence([r]).encoded),
            ("a third number", DERTree.sequence([r, s, one]).encoded), ("a byte behind", right + [0]),
            ("an element behind", right + [5, 0]), ("cut by a byte", right.dropLast()),
            ("the first half", Array(right.prefix(36))),
            ("length in BER long form", [0x30, 0x81, UInt8(inside.count)] + inside),
            ("length in longer BER form", [0x30, 0x82, 0, UInt8(inside.count)] + inside),
            ("indefinite length", [0x30, 0x80] + inside + [0, 0]),
            (
                "inner length in BER long form",
                DERTree(
                    tag: 0x30, content: [2, 0x81, UInt8(r.content.count)] + r.content + s.encoded
                ).encoded
            ),
            ("r with a needless zero", pair(DERTree(tag: 2, content: [0] + r.content), s)),
            ("s with a needless zero", pair(r, DERTree(tag: 2, content: [0] + s.content))),
            ("r is empty", pair(DERTree(tag: 2, content: []), s)), ("a set", [0x31] + right.dropFirst()),
            ("r is a bit string", pair(DERTree(tag: 3, content: r.content), s)),
            ("two fields of fixed width", Self.r + Self.s),
        ]
        return cases.map { ECDSACandidate(testDescription: $0.0, bytes: $0.1) }
    }()
}

@Suite("An ECDSA signature") struct ECDSAEncodingTests {
    private func isAccepted(_ signature: [UInt8]) throws -> Bool {
        try PublicKey(info: ECDSAVector.publicKeyInfo(.p256)).verifies(
            signature, over: Digest(.sha256, of: Array("sample".utf8)), scheme: .ecdsa)
    }

    @Test func `in its DER is accepted`() throws {
        #expect(try isAccepted(ECDSACandidate.right))
    }

    @Test(arguments: ECDSACandidate.wrong) func `in any other form is refused`(candidate: ECDSACandidate) throws {
        #expect(try !isAccepted(candidate.bytes))
    }

    @Test func `with any one bit changed is refused`() throws {
        for bit in 0..<ECDSACandidate.right.count * 8 {
            var changed = ECDSACandidate.right
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try !isAccepted(changed), "bit \(bit)")
        }
    }
}
