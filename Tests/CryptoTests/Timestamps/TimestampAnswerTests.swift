import Crypto
import Domain
import TestSupport
import Testing

@Suite("The answer of a timestamp authority") struct TimestampAnswerTests {
    private static let policy = "1.3.6.1.4.1.55555.1.1"
    private let responder: TimestampResponder

    init() throws { responder = try .shared }

    private func requirements(
        root: String = "root", intermediates: [String] = [], policy: String? = policy
    ) throws -> TimestampRequirements {
        TimestampRequirements(
            anchors: try Fixture.certificates(root),
            intermediates: try intermediates.flatMap { try Fixture.certificates($0) }, policy: policy)
    }

    private func ask(
        _ authority: TimestampAuthority, over digest: Digest? = nil, _ requirements: TimestampRequirements? = nil,
        now: Instant = .now
    ) throws -> TimestampToken {
        let requirements = try requirements ?? self.requirements()
        let request = try TimestampRequest(
            over: digest ?? Digest(.sha256, of: Array("nilai".utf8)), policy: requirements.policy)
        return try request.accept(authority.ask(request.der), requirements: requirements, now: now)
    }

    @Test(arguments: DigestAlgorithm.allCases) func `is taken when all is well`(algorithm: DigestAlgorithm) throws {
        let before = Instant.now
        let digest = try Digest(algorithm, of: Array("nilai".utf8))
        let token = try ask(responder.authority("/"), over: digest)
        #expect(token.time >= before - .seconds(2) && token.time <= .now + .seconds(2))

        let files = try [
            "token": token.der, "root.pem": Fixture.bytes("pki/root.pem"),
            "issuing.pem": Fixture.bytes("pki/issuing.pem"),
        ]
        let line = "ts -verify -token_in -in token -CAfile root.pem -untrusted issuing.pem -digest "
        #expect(try OpenSSLCommand(line + Hexadecimal.text(digest.bytes), with: files).isSuccess)
        let other = try Digest(algorithm, of: [])
        #expect(try !OpenSSLCommand(line + Hexadecimal.text(other.bytes), with: files).isSuccess)
    }

    @Test(
        arguments: [
            ("/wrong-nonce", .wrongNonce), ("/no-nonce", .wrongNonce), ("/wrong-imprint", .wrongImprint),
            ("/wrong-policy", .wrongPolicy), ("/rejection", .rejected("unacceptedPolicy")),
            ("/tampered", .wrongSignature), ("/truncated", .malformed), ("/trailing", .malformed),
            ("/empty", .malformed), ("/html-as-reply", .malformed),
            ("/other-certificate", .certificateRefused("self-signed certificate in certificate chain")),
            ("/no-certificate", .certificateRefused("the token brings none")),
        ] as [(String, TimestampFailure)])
    func `is refused for its own reason`(path: String, reason: TimestampFailure) throws {
        #expect(throws: CryptoError.timestamp(reason)) { try ask(responder.authority(path)) }
    }

    @Test func `under another root is refused`() throws {
        let requirements = try requirements(root: "foreign-root")
        #expect(
            throws: CryptoError.timestamp(
                .certificateRefused("self-signed certificate in certificate chain"))
        ) {
            try ask(responder.authority("/"), requirements)
        }
    }

    @Test func `of an authority under another root is taken under that`() throws {
        let token = try ask(responder.authority("/other-certificate"), requirements(root: "foreign-root"))
        #expect(!token.der.isEmpty)
    }

    @Test(arguments: [
        ("tsa-no-eku", "unsuitable certificate purpose"), ("tsa-expired", "certificate has expired"),
        ("signer-rsa2048", "unsuitable certificate purpose"), ("signer-p256", "unsuitable certificate purpose"),
    ])
    func `of somebody who may not stamp is refused`(signer: String, words: String) throws {
        let responder = try TimestampResponder(other: signer, otherChain: "issuing")
        #expect(throws: CryptoError.timestamp(.certificateRefused(words))) {
            try ask(responder.authority("/other-certificate"))
        }
    }

    @Test func `without its issuers is taken when they are known`() throws {
        let responder = try TimestampResponder(other: "tsa", otherChain: "tsa")
        let authority = responder.authority("/other-certificate")
        #expect(
            throws: CryptoError.timestamp(.certificateRefused("unable to get local issuer certificate"))
        ) {
            try ask(authority)
        }
        #expect(try !ask(authority, requirements(intermediates: ["issuing"])).der.isEmpty)
    }

    @Test(arguments: [0, 2, 300]) func `is taken as far from our clock as tolerated, to the second`(
        tolerance: Int64
    ) throws {
        let requirements = TimestampRequirements(
            anchors: try Fixture.certificates("root"), clockTolerance: .seconds(tolerance))
        let generous = TimestampRequirements(anchors: requirements.anchors)
        #expect(generous.clockTolerance == .seconds(300))

        let request = try TimestampRequest(over: Digest(.sha256, of: []), policy: nil)
        let answer = try responder.authority("/").ask(request.der)
        let time = try request.accept(answer, requirements: generous, now: .now).time
        // A clock before the fixtures' first second would find the certificate not yet valid.
        let sides: [Int64] = tolerance > 2 ? [1] : [1, -1]
        for side in sides {
            let last = time + .seconds(side * tolerance)
            #expect(try request.accept(answer, requirements: requirements, now: last).time == time)
            #expect(throws: CryptoError.timestamp(.implausibleTime(secondsOff: -side * (tolerance + 1)))) {
                try request.accept(answer, requirements: requirements, now: last + .seconds(side))
            }
        }
    }

    @Test func `far from our clock is refused`() throws {
        #expect(throws: CryptoError.timestamp(.implausibleTime(secondsOff: -1_000_000))) {
            let request = try TimestampRequest(over: Digest(.sha256, of: []), policy: nil)
            let answer = try responder.authority("/").ask(request.der)
            let time = try request.accept(answer, requirements: requirements(policy: nil), now: .now).time
            return try request.accept(
                answer, requirements: requirements(policy: nil), now: time + .seconds(1_000_000))
        }
    }

    @Test(arguments: [
        ("2126-01-02", 4_922_985_600, "certificate has expired"),
        ("2020-01-01", 1_577_836_800, "certificate is not yet valid"),
    ])
    func `is judged by certificates at our time, not at its own`(day: String, seconds: Int64, words: String) throws {
        let now = Instant(secondsSince1970: seconds)
        #expect(now.description == "\(day)T00:00:00Z")
        #expect(throws: CryptoError.timestamp(.certificateRefused(words))) {
            try ask(responder.authority("/"), now: now)
        }
    }

    @Test func `to another request is refused`() throws {
        let digest = try Digest(.sha256, of: [])
        let first = try TimestampRequest(over: digest, policy: nil)
        let second = try TimestampRequest(over: digest, policy: nil)
        let answer = try responder.authority("/").ask(first.der)
        let requirements = try requirements(policy: nil)
        #expect(try !first.accept(answer, requirements: requirements, now: .now).der.isEmpty)
        #expect(throws: CryptoError.timestamp(.wrongNonce)) {
            try second.accept(answer, requirements: requirements, now: .now)
        }
    }

    @Test func `changed in its statement, its certificates or its signature is refused`() throws {
        let request = try TimestampRequest(over: Digest(.sha256, of: []), policy: nil)
        let answer = try responder.authority("/").ask(request.der)
        let requirements = try requirements(policy: nil)
        _ = try request.accept(answer, requirements: requirements, now: .now)

        let signedData = try #require(DERTree(answer))[1][1][0]
        let signer = signedData[4][0]
        let parts = try [
            signedData[2].encoded, Fixture.certificates("tsa")[0].der, Fixture.certificates("issuing")[0].der,
            signer[3].encoded, signer[5].content,
        ]
        for part in parts {
            let range = try #require(answer.firstRange(of: part))
            for byte in range {
                var changed = answer
                changed[byte] ^= 1
                #expect(throws: CryptoError.self, "byte \(byte)") {
                    try request.accept(changed, requirements: requirements, now: .now)
                }
            }
        }
    }
}
