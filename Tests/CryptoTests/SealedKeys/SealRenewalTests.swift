@testable import Crypto
import TestSupport
import Testing

@Suite("The renewal of a seal") struct SealRenewalTests {
    private static let policy = KDFParameters(memoryKiB: 64, passes: 2, lanes: 1)

    private func renewal(of sealed: SealedKey, pepper: UInt8 = 0x11, previous: UInt8? = nil) throws -> SealedKey? {
        try sealed.open(
            id: SealedSample.id, owner: SealedSample.owner, with: .of(SealedSample.word),
            peppers: SealedSample.peppers(pepper, previous: previous), policy: Self.policy
        ).renewed
    }

    @Test(arguments: [
        KDFParameters(memoryKiB: 8, passes: 1, lanes: 1), .init(memoryKiB: 63, passes: 2, lanes: 1),
        .init(memoryKiB: 64, passes: 1, lanes: 1), .init(memoryKiB: 32, passes: 2, lanes: 4),
    ])
    func `comes with opening a key that was sealed cheaper than the policy`(old: KDFParameters) throws {
        let sealed = try SealedSample.make(parameters: old)
        let renewed = try #require(try renewal(of: sealed))
        let (before, after) = try (sealed.examine(), renewed.examine())
        #expect(after.parameters == Self.policy)
        #expect(after.id == before.id)
        #expect(after.owner == before.owner)
        #expect(after.publicKeyInfo == before.publicKeyInfo)
        #expect(try renewed.opened() == before.publicKeyInfo)
        #expect(try renewal(of: renewed) == nil)
        #expect(throws: CryptoError.sealedKey(.refused)) { try renewed.opened(with: "kuda kepang") }
    }

    @Test(arguments: [
        KDFParameters(memoryKiB: 64, passes: 2, lanes: 1), .init(memoryKiB: 128, passes: 2, lanes: 1),
        .init(memoryKiB: 64, passes: 3, lanes: 1), .init(memoryKiB: 64, passes: 2, lanes: 4),
    ])
    func `does not come where the seal costs as much or more`(old: KDFParameters) throws {
        #expect(try renewal(of: SealedSample.make(parameters: old)) == nil)
    }

    @Test(arguments: [KDFParameters(memoryKiB: 256, passes: 1, lanes: 1), .init(memoryKiB: 8, passes: 9, lanes: 1)])
    func `never makes anything cheaper`(old: KDFParameters) throws {
        let renewed = try #require(try renewal(of: SealedSample.make(parameters: old)))
        let parameters = try renewed.examine().parameters
        #expect(parameters.memoryKiB >= old.memoryKiB)
        #expect(parameters.passes >= old.passes)
        #expect(!parameters.isWeaker(than: Self.policy))
    }

    @Test func `is under the new pepper while peppers are rotated`() throws {
        let sealed = try SealedSample.make(pepper: 0x11)
        let renewed = try #require(try renewal(of: sealed, pepper: 0x22, previous: 0x11))
        #expect(try renewed.opened(pepper: 0x22) == sealed.examine().publicKeyInfo)
        #expect(throws: CryptoError.sealedKey(.refused)) { try renewed.opened(pepper: 0x11) }
    }
}
