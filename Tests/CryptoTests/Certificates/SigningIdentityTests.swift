import Crypto
import TestSupport
import Testing

@Suite("A signing identity") struct SigningIdentityTests {
    private func identity(_ key: String, _ certificates: [String]) throws -> SigningIdentity {
        try SigningIdentity(
            key: Fixture.privateKey(key), certificates: certificates.flatMap { try Fixture.certificates($0) })
    }

    @Test(arguments: KeyKind.allCases) func `is a key, its certificate and the chain above`(kind: KeyKind) throws {
        let identity = try Fixture.identity(kind.fixtureName)
        #expect(try [identity.certificate] + identity.chain == Fixture.certificates("chain-\(kind.fixtureName)"))
        #expect(identity.key.kind == kind)
    }

    @Test(arguments: [
        [], ["issuing"], ["issuing", "root"], ["root", "issuing"], ["issuing", "issuing", "root", "signer-p256"],
    ])
    func `puts its chain in order, as far as it is known`(others: [String]) throws {
        let identity = try identity("signer-p256", ["signer-p256"] + others)
        let ordered = ["issuing", "root"].filter(others.contains)
        #expect(try identity.chain == ordered.flatMap { try Fixture.certificates($0) })
    }

    @Test(
        arguments: [
            ("signer-rsa2048", ["signer-p256"], CertificateDefect.keyDoesNotMatch),
            ("signer-rsa2048", ["signer-rsa2048-twin", "issuing", "root"], .keyDoesNotMatch),
            ("signer-rsa2048", ["issuing", "signer-rsa2048", "root"], .keyDoesNotMatch),
            ("signer-keyencipherment", ["signer-keyencipherment", "issuing", "root"], .notForSigning),
            ("signer-sha1", ["signer-sha1", "issuing", "root"], .weakSignature),
            ("signer-p256", ["signer-p256", "issuing", "root", "foreign-root"], .chainBroken),
            ("signer-p256", ["signer-p256", "foreign-root"], .chainBroken),
            ("signer-p256", ["signer-p256", "root"], .chainBroken),
            ("signer-p256", ["signer-p256", "signer-p384", "issuing", "root"], .chainBroken),
            ("signer-rsa2048", ["signer-rsa2048", "signer-rsa2048-twin", "issuing"], .chainBroken),
            ("signer-p256", [], .none),
        ] as [(String, [String], CertificateDefect)])
    func `is refused where something does not belong`(
        key: String, certificates: [String], defect: CertificateDefect
    ) {
        #expect(throws: CryptoError.certificate(defect)) { _ = try identity(key, certificates) }
    }
}
