@testable import Crypto
import Testing

@Suite("A kind of key") struct KeyKindTests {
    @Test(
        arguments: [
            ("RSA-2048", .rsa2048), ("rsa2048", .rsa2048), ("rsa", .rsa2048), ("RSA_3072", .rsa3072),
            ("rsa-4096", .rsa4096), ("P-256", .p256), ("p256", .p256), ("P_384", .p384),
        ] as [(String, KeyKind)])
    func `is known by its names`(name: String, kind: KeyKind) throws {
        #expect(try KeyKind(named: name) == kind)
    }

    @Test(arguments: ["", "RSA-1024", "rsa 2048", "P-521", "secp256k1", "Ed25519", "2048", "ec", "P-256\0"])
    func `unknown here is refused`(name: String) {
        #expect(throws: CryptoError.key(.unsupported(name))) { try KeyKind(named: name) }
    }

    @Test func `has a code of its own that never changes`() {
        #expect(KeyKind.allCases.map(\.code) == [1, 2, 3, 4, 5])
        #expect(KeyKind.allCases.map { KeyKind(code: $0.code) } == KeyKind.allCases)
        #expect(KeyKind(code: 0) == nil)
        #expect(KeyKind(code: 6) == nil)
    }
}
