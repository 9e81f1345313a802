import Crypto
import TestSupport
import Testing

@Suite("A key from outside") struct KeyImportTests {
    private func made(_ options: String) throws -> [UInt8] {
        let pem = try OpenSSLCommand("genpkey \(options) -out made.pem").file("made.pem")
        let line = "pkcs8 -topk8 -nocrypt -in made.pem -outform DER -out made.key"
        return try OpenSSLCommand(line, with: ["made.pem": pem]).file("made.key")
    }

    private func pkcs8(_ name: String) throws -> [UInt8] { try Fixture.privateKey(name).pkcs8().revealed }

    @Test(arguments: [
        ("-algorithm RSA -pkeyopt rsa_keygen_bits:1024", "RSA-1024"),
        ("-algorithm RSA -pkeyopt rsa_keygen_bits:2047", "RSA-2047"),
        ("-algorithm RSA -pkeyopt rsa_keygen_bits:2056", "RSA-2056"),
        (
            "-algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3",
            "RSA-2048 with a public exponent other than 65537"
        ),
        ("-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048", "RSA-PSS"),
        ("-algorithm ED25519", "ED25519"),
        ("-algorithm ED448", "ED448"),
        ("-algorithm X25519", "X25519"),
        ("-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1", "EC secp256k1"),
        ("-algorithm EC -pkeyopt ec_paramgen_curve:P-521", "EC secp521r1"),
        ("-algorithm EC -pkeyopt ec_paramgen_curve:P-224", "EC secp224r1"),
        ("-algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1", "EC brainpoolP256r1"),
        (
            "-algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit",
            "EC with explicit parameters"
        ),
        (
            "-algorithm EC -pkeyopt ec_paramgen_curve:P-384 -pkeyopt ec_param_enc:explicit",
            "EC with explicit parameters"
        ),
    ])
    func `of a kind not used here is refused by its name, both halves`(options: String, name: String) throws {
        let der = try made(options)
        #expect(throws: CryptoError.key(.unsupported(name))) { _ = try PrivateKey(pkcs8: .of(der)) }

        let info = try OpenSSLCommand(
            "pkey -inform DER -in made.key -pubout -outform DER -out made.pub", with: ["made.key": der]
        ).file("made.pub")
        #expect(throws: CryptoError.key(.unsupported(name))) { _ = try PublicKey(info: info) }
    }

    @Test func `on a curve with a generator of its own is refused`() throws {
        let der = try made("-algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit")
        var info = try #require(
            DERTree(
                OpenSSLCommand(
                    "pkey -inform DER -in made.key -pubout -outform DER -out made.pub", with: ["made.key": der]
                ).file("made.pub")))
        // The fourth of ECParameters is the generator (SEC 1 §C.2); here it becomes the public point itself.
        info[0][1][3].content = Array(info[1].content.dropFirst())
        let refusal = CryptoError.key(.unsupported("EC with explicit parameters"))
        #expect(throws: refusal) { _ = try PublicKey(info: info.encoded) }
    }

    @Test(arguments: [("signer-weak", "RSA-1024"), ("signer-ed25519", "ED25519")])
    func `of a weak fixture is refused`(fixture: String, name: String) {
        #expect(throws: CryptoError.key(.unsupported(name))) { _ = try Fixture.privateKey(fixture) }
    }

    @Test(arguments: KeyKind.allCases) func `is refused with a byte behind it`(kind: KeyKind) throws {
        let der = try pkcs8(kind.fixtureName)
        #expect(throws: CryptoError.key(.unreadable)) { _ = try PrivateKey(pkcs8: .of(der + [0])) }
        let info = try Fixture.privateKey(kind.fixtureName).publicKey().info
        #expect(throws: CryptoError.key(.unreadable)) { _ = try PublicKey(info: info + [0]) }
    }

    @Test(arguments: KeyKind.allCases) func `is refused with a byte behind the key inside it`(kind: KeyKind) throws {
        var tree = try #require(DERTree(pkcs8(kind.fixtureName)))
        tree[2].content.append(0)
        #expect(throws: CryptoError.key(.unreadable)) { _ = try PrivateKey(pkcs8: .of(tree.encoded)) }
    }

    @Test(
        arguments: [[], [0], [0x30, 0x00], [0x30, 0x80, 0, 0], Array("-----BEGIN PRIVATE KEY-----".utf8)] as [[UInt8]])
    func `is refused when it is none`(junk: [UInt8]) {
        #expect(throws: CryptoError.key(.unreadable)) { _ = try PrivateKey(pkcs8: .of(junk)) }
        #expect(throws: CryptoError.key(.unreadable)) { _ = try PublicKey(info: junk) }
    }

    @Test func `is refused wherever it is cut`() throws {
        let der = try pkcs8("signer-p256")
        for count in 0..<der.count {
            #expect(throws: CryptoError.key(.unreadable), "\(count) bytes") {
                _ = try PrivateKey(pkcs8: .of(Array(der.prefix(count))))
            }
        }
    }

    @Test(arguments: [1, 3, 4, 5, 6, 7, 8])
    func `is inconsistent when one number of RSA is off by a bit`(number: Int) throws {
        var tree = try #require(DERTree(pkcs8("signer-rsa2048")))
        var numbers = try #require(DERTree(tree[2].content))
        let last = numbers[number].content.count - 1
        numbers[number].content[last] ^= 2
        tree[2].content = numbers.encoded
        let key = try PrivateKey(pkcs8: .of(tree.encoded))
        #expect(throws: CryptoError.key(.inconsistent)) { try key.checkConsistency() }
    }

    @Test(arguments: ["signer-p256", "signer-p384"])
    func `is inconsistent when the secret of a curve is off by a bit`(fixture: String) throws {
        var tree = try #require(DERTree(pkcs8(fixture)))
        var numbers = try #require(DERTree(tree[2].content))
        numbers[1].content[20] ^= 2
        tree[2].content = numbers.encoded
        let key = try PrivateKey(pkcs8: .of(tree.encoded))
        #expect(throws: CryptoError.key(.inconsistent)) { try key.checkConsistency() }
    }

    @Test(arguments: ["signer-p256", "signer-p384"]) func `is refused when its point is on no curve`(fixture: String)
        throws
    {
        var info = try Fixture.privateKey(fixture).publicKey().info
        info[info.count - 1] ^= 1
        #expect(throws: CryptoError.key(.unreadable)) { _ = try PublicKey(info: info) }
    }
}
