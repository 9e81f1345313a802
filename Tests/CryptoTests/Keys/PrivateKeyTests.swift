import Crypto
import Synchronization
import TestSupport
import Testing

@Suite("A private key") struct PrivateKeyTests {
    @Test(arguments: KeyKind.allCases)
    func `made new is of its kind, consistent, and signs in every way that fits`(kind: KeyKind) throws {
        let key = try PrivateKey.generate(kind)
        #expect(key.kind == kind)
        try key.checkConsistency()

        let publicKey = try key.publicKey()
        #expect(publicKey.kind == kind)
        for way in SigningWay.all where way.kind == kind {
            let digest = try Digest(way.digest, of: Array("surat keputusan".utf8))
            let other = try Digest(way.digest, of: Array("surat keputusan.".utf8))
            var making = try SignatureMaking(with: key, scheme: way.scheme, digest: way.digest)
            let signature = try making.sign(digest)
            #expect(try publicKey.verifies(signature, over: digest, scheme: way.scheme), "\(way)")
            #expect(try !publicKey.verifies(signature, over: other, scheme: way.scheme), "\(way)")
        }
    }

    @Test func `made twice is never the same`() throws {
        let infos = try (0..<8).map { _ in try PrivateKey.generate(.p256).publicKey().info }
        #expect(Set(infos).count == 8)
    }

    @Test(arguments: KeyKind.allCases)
    func `survives PKCS#8 and is the one that openssl reads`(kind: KeyKind) throws {
        let key = try Fixture.privateKey(kind.fixtureName)
        let pkcs8 = try key.pkcs8()
        let again = try PrivateKey(pkcs8: pkcs8)
        #expect(again.kind == kind)
        #expect(try again.publicKey().info == key.publicKey().info)
        #expect(try again.pkcs8().equals(pkcs8))

        let files = ["key.der": pkcs8.revealed]
        let command = try OpenSSLCommand(
            "pkey -inform DER -in key.der -pubout -outform DER -out public.der", with: files)
        #expect(try command.file("public.der") == key.publicKey().info)
        #expect(try OpenSSLCommand("pkey -inform DER -in key.der -check -noout", with: files).isSuccess)
    }

    @Test(arguments: KeyKind.allCases) func `of a fixture passes its own check`(kind: KeyKind) throws {
        try Fixture.privateKey(kind.fixtureName).checkConsistency()
    }

    @Test(arguments: KeyKind.allCases)
    func `signs at many threads' hands at once`(kind: KeyKind) throws {
        let info = try Fixture.privateKey(kind.fixtureName).publicKey().info
        let digest = try Digest(.sha256, of: [1])
        let scheme = SignatureScheme(usualFor: kind)
        let good = Mutex(0)
        Threads.run(8) { _ in
            do {
                let key = try Fixture.privateKey(kind.fixtureName)
                var making = try SignatureMaking(with: key, scheme: scheme, digest: .sha256)
                let isGood = try PublicKey(info: info).verifies(making.sign(digest), over: digest, scheme: scheme)
                if isGood { good.withLock { $0 += 1 } }
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(good.withLock { $0 } == 8)
    }
}
