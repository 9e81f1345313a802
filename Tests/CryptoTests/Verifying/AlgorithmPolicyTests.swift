import Crypto
import Domain
import Testing

@Suite("The policy for algorithms") struct AlgorithmPolicyTests {
    private static let endOfSHA1 = Instant(secondsSince1970: 1_343_779_200)
    private static let endOfRSA1024 = Instant(secondsSince1970: 1_569_888_000)
    private static let endOf112Bits = Instant(secondsSince1970: 1_861_920_000)

    private func judged(_ digest: HashFunction?, _ signature: SignatureFamily?, _ bits: Int)
        -> AlgorithmPolicy.Acceptance
    {
        AlgorithmPolicy.etsi.acceptance(
            of: AlgorithmUse(digest: digest, signature: signature, key: nil, bits: bits))
    }

    @Test(
        arguments: [
            (.md5, .never), (.sha1, .until(endOfSHA1)), (.sha224, .until(endOf112Bits)),
            (.sha3x224, .until(endOf112Bits)), (.sha256, .open), (.sha384, .open), (.sha512, .open),
            (.sha3x256, .open), (.sha3x384, .open), (.sha3x512, .open),
        ] as [(HashFunction, AlgorithmPolicy.Acceptance)])
    func `gives each digest its end`(digest: HashFunction, expected: AlgorithmPolicy.Acceptance) {
        #expect(AlgorithmPolicy.etsi.acceptance(of: AlgorithmUse(digest: digest)) == expected)
    }

    @Test(
        arguments: [
            (.rsaPKCS1, 1_023, .never), (.rsaPKCS1, 1_024, .until(endOfRSA1024)),
            (.rsaPKCS1, 1_899, .until(endOfRSA1024)), (.rsaPKCS1, 1_900, .until(endOf112Bits)),
            (.rsaPKCS1, 4_096, .until(endOf112Bits)), (.rsaPSS, 1_023, .never),
            (.rsaPSS, 1_899, .until(endOfRSA1024)), (.rsaPSS, 2_999, .until(endOf112Bits)), (.rsaPSS, 3_000, .open),
            (.ecdsa, 159, .never), (.ecdsa, 160, .until(endOfSHA1)), (.ecdsa, 223, .until(endOfSHA1)),
            (.ecdsa, 224, .until(endOf112Bits)), (.ecdsa, 255, .until(endOf112Bits)), (.ecdsa, 256, .open),
            (.dsa, 3_072, .never), (.eddsa, 253, .never),
        ] as [(SignatureFamily, Int, AlgorithmPolicy.Acceptance)])
    func `gives each way of signing its end by the size of the key`(
        signature: SignatureFamily, bits: Int, expected: AlgorithmPolicy.Acceptance
    ) {
        #expect(judged(.sha256, signature, bits) == expected)
    }

    @Test func `lets the weakest part decide`() {
        #expect(judged(.sha1, .ecdsa, 256) == .until(Self.endOfSHA1))
        #expect(judged(.sha1, .rsaPKCS1, 1_024) == .until(Self.endOfSHA1))
        #expect(judged(.md5, .ecdsa, 256) == .never)
        #expect(judged(.sha512, .dsa, 2_048) == .never)
    }

    @Test(arguments: [nil, .rsaPKCS1, .rsaPSS, .ecdsa, .dsa, .eddsa] as [SignatureFamily?])
    func `believes nothing without a digest`(signature: SignatureFamily?) {
        #expect(judged(nil, signature, 4_096) == .never)
    }

    @Test func `accepts the last instant and not the next`() {
        let old = AlgorithmUse(digest: .sha1, signature: .rsaPKCS1, key: .rsa, bits: 2_048)
        #expect(AlgorithmPolicy.etsi.accepts(old, at: Self.endOfSHA1))
        #expect(!AlgorithmPolicy.etsi.accepts(old, at: Self.endOfSHA1 + .nanoseconds(1)))
        let new = AlgorithmUse(digest: .sha256, signature: .ecdsa, key: .ec, bits: 256)
        #expect(AlgorithmPolicy.etsi.accepts(new, at: Instant(nanosecondsSince1970: .max)))
        let never = AlgorithmUse(digest: .md5)
        #expect(!AlgorithmPolicy.etsi.accepts(never, at: Instant(secondsSince1970: 0)))
    }

    @Test func `has a name for each use`() {
        #expect(
            AlgorithmUse(digest: .sha256, signature: .rsaPKCS1, key: .rsa, bits: 2_048).id == "sha256/rsa-pkcs1/2048")
        #expect(AlgorithmUse(digest: .sha3x512).id == "sha3-512")
        #expect(AlgorithmUse(digest: nil, signature: .eddsa, key: .ed25519, bits: 253).id == "eddsa/253")
    }
}
