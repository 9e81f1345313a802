import Crypto
import Domain
import TestSupport
import Testing

@Suite("The facts of a certificate") struct CertificateFactsTests {
    @Test func `are told as they stand`() throws {
        var trial = TrialAuthority()
        try trial.issue("akar", key: "ec:P-384", Extensions.authority)
        try trial.issue(
            "ayu", subject: "/C=ID/O=Dinas Contoh/CN=Dra. Ayu/CN=Ayu Wulandari", by: "akar", key: "rsa:2048",
            Extensions.person + ", nonRepudiation",
            "extendedKeyUsage = critical, emailProtection, 1.3.6.1.5.5.7.3.36",
            "certificatePolicies = 2.16.360.1.1.1, 1.2.3.4",
            "crlDistributionPoints = URI:http://contoh.example/a.crl, URI:http://contoh.example/b.crl",
            "authorityInfoAccess = OCSP;URI:http://ocsp.contoh.example, caIssuers;URI:http://contoh.example/akar.cer",
            "subjectKeyIdentifier = hash", "authorityKeyIdentifier = keyid", "noCheck = ignored",
            "2.5.29.56 = DER:0500")
        let certificate = try trial.certificate("ayu")
        let facts = try certificate.facts()
        let tree = try #require(DERTree(certificate.der))
        #expect(facts.serial == Array(tree[0][1].content.drop { $0 == 0 }))
        let said = try trial.run("x509 -in ayu.pem -noout -fingerprint -sha256").run.output
        #expect(said.lowercased().filter(\.isHexDigit).hasSuffix(Hexadecimal.text(facts.fingerprint.bytes)))
        #expect(facts.subject == "CN=Ayu Wulandari,CN=Dra. Ayu,O=Dinas Contoh,C=ID")
        #expect(facts.issuer == "CN=akar,O=Instansi")
        #expect(facts.commonName == "Ayu Wulandari")
        #expect(facts.organisation == "Dinas Contoh")
        #expect(facts.notBefore == certificate.notBefore)
        #expect(facts.notAfter == certificate.notAfter)
        #expect(facts.keyUsages == [.digitalSignature, .nonRepudiation])
        #expect(facts.extendedKeyUsages == ["1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36"])
        #expect(facts.isExtendedKeyUsageCritical)
        #expect(!facts.isAuthority)
        #expect(facts.pathLengthMax == nil)
        #expect(facts.key == .rsa)
        #expect(facts.keyBits == 2_048)
        #expect(facts.signature == .ecdsa)
        #expect(facts.signatureDigest == .sha256)
        #expect(facts.policies == ["2.16.360.1.1.1", "1.2.3.4"])
        #expect(facts.revocationListURLs == ["http://contoh.example/a.crl", "http://contoh.example/b.crl"])
        #expect(facts.ocspURLs == ["http://ocsp.contoh.example"])
        #expect(facts.issuerURLs == ["http://contoh.example/akar.cer"])
        #expect(facts.hasNoCheck)
        #expect(facts.isWithoutRevocation)
        let root = try trial.certificate("akar")
        #expect(try facts.issuerKeyIdentifier == root.facts().keyIdentifier)
        #expect(facts.issuerKeyIdentifier?.count == 20)
        let use = AlgorithmUse(digest: .sha256, signature: .ecdsa, key: .ec, bits: 384)
        #expect(certificate.algorithms(signedBy: root) == use)
        #expect(certificate.algorithms(signedBy: certificate) == nil)
    }

    @Test func `are few where little is said`() throws {
        let facts = try Fixture.certificates("root")[0].facts()
        #expect(facts.isAuthority)
        #expect(facts.pathLengthMax == nil)
        #expect(facts.extendedKeyUsages == nil)
        #expect(!facts.isExtendedKeyUsageCritical)
        #expect(facts.organisation == nil)
        #expect(facts.policies == [])
        #expect(facts.revocationListURLs == [] && facts.ocspURLs == [] && facts.issuerURLs == [])
        #expect(!facts.hasNoCheck && !facts.isWithoutRevocation)
        #expect(facts.issuerKeyIdentifier == nil)
        #expect(try Fixture.certificates("issuing")[0].facts().pathLengthMax == 0)
    }

    @Test func `give the number as openssl does`() throws {
        var trial = TrialAuthority()
        try trial.issue("a", Extensions.person)
        let facts = try trial.certificate("a").facts()
        let said = try trial.run("x509 -in a.pem -noout -serial").run.output.split(separator: "=")[1].filter(
            \.isHexDigit)
        #expect(Hexadecimal.text(facts.serial) == said.lowercased())
        #expect(decimal(facts.serial) == facts.serialText)
    }

    @Test func `are cut where a list is long`() throws {
        var trial = TrialAuthority()
        let many = (1...30).map { "1.2.3.\($0)" }.joined(separator: ", ")
        let urls = (1...30).map { "URI:http://contoh.example/\($0)" }.joined(separator: ", ")
        try trial.issue(
            "a", Extensions.person, "extendedKeyUsage = \(many)", "certificatePolicies = \(many)",
            "crlDistributionPoints = \(urls)")
        let facts = try trial.certificate("a").facts()
        #expect(facts.extendedKeyUsages?.count == CertificateFacts.listMax)
        #expect(facts.policies.count == CertificateFacts.listMax)
        #expect(facts.revocationListURLs.count == CertificateFacts.listMax)
    }

    @Test func `are cut where a text is long`() throws {
        var trial = TrialAuthority()
        let subject = (0..<40).map { _ in "/OU=\(String(repeating: "a", count: 60))" }.joined()
        try trial.issue("a", subject: subject, Extensions.person)
        #expect(try trial.certificate("a").facts().subject.count == CertificateFacts.textMax)
    }

    @Test(arguments: [(64, true), (65, false)])
    func `give a number in decimals as long as it may be one`(bytes: Int, isDecimal: Bool) throws {
        var tree = try #require(DERTree(Fixture.certificates("signer-p256")[0].der))
        let serial = [0x41] + [UInt8](repeating: 0xAB, count: bytes - 1)
        tree[0][1].content = serial
        let facts = try Certificate(der: tree.encoded).facts()
        #expect(facts.serial == Array(serial.prefix(CertificateFacts.serialBytesMax)))
        #expect(facts.serialText == (isDecimal ? decimal(serial) : Hexadecimal.text(serial.prefix(64))))
    }
}

/// A big number in decimal digits, by the rule of school.
private func decimal(_ bytes: [UInt8]) -> String {
    var digits: [Int] = [0]
    for byte in bytes {
        var carry = Int(byte)
        for index in digits.indices {
            carry += digits[index] * 256
            digits[index] = carry % 10
            carry /= 10
        }
        while carry > 0 {
            digits.append(carry % 10)
            carry /= 10
        }
    }
    return digits.reversed().map(String.init).joined()
}
