import Crypto
import TestSupport
import Testing

@Suite("A PKCS#12 file") struct PKCS12Tests {
    private static let password = "Contoh#2026"

    private func open(
        _ name: String, password: String = password, additional: [Certificate] = []
    ) throws -> PKCS12 {
        try PKCS12(Fixture.bytes("pkcs12/\(name).p12"), password: .of(password), additional: additional)
    }

    @Test(arguments: [
        ("aes256", "signer-rsa2048", password), ("p256", "signer-p256", password),
        ("triple-des", "signer-rsa2048", password), ("shuffled-chain", "signer-rsa2048", password),
        ("empty-password", "signer-rsa2048", ""),
        ("unicode-password", "signer-rsa2048", "kata sandi \u{E9}漢字 2026"),
    ])
    func `gives its key, its certificate and those above it in order`(
        name: String, signer: String, password: String
    ) throws {
        let file = try open(name, password: password)
        #expect(try file.certificates == Fixture.certificates("chain-\(signer)"))
        #expect(try file.takeKey().pkcs8().equals(Fixture.privateKey(signer).pkcs8()))
    }

    @Test(
        arguments: [
            ("rc2-40", .pkcs12(.unsupportedCipher("pbeWithSHA1And40BitRC2-CBC"))),
            ("no-chain", .pkcs12(.noChain)), ("no-certificate", .pkcs12(.noCertificate)), ("no-key", .pkcs12(.noKey)),
            ("two-keys", .pkcs12(.severalKeys(2))), ("mismatched", .certificate(.keyDoesNotMatch)),
            ("no-mac", .pkcs12(.noIntegrityCheck)),
            ("huge-mac-iterations", .pkcs12(.tooManyIterations(2_147_483_647, most: 1_000_000))),
            ("huge-pbkdf2-iterations", .pkcs12(.tooManyIterations(2_000_000_000, most: 1_000_000))),
            ("weak-rsa1024", .key(.unsupported("RSA-1024"))), ("ed25519", .key(.unsupported("ED25519"))),
            ("truncated", .pkcs12(.malformed)), ("junk", .pkcs12(.malformed)), ("empty", .pkcs12(.malformed)),
            ("empty-password", .pkcs12(.wrongPassword)), ("unicode-password", .pkcs12(.wrongPassword)),
        ] as [(String, CryptoError)])
    func `is refused for its own reason`(name: String, reason: CryptoError) {
        #expect(throws: reason) { _ = try open(name) }
    }

    @Test(arguments: ["", "contoh#2026", "Contoh#2026 ", "Contoh#202", "Contoh#2026\0"])
    func `is refused with another password`(password: String) {
        #expect(throws: CryptoError.pkcs12(.wrongPassword)) { _ = try open("aes256", password: password) }
    }

    @Test func `without its chain is completed by certificates that are known`() throws {
        let known =
            try Fixture.certificates("root") + Fixture.certificates("foreign-root") + Fixture.certificates("issuing")
        #expect(try open("no-chain", additional: known).certificates == Fixture.certificates("chain-signer-rsa2048"))
        let file = try open("no-chain", additional: Fixture.certificates("issuing"))
        #expect(try file.certificates == Array(Fixture.certificates("chain-signer-rsa2048").dropLast()))
        #expect(throws: CryptoError.pkcs12(.noChain)) {
            _ = try open("no-chain", additional: Fixture.certificates("foreign-root"))
        }
    }

    @Test func `is refused with a byte behind it, and wherever it is cut`() throws {
        let bytes = try Fixture.bytes("pkcs12/p256.p12")
        let refusal = CryptoError.pkcs12(.malformed)
        #expect(throws: refusal) { _ = try PKCS12(bytes + [0], password: .of(Self.password)) }
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: refusal, "\(count) bytes") {
                _ = try PKCS12(Array(bytes.prefix(count)), password: .of(Self.password))
            }
        }
    }

    @Test func `of a megabyte is read, and not a byte more`() {
        let most = [UInt8](repeating: 0x30, count: 1 << 20)
        #expect(throws: CryptoError.pkcs12(.malformed)) { _ = try PKCS12(most, password: .of(Self.password)) }
        #expect(throws: CryptoError.pkcs12(.tooLarge(bytes: (1 << 20) + 1, most: 1 << 20))) {
            _ = try PKCS12(most + [0], password: .of(Self.password))
        }
    }

    @Test(
        arguments: [
            (1_000_000, .wrongPassword), (1_000_001, .tooManyIterations(1_000_001, most: 1_000_000)), (0, .malformed),
            (-1, .malformed), (Int(UInt32.max) + 1, .tooManyIterations(4_294_967_296, most: 1_000_000)),
        ] as [(Int, PKCS12Defect)])
    func `may ask for a million rounds and not one more`(iterations: Int, defect: PKCS12Defect) throws {
        var file = try #require(DERTree(Fixture.bytes("pkcs12/aes256.p12")))
        // PFX, its third element MacData, whose third is the count (RFC 7292 §4); with another count the MAC is wrong.
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: iterations >> (56 - 8 * $0)) }
        file[2][2] = iterations < 0 ? DERTree(tag: 0x02, content: [0xFF]) : .integer(bytes)
        #expect(throws: CryptoError.pkcs12(defect)) { _ = try PKCS12(file.encoded, password: .of(Self.password)) }
    }

    @Test func `with a count of rounds no machine word holds is refused`() throws {
        var file = try #require(DERTree(Fixture.bytes("pkcs12/aes256.p12")))
        file[2][2] = .integer([UInt8](repeating: 0x7F, count: 40))
        #expect(throws: CryptoError.pkcs12(.malformed)) { _ = try PKCS12(file.encoded, password: .of(Self.password)) }
    }

    @Test func `with a key whose numbers do not belong together is refused`() throws {
        var tree = try #require(DERTree(Fixture.privateKey("signer-rsa2048").pkcs8().revealed))
        var numbers = try #require(DERTree(tree[2].content))
        numbers[3].content[100] ^= 2
        tree[2].content = numbers.encoded
        let pem = try OpenSSLCommand("pkey -inform DER -in key -out pem", with: ["key": tree.encoded]).file("pem")
        let made = try OpenSSLCommand(
            "pkcs12 -export -inkey faulty.key -in chain.pem -out made.p12 -passout pass:\(Self.password)",
            with: ["faulty.key": pem, "chain.pem": Fixture.bytes("pki/chain-signer-rsa2048.pem")])
        let bytes = try made.file("made.p12")
        #expect(throws: CryptoError.key(.inconsistent)) { _ = try PKCS12(bytes, password: .of(Self.password)) }
    }

    @Test func `changed anywhere in its contents has the wrong password`() throws {
        let bytes = try Fixture.bytes("pkcs12/aes256.p12")
        for offset in stride(from: 200, to: bytes.count - 200, by: 97) {
            var changed = bytes
            changed[offset] ^= 1
            #expect(throws: CryptoError.pkcs12(.wrongPassword), "byte \(offset)") {
                _ = try PKCS12(changed, password: .of(Self.password))
            }
        }
    }
}
