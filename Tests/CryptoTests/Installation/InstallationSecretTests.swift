import Crypto
import Domain
import TestSupport
import Testing

@Suite("An installation's secret") struct InstallationSecretTests {
    private static let id = ID<WrappedSecret>(random: Array(1...16))
    private static let other = ID<WrappedSecret>(random: Array(2...17))

    @Test func `comes back from under its pepper, and from nowhere else`() throws {
        let peppers = Peppers(current: try .random())
        let foreign = Peppers(current: try .random())
        let secret = try Secret.random(count: WrappedSecret.secretBytes)
        let wrapped = try WrappedSecret.wrap(secret, id: Self.id, under: peppers)
        let stored = WrappedSecret(bytes: wrapped.bytes)
        #expect(try stored.open(id: Self.id, peppers: peppers).equals(secret))
        #expect(throws: CryptoError.installationSecret(.pepperDoesNotOpen)) {
            try stored.open(id: Self.id, peppers: foreign).count
        }
        #expect(throws: CryptoError.installationSecret(.pepperDoesNotOpen)) {
            try stored.open(id: Self.other, peppers: peppers).count
        }
    }

    @Test func `moves under the next pepper, once`() throws {
        let first = Peppers(current: try .random())
        let secret = try Secret.random(count: WrappedSecret.secretBytes)
        let wrapped = try WrappedSecret.wrap(secret, id: Self.id, under: first)
        #expect(try wrapped.rotated(id: Self.id, to: first) == nil)
        let both = first.superseded(by: try .random())
        let rotated = try #require(try wrapped.rotated(id: Self.id, to: both))
        #expect(try rotated.rotated(id: Self.id, to: both) == nil)
        #expect(try rotated.open(id: Self.id, peppers: both).equals(secret))
        #expect(try wrapped.open(id: Self.id, peppers: both).equals(secret))
    }

    @Test func `is refused with any bit changed, and never opens to something else`() throws {
        let peppers = Peppers(current: try .random())
        let wrapped = try WrappedSecret.wrap(
            .random(count: WrappedSecret.secretBytes), id: Self.id, under: peppers)
        for bit in Array(0..<wrapped.bytes.count * 8).thinnedWhenWatched(to: 11) {
            var bytes = wrapped.bytes
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: CryptoError.self) {
                try WrappedSecret(bytes: bytes).open(id: Self.id, peppers: peppers).count
            }
        }
        for count in wrapped.bytes.indices {
            let cut = WrappedSecret(bytes: Array(wrapped.bytes.prefix(count)))
            #expect(throws: CryptoError.installationSecret(.damaged)) {
                try cut.open(id: Self.id, peppers: peppers).count
            }
        }
    }

    @Test func `makes codes that say one thing each`() throws {
        let keys = try InstallationKeys(.random(count: WrappedSecret.secretBytes))
        var codes: Set<[UInt8]> = []
        for purpose in InstallationKeys.Purpose.allCases { codes.insert(try keys.code(purpose, [1, 2], [3])) }
        codes.insert(try keys.code(.lookup, [1], [2, 3]))
        codes.insert(try keys.code(.lookup, [1, 2, 3]))
        codes.insert(try keys.code(.lookup))
        let others = try InstallationKeys(.random(count: WrappedSecret.secretBytes))
        codes.insert(try others.code(.lookup, [1, 2], [3]))
        #expect(codes.count == InstallationKeys.Purpose.allCases.count + 4)
        #expect(try keys.code(.lookup, [1, 2], [3]) == keys.code(.lookup, [1, 2], [3]))
    }
}
