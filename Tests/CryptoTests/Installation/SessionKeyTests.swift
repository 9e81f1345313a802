import Crypto
import Domain
import TestSupport
import Testing

@Suite("A key in a session") struct SessionKeyTests {
    private static let session = ID<SigningSession>(random: Array(1...16))
    private static let owner = ID<KeyOwner>(random: Array(2...17))

    private func seal(
        _ key: borrowing PrivateKey, token: borrowing Secret, _ peppers: borrowing Peppers
    ) throws -> SessionKey {
        try SessionKey.seal(key, session: Self.session, owner: Self.owner, token: token, peppers: peppers)
    }

    @Test(arguments: [KeyKind.rsa2048, .p256]) func `opens with the session's token`(kind: KeyKind) throws {
        let peppers = Peppers(current: try .random())
        let token = try Secret.random(count: SessionKey.tokenBytes)
        let key = try Fixture.privateKey(kind.fixtureName)
        let stored = try seal(key, token: token, peppers)
        let opened = try SessionKey(bytes: stored.bytes)
            .open(session: Self.session, owner: Self.owner, token: token, peppers: peppers)
        #expect(try opened.publicKeyInfo() == key.publicKeyInfo())
        let later = peppers.superseded(by: try .random())
        _ = try stored.open(session: Self.session, owner: Self.owner, token: token, peppers: later)
    }

    @Test func `opens neither with another token nor for another session or owner nor without the pepper`() throws {
        let peppers = Peppers(current: try .random())
        let foreign = Peppers(current: try .random())
        let token = try Secret.random(count: SessionKey.tokenBytes)
        let stored = try seal(Fixture.privateKey(KeyKind.p256.fixtureName), token: token, peppers)
        let other = try Secret.random(count: SessionKey.tokenBytes)
        #expect(throws: CryptoError.sealedKey(.refused)) {
            _ = try stored.open(session: Self.session, owner: Self.owner, token: other, peppers: peppers)
        }
        #expect(throws: CryptoError.sealedKey(.refused)) {
            _ = try stored.open(session: ID(random: Array(5...20)), owner: Self.owner, token: token, peppers: peppers)
        }
        #expect(throws: CryptoError.sealedKey(.refused)) {
            _ = try stored.open(session: Self.session, owner: ID(random: Array(5...20)), token: token, peppers: peppers)
        }
        #expect(throws: CryptoError.sealedKey(.refused)) {
            _ = try stored.open(session: Self.session, owner: Self.owner, token: token, peppers: foreign)
        }
    }

    @Test func `goes under another pepper without its token`() throws {
        let peppers = Peppers(current: try .random())
        let token = try Secret.random(count: SessionKey.tokenBytes)
        let key = try Fixture.privateKey(KeyKind.p256.fixtureName)
        let stored = try seal(key, token: token, peppers)
        #expect(try stored.rotated(to: peppers) == nil)
        #expect(throws: CryptoError.sealedKey(.pepperDoesNotOpen)) {
            _ = try stored.rotated(to: Peppers(current: .random()))
        }
        #expect(throws: CryptoError.sealedKey(.damaged)) { _ = try SessionKey(bytes: [1]).rotated(to: peppers) }
        let new = [UInt8](repeating: 9, count: Pepper.byteCount)
        let both = peppers.superseded(by: try Pepper(.of(new)))
        let rotated = try #require(try stored.rotated(to: both))
        let alone = Peppers(current: try Pepper(.of(new)))
        let opened = try rotated.open(session: Self.session, owner: Self.owner, token: token, peppers: alone)
        #expect(try opened.publicKeyInfo() == key.publicKeyInfo())
        #expect(throws: CryptoError.sealedKey(.refused)) {
            _ = try stored.open(session: Self.session, owner: Self.owner, token: token, peppers: alone)
        }
    }

    @Test func `with any bit changed opens no more`() throws {
        let peppers = Peppers(current: try .random())
        let token = try Secret.random(count: SessionKey.tokenBytes)
        let stored = try seal(Fixture.privateKey(KeyKind.p256.fixtureName), token: token, peppers)
        for bit in Array(0..<stored.bytes.count * 8).thinnedWhenWatched(to: 11) {
            var bytes = stored.bytes
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: CryptoError.sealedKey(.refused)) {
                _ = try SessionKey(bytes: bytes)
                    .open(session: Self.session, owner: Self.owner, token: token, peppers: peppers)
            }
        }
    }
}
