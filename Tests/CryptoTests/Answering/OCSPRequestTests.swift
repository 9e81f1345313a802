import Domain
import TestSupport
import Testing

@testable import Crypto

@Suite("A question about a certificate") struct OCSPRequestTests {
    /// A request by the `openssl` command about a certificate of the fixtures.
    static func request(_ options: String = "", serials: [String] = []) throws -> [UInt8] {
        let more = serials.map { "-serial \($0)" }.joined(separator: " ")
        let line = "ocsp -issuer issuer -cert person \(options) \(more) -reqout request"
        return try OpenSSLCommand(
            words: line.split(separator: " ").map(String.init),
            with: ["issuer": Fixture.bytes("pki/issuing.pem"), "person": Fixture.bytes("pki/signer-p256.pem")]
        ).file("request")
    }

    @Test(arguments: [("-sha1", HashFunction.sha1), ("-sha256", .sha256), ("-sha384", .sha384), ("-sha512", .sha512)])
    func `names its issuer by whatever hash`(option: String, function: HashFunction) throws {
        // The option counts for the certificates behind it.
        let line = "ocsp \(option) -issuer issuer -cert person -reqout request"
        let der = try OpenSSLCommand(
            line, with: ["issuer": Fixture.bytes("pki/issuing.pem"), "person": Fixture.bytes("pki/signer-p256.pem")]
        ).file("request")
        let read = try OCSPRequest(der: der)
        #expect(read.questions.count == 1 && read.questions[0].function == function)
        #expect(try read.questions[0].serial == Fixture.certificates("signer-p256")[0].serialNumber())
        let hashes = try IssuerHashes(of: Fixture.certificates("issuing")[0])
        #expect(hashes.areNamed(by: read.questions[0]))
        #expect(try !IssuerHashes(of: Fixture.certificates("root")[0]).areNamed(by: read.questions[0]))
    }

    @Test func `may be about several certificates, and have a nonce or none`() throws {
        let several = try OCSPRequest(der: Self.request(serials: ["5", "0x1234"]))
        #expect(several.questions.map { $0.serial?.description }.suffix(2) == ["05", "1234"])
        #expect(several.nonce?.count == 16)
        #expect(try OCSPRequest(der: Self.request("-no_nonce")).nonce == nil)
    }

    @Test func `may be signed, and is heard all the same`() throws {
        let der = try OpenSSLCommand(
            "ocsp -issuer issuer -cert person -signer person -signkey key -reqout request",
            with: [
                "issuer": Fixture.bytes("pki/issuing.pem"), "person": Fixture.bytes("pki/signer-p256.pem"),
                "key": Fixture.bytes("pki/signer-p256.key"),
            ]
        ).file("request")
        #expect(try OCSPRequest(der: der).questions.count == 1)
    }

    private static let digits = [UInt8](repeating: 7, count: 32)

    private func certificateID(serial: [UInt8] = [2, 1, 5]) throws -> [UInt8] {
        DER.sequence(
            DER.sequence(ObjectIdentifier.sha256.der), DER.octets(Self.digits), DER.octets(Self.digits), serial)
    }

    private func request(
        _ questions: [[UInt8]], version: [UInt8] = [], extensions: [[UInt8]] = []
    ) -> [UInt8] {
        let list = extensions.isEmpty ? [] : DER.tagged(2, DER.sequence(of: extensions))
        return DER.sequence(DER.sequence(version, DER.sequence(of: questions), list))
    }

    private func nonce(_ value: [UInt8]) throws -> [UInt8] {
        DER.sequence(try #require(ObjectIdentifier("1.3.6.1.5.5.7.48.1.2")).der, DER.octets(value))
    }

    @Test func `is refused by its defect`() throws {
        let question: [UInt8] = DER.sequence(try certificateID())
        let unknown = try #require(ObjectIdentifier("1.2.3.4")).der
        let critical = DER.sequence(unknown, DER.boolean(true), DER.octets([]))
        let harmless = DER.sequence(unknown, DER.octets([]))
        #expect(try OCSPRequest(der: request([question], extensions: [harmless])).nonce == nil)
        #expect(try OCSPRequest(der: request([question], version: DER.tagged(0, DER.integer(0)))).nonce == nil)
        for (der, defect) in [
            ([], .unreadable), ([0x30, 0], .unreadable), (request([question]) + [0], .unreadable),
            (Array(request([question]).dropLast()), .unreadable), (Array("GET /".utf8), .unreadable),
            ([UInt8](repeating: 0x30, count: OCSPRequest.bytesMax + 1), .tooLarge), (request([]), .empty),
            (request([[UInt8]](repeating: question, count: 101)), .tooMany),
            (request([question], version: DER.tagged(0, DER.integer(1))), .unknownVersion),
            (request([question], extensions: [critical]), .unknownExtension),
            (request([DER.sequence(try certificateID(), DER.tagged(0, DER.sequence(critical)))]), .unknownExtension),
            (request([question], extensions: [try nonce([])]), .badNonce),
            (request([question], extensions: [try nonce(DER.octets([]))]), .badNonce),
            (request([question], extensions: [try nonce([1, 2, 3, 4])]), .badNonce),
            (request([question], extensions: [try nonce(DER.octets([1]) + [0])]), .badNonce),
            (request([question], extensions: [try nonce(DER.octets([UInt8](repeating: 1, count: 129)))]), .badNonce),
            (request([question], extensions: [try nonce(DER.octets([1])), try nonce(DER.octets([2]))]), .badNonce),
        ] as [([UInt8], OCSPRequestDefect)] {
            #expect(throws: defect, "\(Hexadecimal.text(der.prefix(60)))") { try OCSPRequest(der: der) }
        }
        for count in [1, 32, 128] {
            let bytes = [UInt8](repeating: 9, count: count)
            let read = try OCSPRequest(der: request([question], extensions: [nonce(DER.octets(bytes))]))
            #expect(read.nonce == bytes)
        }
    }

    @Test(arguments: [[2, 1, 0], [2, 1, 0x85], [2, 21] + [UInt8](repeating: 1, count: 21)])
    func `about a number that no certificate has is heard`(serial: [UInt8]) throws {
        let read = try OCSPRequest(der: request([DER.sequence(certificateID(serial: serial))]))
        #expect(read.questions[0].serial == nil)
    }

    @Test func `comes in the path of a GET, escaped or not`() throws {
        for serials in [[], ["5"], ["77777"], ["1", "2", "3"]] {
            let der = try Self.request(serials: serials)
            let base64 = Base64.text(der)
            let escaped = base64.replacing("+", with: "%2B").replacing("/", with: "%2f").replacing("=", with: "%3D")
            for path in [base64, escaped, base64.replacing("=", with: "")] {
                #expect(OCSPRequest.der(path: path) == der)
            }
        }
        for path in [
            "", "%", "%2", "%zz", "ab c", "abc=d", "a", "====", "ab=", "abcd=", String(repeating: "A", count: 70_000),
        ] {
            #expect(OCSPRequest.der(path: path) == nil, "\(path.prefix(20))")
        }
    }
}
