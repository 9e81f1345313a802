@testable import Crypto
import Domain
import TestSupport
import Testing

@Suite("A timestamped signature") struct TimestampedSignatureTests {
    private static let content = Array("Dokumen ini bertanggal.\n".utf8)

    private func made(
        _ way: SigningWay, imprint: DigestAlgorithm = .sha256
    ) throws -> (plain: CMSSignature, token: TimestampToken) {
        let identity = try Fixture.identity(way.kind.fixtureName)
        var signing = try CAdESSigning(as: identity, scheme: way.scheme, digest: way.digest, now: .wellInsideFixtures)
        let plain = try signing.sign(Digest(way.digest, of: Self.content))
        let authorities = try TimestampAuthorities(
            [TimestampResponder.shared.authority("/")],
            requirements: TimestampRequirements(anchors: Fixture.certificates("root")))
        return (plain, try authorities.token(over: plain.timestampImprint(imprint), now: { .now }))
    }

    @Test(arguments: KeyKind.allCases) func `is still accepted, says the same and carries its token`(kind: KeyKind)
        throws
    {
        let (plain, token) = try made(SigningWay(kind, .sha256, SignatureScheme(usualFor: kind)))
        let stamped = try plain.timestamped(by: token)
        #expect(stamped.value == plain.value)
        #expect(try stamped.isAccepted(over: Self.content))
        #expect(try !stamped.isAccepted(over: Self.content + [0]))

        let (before, after) = try (SignerParts(of: plain), SignerParts(of: stamped))
        #expect(before.firstUnsignedValue == nil)
        #expect(after.signedAttributes == before.signedAttributes)
        #expect(after.signature == before.signature)
        #expect(after.firstUnsignedValue == token.der)

        let reading = try CMSReading(of: stamped)
        #expect(reading.unsignedAttributes == ["signature_time_stamp_token"])
        #expect(reading.attributes == ["content_type", "message_digest", "signing_certificate_v2"])
        #expect(reading.certificates == (try CMSReading(of: plain)).certificates)
    }

    @Test(arguments: DigestAlgorithm.allCases)
    func `has a token over its signature value, as openssl finds`(imprint: DigestAlgorithm) throws {
        let (plain, token) = try made(SigningWay(.rsa2048, .sha256, .pkcs1), imprint: imprint)
        #expect(try plain.timestampImprint(imprint) == Digest(imprint, of: plain.value))

        let carried = try #require(try SignerParts(of: plain.timestamped(by: token)).firstUnsignedValue)
        let files = try [
            "token": carried, "value": plain.value, "document": Self.content,
            "root.pem": Fixture.bytes("pki/root.pem"), "issuing.pem": Fixture.bytes("pki/issuing.pem"),
        ]
        let line = "ts -verify -token_in -in token -CAfile root.pem -untrusted issuing.pem -data "
        #expect(try OpenSSLCommand(line + "value", with: files).isSuccess)
        #expect(try !OpenSSLCommand(line + "document", with: files).isSuccess)
    }

    @Test(arguments: [[], [0x30], [0x30, 0x00], Array("bukan tanda tangan".utf8)] as [[UInt8]])
    func `is not made of what is no signature`(der: [UInt8]) throws {
        let (_, token) = try made(SigningWay(.p256, .sha256, .ecdsa))
        #expect(throws: CryptoError.signature(.unreadable)) {
            try CMSSignature(der: der, value: [], messageDigest: []).timestamped(by: token)
        }
    }

    @Test func `is not made with the token of another signature`() throws {
        let (plain, _) = try made(SigningWay(.p256, .sha256, .ecdsa))
        let (_, foreign) = try made(SigningWay(.p256, .sha256, .ecdsa))
        #expect(throws: CryptoError.timestamp(.wrongImprint)) { try plain.timestamped(by: foreign) }
    }

    @Test func `is checked as it leaves: another signature or another token inside is noticed`() throws {
        let (plain, token) = try made(SigningWay(.p256, .sha256, .ecdsa))
        let (other, otherToken) = try made(SigningWay(.p256, .sha256, .ecdsa))
        let stamped = try plain.timestamped(by: token)
        #expect(plain.isCarried(by: stamped.der, with: token))
        #expect(!other.isCarried(by: stamped.der, with: token))
        #expect(!plain.isCarried(by: stamped.der, with: otherToken))
        #expect(!plain.isCarried(by: plain.der, with: token))
        #expect(!plain.isCarried(by: stamped.der + [0], with: token))
    }

    @Test func `is not made of a signature with a byte behind it`() throws {
        let (plain, token) = try made(SigningWay(.p256, .sha256, .ecdsa))
        #expect(throws: CryptoError.signature(.unreadable)) {
            try CMSSignature(der: plain.der + [0], value: plain.value, messageDigest: []).timestamped(by: token)
        }
    }
}
