@testable import Crypto
import Domain
import Foundation
import TestSupport
import Testing

@Suite("The written format of a sealed key") struct SealedKeyGoldenTests {
    private static let name = "golden/sealed-key-v1.bin"
    private static let word = "kuda lumping é"

    private func sealed() throws -> SealedKey {
        let key = try SealedSample.publishedKey()
        let header = SealedKeyHeader(
            kind: .p256, owner: SealedSample.owner, id: SealedSample.id, parameters: .cheapest,
            publicKeyInfo: try key.publicKey().info)
        let fresh = SealFreshness(
            salt: Array(0x20..<0x30), innerNonce: Array(0x30..<0x3C), outerNonce: Array(0x40..<0x4C))
        let inner = try InnerLayer.seal(key.pkcs8(), header: header, under: .of(Self.word), fresh: fresh)
        return try OuterLayer.seal(inner, header: header, under: SealedSample.pepper(), nonce: fresh.outerNonce)
    }

    @Test func `is to the byte what it was`() throws {
        let sealed = try sealed()
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(sealed.bytes).write(to: URL(filePath: Fixture.path(Self.name)))
            Issue.record("recorded \(Self.name): read the difference, then run again")
        }
        #expect(try sealed.bytes == Fixture.bytes(Self.name))
    }

    @Test func `opens in every later program`() throws {
        let golden = SealedKey(bytes: try Fixture.bytes(Self.name))
        #expect(try golden.opened(with: Self.word) == ECDSAVector.publicKeyInfo(.p256))
        #expect(try golden.opened(with: "kuda lumping e\u{301}") == ECDSAVector.publicKeyInfo(.p256))
    }

    private func judge(_ sealed: SealedKey, with word: String, pepper: UInt8 = 0x11) throws -> ProgramRun {
        try PythonJudge.run(
            "open_sealed_key.py",
            [
                Hexadecimal.text([UInt8](repeating: pepper, count: 32)), word, Hexadecimal.text(SealedSample.id.bytes),
                Hexadecimal.text(SealedSample.owner.bytes),
            ], input: sealed.bytes)
    }

    @Test func `is enough for a stranger to open the golden one`() throws {
        let run = try judge(SealedKey(bytes: Fixture.bytes(Self.name)), with: Self.word)
        #expect(
            try run.output == Hexadecimal.text(SealedSample.publishedKey().pkcs8().revealed) + "\n", "\(run.errors)")
    }

    @Test(arguments: KeyKind.allCases) func `is enough for a stranger to open one of each kind`(kind: KeyKind) throws {
        let parameters = KDFParameters(memoryKiB: 64, passes: 2, lanes: 3)
        let run = try judge(SealedSample.make(kind, parameters: parameters), with: SealedSample.word)
        let key = try Fixture.privateKey(kind.fixtureName)
        #expect(try run.output == Hexadecimal.text(key.pkcs8().revealed) + "\n", "\(run.errors)")
    }

    @Test func `lets a stranger find the same faults`() throws {
        let sealed = try SealedSample.make()
        #expect(try judge(sealed, with: "kuda kepang").errors == "commitment\n")
        #expect(try judge(sealed, with: SealedSample.word, pepper: 0x12).errors == "pepper\n")
        #expect(try judge(sealed.altered { $0[100] ^= 1 }, with: SealedSample.word).errors == "checksum\n")
        #expect(try judge(sealed.forged { $0[100] ^= 1 }, with: SealedSample.word).errors == "tag\n")
    }
}
