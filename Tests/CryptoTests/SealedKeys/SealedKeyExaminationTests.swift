@testable import Crypto
import Domain
import TestSupport
import Testing

@Suite("The examination of a sealed key") struct SealedKeyExaminationTests {
    @Test(arguments: KeyKind.allCases) func `tells what stands in clear, without any secret`(kind: KeyKind) throws {
        let parameters = KDFParameters(memoryKiB: 16, passes: 2, lanes: 2)
        let description = try SealedSample.make(kind, parameters: parameters).examine()
        #expect(description.id == SealedSample.id)
        #expect(description.owner == SealedSample.owner)
        #expect(description.kind == kind)
        #expect(description.parameters == parameters)
        #expect(try description.pepper == SealedSample.pepper().id)
        #expect(try description.publicKeyInfo == Fixture.privateKey(kind.fixtureName).publicKey().info)
    }

    @Test func `under the right pepper says the same, under another that it does not open`() throws {
        let sealed = try SealedSample.make()
        #expect(try sealed.examine(under: SealedSample.peppers()) == sealed.examine())
        #expect(try sealed.examine(under: SealedSample.peppers(0x12, previous: 0x11)) == sealed.examine())
        #expect(throws: CryptoError.sealedKey(.pepperDoesNotOpen)) {
            try sealed.examine(under: SealedSample.peppers(0x12, previous: 0x13))
        }
    }

    @Test func `under its pepper finds a change that the checksum was made to fit`() throws {
        let sealed = try SealedSample.make()
        let forged = try sealed.forged { $0[12] ^= 1 }
        #expect(throws: CryptoError.sealedKey(.pepperDoesNotOpen)) { try forged.examine(under: SealedSample.peppers()) }
    }

    private func check(_ sealed: SealedKey, is defect: SealedKeyDefect, opening: SealedKeyDefect = .refused) {
        #expect(throws: CryptoError.sealedKey(defect)) { try sealed.examine() }
        #expect(throws: CryptoError.sealedKey(defect)) { try sealed.examine(under: SealedSample.peppers()) }
        #expect(throws: CryptoError.sealedKey(defect)) { try sealed.rotated(to: SealedSample.peppers(0x12)) }
        #expect(throws: CryptoError.sealedKey(opening)) { try sealed.opened() }
    }

    @Test(
        arguments: [
            [], [0], Array("TEKENKE".utf8), Array("TEKENKEY".utf8.reversed()), Array("tekenkey".utf8),
            [UInt8](repeating: 0xA5, count: 400), Array("-----BEGIN PRIVATE KEY-----".utf8),
        ] as [[UInt8]])
    func `names what was never a sealed key`(junk: [UInt8]) {
        check(SealedKey(bytes: junk), is: .notASealedKey)
    }

    @Test func `names damage`() throws {
        let sealed = try SealedSample.make()
        check(SealedKey(bytes: Array("TEKENKEY".utf8)), is: .damaged)
        check(SealedKey(bytes: Array("TEKENKEY\u{1}".utf8)), is: .damaged)
        check(sealed.altered { $0[8] ^= 2 }, is: .damaged)
        check(sealed.altered { $0[200] ^= 1 }, is: .damaged)
        check(sealed.altered { $0[$0.count - 1] ^= 1 }, is: .damaged)
        for count in 8..<sealed.bytes.count {
            check(sealed.altered { $0.removeLast($0.count - count) }, is: .damaged)
        }
    }

    @Test func `names damage where only the checksum was made to fit`() throws {
        let sealed = try SealedSample.make()
        check(try sealed.forged { $0.removeLast($0.count - 8) }, is: .damaged)
        check(try sealed.forged { $0[9] = 0 }, is: .damaged)
        check(try sealed.forged { $0[9] = 6 }, is: .damaged)
        check(try sealed.forged { $0.replaceSubrange(51..<53, with: [0xFF, 0xFF]) }, is: .damaged)
        check(try sealed.forged { $0.append(contentsOf: [UInt8](repeating: 0, count: 16_384)) }, is: .damaged)
        for (offset, width) in [(42, 4), (46, 4), (50, 1)] {  // memory, passes, lanes
            let zeros = [UInt8](repeating: 0, count: width)
            check(try sealed.forged { $0.replaceSubrange(offset..<offset + width, with: zeros) }, is: .damaged)
        }
    }

    @Test func `reads a public half up to its bound`() throws {
        func blob(_ count: Int) throws -> SealedKey {
            let header = SealedKeyHeader(
                kind: .p256, owner: SealedSample.owner, id: SealedSample.id, parameters: .cheapest,
                publicKeyInfo: [UInt8](repeating: 1, count: count))
            return try OuterLayer.seal(
                .of("isi"), header: header, under: SealedSample.pepper(), nonce: [UInt8](repeating: 0, count: 12))
        }
        #expect(try blob(1_024).examine().publicKeyInfo.count == 1_024)
        #expect(throws: CryptoError.sealedKey(.damaged)) { try blob(1_025).examine() }
    }

    @Test(arguments: [2, 3, 255] as [UInt8]) func `names a newer version, and so does opening`(version: UInt8) throws {
        let newer = try SealedSample.make().forged { $0[8] = version }
        check(newer, is: .newerVersion(version), opening: .newerVersion(version))
        let short = try SealedSample.make().forged { $0 = Array($0.prefix(8)) + [version] }
        check(short, is: .newerVersion(version), opening: .newerVersion(version))
    }

    @Test(
        arguments: [
            (42, [0x00, 0x10, 0x00, 0x01], KDFParameters(memoryKiB: 1_048_577, passes: 1, lanes: 1)),
            (42, [0xFF, 0xFF, 0xFF, 0xFF], KDFParameters(memoryKiB: .max, passes: 1, lanes: 1)),
            (46, [0x00, 0x00, 0x00, 0x0B], KDFParameters(memoryKiB: 8, passes: 11, lanes: 1)),
            (50, [0x09], KDFParameters(memoryKiB: 8, passes: 1, lanes: 9)),
        ] as [(Int, [UInt8], KDFParameters)])
    func `names a price beyond the ceiling`(offset: Int, bytes: [UInt8], parameters: KDFParameters) throws {
        let forged = try SealedSample.make().forged { $0.replaceSubrange(offset..<offset + bytes.count, with: bytes) }
        check(forged, is: .parametersBeyondCeiling(parameters))
    }
}
