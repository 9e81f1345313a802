import Crypto
import TestSupport
import Testing

@Suite("A signature scheme") struct SignatureSchemeTests {
    @Test(
        arguments: [
            (.rsa2048, .pkcs1), (.rsa3072, .pkcs1), (.rsa4096, .pkcs1), (.p256, .ecdsa), (.p384, .ecdsa),
        ] as [(KeyKind, SignatureScheme)])
    func `is chosen by the kind of key when nobody asks`(kind: KeyKind, usual: SignatureScheme) {
        #expect(SignatureScheme(usualFor: kind) == usual)
    }

    @Test(
        arguments: [
            (.rsa2048, .ecdsa), (.rsa3072, .ecdsa), (.rsa4096, .ecdsa), (.p256, .pkcs1), (.p384, .pkcs1),
            (.p256, .pss(saltBytes: 32)), (.p384, .pss(saltBytes: 32)), (.p256, .pss(saltBytes: -1)),
        ] as [(KeyKind, SignatureScheme)])
    func `that the key cannot do is refused on both sides`(kind: KeyKind, scheme: SignatureScheme) throws {
        let key = try Fixture.privateKey(kind.fixtureName)
        let publicKey = try key.publicKey()
        let refusal = CryptoError.key(.schemeDoesNotFit(kind, scheme))
        #expect(throws: refusal) { _ = try SignatureMaking(with: key, scheme: scheme, digest: .sha256) }
        #expect(throws: refusal) { _ = try SignatureCheck(by: publicKey, scheme: scheme, digest: .sha256) }
    }

    @Test(arguments: SigningWay.all) func `makes what openssl accepts`(way: SigningWay) throws {
        let key = try Fixture.privateKey(way.kind.fixtureName)
        let digest = try Digest(way.digest, of: Array("akta".utf8))
        var making = try SignatureMaking(with: key, scheme: way.scheme, digest: way.digest)
        let files = try [
            "public.pem": Array(key.publicKey().pem().utf8), "digest": digest.bytes, "signature": making.sign(digest),
        ]
        let line = "pkeyutl -verify -pubin -inkey public.pem -in digest -sigfile signature \(way.opensslOptions)"
        #expect(try OpenSSLCommand(line, with: files).isSuccess)

        let tampered = files.merging(["digest": try Digest(way.digest, of: Array("akta.".utf8)).bytes]) { $1 }
        #expect(try !OpenSSLCommand(line, with: tampered).isSuccess)
    }

    @Test(arguments: SigningWay.all) func `accepts what openssl made`(way: SigningWay) throws {
        let digest = try Digest(way.digest, of: Array("akta".utf8))
        let command = try OpenSSLCommand(
            "pkeyutl -sign -inkey key.pem -in digest -out signature \(way.opensslOptions)",
            with: ["key.pem": Fixture.bytes("pki/\(way.kind.fixtureName).key"), "digest": digest.bytes])
        let signature = try command.file("signature")
        let publicKey = try Fixture.privateKey(way.kind.fixtureName).publicKey()
        #expect(try publicKey.verifies(signature, over: digest, scheme: way.scheme))
    }

    @Test(arguments: [KeyKind.rsa2048, .rsa3072, .rsa4096])
    func `of PKCS#1 makes the one signature that openssl makes`(kind: KeyKind) throws {
        let way = SigningWay(kind, .sha256, .pkcs1)
        let digest = try Digest(.sha256, of: Array("satu".utf8))
        let command = try OpenSSLCommand(
            "pkeyutl -sign -inkey key.pem -in digest -out signature \(way.opensslOptions)",
            with: ["key.pem": Fixture.bytes("pki/\(kind.fixtureName).key"), "digest": digest.bytes])
        var making = try SignatureMaking(
            with: Fixture.privateKey(kind.fixtureName), scheme: .pkcs1, digest: .sha256)
        let signatures = try [making.sign(digest), making.sign(digest)]
        #expect(try signatures == [command.file("signature"), command.file("signature")])
    }

    @Test func `refuses a digest of another algorithm`() throws {
        let key = try Fixture.privateKey("signer-p256")
        let publicKey = try key.publicKey()
        let digest = try Digest(.sha384, of: [])
        let refusal = CryptoError.digest(.wrongAlgorithm(expected: .sha256, actual: .sha384))
        var making = try SignatureMaking(with: key, scheme: .ecdsa, digest: .sha256)
        var check = try SignatureCheck(by: publicKey, scheme: .ecdsa, digest: .sha256)
        #expect(throws: refusal) { try making.sign(digest) }
        #expect(throws: refusal) { try check.passes([], over: digest) }
    }

    @Test(arguments: SigningWay.all) func `is not taken for another digest or another scheme`(way: SigningWay) throws {
        let key = try Fixture.privateKey(way.kind.fixtureName)
        let publicKey = try key.publicKey()
        let digest = try Digest(way.digest, of: [])
        var making = try SignatureMaking(with: key, scheme: way.scheme, digest: way.digest)
        let signature = try making.sign(digest)
        for other in SigningWay.all where other.kind == way.kind && other != way && other.scheme != .ecdsa {
            let otherDigest = try Digest(other.digest, of: [])
            #expect(try !publicKey.verifies(signature, over: otherDigest, scheme: other.scheme), "\(other)")
        }
        #expect(try publicKey.verifies(signature, over: digest, scheme: way.scheme))
    }
}
