import Domain
import TestSupport
import Testing

@testable import Crypto

@Suite("A request for a certificate") struct CertificationRequestTests {
    /// Made by the `openssl` command for one of the fixtures' keys.
    private func request(_ options: String = "", key: String = "signer-p256", subject: String = "/C=ID/CN=Budi Santoso")
        throws -> [UInt8]
    {
        var words = ["req", "-new", "-key", "key", "-subj", subject, "-outform", "DER", "-out", "request"]
        words += options.split(separator: " ").map(String.init)
        return try OpenSSLCommand(words: words, with: ["key": Fixture.bytes("pki/\(key).key")]).file("request")
    }

    @Test(arguments: [
        ("signer-p256", ""), ("signer-p384", "-sha512"), ("signer-rsa2048", "-sha256"),
        ("signer-rsa3072", "-sha384 -sigopt rsa_padding_mode:pss"), ("signer-ed25519", ""),
    ])
    func `is read with what it asks for`(key: String, options: String) throws {
        let read = try CertificationRequest(request(options, key: key))
        #expect(try read.subject() == DistinguishedName([(.country, "ID"), (.commonName, "Budi Santoso")]))
        #expect(read.alternativeNames.isEmpty && !read.hasOtherNames)
        let info = try OpenSSLCommand(
            "pkey -in key -pubout -outform DER -out info", with: ["key": Fixture.bytes("pki/\(key).key")]
        ).file("info")
        #expect(read.publicKeyInfo == info)
    }

    @Test func `is read from PEM, whatever stands around it`() throws {
        let der = try request()
        let pem = try OpenSSLCommand("req -inform DER -in der -text -out pem", with: ["der": der]).file("pem")
        #expect(try CertificationRequest(pem).der == der)
        #expect(throws: CryptoError.request(.several)) { try CertificationRequest(pem + pem) }
        #expect(throws: CryptoError.request(.unreadable)) { try CertificationRequest(Array(pem.dropLast(20))) }
        let other = try Fixture.bytes("pki/root.pem")
        #expect(throws: CryptoError.request(.unreadable)) { try CertificationRequest(other) }
        #expect(try CertificationRequest(other + pem).der == der)
    }

    @Test func `asks for names besides its subject`() throws {
        let read = try CertificationRequest(
            request(
                "-addext subjectAltName=DNS:contoh.go.id,email:budi@contoh.go.id,IP:192.0.2.1,URI:urn:x:1,RID:1.2.3"))
        #expect(
            read.alternativeNames == [
                .dns("contoh.go.id"), .email("budi@contoh.go.id"), .ip([192, 0, 2, 1]), .uri("urn:x:1"),
            ])
        #expect(read.hasOtherNames)
        let many = (0..<101).map { "DNS:a\($0).id" }.joined(separator: ",")
        #expect(throws: CryptoError.request(.tooManyNames(most: 100))) {
            try CertificationRequest(request("-addext subjectAltName=\(many)"))
        }
    }

    @Test(arguments: [
        ("-md5", "signer-rsa2048"), ("-sha1", "signer-rsa2048"), ("-sha224", "signer-p256"), ("-sha1", "signer-p256"),
    ])
    func `over a weak digest is refused`(options: String, key: String) throws {
        #expect(throws: CryptoError.request(.weakDigest)) { try CertificationRequest(request(options, key: key)) }
    }

    @Test func `whose mask is made with a weak digest is refused`() throws {
        #expect(throws: CryptoError.request(.weakDigest)) {
            try CertificationRequest(
                request("-sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:sha1", key: "signer-rsa2048"))
        }
    }

    @Test func `by somebody without the private key is refused`() throws {
        var tree = try #require(DERTree(request()))
        let other = try #require(DERTree(request(key: "signer-p384")))
        tree[0][2] = other[0][2]
        #expect(throws: CryptoError.request(.wrongSignature)) { try CertificationRequest(tree.encoded) }
        var renamed = try #require(DERTree(request()))
        renamed[0][1][1][0][1].content[0] ^= 1
        #expect(throws: CryptoError.request(.wrongSignature)) { try CertificationRequest(renamed.encoded) }
        // Whichever bit of the signature is wrong.
        let sound = try request()
        for bit in 0..<8 * 64 {
            var damaged = sound
            damaged[damaged.count - 1 - bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: CryptoError.self) { try CertificationRequest(damaged) }
        }
    }

    @Test func `that is none is refused by its defect`() throws {
        let sound = try request()
        let nothing = try #require(ObjectIdentifier("1.2.3.4")).der
        var unknown = try #require(DERTree(sound))
        unknown[1] = try #require(DERTree(DER.sequence(nothing)))
        var noKey = try #require(DERTree(sound))
        noKey[0][2][0][1] = try #require(DERTree(nothing))
        for (bytes, defect) in [
            ([], .unreadable), ([0x30], .unreadable), (Array("halo".utf8), .unreadable),
            (sound + [0], .trailingBytes), (sound + sound, .trailingBytes), (Array(sound.dropLast()), .unreadable),
            ([UInt8](repeating: 0x30, count: CertificationRequest.bytesMax + 1), .tooLarge(bytesMax: 64 << 10)),
            (unknown.encoded, .unknownAlgorithm), (noKey.encoded, .unreadableKey),
        ] as [([UInt8], RequestDefect)] {
            #expect(throws: CryptoError.request(defect)) { try CertificationRequest(bytes) }
        }
    }
}
