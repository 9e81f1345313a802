import Domain
import Foundation
import TestSupport
import Testing

@testable import Crypto

@Suite("A certificate draft") struct CertificateDraftTests {
    // Not kept: the leak check does not see an array that lies behind the tag of an enum.
    private static var everything: [CertificateExtension] {
        guard let policy = ObjectIdentifier("2.25.4711.1"),
            let other = ObjectIdentifier("1.3.6.1.4.1.311.10.3.12")
        else { preconditionFailure("written right") }
        return [
            .extendedKeyUsage([.documentSigning, .emailProtection, .other(other)], critical: false),
            .policies([
                CertificatePolicy(policy, practiceStatementURL: "https://ca.contoh.go.id/cps"),
                CertificatePolicy(other),
            ]),
            .revocationLists(urls: ["http://crl.contoh.go.id/1.crl", "http://crl2.contoh.go.id/1.crl"]),
            .informationAccess(issuers: ["http://ca.contoh.go.id/ca.cer"], ocsp: ["http://ocsp.contoh.go.id/"]),
            .alternativeNames([
                .dns("contoh.go.id"), .email("budi@contoh.go.id"), .ip([192, 0, 2, 1]),
                .ip([0x20, 1, 0xD, 0xB8] + [UInt8](repeating: 0, count: 11) + [1]), .uri("urn:uuid:0"),
            ]),
            .noRevocationAvailable,
        ]
    }

    private func facts(_ certificate: Certificate) throws -> [String: Any] {
        let run = try PythonJudge.run("read_certificate.py", input: certificate.der)
        let read = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        return try #require(read, "\(run.errors)")
    }

    @Test(arguments: SigningWay.all) func `becomes a certificate that openssl trusts`(way: SigningWay) throws {
        let key = try Issuance.key(way.kind)
        let root = try Issuance.root(key, method: SignatureMethod(way.scheme, way.digest))
        let person = try Issuance.personDraft(by: root).prepared(
            for: key, method: SignatureMethod(way.scheme, way.digest)
        ).signed(by: key)
        let verdict = try OpenSSLCommand(
            "verify -attime \(Issuance.begin.secondsSince1970 + 5) -check_ss_sig -x509_strict -CAfile root person",
            with: ["root": Array(root.pem().utf8), "person": Array(person.pem().utf8)])
        #expect(verdict.isSuccess, "\(verdict.run.errors)")
    }

    @Test func `says in every field what it was told, to another program`() throws {
        let key = try Issuance.key(.p384)
        let root = try Issuance.root(key)
        let person = try Issuance.personDraft(by: root, key: .rsa2048, Self.everything).prepared(for: key).signed(
            by: key)
        let read = try facts(person)
        #expect(read["version"] as? String == "v3" && read["serial"] as? String == Issuance.serial(2).description)
        #expect(read["subject"] as? String == "CN=Budi Santoso,O=Kota Contoh,C=ID")
        #expect(read["issuer"] as? String == "CN=Akar Contoh,O=Kota Contoh,C=ID")
        #expect(read["notBefore"] as? String == "2026-06-01T12:00:00+00:00")
        #expect(read["notAfter"] as? String == "2027-06-01T12:00:00+00:00")
        #expect(read["signature"] as? String == "1.2.840.10045.4.3.3")
        #expect(read["critical"] as? [String] == ["2.5.29.15", "2.5.29.19"])
        #expect(read["keyUsage"] as? [String] == ["content_commitment", "digital_signature"])
        #expect(read["authority"] as? Bool == false)
        #expect(
            read["extendedKeyUsage"] as? [String] == [
                "1.3.6.1.5.5.7.3.36", "1.3.6.1.5.5.7.3.4", "1.3.6.1.4.1.311.10.3.12",
            ])
        #expect(
            read["policies"] as? [String]
                == ["2.25.4711.1 https://ca.contoh.go.id/cps", "1.3.6.1.4.1.311.10.3.12"])
        #expect(
            read["revocationLists"] as? [String] == ["http://crl.contoh.go.id/1.crl", "http://crl2.contoh.go.id/1.crl"])
        #expect(
            read["informationAccess"] as? [String]
                == ["1.3.6.1.5.5.7.48.1 http://ocsp.contoh.go.id/", "1.3.6.1.5.5.7.48.2 http://ca.contoh.go.id/ca.cer"])
        #expect(
            read["alternativeNames"] as? [String]
                == ["contoh.go.id", "budi@contoh.go.id", "192.0.2.1", "2001:db8::1", "urn:uuid:0"])
        #expect(read["issuerKeyIdentifier"] as? String == (try Hexadecimal.text(root.keyIdentifier())))
        #expect(read["extensions"] as? Int == 10)
    }

    @Test func `names what an authority may issue for`() throws {
        let key = try Issuance.key(.p256)
        var draft = try Issuance.rootDraft(key)
        draft.extensions.append(
            .nameConstraints(
                permitted: [.dns("contoh.go.id"), .email("contoh.go.id")], excluded: [.dns("x.contoh.go.id")]))
        let read = try facts(draft.prepared(for: key).signed(by: key))
        #expect(read["authority"] as? Bool == true && read["pathLength"] as? Int == 1)
        #expect(read["permitted"] as? [String] == ["contoh.go.id", "contoh.go.id"])
        #expect(read["excluded"] as? [String] == ["x.contoh.go.id"])
    }

    @Test func `is written the same each time, and is known again after a restart`() throws {
        let key = try Issuance.key(.rsa2048)
        let draft = try Issuance.rootDraft(key)
        let prepared = try draft.prepared(for: key)
        #expect(try draft.prepared(for: key) == prepared)
        let again = try PreparedCertificate(toBeSigned: prepared.toBeSigned)
        #expect(again == prepared && again.serial == draft.serial)
        // PKCS#1 signatures of the same bytes are the same, too.
        #expect(try again.signed(by: key) == prepared.signed(by: key))
    }

    @Test(
        arguments: [
            ("2049-12-31T23:59:59Z", "2050-01-01T00:00:00Z", 0x17, 0x18),
            ("2026-06-01T12:00:00Z", "2049-12-31T23:59:59Z", 0x17, 0x17),
        ] as [(String, String, UInt8, UInt8)])
    func `changes the form of times with 2050`(from: String, until: String, first: UInt8, second: UInt8) throws {
        let key = try Issuance.key(.p256)
        var draft = try Issuance.rootDraft(key)
        draft.notBefore = try #require(Instant(from))
        draft.notAfter = try #require(Instant(until))
        let certificate = try draft.prepared(for: key).signed(by: key)
        #expect(certificate.notBefore == draft.notBefore && certificate.notAfter == draft.notAfter)
        let validity = try #require(DERTree(certificate.der))[0][4]
        #expect(validity[0].tag == first && validity[1].tag == second)
    }

    @Test func `drops what is less than a second`() throws {
        let key = try Issuance.key(.p256)
        var draft = try Issuance.rootDraft(key)
        let whole = try draft.prepared(for: key)
        draft.notBefore = draft.notBefore + .milliseconds(999)
        #expect(try draft.prepared(for: key) == whole)
    }

    @Test(arguments: ErringKey.Fault.allCases) func `becomes nothing where the key errs`(fault: ErringKey.Fault) throws
    {
        let sound = try SoftwareSigningKey.generate(.p256)
        let prepared = try Issuance.rootDraft(sound).prepared(for: sound)
        let erring = try ErringKey(fault, sound: sound)
        #expect(throws: CryptoError.signature(.failedOwnCheck)) { try prepared.signed(by: erring) }
        #expect(try prepared.signed(by: sound).subject == "CN=Akar Contoh,O=Kota Contoh,C=ID")
    }

    @Test func `is signed by no key of another kind`() throws {
        let prepared = try Issuance.rootDraft(Issuance.key(.p256)).prepared(for: Issuance.key(.p256))
        #expect(throws: CryptoError.draft(.otherMethod)) { try prepared.signed(by: Issuance.key(.rsa2048)) }
    }

    @Test func `is not known from other bytes`() throws {
        let sound = try Issuance.rootDraft(Issuance.key(.p256)).prepared(for: Issuance.key(.p256)).toBeSigned
        var withoutSerial = try #require(DERTree(sound))
        withoutSerial.children.remove(at: 1)
        var negative = try #require(DERTree(sound))
        negative[1].content[0] |= 0x80
        var weak = try #require(DERTree(sound))
        let overSHA1 = try #require(ObjectIdentifier("1.2.840.10045.4.1"))
        weak[2] = try #require(DERTree(DER.sequence(overSHA1.der)))
        let unending = [0x30, 0x80] + Array(sound.dropFirst(4)) + [0, 0]
        for bytes in [
            [], [0x30, 0], Array(sound.dropLast()), sound + [0], withoutSerial.encoded, negative.encoded, weak.encoded,
            unending, [UInt8](repeating: 0x30, count: 70_000),
        ] as [[UInt8]] {
            #expect(throws: CryptoError.draft(.unreadable)) { try PreparedCertificate(toBeSigned: bytes) }
        }
    }
}
