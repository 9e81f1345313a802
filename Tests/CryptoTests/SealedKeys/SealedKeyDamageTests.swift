@testable import Crypto
import Domain
import TestSupport
import Testing

@Suite("A damaged sealed key") struct SealedKeyDamageTests {
    private static let versionByte = 8

    /// Every bit of a P-256 blob; of an RSA one every bit of the header and every eighth of the rest.
    private func bits(of sealed: SealedKey, _ kind: KeyKind) throws -> [Int] {
        let header = try sealed.readForOperator().header.bytes.count * 8
        let all = sealed.bytes.count * 8
        let bits = kind == .p256 ? Array(0..<all) : Array(0..<header) + stride(from: header, to: all, by: 8)
        return bits.thinnedWhenWatched(to: 11)
    }

    /// What opening ends in, `nil` when it opened.
    private func outcome(of sealed: SealedKey) throws -> CryptoError? {
        do {
            try sealed.opened()
            return nil
        } catch let error as CryptoError {
            return error
        }
    }

    @Test(arguments: [KeyKind.p256, .rsa2048]) func `is refused whichever bit is wrong`(kind: KeyKind) throws {
        let sealed = try SealedSample.make(kind)
        for bit in try bits(of: sealed, kind) {
            let damaged = sealed.altered { $0[bit / 8] ^= 1 << UInt8(bit % 8) }
            let end = try outcome(of: damaged)
            if end != .sealedKey(.refused) { Issue.record("bit \(bit) ends in \(String(describing: end))") }
        }
        #expect(try outcome(of: sealed) == nil)
    }

    @Test(arguments: [KeyKind.p256, .rsa2048])
    func `is refused whichever bit was changed, though the checksum was made to fit`(kind: KeyKind) throws {
        let sealed = try SealedSample.make(kind)
        for bit in try bits(of: sealed, kind) where bit / 8 < sealed.bytes.count - KeyEnvelope.checksumBytes {
            let forged = try sealed.forged { $0[bit / 8] ^= 1 << UInt8(bit % 8) }
            let version: UInt8 = bit / 8 == Self.versionByte ? 1 ^ 1 << UInt8(bit % 8) : 1
            let expected: SealedKeyDefect = version > 1 ? .newerVersion(version) : .refused
            let end = try outcome(of: forged)
            if end != .sealedKey(expected) { Issue.record("bit \(bit) ends in \(String(describing: end))") }
        }
    }

    @Test(arguments: [KeyKind.p256, .rsa2048]) func `is refused wherever it is cut`(kind: KeyKind) throws {
        let sealed = try SealedSample.make(kind)
        for count in (0..<sealed.bytes.count).thinnedWhenWatched(to: 11) {
            let cut = sealed.altered { $0.removeLast($0.count - count) }
            let forged = count < 8 ? cut : try SealedKey(bytes: Array(sealed.bytes.prefix(count + 8))).forged { _ in }
            #expect(try outcome(of: cut) == .sealedKey(.refused), "\(count) bytes")
            if forged != sealed {
                #expect(try outcome(of: forged) == .sealedKey(.refused), "\(count) bytes and a checksum")
            }
        }
    }

    @Test func `is refused with bytes behind it or inside it`() throws {
        let sealed = try SealedSample.make()
        let refusal = CryptoError.sealedKey(.refused)
        for extra in [[0], [0, 0], sealed.bytes, [UInt8](repeating: 0, count: 20_000)] as [[UInt8]] {
            #expect(try outcome(of: sealed.altered { $0 += extra }) == refusal)
            #expect(try outcome(of: sealed.forged { $0 += extra }) == refusal)
            #expect(try outcome(of: sealed.forged { $0.insert(contentsOf: extra, at: 60) }) == refusal)
        }
    }

    @Test func `costs one derivation at the policy's price, like a wrong passphrase`() throws {
        let price = KDFParameters(memoryKiB: 32 << 10, passes: 2, lanes: 1)
        let sealed = try SealedSample.make(parameters: price)
        func cost(_ body: () throws -> Void) rethrows -> Duration {
            try (0..<3).map { _ in try ContinuousClock().measure(body) }.min() ?? .zero
        }
        let refusal = CryptoError.sealedKey(.refused)
        let wrongWord = cost { #expect(throws: refusal) { try sealed.opened(with: "kuda kepang", policy: price) } }
        let foreignOwner = cost { #expect(throws: refusal) { try sealed.opened(owner: .fixture(3), policy: price) } }
        let foreignPepper = cost { #expect(throws: refusal) { try sealed.opened(pepper: 0x12, policy: price) } }
        let junk = cost { #expect(throws: refusal) { try SealedKey(bytes: []).opened(policy: price) } }
        for other in [foreignOwner, foreignPepper, junk] {
            #expect(other > wrongWord / 4 && other < wrongWord * 4, "\(other) against \(wrongWord)")
        }
    }
}
