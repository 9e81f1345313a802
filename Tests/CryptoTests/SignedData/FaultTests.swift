import Domain
import TestSupport
import Testing

@testable import Crypto

@Suite("A faulty signature") struct FaultTests {
    @Test(arguments: [KeyKind.p256, .rsa2048])
    func `never leaves`(kind: KeyKind) throws {
        let identity = try Fixture.identity(kind.fixtureName)
        let scheme = SignatureScheme(usualFor: kind)
        var signing = try CAdESSigning(as: identity, scheme: scheme, digest: .sha256, now: .wellInsideFixtures)
        let times = kind == .p256 ? 1_000 : 100

        // Well-formed signatures that are wrong in every bit: those of another key.
        let sound = try SignatureMaking(with: identity.key, scheme: scheme, digest: .sha256)
        signing.making = try SignatureMaking(with: PrivateKey.generate(kind), scheme: scheme, digest: .sha256)
        for number in 0..<times {
            #expect(throws: CryptoError.signature(.failedOwnCheck)) {
                _ = try signing.sign(Digest(.sha256, of: [UInt8(number % 256), UInt8(number / 256)]))
            }
        }

        // The fault gone, the same preparation signs well: nothing of the faulty ones was kept.
        signing.making = sound
        #expect(try !signing.sign(Digest(.sha256, of: [7])).der.isEmpty)
    }
}
