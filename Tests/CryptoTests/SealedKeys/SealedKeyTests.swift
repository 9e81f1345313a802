@testable import Crypto
import Domain
import TestSupport
import Testing

@Suite("A sealed key") struct SealedKeyTests {
    @Test(arguments: KeyKind.allCases)
    func `opens with its passphrase, for its owner, under its pepper`(kind: KeyKind) throws {
        let key = try Fixture.privateKey(kind.fixtureName)
        let sealed = try SealedSample.make(kind)
        let opened = try sealed.open(
            id: SealedSample.id, owner: SealedSample.owner, with: .of(SealedSample.word),
            peppers: SealedSample.peppers(), policy: .cheapest)
        #expect(try opened.key.pkcs8().equals(key.pkcs8()))
        #expect(opened.renewed == nil)
    }

    @Test func `is refused alike for a foreign owner, name, pepper or passphrase`() throws {
        let sealed = try SealedSample.make()
        let refusal = CryptoError.sealedKey(.refused)
        #expect(throws: refusal) { try sealed.opened(id: .fixture(3)) }
        #expect(throws: refusal) { try sealed.opened(owner: .fixture(3)) }
        #expect(throws: refusal) { try sealed.opened(with: "kuda kepang") }
        #expect(throws: refusal) { try sealed.opened(pepper: 0x12) }
        #expect(throws: refusal) { try sealed.opened(id: .fixture(3), with: "kuda kepang", pepper: 0x12) }
        #expect(try sealed.opened() == sealed.examine().publicKeyInfo)
    }

    @Test func `moved to another row by rewriting its names is refused`() throws {
        let sealed = try SealedSample.make()
        let toOwner = try sealed.forged { $0.replaceSubrange(10..<26, with: ID<KeyOwner>.fixture(3).bytes) }
        let toName = try sealed.forged { $0.replaceSubrange(26..<42, with: ID<SealedKey>.fixture(3).bytes) }
        #expect(try toOwner.examine().owner == .fixture(3))
        #expect(try toName.examine().id == .fixture(3))
        #expect(throws: CryptoError.sealedKey(.refused)) { try toOwner.opened(owner: .fixture(3)) }
        #expect(throws: CryptoError.sealedKey(.refused)) { try toName.opened(id: .fixture(3)) }
    }

    @Test func `has nothing in common with another seal of the same key but what stands in clear`() throws {
        func parts() throws -> (clear: [UInt8], nonce: [UInt8], outer: [UInt8], layer: [UInt8]) {
            let parts = try SealedSample.make().readForOperator()
            let layer = try #require(try OuterLayer.open(parts, under: SealedSample.peppers())?.revealed)
            return (parts.header.bytes + parts.pepper.bytes, parts.outerNonce, Array(parts.outer), layer)
        }
        let (one, other) = (try parts(), try parts())
        #expect(one.clear == other.clear)
        #expect(one.nonce != other.nonce)
        #expect(!hasCommonRun(one.outer, other.outer))
        #expect(one.layer.prefix(16) != other.layer.prefix(16), "salt")
        #expect(!hasCommonRun(one.layer, other.layer), "commitment, nonce, ciphertext")
    }

    /// Whether eight bytes in a row stand in both; by chance they do once in 2^48 runs.
    private func hasCommonRun(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        func runs(_ bytes: [UInt8]) -> Set<ArraySlice<UInt8>> { Set((0...bytes.count - 8).map { bytes[$0..<$0 + 8] }) }
        return !runs(left).isDisjoint(with: runs(right))
    }

    @Test func `is given another passphrase by opening and sealing it again`() throws {
        let sealed = try SealedSample.make()
        let key = try sealed.open(
            id: SealedSample.id, owner: SealedSample.owner, with: .of(SealedSample.word),
            peppers: SealedSample.peppers(), policy: .cheapest
        ).takeKey()
        let again = try SealedKey.seal(
            key, id: SealedSample.id, owner: SealedSample.owner, under: .of("jaran kepang"),
            peppers: SealedSample.peppers(), parameters: .cheapest)
        #expect(try again.opened(with: "jaran kepang") == sealed.examine().publicKeyInfo)
        #expect(throws: CryptoError.sealedKey(.refused)) { try again.opened() }
    }

    @Test func `is not made at a price beyond the ceiling`() throws {
        let parameters = KDFParameters(memoryKiB: 8, passes: 11, lanes: 1)
        #expect(throws: CryptoError.sealedKey(.parametersBeyondCeiling(parameters))) {
            try SealedSample.make(parameters: parameters)
        }
    }

    @Test func `tells no secret in what it prints`() throws {
        let sealed = try SealedSample.make()
        #expect(!"\(sealed)".contains(SealedSample.word))
        #expect(try !"\(sealed.examine())".contains(Hexadecimal.text(SealedSample.peppers().current.secret.revealed)))
    }
}
