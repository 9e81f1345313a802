import Crypto
import Domain
import TestSupport
import Testing

/// A statement of time from the responder under a signature of somebody else's making.
private struct SignedAnew {
    var digest = "sha256"
    /// The options of `openssl req` for a new authority under `issuing`; none for the fixtures' own.
    var authority: String?

    func answer(to request: [UInt8]) throws -> [UInt8] {
        let response = try #require(DERTree(TimestampResponder.shared.authority("/").ask(request)))
        var files = try [
            "tsa.pem": Fixture.bytes("pki/tsa.pem"), "tsa.key": Fixture.bytes("pki/tsa.key"),
            "issuing.pem": Fixture.bytes("pki/issuing.pem"), "issuing.key": Fixture.bytes("pki/issuing.key"),
        ]
        if let authority {
            let line =
                "req -x509 -noenc -CA issuing.pem -CAkey issuing.key -keyout tsa.key -out tsa.pem "
                + "-addext extendedKeyUsage=critical,timeStamping -addext keyUsage=critical,digitalSignature "
                + "-addext basicConstraints=critical,CA:FALSE \(authority) -subj"
            // The statement names its authority, so the new one bears the same name.
            let made = try OpenSSLCommand(
                words: line.split(separator: " ").map(String.init) + ["/C=ID/O=Dinas Contoh/CN=Teken Test Timestamps"],
                with: files)
            files["tsa.pem"] = try made.file("tsa.pem")
            files["tsa.key"] = try made.file("tsa.key")
        }
        // TimeStampToken, [0], SignedData, encapContentInfo, [0], OCTET STRING (RFC 5652 §5.1, §5.2).
        files["statement"] = response[1][1][0][2][1][0].content
        let token = try OpenSSLCommand(
            "cms -sign -binary -nodetach -cades -nosmimecap -md \(digest) -econtent_type 1.2.840.113549.1.9.16.1.4 "
                + "-in statement -signer tsa.pem -inkey tsa.key -certfile issuing.pem -outform DER -out token",
            with: files
        ).file("token")
        return try DERTree.sequence([response[0], #require(DERTree(token))]).encoded
    }
}

@Suite("A timestamp of less than 112 bits") struct WeakTimestampTests {
    private func judge(_ signed: SignedAnew) throws {
        let request = try TimestampRequest(over: Digest(.sha256, of: [1]), policy: nil)
        let requirements = TimestampRequirements(anchors: try Fixture.certificates("root"))
        _ = try request.accept(signed.answer(to: request.der), requirements: requirements, now: .now + .seconds(1))
    }

    @Test func `is told from a good one made the same way`() throws {
        try judge(SignedAnew())
        try judge(SignedAnew(authority: "-newkey rsa:2048 -sha256"))
    }

    @Test func `is refused when signed over SHA-1`() {
        #expect(throws: CryptoError.timestamp(.weakDigest("sha1"))) { try judge(SignedAnew(digest: "sha1")) }
    }

    @Test(arguments: [
        ("-newkey rsa:1024 -sha256", "EE certificate key too weak"),
        ("-newkey rsa:2048 -sha1", "CA signature digest algorithm too weak"),
    ])
    func `is refused when its authority's certificate is weak`(options: String, words: String) {
        #expect(throws: CryptoError.timestamp(.certificateRefused(words))) {
            try judge(SignedAnew(authority: options))
        }
    }
}
