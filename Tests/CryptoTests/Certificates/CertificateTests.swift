import Crypto
import Domain
import Foundation
import TestSupport
import Testing

@Suite("A certificate") struct CertificateTests {
    private func der(_ name: String) throws -> [UInt8] { try Fixture.certificates(name)[0].der }

    private func pem(_ der: [UInt8], label: String = "CERTIFICATE", headers: String = "") -> String {
        let lines = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN \(label)-----\n\(headers)\(lines)\n-----END \(label)-----\n"
    }

    @Test func `tells its names, its times and its key`() throws {
        let certificate = try Certificate(der: der("signer-rsa2048"))
        #expect(certificate.subject == "CN=Siti Contoh,O=Dinas Contoh,C=ID")
        #expect(certificate.issuer == "CN=Teken Test Issuing CA")
        #expect(certificate.notAfter?.description == "2126-01-01T00:00:00Z")
        #expect(try certificate.publicKey().info == Fixture.privateKey("signer-rsa2048").publicKey().info)
        #expect(!certificate.isSelfIssued)
        #expect(try Certificate(der: der("root")).isSelfIssued)
    }

    /// RFC 5280 §4.1.2.5: no well-defined end.
    @Test(arguments: [("99991231235959Z", true), ("22620411234716Z", false), ("22620411234717Z", true)])
    func `may end later than any moment there is`(end: String, isBeyond: Bool) throws {
        var tree = try #require(DERTree(der("signer-p256")))
        tree[0][4][1] = DERTree(tag: 0x18, content: Array(end.utf8))
        let certificate = try Certificate(der: tree.encoded)
        #expect((certificate.notAfter == Instant(nanosecondsSince1970: .max)) == isBeyond)
        try certificate.checkValidity(at: .wellInsideFixtures)
    }

    @Test(arguments: [
        ("signer-p256", true), ("signer-expired", true), ("signer-keyencipherment", false), ("tsa", true),
        ("issuing", false), ("root", false),
    ])
    func `says whether its key may sign documents`(name: String, isForSigning: Bool) throws {
        #expect(try Certificate(der: der(name)).isForSigning == isForSigning)
    }

    @Test(arguments: [("signer-weak", "RSA-1024"), ("signer-ed25519", "ED25519")])
    func `of a key not used here gives the key's bytes but not the key`(name: String, kind: String) throws {
        let certificate = try Certificate(der: der(name))
        #expect(try !certificate.publicKeyInfo().isEmpty)
        #expect(throws: CryptoError.key(.unsupported(kind))) { _ = try certificate.publicKey() }
    }

    @Test func `survives PEM`() throws {
        let certificate = try Certificate(der: der("signer-p384"))
        #expect(try Certificate.all(pem: Array(certificate.pem().utf8)) == [certificate])
        let judge = try OpenSSLCommand(
            "x509 -in a.pem -outform DER -out a.der", with: ["a.pem": Array(certificate.pem().utf8)])
        #expect(try judge.file("a.der") == certificate.der)
    }

    @Test func `is refused with a byte behind it, and wherever it is cut`() throws {
        let bytes = try der("signer-p256")
        #expect(throws: CryptoError.certificate(.unreadable)) { try Certificate(der: bytes + [0]) }
        for count in 0..<bytes.count {
            #expect(throws: CryptoError.certificate(.unreadable), "\(count) bytes") {
                try Certificate(der: Array(bytes.prefix(count)))
            }
        }
    }

    @Test func `comes in its order out of a text with others, whatever stands between`() throws {
        let text = try """
        Subject: siapa saja
        \(pem(der("root")))
        ini bukan sertifikat
        \(pem([1, 2, 3], label: "X509 CRL"))\(String(decoding: Fixture.bytes("pki/signer-p256.key"), as: UTF8.self))
        \(pem(der("signer-p256")))\(pem(der("issuing")))
        sekian
        """
        let found = try Certificate.all(pem: Array(text.utf8)).map(\.der)
        #expect(try found == [der("root"), der("signer-p256"), der("issuing")])
        let windows = text.replacing("\n", with: "\r\n")
        #expect(try Certificate.all(pem: Array(windows.utf8)).map(\.der) == found)
    }

    @Test func `is not found in a text without one`() throws {
        let key = try Fixture.bytes("pki/signer-p256.key")
        for text in [[], Array("ini bukan sertifikat\n".utf8), [UInt8](repeating: 0, count: 100), key] {
            #expect(throws: CryptoError.certificate(.none)) { try Certificate.all(pem: text) }
        }
    }

    @Test func `that is broken spoils the text it stands in`() throws {
        let bytes = try der("signer-p256")
        let good = pem(bytes)
        let lines = good.split(separator: "\n")
        let broken = [
            pem(bytes + [0]), pem(Array(bytes.dropLast())), pem([]), pem([0x30, 0x00]),
            lines.dropLast().joined(separator: "\n"), good.replacing("MII", with: "M*I"),
            good.replacing("END CERTIFICATE", with: "END KEY"), String(good.prefix(200)),
            pem(bytes, headers: "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n"),
        ]
        for text in broken {
            #expect(throws: CryptoError.certificate(.unreadable), "\(text)") {
                try Certificate.all(pem: Array((good + text).utf8))
            }
        }
    }

    @Test(
        arguments: [
            ("2019-12-31T23:59:59Z", 1_577_836_799_000_000_000, CertificateDefect.notYetValid),
            ("a nanosecond before", 1_577_836_799_999_999_999, .notYetValid),
            ("2020-01-01T00:00:00Z", 1_577_836_800_000_000_000, nil),
            ("2021-01-01T00:00:00Z", 1_609_459_200_000_000_000, nil),
            ("the end of that second", 1_609_459_200_999_999_999, nil),
            ("2021-01-01T00:00:01Z", 1_609_459_201_000_000_000, .expired),
        ] as [(String, Int64, CertificateDefect?)])
    func `is valid from its first second to the end of its last`(
        name: String, now: Int64, defect: CertificateDefect?
    ) throws {
        let certificate = try Certificate(der: der("signer-expired"))
        let now = Instant(nanosecondsSince1970: now)
        if let defect {
            #expect(throws: CryptoError.certificate(defect)) { try certificate.checkValidity(at: now) }
        } else {
            try certificate.checkValidity(at: now)
        }
    }

    @Test func `tells its name in one line, whatever is in it`() throws {
        let made = try OpenSSLCommand(
            "req -x509 -newkey rsa:2048 -noenc -keyout a.key -outform DER -out a.der -utf8 -subj "
                + "/O=Dinas\n\u{1B}[31mContoh,\\+=Baru/CN=Sítì漢字")
        let subject = try Certificate(der: made.file("a.der")).subject
        #expect(subject == "CN=Sítì漢字,O=Dinas\\0A\\1B[31mContoh\\,\\+=Baru")
    }
}
