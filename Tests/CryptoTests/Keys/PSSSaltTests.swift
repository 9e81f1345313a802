import Crypto
import TestSupport
import Testing

@Suite("The salt of RSA-PSS") struct PSSSaltTests {
    /// emLen - hLen - 2 (RFC 8017 §9.1.1).
    private static let longest = DigestAlgorithm.allCases.flatMap { digest in
        [(KeyKind.rsa2048, 256), (.rsa3072, 384), (.rsa4096, 512)].map { ($0, digest, $1 - digest.byteCount - 2) }
    }

    @Test(arguments: [0, 1, 20, 32, 64, 222]) func `is exactly as long as asked`(saltBytes: Int) throws {
        let way = SigningWay(.rsa2048, .sha256, .pss(saltBytes: saltBytes))
        let key = try Fixture.privateKey("signer-rsa2048")
        let digest = try Digest(.sha256, of: [1])
        var making = try SignatureMaking(with: key, scheme: way.scheme, digest: .sha256)
        let signature = try making.sign(digest)
        let publicKey = try key.publicKey()
        let files = try ["public.pem": Array(publicKey.pem().utf8), "digest": digest.bytes, "signature": signature]

        for stated in [0, 1, 19, 20, 21, 31, 32, 33, 64, 221, 222] {
            let verdict = try publicKey.verifies(signature, over: digest, scheme: .pss(saltBytes: stated))
            #expect(verdict == (stated == saltBytes), "stated \(stated)")
        }
        for stated in Set([saltBytes, 32, 20]) {
            let options = SigningWay(.rsa2048, .sha256, .pss(saltBytes: stated)).opensslOptions
            let judge = try OpenSSLCommand(
                "pkeyutl -verify -pubin -inkey public.pem -in digest -sigfile signature \(options)", with: files)
            #expect(judge.isSuccess == (stated == saltBytes), "stated \(stated) to openssl")
        }
    }

    @Test(arguments: longest)
    func `fits up to its bound and not a byte beyond`(kind: KeyKind, algorithm: DigestAlgorithm, most: Int) throws {
        let key = try Fixture.privateKey(kind.fixtureName)
        let publicKey = try key.publicKey()
        let digest = try Digest(algorithm, of: [2])
        var making = try SignatureMaking(with: key, scheme: .pss(saltBytes: most), digest: algorithm)
        #expect(try publicKey.verifies(making.sign(digest), over: digest, scheme: .pss(saltBytes: most)))

        for saltBytes in [most + 1, -1, -2, -3, -4, Int.max, Int.min] {
            let refusal = CryptoError.key(.saltTooLong(bytes: saltBytes, most: most))
            let scheme = SignatureScheme.pss(saltBytes: saltBytes)
            #expect(throws: refusal) { _ = try SignatureMaking(with: key, scheme: scheme, digest: algorithm) }
            #expect(throws: refusal) { _ = try SignatureCheck(by: publicKey, scheme: scheme, digest: algorithm) }
        }
    }

    @Test func `is new in each signature, unless it is empty`() throws {
        let key = try Fixture.privateKey("signer-rsa2048")
        let digest = try Digest(.sha256, of: [3])
        var salted = try SignatureMaking(with: key, scheme: .pss(saltBytes: 32), digest: .sha256)
        var bare = try SignatureMaking(with: key, scheme: .pss(saltBytes: 0), digest: .sha256)
        #expect(try Set((0..<8).map { _ in try salted.sign(digest) }).count == 8)
        #expect(try Set((0..<8).map { _ in try bare.sign(digest) }).count == 1)
    }
}
