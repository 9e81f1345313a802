import Domain
import Synchronization
import TestSupport
import Testing

@testable import Crypto

@Suite("A signing key") struct SigningKeyTests {
    @Test(arguments: SigningWay.all) func `signs what its public key accepts`(way: SigningWay) throws {
        let key = try SoftwareSigningKey(Fixture.privateKey(way.kind.fixtureName))
        let digest = try Digest(way.digest, of: Array("surat".utf8))
        let signature = try key.sign(digest, scheme: way.scheme)
        #expect(try PublicKey(info: key.publicKeyInfo).verifies(signature, over: digest, scheme: way.scheme))
        #expect(key.kind == way.kind)
    }

    @Test func `serves many threads at once`() throws {
        let key = try SoftwareSigningKey(Fixture.privateKey("signer-p256"))
        let good = Atomic(0)
        Threads.run(8) { thread in
            for number in 0..<50 {
                guard let digest = try? Digest(.sha256, of: [UInt8(thread), UInt8(number)]),
                    let signature = try? key.sign(digest, scheme: .ecdsa),
                    let isGood = try? key.publicHalf.passes(signature, over: digest, scheme: .ecdsa), isGood
                else { return }
                good.add(1, ordering: .relaxed)
            }
        }
        #expect(good.load(ordering: .relaxed) == 400)
    }

    @Test func `refuses a scheme that is not its own`() throws {
        let key = try SoftwareSigningKey(Fixture.privateKey("signer-p256"))
        #expect(throws: CryptoError.key(.schemeDoesNotFit(.p256, .pkcs1))) {
            try key.sign(Digest(.sha256, of: []), scheme: .pkcs1)
        }
    }

    @Test(arguments: ErringKey.Fault.allCases) func `that errs lets nothing out`(fault: ErringKey.Fault) throws {
        let key = try ErringKey(fault)
        for number in 0..<200 {
            #expect(throws: CryptoError.signature(.failedOwnCheck)) {
                try key.sign(Digest(.sha256, of: [UInt8(number)]), scheme: .ecdsa)
            }
        }
    }
}

/// A key whose signatures are wrong, as those of a token with a fault would be.
final class ErringKey: SigningKey {
    enum Fault: CaseIterable {
        case otherKey, otherDigest, flippedBit, empty, zeros, cut
    }

    let publicHalf: CheckingKey
    private let sound: SoftwareSigningKey
    private let other: SoftwareSigningKey
    private let fault: Fault

    init(_ fault: Fault, sound: SoftwareSigningKey? = nil) throws {
        self.fault = fault
        self.sound = try sound ?? .generate(.p256)
        other = try .generate(.p256)
        publicHalf = self.sound.publicHalf
    }

    func makeSignature(over digest: Digest, scheme: SignatureScheme) throws(CryptoError) -> [UInt8] {
        var signature = try sound.makeSignature(over: digest, scheme: scheme)
        switch fault {
        case .otherKey: return try other.makeSignature(over: digest, scheme: scheme)
        case .otherDigest: return try sound.makeSignature(over: Digest(.sha256, of: digest.bytes), scheme: scheme)
        case .flippedBit: signature[signature.count - 1] ^= 1
        case .empty: return []
        case .zeros: return [UInt8](repeating: 0, count: signature.count)
        case .cut: signature.removeLast()
        }
        return signature
    }
}
