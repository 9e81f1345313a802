import Crypto
import Domain
import TestSupport
import Testing

@Suite("A signature that was made elsewhere") struct ForeignSignatureTests {
    private let content = Array("Dokumen ini ditandatangani di tempat lain.\n".utf8)

    private func made(_ words: String) throws -> [UInt8] {
        let command = try OpenSSLCommand(
            "cms -sign -binary -md sha256 -in content -signer signer -inkey key -outform DER -out cms \(words)",
            with: [
                "content": content, "signer": Fixture.bytes("pki/signer-rsa2048.pem"),
                "key": Fixture.bytes("pki/signer-rsa2048.key"), "second": Fixture.bytes("pki/signer-p256.pem"),
                "second-key": Fixture.bytes("pki/signer-p256.key"),
            ])
        return try command.file("cms")
    }

    /// One of ours, its signed attributes changed and signed anew.
    private func resigned(_ change: (inout [DERTree]) throws -> Void = { _ in }) throws -> [UInt8] {
        let identity = try Fixture.identity("signer-rsa2048")
        var signing = try CAdESSigning(as: identity, scheme: .pkcs1, digest: .sha256, now: .wellInsideFixtures)
        var cms = try #require(DERTree(signing.sign(Digest(.sha256, of: content)).der))
        let last = cms[1][0].children.count - 1
        var attributes = cms[1][0][last][0][3]
        try change(&attributes.children)
        attributes.children.sort { $0.encoded.lexicographicallyPrecedes($1.encoded) }
        cms[1][0][last][0][3] = attributes
        attributes.tag = 0x31
        cms[1][0][last][0][5].content = try identity.key.checkedSignature(
            over: Digest(.sha256, of: attributes.encoded), scheme: .pkcs1)
        return cms.encoded
    }

    private func refusal(of der: [UInt8]) throws -> CryptoError? {
        let digest = try Digest(.sha256, of: content)
        do throws(CryptoError) {
            _ = try CMSSignature(foreign: der, over: digest)
            return nil
        } catch {
            return error
        }
    }

    private static let contentType = [UInt8](hex: "2a864886f70d010903")
    private static let signingCertificate = [UInt8](hex: "2a864886f70d010910020c")
    private static let signingCertificateV2 = [UInt8](hex: "2a864886f70d010910022f")

    /// The attribute of a type, to be changed.
    private func change(
        _ type: [UInt8], in attributes: inout [DERTree], _ body: (inout DERTree) throws -> Void
    ) throws {
        let index = try #require(attributes.firstIndex { $0[0].content == type })
        try body(&attributes[index])
    }

    @Test func `is taken when it is one over this digest`() throws {
        let digest = try Digest(.sha256, of: content)
        let der = try resigned()
        let signature = try CMSSignature(foreign: der, over: digest)
        #expect(signature.der == der)
        #expect(signature.messageDigest == digest.bytes)
        #expect(signature.value.count == 256)
        #expect(try signature.isAccepted(over: content))
    }

    @Test func `is taken when it names its certificate the old way`() throws {
        let certificate = try Fixture.identity("signer-rsa2048").certificate.der
        let hash = try OpenSSLCommand("dgst -sha1 -binary -out hash certificate", with: ["certificate": certificate])
        let named = try DERTree(tag: 0x04, content: hash.file("hash"))
        let der = try resigned { attributes in
            try change(Self.signingCertificateV2, in: &attributes) { attribute in
                attribute[0].content = Self.signingCertificate
                attribute[1] = DERTree(tag: 0x31, children: [.sequence([.sequence([.sequence([named])])])])
            }
        }
        #expect(try refusal(of: der) == nil)
        #expect(try CMSSignature(foreign: der, over: Digest(.sha256, of: content)).isAccepted(over: content))
    }

    @Test func `is refused over anything else`() throws {
        let der = try resigned()
        #expect(throws: CryptoError.signature(.overOtherContent)) {
            try CMSSignature(foreign: der, over: Digest(.sha256, of: content + [0]))
        }
    }

    @Test func `is refused when its signature does not hold`() throws {
        var der = try resigned()
        der[der.count - 9] ^= 1  // inside the signature value, which ends the structure
        #expect(try refusal(of: der) == .signature(.unreadable))
    }

    @Test(
        arguments: [
            ("", .signingTime), ("-cades", .signingTime), ("-cades -nodetach", .notDetached),
            ("-nocerts", .certificateMissing), ("-noattr", .certificateNotNamed),
            ("-cades -signer second -inkey second-key", .notOneSigner),
        ] as [(String, PAdESDefect)])
    func `is refused when it is what openssl makes, and told why`(words: String, defect: PAdESDefect) throws {
        #expect(try refusal(of: made(words)) == .signature(.notPAdES(defect)))
    }

    @Test func `is refused when its attributes name no certificate, or another`() throws {
        let unnamed = try resigned { $0.removeAll { $0[0].content == Self.signingCertificateV2 } }
        #expect(try refusal(of: unnamed) == .signature(.notPAdES(.certificateNotNamed)))
        let twice = try resigned { attributes in
            try change(Self.signingCertificateV2, in: &attributes) { $0[1].children.append($0[1][0]) }
        }
        #expect(try refusal(of: twice) == .signature(.notPAdES(.certificateNotNamed)))
        let other = try resigned { attributes in
            try change(Self.signingCertificateV2, in: &attributes) { $0[1][0][0][0][0].content[0] ^= 1 }
        }
        #expect(try refusal(of: other) == .signature(.notPAdES(.otherCertificateNamed)))
    }

    @Test func `is refused when its content is said to be something else, or nothing`() throws {
        let other = try resigned { attributes in
            try change(Self.contentType, in: &attributes) { $0[1][0].content[8] = 2 }  // id-signedData
        }
        #expect(try refusal(of: other) == .signature(.notPAdES(.contentType)))
        let none = try resigned { $0.removeAll { $0[0].content == Self.contentType } }
        #expect(try refusal(of: none) == .signature(.notPAdES(.contentType)))
    }

    @Test func `is refused when it is none, or is followed by anything`() throws {
        let der = try resigned()
        for bytes in [[], Array("CMS".utf8), Array(der.dropLast()), der + [0]] {
            #expect(try refusal(of: bytes) == .signature(.unreadable))
        }
    }
}

@Suite("The size of a signature") struct SignatureSizeTests {
    @Test(arguments: SigningWay.all) func `is known before there is one`(way: SigningWay) throws {
        let identity = try Fixture.identity(way.kind.fixtureName)
        var signing = try CAdESSigning(as: identity, scheme: way.scheme, digest: way.digest, now: .wellInsideFixtures)
        let most = try signing.bytesMax()
        for byte in UInt8(0)..<20 {
            let signature = try signing.sign(Digest(way.digest, of: [byte]))
            #expect(signature.der.count <= most)
            // What an elliptic curve's two numbers may be shorter, and no more.
            #expect(signature.der.count >= most - 8)
        }
    }
}
