@testable import Crypto
import TestSupport
import Testing

@Suite("The check before a signature leaves") struct SignedDataOutlineTests {
    private func sample(_ kind: KeyKind = .p256) throws -> (der: [UInt8], content: Digest) {
        let identity = try Fixture.identity(kind.fixtureName)
        var signing = try CAdESSigning(
            as: identity, scheme: SignatureScheme(usualFor: kind), digest: .sha256, now: .wellInsideFixtures)
        let content = try Digest(.sha256, of: Array("isi".utf8))
        return (try signing.sign(content).der, content)
    }

    @Test(arguments: KeyKind.allCases) func `finds what another reader finds`(kind: KeyKind) throws {
        let sample = try sample(kind)
        let outline = try #require(SignedDataOutline(of: sample.der))
        let parts = try SignerParts(of: CMSSignature(der: sample.der, value: [], messageDigest: []))
        #expect(outline.signedAttributes == parts.signedAttributes)
        #expect(outline.signature == parts.signature)
        #expect(outline.attributesContain(sample.content.bytes))
    }

    @Test func `finds nothing in DER that is cut or goes on`() throws {
        let der = try sample().der
        for count in 0..<der.count {
            #expect(SignedDataOutline(of: Array(der.prefix(count))) == nil, "\(count) bytes")
        }
        #expect(SignedDataOutline(of: der + [0]) == nil)
        #expect(SignedDataOutline(of: der + der) == nil)
        #expect(SignedDataOutline(of: [UInt8](repeating: 0x30, count: 400)) == nil)
    }

    @Test func `finds nothing with a second signer, with unsigned attributes or in BER`() throws {
        let der = try sample().der
        let tree = try #require(DERTree(der))
        let last = tree[1][0].children.count - 1

        var twice = tree
        twice[1][0][last].children.append(tree[1][0][last][0])
        #expect(SignedDataOutline(of: twice.encoded) == nil)
        var longer = tree
        longer[1][0][last][0].children.append(DERTree(tag: 0xA1, children: []))
        #expect(SignedDataOutline(of: longer.encoded) == nil)
        let indefinite = [0x30, 0x80] + der.dropFirst(4) + [0, 0]
        #expect(SignedDataOutline(of: indefinite) == nil)
        #expect(SignedDataOutline(of: tree.encoded) != nil)
    }

    @Test func `passes no byte changed in the attributes or the signature`() throws {
        let sample = try sample()
        let good = try #require(SignedDataOutline(of: sample.der))
        var check = try SignatureCheck(
            by: Fixture.certificates("signer-p256")[0].publicKey(), scheme: .ecdsa, digest: .sha256)
        func passes(_ outline: SignedDataOutline) throws -> Bool {
            try outline.attributesContain(sample.content.bytes)
                && check.passes(outline.signature, over: Digest(.sha256, of: outline.signedAttributes))
        }
        #expect(try passes(good))

        var differing = 0
        for bit in 0..<sample.der.count * 8 {
            var der = sample.der
            der[bit / 8] ^= 1 << UInt8(bit % 8)
            guard let outline = SignedDataOutline(of: der) else { continue }
            if outline.signature == good.signature, outline.signedAttributes == good.signedAttributes { continue }
            differing += 1
            if try passes(outline) { Issue.record("bit \(bit) passes") }
        }
        #expect(differing >= 8 * (good.signature.count + 32))
    }

    @Test func `demands the document's own digest`() throws {
        let sample = try sample()
        let outline = try #require(SignedDataOutline(of: sample.der))
        #expect(try !outline.attributesContain(Digest(.sha256, of: Array("lain".utf8)).bytes))
        #expect(!outline.attributesContain(sample.content.bytes + [0]))
        #expect(!outline.attributesContain([UInt8](repeating: 0, count: 10_000)))
    }

    /// A key whose secret numbers are wrong while its public ones are the certificate's: what a fault of memory leaves.
    private func faulty(_ kind: KeyKind) throws -> PrivateKey {
        var tree = try #require(DERTree(Fixture.privateKey(kind.fixtureName).pkcs8().revealed))
        var numbers = try #require(DERTree(tree[2].content))
        for index in kind.isElliptic ? [1] : [3, 6] {
            numbers[index].content[numbers[index].content.count - 2] ^= 2
        }
        tree[2].content = numbers.encoded
        return try PrivateKey(pkcs8: .of(tree.encoded))
    }

    @Test(arguments: KeyKind.allCases) func `holds back what a faulty key has signed`(kind: KeyKind) throws {
        let identity = try SigningIdentity(
            key: faulty(kind), certificates: Fixture.certificates("chain-\(kind.fixtureName)"))
        for scheme in kind.schemes(for: .sha256) {
            var signing = try CAdESSigning(as: identity, scheme: scheme, digest: .sha256, now: .wellInsideFixtures)
            for byte in 0..<4 as Range<UInt8> {
                let content = try Digest(.sha256, of: [byte])
                #expect(throws: CryptoError.signature(.failedOwnCheck)) { try signing.sign(content) }
            }
        }
    }
}
