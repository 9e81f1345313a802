import Crypto
import Domain
import TestSupport
import Testing

@Suite("A CAdES signature") struct CAdESSigningTests {
    private static let content = Array("Dokumen ini ditandatangani.\n".utf8)

    private func signature(_ way: SigningWay, over content: [UInt8] = content) throws -> CMSSignature {
        let identity = try Fixture.identity(way.kind.fixtureName)
        var signing = try CAdESSigning(
            as: identity, scheme: way.scheme, digest: way.digest, now: .wellInsideFixtures)
        return try signing.sign(Digest(way.digest, of: content))
    }

    @Test(arguments: SigningWay.all) func `is accepted by openssl, over its document alone`(way: SigningWay) throws {
        let signature = try signature(way)
        #expect(try signature.isAccepted(over: Self.content))
        #expect(try !signature.isAccepted(over: Self.content + [0]))
        #expect(try !signature.isAccepted(over: []))
        #expect(try !signature.isAccepted(over: Self.content, root: "foreign-root"))
    }

    @Test(arguments: SigningWay.all) func `is strict DER and says exactly what PAdES wants`(way: SigningWay) throws {
        let signature = try signature(way)
        let reading = try CMSReading(of: signature)
        let digestName = way.digest.rawValue.lowercased().filter { $0 != "-" }
        #expect(reading.contentType == "signed_data")
        #expect(reading.version == "v1")
        #expect(reading.signerVersion == "v1")
        #expect(reading.isDetached)
        #expect(reading.contentTypeInside == "data")
        #expect(reading.digestAlgorithms == [digestName])
        #expect(reading.digestAlgorithm == digestName)
        #expect(reading.attributes == ["content_type", "message_digest", "signing_certificate_v2"])
        #expect(reading.unsignedAttributes.isEmpty)
        #expect(reading.signedContentType == "data")
        #expect(try reading.messageDigest == Hexadecimal.text(Digest(way.digest, of: Self.content).bytes))
        #expect(reading.signature == Hexadecimal.text(signature.value))

        let chain = try Fixture.certificates("chain-\(way.kind.fixtureName)")
        #expect(Set(reading.certificates) == Set(chain.map { Hexadecimal.text($0.der) }))
        #expect(reading.certificates.count == 3)
        #expect(reading.referenceHash == digestName)
        #expect(try reading.reference == Hexadecimal.text(Digest(way.digest, of: chain[0].der).bytes))

        switch way.scheme {
        case .pkcs1: #expect(["rsassa_pkcs1v15", "\(digestName)_rsa"].contains(reading.signatureAlgorithm))
        case .ecdsa: #expect(reading.signatureAlgorithm == "\(digestName)_ecdsa")
        case .pss(let saltBytes):
            #expect(reading.signatureAlgorithm == "rsassa_pss")
            #expect(reading.pssSalt == saltBytes)
            #expect(reading.pssHash == digestName)
            #expect(reading.pssMaskHash == digestName)
        }
    }

    @Test(arguments: [0, 20, 100]) func `states the salt of PSS that it used`(saltBytes: Int) throws {
        let signature = try signature(SigningWay(.rsa2048, .sha256, .pss(saltBytes: saltBytes)))
        #expect(try CMSReading(of: signature).pssSalt == saltBytes)
        #expect(try signature.isAccepted(over: Self.content))
    }

    @Test(arguments: [KeyKind.p256, .rsa2048]) func `is made by the hundred with one preparation`(kind: KeyKind) throws
    {
        let identity = try Fixture.identity(kind.fixtureName)
        let certificate = try Fixture.certificates(kind.fixtureName)[0]
        let scheme = SignatureScheme(usualFor: kind)
        var signing = try CAdESSigning(as: identity, scheme: scheme, digest: .sha256, now: .wellInsideFixtures)
        var values: Set<[UInt8]> = []
        for number in 0..<100 {
            let content = Array("Dokumen \(number)".utf8)
            let signature = try signing.sign(Digest(.sha256, of: content))
            values.insert(signature.value)
            if number % 5 == 0 { #expect(try signature.isAccepted(over: content), "number \(number)") }
            let parts = try SignerParts(of: signature)
            #expect(try parts.messageDigest == Digest(.sha256, of: content).bytes)
            #expect(parts.signature == signature.value)
            #expect(
                try certificate.publicKey().verifies(
                    signature.value, over: Digest(.sha256, of: parts.signedAttributes), scheme: scheme))
        }
        #expect(values.count == 100)
    }

    @Test func `goes back to an earlier document as if it were new`() throws {
        let identity = try Fixture.identity("signer-rsa2048")
        var signing = try CAdESSigning(as: identity, scheme: .pkcs1, digest: .sha256, now: .wellInsideFixtures)
        let digests = try [[1], [2], [1]].map { try Digest(.sha256, of: $0) }
        let signatures = try digests.map { try signing.sign($0).der }
        #expect(signatures[0] == signatures[2])
        #expect(signatures[0] != signatures[1])
    }

    @Test func `refuses a digest of another algorithm and goes on`() throws {
        let identity = try Fixture.identity("signer-p256")
        var signing = try CAdESSigning(as: identity, scheme: .ecdsa, digest: .sha256, now: .wellInsideFixtures)
        #expect(throws: CryptoError.digest(.wrongAlgorithm(expected: .sha256, actual: .sha512))) {
            try signing.sign(Digest(.sha512, of: Self.content))
        }
        #expect(try signing.sign(Digest(.sha256, of: Self.content)).isAccepted(over: Self.content))
    }

    @Test(
        arguments: [
            (1_577_836_799, CertificateDefect.notYetValid), (1_577_836_800, nil), (1_609_459_200, nil),
            (1_609_459_201, .expired),
        ] as [(Int64, CertificateDefect?)])
    func `is prepared only while the certificate is valid, to the second`(
        seconds: Int64, defect: CertificateDefect?
    ) throws {
        let identity = try SigningIdentity(
            key: Fixture.privateKey("signer-expired"), certificates: Fixture.certificates("signer-expired"))
        let now = Instant(secondsSince1970: seconds)
        if let defect {
            #expect(throws: CryptoError.certificate(defect)) {
                _ = try CAdESSigning(as: identity, scheme: .pkcs1, digest: .sha256, now: now)
            }
        } else {
            _ = try CAdESSigning(as: identity, scheme: .pkcs1, digest: .sha256, now: now)
        }
    }

    @Test func `is not prepared with a certificate of the future`() throws {
        let identity = try SigningIdentity(
            key: Fixture.privateKey("signer-future"), certificates: Fixture.certificates("signer-future"))
        #expect(throws: CryptoError.certificate(.notYetValid)) {
            _ = try CAdESSigning(as: identity, scheme: .pkcs1, digest: .sha256, now: .wellInsideFixtures)
        }
    }

    @Test func `is not prepared with a scheme the key cannot do`() throws {
        let identity = try Fixture.identity("signer-p256")
        #expect(throws: CryptoError.key(.schemeDoesNotFit(.p256, .pkcs1))) {
            _ = try CAdESSigning(as: identity, scheme: .pkcs1, digest: .sha256, now: .wellInsideFixtures)
        }
    }
}
