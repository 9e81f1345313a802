@testable import Crypto
import TestSupport
import Testing

@Suite("The rotation of a pepper") struct PepperRotationTests {
    @Test(arguments: KeyKind.allCases) func `takes a key to the new one without its passphrase`(kind: KeyKind) throws {
        let sealed = try SealedSample.make(kind, pepper: 0x11)
        let rotated = try #require(try sealed.rotated(to: SealedSample.peppers(0x22, previous: 0x11)))
        let info = try sealed.examine().publicKeyInfo
        #expect(try rotated.opened(pepper: 0x22) == info)
        #expect(throws: CryptoError.sealedKey(.refused)) { try rotated.opened(pepper: 0x11) }
        #expect(try sealed.opened(pepper: 0x11) == info)
        #expect(throws: CryptoError.sealedKey(.refused)) { try rotated.opened(with: "kuda kepang", pepper: 0x22) }
    }

    @Test func `changes the pepper's name and the outer layer, and nothing inside`() throws {
        let sealed = try SealedSample.make(pepper: 0x11)
        let rotated = try #require(try sealed.rotated(to: SealedSample.peppers(0x22, previous: 0x11)))
        let (before, after) = try (sealed.readForOperator(), rotated.readForOperator())
        #expect(after.header == before.header)
        #expect(after.pepper != before.pepper)
        #expect(after.outerNonce != before.outerNonce)
        #expect(after.outer != before.outer)
        let inside = try OuterLayer.open(before, under: SealedSample.peppers(0x11))?.revealed
        #expect(try OuterLayer.open(after, under: SealedSample.peppers(0x22))?.revealed == inside)
        #expect(inside != nil)
    }

    @Test func `is done once`() throws {
        let peppers = try SealedSample.peppers(0x22, previous: 0x11)
        let rotated = try #require(try SealedSample.make(pepper: 0x11).rotated(to: peppers))
        #expect(try rotated.rotated(to: peppers) == nil)
        #expect(try SealedSample.make(pepper: 0x22).rotated(to: peppers) == nil)
    }

    @Test func `meanwhile opens both`() throws {
        for pepper in [0x11, 0x22] as [UInt8] {
            let sealed = try SealedSample.make(pepper: pepper)
            let opened = try sealed.open(
                id: SealedSample.id, owner: SealedSample.owner, with: .of(SealedSample.word),
                peppers: SealedSample.peppers(0x22, previous: 0x11), policy: .cheapest)
            #expect(try opened.key.publicKey().info == sealed.examine().publicKeyInfo)
            #expect(opened.renewed == nil)
        }
    }

    @Test func `refuses a key under a pepper that is not there`() throws {
        let sealed = try SealedSample.make(pepper: 0x33)
        #expect(throws: CryptoError.sealedKey(.pepperDoesNotOpen)) {
            try sealed.rotated(to: SealedSample.peppers(0x22, previous: 0x11))
        }
        #expect(throws: CryptoError.sealedKey(.pepperDoesNotOpen)) {
            try sealed.rotated(to: SealedSample.peppers(0x22))
        }
    }

    @Test func `refuses a key that claims the old pepper and was altered`() throws {
        let forged = try SealedSample.make(pepper: 0x11).forged { $0[$0.count - 1] ^= 1 }
        #expect(throws: CryptoError.sealedKey(.pepperDoesNotOpen)) {
            try forged.rotated(to: SealedSample.peppers(0x22, previous: 0x11))
        }
    }
}
