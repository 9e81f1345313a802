@testable import Crypto
import Domain
import Foundation
import TestSupport
import Testing

@Suite("A vaulted key") struct VaultedKeyTests {
    private static let id = ID<VaultedKey>.fixture(1)

    private func vaulted(_ kind: KeyKind = .p256, pepper: UInt8 = 0x11) throws -> VaultedKey {
        try VaultedKey.seal(
            Fixture.privateKey(kind.fixtureName), id: Self.id, purpose: .issuing, under: SealedSample.peppers(pepper))
    }

    private func secret() throws -> OperatorSecret { try OperatorSecret(.of(Array(0..<32))) }

    private func shared() throws -> VaultedKey {
        try VaultedKey.seal(
            Fixture.privateKey("signer-p256"), id: Self.id, purpose: .root, under: secret())
    }

    private func open(_ vaulted: VaultedKey, pepper: UInt8 = 0x11, previous: UInt8? = nil) throws -> [UInt8] {
        try vaulted.open(
            id: Self.id, purpose: .issuing, peppers: SealedSample.peppers(pepper, previous: previous)
        ).pkcs8().revealed
    }

    @Test(arguments: KeyKind.allCases) func `opens under its pepper`(kind: KeyKind) throws {
        let vaulted = try vaulted(kind)
        #expect(try open(vaulted) == Fixture.privateKey(kind.fixtureName).pkcs8().revealed)
        let told = try vaulted.examine()
        #expect(told.kind == kind && told.purpose == .issuing && told.id == Self.id)
        #expect(try told.holder == .pepper(SealedSample.pepper().id))
        #expect(try told.publicKeyInfo == Fixture.privateKey(kind.fixtureName).publicKeyInfo())
    }

    @Test func `opens by shares of enough operators, and by no fewer`() throws {
        let vaulted = try shared()
        let shares = try secret().split(into: 3, threshold: 2)
        let key = try vaulted.open(id: Self.id, purpose: .root, secret: OperatorSecret(from: [shares[2], shares[0]]))
        #expect(try key.pkcs8().equals(Fixture.privateKey("signer-p256").pkcs8()))
        #expect(throws: CryptoError.vaultedKey(.secretDoesNotOpen)) {
            _ = try vaulted.open(id: Self.id, purpose: .root, secret: OperatorSecret.random())
        }
    }

    @Test func `opens for nothing but its name, its purpose and its holder`() throws {
        let (vaulted, shared) = (try vaulted(), try shared())
        let peppers = try SealedSample.peppers()
        #expect(throws: CryptoError.vaultedKey(.otherKey)) {
            _ = try vaulted.open(id: .fixture(2), purpose: .issuing, peppers: peppers)
        }
        for purpose in KeyPurpose.allCases where purpose != .issuing {
            #expect(throws: CryptoError.vaultedKey(.otherKey)) {
                _ = try vaulted.open(id: Self.id, purpose: purpose, peppers: peppers)
            }
        }
        #expect(throws: CryptoError.vaultedKey(.heldByPepper)) {
            _ = try vaulted.open(id: Self.id, purpose: .issuing, secret: secret())
        }
        #expect(throws: CryptoError.vaultedKey(.heldByOperators)) {
            _ = try shared.open(id: Self.id, purpose: .root, peppers: peppers)
        }
        #expect(throws: CryptoError.vaultedKey(.secretDoesNotOpen)) { try open(vaulted, pepper: 0x12) }
    }

    @Test func `is put under a new pepper, once`() throws {
        let vaulted = try vaulted()
        #expect(try vaulted.rotated(to: SealedSample.peppers()) == nil)
        let rotated = try #require(try vaulted.rotated(to: SealedSample.peppers(0x12, previous: 0x11)))
        #expect(try open(rotated, pepper: 0x12) == open(vaulted))
        #expect(throws: CryptoError.vaultedKey(.secretDoesNotOpen)) { try open(rotated) }
        #expect(throws: CryptoError.vaultedKey(.secretDoesNotOpen)) {
            try vaulted.rotated(to: SealedSample.peppers(0x13, previous: 0x12))
        }
        #expect(throws: CryptoError.vaultedKey(.heldByOperators)) {
            try shared().rotated(to: SealedSample.peppers())
        }
    }

    @Test func `is refused whichever bit is wrong, with its checksum or with one that was made to fit`() throws {
        let vaulted = try vaulted()
        for bit in (0..<vaulted.bytes.count * 8).thinnedWhenWatched(to: 11) {
            var damaged = vaulted.bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: CryptoError.self) { try open(VaultedKey(bytes: damaged)) }
            guard bit / 8 < damaged.count - KeyEnvelope.checksumBytes else { continue }
            let body = Array(damaged.dropLast(KeyEnvelope.checksumBytes))
            let forged = VaultedKey(bytes: body + (try Digest(.sha256, of: body).bytes.prefix(8)))
            #expect(throws: CryptoError.self, "bit \(bit)") { try open(forged) }
        }
        for count in 0..<vaulted.bytes.count {
            #expect(throws: CryptoError.self) { try open(VaultedKey(bytes: Array(vaulted.bytes.prefix(count)))) }
        }
        #expect(throws: CryptoError.vaultedKey(.damaged)) { try open(VaultedKey(bytes: vaulted.bytes + [0])) }
    }

    @Test func `of a newer program is told from damage`() throws {
        var body = Array(try vaulted().bytes.dropLast(8))
        body[8] = 2
        let newer = VaultedKey(bytes: body + (try Digest(.sha256, of: body).bytes.prefix(8)))
        #expect(throws: CryptoError.vaultedKey(.newerVersion(2))) { try newer.examine() }
        #expect(throws: CryptoError.vaultedKey(.notAVaultedKey)) { try VaultedKey(bytes: []).examine() }
        #expect(throws: CryptoError.vaultedKey(.notAVaultedKey)) { try SealedKeyBytes.asVaulted().examine() }
    }

    /// AES-GCM would let a ciphertext be built that opens under two keys; the commitment does not.
    @Test func `that was made for another key inside is refused`() throws {
        let parts = try vaulted().read()
        let keys = try VaultKeys.derive(from: SealedSample.pepper().secret, for: Self.id)
        let planted = try VaultedKey.seal(
            Fixture.privateKey("signer-p384").pkcs8(), header: parts.header, keys: keys,
            nonce: [UInt8](repeating: 1, count: 12))
        #expect(throws: CryptoError.vaultedKey(.inconsistent)) { try open(planted) }
    }

    private enum SealedKeyBytes {
        static func asVaulted() throws -> VaultedKey { VaultedKey(bytes: try SealedSample.make().bytes) }
    }
}

@Suite("The written format of a vaulted key") struct VaultedKeyGoldenTests {
    private static let name = "golden/vaulted-key-v1.bin"

    /// The pepper, the name and the nonce are fixed, and the key is a published one: the bytes are the same in every run.
    private func vaulted() throws -> VaultedKey {
        let key = try SealedSample.publishedKey()
        let header = VaultedKeyHeader(
            holder: .pepper(try SealedSample.pepper().id), kind: .p256, purpose: .timestamps, id: .fixture(1),
            publicKeyInfo: try key.publicKeyInfo())
        let keys = try VaultKeys.derive(from: SealedSample.pepper().secret, for: .fixture(1))
        return try VaultedKey.seal(key.pkcs8(), header: header, keys: keys, nonce: Array(0x40..<0x4C))
    }

    @Test func `is to the byte what it was, and opens in every later program`() throws {
        let vaulted = try vaulted()
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(vaulted.bytes).write(to: URL(filePath: Fixture.path(Self.name)))
            Issue.record("recorded \(Self.name): read the difference, then run again")
        }
        let golden = VaultedKey(bytes: try Fixture.bytes(Self.name))
        #expect(golden == vaulted)
        let key = try golden.open(id: .fixture(1), purpose: .timestamps, peppers: SealedSample.peppers())
        #expect(try key.pkcs8().equals(SealedSample.publishedKey().pkcs8()))
    }

    @Test func `is enough for a stranger to open one, from shares as they are printed, too`() throws {
        let golden = try Fixture.bytes(Self.name)
        let pkcs8 = Hexadecimal.text(try SealedSample.publishedKey().pkcs8().revealed) + "\n"
        let pepper = Hexadecimal.text([UInt8](repeating: 0x11, count: 32))
        let byPepper = try PythonJudge.run("open_vaulted_key.py", ["--secret", pepper], input: golden)
        #expect(byPepper.output == pkcs8, "\(byPepper.errors)")

        let secret = try OperatorSecret.random()
        let shares = try secret.split(into: 5, threshold: 3)
        let vaulted = try VaultedKey.seal(
            SealedSample.publishedKey(), id: .fixture(1), purpose: .root, under: secret)
        let printed = try [4, 0, 2].map { String(decoding: try shares[$0].text().revealed, as: UTF8.self) }
        let byShares = try PythonJudge.run("open_vaulted_key.py", printed, input: vaulted.bytes)
        #expect(byShares.output == pkcs8, "\(byShares.errors)")
    }
}

@Suite("A key that is taken away") struct TakenAwayKeyTests {
    @Test(arguments: KeyKind.allCases) func `comes back with its passphrase, here and by plain openssl`(kind: KeyKind)
        throws
    {
        let key = try Fixture.privateKey(kind.fixtureName)
        let pem = try TakenAwayKey.pem(of: key, under: .of("kuda lumping é"))
        #expect(pem.hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"))
        #expect(
            try TakenAwayKey.open(pem: Array(pem.utf8), with: .of("kuda lumping e\u{301}")).pkcs8().equals(key.pkcs8()))
        let opened = try OpenSSLCommand(
            words: [
                "pkcs8", "-topk8", "-nocrypt", "-in", "key", "-passin", "file:word", "-outform", "DER", "-out", "der",
            ],
            with: ["key": Array(pem.utf8), "word": Array("kuda lumping é".utf8)])
        #expect(try opened.file("der") == key.pkcs8().revealed)
    }

    @Test func `does not come back with another, or damaged`() throws {
        let pem = Array(try TakenAwayKey.pem(of: Fixture.privateKey("signer-p256"), under: .of("kuda lumping")).utf8)
        #expect(throws: CryptoError.keyFile(.wrongPassphrase)) {
            _ = try TakenAwayKey.open(pem: pem, with: .of("kuda kepang"))
        }
        for damaged in [[], Array(pem.dropLast(30)), Array("halo".utf8), try Fixture.bytes("pki/signer-p256.key")] {
            #expect(throws: CryptoError.keyFile(.unreadable)) {
                _ = try TakenAwayKey.open(pem: damaged, with: .of("kuda lumping"))
            }
        }
    }

    @Test(
        arguments: [
            ("-v2 aes-256-cbc -iter 10000", nil), ("-scrypt", nil), ("-v1 PBE-SHA1-3DES", .otherEncryption),
            ("-v2 aes-256-cbc -iter 10000001", .tooCostly),
            ("-scrypt -scrypt_N 2 -scrypt_r 1 -scrypt_p 65", .tooCostly),
        ] as [(String, KeyFileDefect?)])
    func `made by openssl is taken where it is made well`(options: String, defect: KeyFileDefect?) throws {
        let made = try OpenSSLCommand(
            "pkcs8 -topk8 -in key -passout pass:kudalumping -out pem \(options)",
            with: ["key": Fixture.bytes("pki/signer-p256.key")]
        ).file("pem")
        guard let defect else {
            let key = try TakenAwayKey.open(pem: made, with: .of("kudalumping"))
            #expect(try key.pkcs8().equals(Fixture.privateKey("signer-p256").pkcs8()))
            return
        }
        #expect(throws: CryptoError.keyFile(defect)) { _ = try TakenAwayKey.open(pem: made, with: .of("kudalumping")) }
    }
}
