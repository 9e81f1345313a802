import Domain
import TestSupport
import Testing

@testable import Crypto

@Suite("A stamp of time") struct TimestampMakerTests {
    private static let policies = ["1.2.3.4.1", "1.2.3.4.2"].compactMap { ObjectIdentifier($0) }
    private let rootKey: SoftwareSigningKey
    private let root: Certificate

    init() throws {
        rootKey = try Issuance.key(.rsa3072)
        root = try Issuance.root(rootKey)
    }

    private func maker(
        _ kind: KeyKind, digest: DigestAlgorithm? = nil, accuracy: TimestampAccuracy = TimestampAccuracy(seconds: 1)
    ) throws -> TimestampMaker {
        let key = try Issuance.key(kind)
        let certificate = try Issuance.delegate(.timeStamping, for: key, by: root, rootKey)
        return try TimestampMaker(
            certificate: certificate, chain: [root], key: key, policies: Self.policies, accuracy: accuracy,
            digest: digest)
    }

    private func query(_ options: String = "-sha256 -cert") throws -> [UInt8] {
        try OpenSSLCommand("ts -query -data letter \(options) -out query", with: ["letter": Array("surat".utf8)])
            .file("query")
    }

    private func read(_ der: [UInt8]) throws -> TimestampQuery { try TimestampQuery(der: der, policies: Self.policies) }

    private func judged(_ reply: [UInt8], _ query: [UInt8]) throws -> ProgramRun {
        try OpenSSLCommand(
            "ts -verify -in reply -queryfile query -CAfile root -untrusted root -attime "
                + "\(Instant.noon.secondsSince1970 + 60)",
            with: ["reply": reply, "query": query, "root": Array(root.pem().utf8)]
        ).run
    }

    @Test(arguments: KeyKind.allCases, DigestAlgorithm.allCases)
    func `is believed by openssl, and by this house as any other's`(kind: KeyKind, digest: DigestAlgorithm) throws {
        let maker = try maker(kind, digest: digest)
        let asked = try query("-\(digest.rawValue.lowercased().filter { $0 != "-" }) -cert")
        let reply = try maker.stamp(read(asked), serial: Issuance.serial(9), at: .noon)
        let verdict = try judged(reply, asked)
        #expect(verdict.isSuccess, "\(verdict)")

        let request = try TimestampRequest(over: Digest(digest, of: [1]), policy: Self.policies[1].text)
        let own = try maker.stamp(read(request.der), serial: Issuance.serial(9), at: .noon + .milliseconds(120))
        let token = try request.accept(
            own, requirements: TimestampRequirements(anchors: [root]), now: .noon + .seconds(2))
        #expect(token.time == .noon)
        let foreign = try ForeignTimestamp(token: token.der)
        #expect(foreign.defects.isEmpty, "\(foreign.defects)")
    }

    @Test func `says what another program reads`() throws {
        let maker = try maker(.p256, accuracy: TimestampAccuracy(seconds: 1, milliseconds: 500))
        let query = try read(query("-sha512 -cert -tspolicy 1.2.3.4.2"))
        let moment = Instant.noon + .microseconds(123_999)
        let reply = try maker.stamp(query, serial: Issuance.serial(9), at: moment)
        let run = try PythonJudge.run("read_timestamp.py", input: reply)
        #expect(
            run.output == """
                granted
                policy 1.2.3.4.2
                imprint sha512 \(Hexadecimal.text(try Digest(.sha512, of: Array("surat".utf8)).bytes))
                serial \(Issuance.serial(9))
                time 2026-06-01T12:00:00.123000+00:00
                accuracy 1 500 None
                ordering False
                nonce present
                attributes content_type message_digest signing_certificate_v2
                certificates 2
                signature holds

                """, "\(run.errors)")
    }

    @Test func `brings certificates only to who asks for them, and a nonce to who sent one`() throws {
        let maker = try maker(.p256)
        let bare = try maker.stamp(read(query("-sha256 -no_nonce")), serial: Issuance.serial(), at: .noon)
        let run = try PythonJudge.run("read_timestamp.py", input: bare)
        #expect(run.output.contains("certificates 0") && run.output.contains("nonce absent"), "\(run.errors)")
        #expect(run.output.contains("policy 1.2.3.4.1") && run.output.contains("time 2026-06-01T12:00:00+00:00"))
    }

    @Test(arguments: ErringKey.Fault.allCases) func `never leaves where the key errs`(fault: ErringKey.Fault) throws {
        let sound = try SoftwareSigningKey.generate(.p256)
        let certificate = try Issuance.delegate(.timeStamping, for: sound, by: root, rootKey)
        let maker = try TimestampMaker(
            certificate: certificate, chain: [root], key: ErringKey(fault, sound: sound), policies: Self.policies,
            accuracy: TimestampAccuracy(seconds: 1))
        #expect(throws: CryptoError.signature(.failedOwnCheck)) {
            try maker.stamp(read(query()), serial: Issuance.serial(), at: .noon)
        }
    }

    @Test func `is made under no certificate that is not for it alone`() throws {
        let key = try Issuance.key(.p256)
        let person = try Issuance.personDraft(by: root).prepared(for: rootKey).signed(by: rootKey)
        let accuracy = TimestampAccuracy(seconds: 1)
        #expect(throws: CryptoError.certificate(.notForSigning)) {
            try TimestampMaker(certificate: person, chain: [], key: key, policies: Self.policies, accuracy: accuracy)
        }
        #expect(throws: CryptoError.certificate(.keyDoesNotMatch)) {
            try TimestampMaker(certificate: root, chain: [], key: key, policies: Self.policies, accuracy: accuracy)
        }
    }

    @Test(
        arguments: [
            ("-md5", .weakDigest), ("-sha1", .weakDigest), ("-sha224", .weakDigest), ("-sha3-256", .unknownDigest),
            ("-sha256 -tspolicy 1.2.3.4.9", .unacceptedPolicy),
        ] as [(String, TimestampQueryDefect)])
    func `is refused to who asks for what is not stamped`(options: String, defect: TimestampQueryDefect) throws {
        let asked = try query(options)
        #expect(throws: defect) { try read(asked) }
    }

    @Test func `is refused to who cannot ask`() throws {
        let sound = try query("-sha256 -no_nonce")
        func changed(_ change: (inout DERTree) -> Void) throws -> [UInt8] {
            var tree = try #require(DERTree(sound))
            change(&tree)
            return tree.encoded
        }
        let extensions = DERTree(
            tag: 0xA0,
            children: [.sequence([DERTree(tag: 0x06, content: [0x2A, 3]), DERTree(tag: 0x04, content: [])])])
        for (der, defect) in [
            ([], .unreadable), ([0x30, 0], .unreadable), (sound + [0], .unreadable),
            (Array(sound.dropLast()), .unreadable), ([UInt8](repeating: 0x30, count: 20_000), .unreadable),
            (try changed { $0[0].content = [2] }, .unknownVersion),
            (try changed { $0[1][1].content.removeLast() }, .wrongLength),
            (try changed { $0[1][1].content.append(0) }, .wrongLength),
            (try changed { $0[1][0][0].content = [0x2A, 3] }, .unknownDigest),
            (
                try changed { $0.children.append(DERTree(tag: 0x02, content: [UInt8](repeating: 1, count: 65))) },
                .nonceTooLong
            ),
            (try changed { $0.children.append(extensions) }, .unacceptedExtension),
        ] as [([UInt8], TimestampQueryDefect)] {
            #expect(throws: defect, "\(Hexadecimal.text(der.prefix(40)))") { try read(der) }
        }
    }

    @Test func `is refused in words and with the bit that the standard has`() throws {
        let bits: [(TimestampQueryDefect, String)] = [
            (.unreadable, "bad_data_format"), (.unknownVersion, "bad_request"), (.weakDigest, "bad_alg"),
            (.unknownDigest, "bad_alg"), (.wrongLength, "bad_data_format"), (.unacceptedPolicy, "unaccepted_policy"),
            (.unacceptedExtension, "unaccepted_extensions"), (.nonceTooLong, "bad_request"),
        ]
        #expect(Set(bits.map(\.0)) == Set(TimestampQueryDefect.allCases))
        let replies =
            bits.map { (TimestampReply.refusal($0), $1) } + [
                (TimestampReply.timeNotAvailable, "time_not_available"),
                (TimestampReply.systemFailure, "system_failure"),
            ]
        for (reply, name) in replies {
            let run = try PythonJudge.run("read_timestamp.py", input: reply)
            let lines = run.output.split(separator: "\n")
            #expect(lines.count == 2 && lines[0] == "rejection \(name)" && lines[1].hasSuffix("."), "\(run)")
        }
    }
}
