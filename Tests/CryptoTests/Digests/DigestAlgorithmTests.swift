import Crypto
import Testing

@Suite("A digest algorithm") struct DigestAlgorithmTests {
    @Test(
        arguments: [
            ("SHA-256", .sha256), ("sha256", .sha256), ("Sha_256", .sha256), ("2.16.840.1.101.3.4.2.1", .sha256),
            ("SHA-384", .sha384), ("sha-384", .sha384), ("2.16.840.1.101.3.4.2.2", .sha384),
            ("SHA-512", .sha512), ("sha512", .sha512), ("2.16.840.1.101.3.4.2.3", .sha512),
        ] as [(String, DigestAlgorithm)])
    func `is known by its names and its number`(name: String, algorithm: DigestAlgorithm) throws {
        #expect(try DigestAlgorithm(named: name) == algorithm)
    }

    @Test(arguments: [
        ("MD2", "MD2"), ("1.2.840.113549.2.2", "MD2"), ("md4", "MD4"), ("1.2.840.113549.2.4", "MD4"),
        ("md5", "MD5"), ("MD-5", "MD5"), ("1.2.840.113549.2.5", "MD5"),
        ("SHA-1", "SHA-1"), ("sha1", "SHA-1"), ("SHA", "SHA-1"), ("1.3.14.3.2.26", "SHA-1"),
        ("SHA-224", "SHA-224"), ("sha_224", "SHA-224"), ("2.16.840.1.101.3.4.2.4", "SHA-224"),
        ("SHA-512/224", "SHA-512/224"), ("2.16.840.1.101.3.4.2.5", "SHA-512/224"),
        ("RIPEMD-160", "RIPEMD-160"), ("rmd160", "RIPEMD-160"), ("1.3.36.3.2.1", "RIPEMD-160"),
    ])
    func `weaker than SHA-256 is refused by its name`(name: String, refused: String) {
        #expect(throws: CryptoError.digest(.weak(refused))) { try DigestAlgorithm(named: name) }
    }

    @Test(arguments: [
        "", " SHA-256", "SHA-256 ", "sha256\0", "SHA3-256", "SHA-2", "SHA-512/256", "whirlpool",
        "2.16.840.1.101.3.4.2.8", "2.16.840.1.101.3.4.2.1.", "ＳＨＡ-256",
    ])
    func `unknown here is refused`(name: String) {
        #expect(throws: CryptoError.digest(.unknown(name))) { try DigestAlgorithm(named: name) }
    }

    @Test func `unknown and long is refused in forty characters`() {
        #expect(throws: CryptoError.digest(.unknown(String(repeating: "x", count: 40)))) {
            try DigestAlgorithm(named: String(repeating: "x", count: 41))
        }
    }
}
