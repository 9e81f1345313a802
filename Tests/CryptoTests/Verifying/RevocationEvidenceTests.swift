import Crypto
import Domain
import TestSupport
import Testing

/// An authority with a person, and what it says of that person's certificate.
struct RevocationTrial {
    var trial = TrialAuthority()
    var issuer: Certificate { get throws { try trial.certificate("akar") } }
    var person: Certificate { get throws { try trial.certificate("orang") } }

    init(authority: String = Extensions.authority, person: String = Extensions.person) throws {
        try trial.issue("akar", authority)
        try trial.issue("orang", by: "akar", person)
        try trial.issue("lain", by: "akar", person)
        try trial.issue("penjawab", by: "akar", Extensions.answers)
        try trial.issue("tanpa", by: "akar", Extensions.person + "\nextendedKeyUsage = OCSPSigning")
        try trial.issue("bukan", by: "akar", Extensions.person)
        try trial.issue("asing", Extensions.authority)
        try trial.issue("penyusup", by: "asing", Extensions.answers)
    }

    static let revokedText = "260102030405Z"
    static let revokedAt = Instant(secondsSince1970: 1_767_323_045)  // 2026-01-02T03:04:05Z

    private func serial(_ name: String) throws -> String {
        Hexadecimal.text(try trial.certificate(name).facts().serial).uppercased()
    }

    /// A database of `openssl ca`, in which `orang` is revoked or not.
    private func index(revoked: String?) throws -> [UInt8] {
        let flag = revoked.map { "R\t490101000000Z\t\(Self.revokedText)\($0)" } ?? "V\t490101000000Z\t"
        return Array("\(flag)\t\(try serial("orang"))\tunknown\t/O=Instansi/CN=orang\n".utf8)
    }

    func answer(
        _ signer: String = "akar", revoked: String? = nil, about name: String = "orang", words: String = ""
    ) throws -> [UInt8] {
        let request = try trial.run("ocsp -issuer akar.pem -cert \(name).pem -reqout request -no_nonce \(words)").file(
            "request")
        let command = try trial.run(
            "ocsp -index index -CA akar.pem -rsigner \(signer).pem -rkey \(signer).key -ndays 3 "
                + "-reqin request -respout answer",
            with: ["request": request, "index": index(revoked: revoked)])
        return try command.file("answer")
    }

    func list(
        _ signer: String = "akar", revoked: String? = nil, extensions: String = "", index: [UInt8]? = nil
    ) throws -> [UInt8] {
        let configuration = """
            [ca]
            default_ca = trial
            [trial]
            database = index
            default_md = sha256
            crlnumber = number
            default_crl_days = 3
            crl_extensions = extensions
            [extensions]
            authorityKeyIdentifier = keyid
            \(extensions)
            """
        let command = try trial.run(
            "ca -gencrl -config configuration -cert \(signer).pem -keyfile \(signer).key -out list",
            with: [
                "configuration": Array(configuration.utf8), "index": index ?? self.index(revoked: revoked),
                "number": Array("01\n".utf8),
            ])
        return try OpenSSLCommand("crl -in list -outform DER -out der", with: ["list": command.file("list")]).file(
            "der")
    }

    func evidence(lists: [[UInt8]] = [], answers: [[UInt8]] = []) throws -> [RevocationEvidence] {
        let data = RevocationData(lists: lists, answers: answers)
        #expect(data.unreadableCount == 0)
        return try RevocationEvidence.of(person, issuer: issuer, in: data)
    }
}

@Suite("What an OCSP answer proves") struct OCSPEvidenceTests {
    @Test func `is that a certificate is good, when its issuer says so`() throws {
        let trial = try RevocationTrial()
        let found = try trial.evidence(answers: [trial.answer()])
        #expect(found.count == 1)
        #expect(found[0].kind == .ocsp)
        #expect(found[0].status == .good)
        #expect(found[0].defects == [])
        #expect(found[0].isUsable)
        #expect(try found[0].signer == trial.issuer)
        #expect(found[0].algorithms == AlgorithmUse(digest: .sha256, signature: .ecdsa, key: .ec, bits: 256))
        let produced = try #require(found[0].producedAt)
        #expect(abs(produced.since(.now).components.seconds) < 60)
        #expect(abs(found[0].thisUpdate.since(.now).components.seconds) < 60)
        #expect(try #require(found[0].nextUpdate).since(found[0].thisUpdate) == .seconds(3 * 86_400))
    }

    @Test(arguments: [
        ("", RevocationReason.unspecified), (",keyCompromise", .keyCompromise), (",superseded", .superseded),
    ])
    func `is that a certificate was revoked, when and why`(words: String, reason: RevocationReason) throws {
        let trial = try RevocationTrial()
        let found = try trial.evidence(answers: [trial.answer(revoked: words)])
        #expect(found.map(\.status) == [.revoked(at: RevocationTrial.revokedAt, reason: reason)])
        #expect(found[0].isUsable)
    }

    @Test func `is that nothing is known`() throws {
        let trial = try RevocationTrial()
        let data = try RevocationData(lists: [], answers: [trial.answer(about: "lain")])
        let other = try RevocationEvidence.of(trial.trial.certificate("lain"), issuer: trial.issuer, in: data)
        #expect(other.map(\.status) == [.unknown])
        #expect(try RevocationEvidence.of(trial.person, issuer: trial.issuer, in: data).isEmpty)
    }

    @Test(
        arguments: [
            ("penjawab", [], true), ("tanpa", [.noCheckMissing], true), ("bukan", [.responderNotAuthorised], false),
            ("penyusup", [.responderNotAuthorised], false), ("asing", [.responderNotAuthorised], false),
        ] as [(String, Set<RevocationDefect>, Bool)])
    func `depends on who answers`(signer: String, defects: Set<RevocationDefect>, isUsable: Bool) throws {
        let trial = try RevocationTrial()
        let found = try trial.evidence(answers: [trial.answer(signer)])
        #expect(found.map(\.defects) == [defects])
        #expect(found[0].isUsable == isUsable)
        #expect(try found[0].signer == trial.trial.certificate(signer))
    }

    @Test func `is nothing when the signature is not over it`() throws {
        let trial = try RevocationTrial()
        var answer = try trial.answer("penjawab")
        let body = try #require(DERTree(answer))
        let basic = try #require(DERTree(body[1][0][1].content))
        var changed = basic
        changed[2].content[20] ^= 1
        let found = try trial.evidence(answers: [changed.encoded])
        #expect(found.map(\.defects) == [[.signatureWrong]])
        #expect(found[0].signer == nil && !found[0].isUsable)
        changed = basic
        changed[0][changed[0].children.count - 1][0][1] = DERTree(tag: 0x82, content: [])  // unknown in place of good
        #expect(try trial.evidence(answers: [changed.encoded]).map(\.defects) == [[.signatureWrong]])
        #expect(try trial.evidence(answers: [basic.encoded]).map(\.defects) == [[]])
        answer.removeLast()
        #expect(RevocationData(lists: [], answers: [answer, []]).unreadableCount == 2)
    }

    @Test func `is nothing when it cannot be understood in full`() throws {
        let trial = try RevocationTrial()
        let answer = try #require(DERTree(trial.answer()))
        let basic = try #require(DERTree(answer[1][0][1].content))
        let place = try #require(basic[0].children.firstIndex { $0.tag == 0x30 })
        let critical = DERTree.sequence([.object(OID.unknown), DERTree(tag: 1, content: [255]), .octets([5, 0])])
        let changes: [(RevocationDefect, (inout DERTree) -> Void)] = [
            (.ambiguous, { $0[0][place].children.append($0[0][place][0]) }),
            (.timeUnreadable, { $0[0][place][0][3][0].content = Array("besok".utf8) }),
            (.algorithmUnknown, { $0[1][0] = .object(OID.unknown) }),
            (.unknownCriticalExtension, { $0[0].children.append(.context(1, [.sequence([critical])])) }),
            (.unknownCriticalExtension, { $0[0][place][0].children.append(.context(1, [.sequence([critical])])) }),
        ]
        for (defect, change) in changes {
            var changed = basic
            change(&changed)
            #expect(try trial.evidence(answers: [changed.encoded]).map(\.defects) == [[.signatureWrong, defect]])
        }
    }

    @Test func `is looked for by whatever digest it names certificates with`() throws {
        let trial = try RevocationTrial()
        let found = try trial.evidence(answers: [
            trial.answer(), trial.answer(words: "-sha256 -issuer akar.pem -cert orang.pem"),
        ])
        #expect(found.map(\.status).allSatisfy { $0 == .good } && found.count == 2)
    }

    @Test func `is none when the answer is an error`() {
        #expect(RevocationData(lists: [], answers: [[0x30, 0x03, 0x0A, 0x01, 0x03]]).unreadableCount == 1)
    }
}

@Suite("What a CRL proves") struct CRLEvidenceTests {
    @Test func `is that a certificate is good, when its issuer's list leaves it out`() throws {
        let trial = try RevocationTrial()
        let found = try trial.evidence(lists: [trial.list()])
        #expect(found.map(\.status) == [.good])
        #expect(found[0].kind == .crl)
        #expect(found[0].defects == [])
        #expect(found[0].producedAt == nil)
        #expect(try found[0].signer == trial.issuer)
        #expect(found[0].algorithms == AlgorithmUse(digest: .sha256, signature: .ecdsa, key: .ec, bits: 256))
        #expect(try #require(found[0].nextUpdate).since(found[0].thisUpdate) == .seconds(3 * 86_400))
    }

    @Test(arguments: [
        ("", RevocationReason.unspecified), (",keyCompromise", .keyCompromise),
        (",cessationOfOperation", .cessationOfOperation),
    ])
    func `is that a certificate was revoked, when and why`(words: String, reason: RevocationReason) throws {
        let trial = try RevocationTrial()
        let found = try trial.evidence(lists: [trial.list(revoked: words)])
        #expect(found.map(\.status) == [.revoked(at: RevocationTrial.revokedAt, reason: reason)])
        #expect(found[0].isUsable)
    }

    @Test func `is nothing when another made the list`() throws {
        let trial = try RevocationTrial()
        #expect(try trial.evidence(lists: [trial.list("asing")]).isEmpty)
        var trap = trial
        try trap.trial.issue("palsu", subject: "/O=Instansi/CN=akar", Extensions.authority)
        #expect(try trial.evidence(lists: [trap.list("palsu")]).map(\.defects) == [[.signatureWrong]])
        var changed = try #require(DERTree(trial.list(revoked: "")))
        changed[2].content[20] ^= 1
        #expect(try trial.evidence(lists: [changed.encoded]).map(\.isUsable) == [false])
    }

    @Test(
        arguments: [
            ("deltaCRL = 1", .delta), ("1.2.3.4 = critical, DER:0500", .unknownCriticalExtension),
            ("issuingDistributionPoint = critical, indirectCRL:TRUE", .indirect),
            ("issuingDistributionPoint = critical, onlyCA:TRUE", .outOfScope),
            ("issuingDistributionPoint = critical, onlyAA:TRUE", .outOfScope),
            ("issuingDistributionPoint = critical, onlysomereasons:keyCompromise", .outOfScope),
            ("issuingDistributionPoint = critical, fullname:URI:http://contoh.example/b.crl", .outOfScope),
            ("issuingDistributionPoint = critical, DER:0500", .unknownCriticalExtension),
        ] as [(String, RevocationDefect)])
    func `is nothing when it does not speak for this certificate`(extensions: String, defect: RevocationDefect) throws {
        let trial = try RevocationTrial(
            person: Extensions.person + "\ncrlDistributionPoints = URI:http://contoh.example/a.crl")
        let extensions = extensions == "deltaCRL = 1" ? "2.5.29.27 = critical, DER:020101" : extensions
        let found = try trial.evidence(lists: [trial.list(extensions: extensions)])
        #expect(found.map { $0.defects.contains(defect) } == [true], "\(found.map(\.defects))")
        #expect(found.map(\.isUsable) == [false])
    }

    @Test(
        arguments: [
            "issuingDistributionPoint = critical, fullname:URI:http://contoh.example/a.crl",
            "issuingDistributionPoint = critical, onlyuser:TRUE",
        ])
    func `is as good when it speaks for some, this one among them`(extensions: String) throws {
        let trial = try RevocationTrial(
            person: Extensions.person + "\ncrlDistributionPoints = URI:http://contoh.example/a.crl")
        #expect(try trial.evidence(lists: [trial.list(extensions: extensions)]).map(\.defects) == [[]])
    }

    @Test func `is nothing when its issuer may not sign lists`() throws {
        let trial = try RevocationTrial(
            authority: Extensions.authority.replacing(", cRLSign", with: ""))
        #expect(try trial.evidence(lists: [trial.list()]).map(\.defects) == [[.issuerMayNotSign]])
    }

    @Test func `is nothing when an entry has a meaning of its own`() throws {
        let trial = try RevocationTrial()
        var list = try #require(DERTree(trial.list(revoked: "")))
        // Signed or not: such a list is not to be used.
        let place = try #require(list[0].children.lastIndex { $0.tag == 0x30 })
        let critical = DERTree.sequence([.object(OID.unknown), DERTree(tag: 1, content: [255]), .octets([5, 0])])
        list[0][place][0].children.append(.sequence([critical]))
        let found = try trial.evidence(lists: [list.encoded])
        #expect(found.map(\.defects) == [[.signatureWrong, .unknownCriticalExtension]])
    }

    @Test func `is found at once among very many`() throws {
        let trial = try RevocationTrial()
        let serial = Hexadecimal.text(try trial.person.facts().serial).uppercased()
        var index = "R\t490101000000Z\t\(RevocationTrial.revokedText)\t\(serial)\tunknown\t/CN=orang\n"
        for number in 0..<20_000 {
            index += "R\t490101000000Z\t260101000000Z\t\(0x4000_0000 + number * 7)\tunknown\t/CN=\(number)\n"
        }
        let data = try RevocationData(lists: [trial.list(index: Array(index.utf8))], answers: [])
        let (person, issuer) = try (trial.person, trial.issuer)
        let clock = ContinuousClock()
        let took = clock.measure {
            for _ in 0..<100 {
                #expect(RevocationEvidence.of(person, issuer: issuer, in: data).map(\.isUsable) == [true])
            }
        }
        #expect(took < .seconds(10), "a hundred look-ups took \(took)")
    }
}

@Suite("The limits of revocation data") struct RevocationLimitTests {
    /// The tree with its third field, a bit string, so long that the whole has this many bytes.
    private func padded(_ tree: DERTree, to count: Int) -> [UInt8] {
        func header(_ tag: UInt8, _ count: Int) -> [UInt8] {
            [tag, 0x84] + [24, 16, 8, 0].map { UInt8(count >> $0 & 255) }
        }
        let before = tree[0].encoded + tree[1].encoded
        let bits = count - 6 - before.count - 6
        return header(0x30, count - 6) + before + header(0x03, bits) + [UInt8](repeating: 0, count: bits)
    }

    @Test func `are a mebibyte for an answer`() throws {
        let answer = try #require(DERTree(RevocationTrial().answer()))
        let basic = try #require(DERTree(answer[1][0][1].content))
        let most = RevocationData.answerBytesMax
        #expect(RevocationData(lists: [], answers: [padded(basic, to: most)]).unreadableCount == 0)
        #expect(RevocationData(lists: [], answers: [padded(basic, to: most + 1)]).unreadableCount == 1)
    }

    @Test func `are sixty-four mebibytes for a list`() throws {
        let list = try #require(DERTree(RevocationTrial().list()))
        let most = RevocationData.listBytesMax
        #expect(RevocationData(lists: [padded(list, to: most)], answers: []).unreadableCount == 0)
        #expect(RevocationData(lists: [padded(list, to: most + 1)], answers: []).unreadableCount == 1)
    }

    @Test func `are ten certificates among which the responder is looked for`() throws {
        let trial = try RevocationTrial()
        let answer = try #require(DERTree(trial.answer("penjawab")))
        let basic = try #require(DERTree(answer[1][0][1].content))
        let other = try #require(DERTree(Fixture.certificates("root")[0].der))
        let defects = { (before: Int) in
            var many = basic
            many[3][0].children = [DERTree](repeating: other, count: before) + many[3][0].children
            return try trial.evidence(answers: [many.encoded])[0].defects
        }
        #expect(try defects(RevocationAnswer.certificatesMax - 1) == [])
        #expect(try defects(RevocationAnswer.certificatesMax) == [.signatureWrong])
    }

    @Test func `are a hundred certificates in one answer`() throws {
        let trial = try RevocationTrial()
        let answer = try #require(DERTree(trial.answer()))
        let basic = try #require(DERTree(answer[1][0][1].content))
        let responses = try #require(basic[0].children.firstIndex { $0.tag == 0x30 })
        let about = basic[0][responses][0]
        var other = about
        other[0][3].content[3] ^= 1
        let evidence = { (before: Int) in
            var many = basic
            many[0][responses].children = [DERTree](repeating: other, count: before) + [about]
            return try trial.evidence(answers: [many.encoded]).count
        }
        #expect(try evidence(RevocationAnswer.singlesMax - 1) == 1)
        #expect(try evidence(RevocationAnswer.singlesMax) == 0)
    }
}
