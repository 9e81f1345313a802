@testable import Crypto
import Domain
import TestSupport
import Testing

@Suite("The layers of a seal") struct SealLayersTests {
    private static let fresh = SealFreshness(
        salt: [UInt8](repeating: 1, count: 16), innerNonce: [UInt8](repeating: 2, count: 12),
        outerNonce: [UInt8](repeating: 3, count: 12))

    private func header(_ kind: KeyKind, info: [UInt8]) -> SealedKeyHeader {
        SealedKeyHeader(
            kind: kind, owner: SealedSample.owner, id: SealedSample.id, parameters: .cheapest, publicKeyInfo: info)
    }

    /// A blob whose two layers are sound, holding whatever it is given.
    private func planted(_ pkcs8: [UInt8], under header: SealedKeyHeader) throws -> SealedKey {
        let inner = try InnerLayer.seal(
            .of(pkcs8), header: header, under: .of(SealedSample.word), fresh: Self.fresh)
        return try OuterLayer.seal(inner, header: header, under: SealedSample.pepper(), nonce: Self.fresh.outerNonce)
    }

    @Test func `hold exactly the key that stands in clear`() throws {
        let key = try Fixture.privateKey("signer-p256")
        let own = try header(.p256, info: key.publicKey().info)
        #expect(try planted(key.pkcs8().revealed, under: own).opened() == key.publicKey().info)

        let other = try PrivateKey.generate(.p256).pkcs8().revealed
        #expect(throws: CryptoError.sealedKey(.refused)) { try planted(other, under: own).opened() }
    }

    @Test func `hold a key of the kind that stands in clear`() throws {
        let key = try Fixture.privateKey("signer-p256")
        let lying = try header(.p384, info: key.publicKey().info)
        #expect(throws: CryptoError.sealedKey(.refused)) { try planted(key.pkcs8().revealed, under: lying).opened() }
    }

    @Test func `are refused when what they hold is no key, or one not used here`() throws {
        let own = try header(.p256, info: Fixture.privateKey("signer-p256").publicKey().info)
        let ed25519 = try OpenSSLCommand(
            "pkey -in a.key -outform DER -out b.key", with: ["a.key": Fixture.bytes("pki/signer-ed25519.key")]
        ).file("b.key")
        for held in [[], [0x30, 0x00], Array("bukan kunci".utf8), ed25519] {
            #expect(throws: CryptoError.sealedKey(.refused)) { try planted(held, under: own).opened() }
        }
    }

    @Test func `do not open where the commitment is not the passphrase's`() throws {
        let key = try Fixture.privateKey("signer-p256")
        let own = try header(.p256, info: key.publicKey().info)
        let good = try InnerLayer.seal(key.pkcs8(), header: own, under: .of(SealedSample.word), fresh: Self.fresh)
        let parts = good.revealed
        #expect(try InnerLayer.open(good, header: own, with: .of(SealedSample.word))?.revealed != nil)

        for byte in 16..<48 {
            var altered = parts
            altered[byte] ^= 1
            let layer = try Secret.of(altered)
            #expect(
                try InnerLayer.open(layer, header: own, with: .of(SealedSample.word))?.revealed == nil, "byte \(byte)")
            // The encryption itself is untouched: without the commitment it would open.
            let keys = try InnerLayer.keys(for: .of(SealedSample.word), salt: Self.fresh.salt, header: own)
            let opened = try AESGCM.open(
                altered[60...], key: keys.slice(from: 0, count: 32), nonce: Self.fresh.innerNonce,
                associated: own.bytes + Self.fresh.salt)
            #expect(try opened?.revealed == key.pkcs8().revealed)
        }
    }

    @Test func `do not open where the inner one is cut`() throws {
        let key = try Fixture.privateKey("signer-p256")
        let own = try header(.p256, info: key.publicKey().info)
        let good = try InnerLayer.seal(key.pkcs8(), header: own, under: .of(SealedSample.word), fresh: Self.fresh)
        let bytes = good.revealed
        for count in 0..<bytes.count {
            let layer = try Secret.of(Array(bytes.prefix(count)))
            #expect(
                try InnerLayer.open(layer, header: own, with: .of(SealedSample.word))?.revealed == nil, "\(count) bytes"
            )
        }
    }

    @Test func `are bound to every field that stands in clear`() throws {
        let key = try Fixture.privateKey("signer-p256")
        let own = try header(.p256, info: key.publicKey().info)
        let inner = try InnerLayer.seal(key.pkcs8(), header: own, under: .of(SealedSample.word), fresh: Self.fresh)
        let others = [
            SealedKeyHeader(
                kind: .p384, owner: own.owner, id: own.id, parameters: own.parameters, publicKeyInfo: own.publicKeyInfo),
            SealedKeyHeader(
                kind: .p256, owner: .fixture(9), id: own.id, parameters: own.parameters,
                publicKeyInfo: own.publicKeyInfo),
            SealedKeyHeader(
                kind: .p256, owner: own.owner, id: .fixture(9), parameters: own.parameters,
                publicKeyInfo: own.publicKeyInfo),
            SealedKeyHeader(
                kind: .p256, owner: own.owner, id: own.id, parameters: .init(memoryKiB: 16, passes: 1, lanes: 1),
                publicKeyInfo: own.publicKeyInfo),
            header(.p256, info: own.publicKeyInfo + [0]),
        ]
        for other in others {
            #expect(try InnerLayer.open(inner, header: other, with: .of(SealedSample.word))?.revealed == nil)
            let outer = try OuterLayer.seal(
                inner, header: own, under: SealedSample.pepper(), nonce: Self.fresh.outerNonce)
            let parts = try outer.readForOperator()
            let moved = SealedKeyParts(
                header: other, pepper: parts.pepper, outerNonce: parts.outerNonce, outer: parts.outer)
            #expect(try OuterLayer.open(moved, under: SealedSample.peppers())?.revealed == nil)
        }
    }
}
