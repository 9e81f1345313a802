import Channels
import Crypto
import Documents
import Domain
import PDF
import Synchronization
import TestSupport
import Testing
import Verification
import Workers

@testable import Signing

/// A signature whose certificates say where more is to be had, and a source that answers from a script.
private struct VerificationTrial {
    static let desk = Result { try DocumentDesk.ofThisBuild() }
    static let listURL = "http://contoh.example/akar.crl"
    static let statusURL = "http://contoh.example/ocsp"
    static let person =
        Extensions.person + "\ncrlDistributionPoints = URI:\(listURL)\nauthorityInfoAccess = OCSP;URI:\(statusURL)"

    var trial = TrialAuthority()

    /// What was asked, and how much time there was for it.
    final class Log: Sendable {
        let wishes = Mutex<[(wish: Wish, time: Duration)]>([])
        var asked: [String] { wishes.withLock { $0.map(\.wish.url) } }
    }

    func signed(by name: String = "orang", with issuers: [String] = []) throws -> [UInt8] {
        let identity = try trial.identity(name, with: issuers)
        var signing = try PDFSigning(
            Self.desk.get(), as: identity, scheme: SignatureScheme(usualFor: identity.key.kind), digest: .sha256,
            now: .now, stamping: nil)
        let request = SignatureRequest(
            date: "D:20261120133000+07'00'", contentsBytes: 0, identifier: [UInt8](repeating: 7, count: 16))
        return try signing.sign(
            MemoryFile(Fixture.bytes("pdf/table.pdf")), SignatureTask(request), client: nil, deadline: .seconds(20)
        ).document.bytes
    }

    func verify(
        _ document: [UInt8], trusting anchors: [String] = ["akar"], knowing material: VerificationMaterial = .init(),
        revocation: RevocationDemand = .always, log: Log, answers: [String: [UInt8]] = [:]
    ) throws -> DocumentVerdict {
        let source = MaterialSource { wish, time in
            log.wishes.withLock { $0.append((wish, time)) }
            return answers[wish.url]
        }
        return try PDFVerification(
            Self.desk.get(),
            anchors: anchors.map { TrustAnchor(name: $0, certificate: try trial.certificate($0).der) },
            material: material, revocation: revocation, source: source
        ).verify(MemoryFile(document), at: .now, deadline: .seconds(30))
    }
}

@Suite("Verifying a PDF") struct PDFVerificationTests {
    private func trial(_ person: String = VerificationTrial.person) throws -> VerificationTrial {
        var made = VerificationTrial()
        try made.trial.issue("akar", Extensions.authority)
        try made.trial.issue("orang", by: "akar", person)
        return made
    }

    private static let both = [VerificationTrial.statusURL, VerificationTrial.listURL]

    @Test func `asks for what is wished, the answer before the list, and each once`() throws {
        let made = try trial()
        let log = VerificationTrial.Log()
        let verdict = try made.verify(made.signed(), log: log)
        #expect(verdict.indication == .indeterminate(.tryLater))
        #expect(log.asked == Self.both)
        let wishes = log.wishes.withLock { $0 }
        guard case .status(_, let request) = wishes[0].wish else {
            Issue.record("no question was asked")
            return
        }
        let question = try RevocationQuestion.ocspRequest(
            for: made.trial.certificate("orang"), issuer: made.trial.certificate("akar"))
        #expect(request == question)
        #expect(wishes.allSatisfy { $0.time > .zero && $0.time <= .seconds(30) })
    }

    @Test func `judges anew with what it got`() throws {
        let made = try trial()
        let document = try made.signed()
        let log = VerificationTrial.Log()
        let good = try made.verify(
            document, log: log, answers: [VerificationTrial.listURL: made.trial.list(by: "akar")])
        #expect(good.indication == .passed)
        #expect(log.asked == Self.both)
        #expect(good.signatures.first?.signer?.status?.isEmbedded == false)
        let revoked = try made.verify(
            document, log: log,
            answers: [VerificationTrial.listURL: made.trial.list(by: "akar", revoking: ["orang"])])
        #expect(revoked.indication == .indeterminate(.revokedWithoutProof))
    }

    @Test func `asks nobody twice, however useless the answers`() throws {
        let made = try trial()
        var other = TrialAuthority()
        try other.issue("asing", Extensions.authority)
        let strange = try other.list(by: "asing")
        let log = VerificationTrial.Log()
        let answers = [VerificationTrial.listURL: strange, VerificationTrial.statusURL: [0x30, 0]]
        let verdict = try made.verify(made.signed(), log: log, answers: answers)
        #expect(verdict.indication == .indeterminate(.tryLater))
        #expect(log.asked == Self.both)
    }

    @Test func `asks nobody for what is at hand, and for what is not demanded`() throws {
        let made = try trial()
        let document = try made.signed()
        let log = VerificationTrial.Log()
        let material = VerificationMaterial(revocationLists: [try made.trial.list(by: "akar")])
        #expect(try made.verify(document, knowing: material, log: log).indication == .passed)
        #expect(try made.verify(document, revocation: .whenKnown, log: log).indication == .passed)
        #expect(log.asked.isEmpty)
    }

    @Test func `asks nobody about a document that is disproven, or that nobody signed`() throws {
        let made = try trial()
        var document = try made.signed()
        let log = VerificationTrial.Log()
        document[20] ^= 1
        #expect(try made.verify(document, log: log).indication?.isFailed == true)
        #expect(try made.verify(Fixture.bytes("pdf/table.pdf"), log: log).indication == nil)
        #expect(log.asked.isEmpty)
    }

    @Test func `has no wishes where certificates say nothing, and asks nobody without a source`() throws {
        let silent = try trial(Extensions.person)
        let log = VerificationTrial.Log()
        #expect(try silent.verify(silent.signed(), log: log).indication == .indeterminate(.tryLater))
        #expect(log.asked.isEmpty)
        let made = try trial()
        let anchor = TrustAnchor(name: "akar", certificate: try made.trial.certificate("akar").der)
        let alone = try PDFVerification(VerificationTrial.desk.get(), anchors: [anchor])
        let verdict = try alone.verify(MemoryFile(made.signed()), at: .now, deadline: .seconds(30))
        #expect(verdict.indication == .indeterminate(.tryLater))
    }

    // MARK: Limits

    /// A chain of so many authorities between a person and what is trusted, each only to be found from the one below.
    private func ladder(_ rungs: Int) throws -> (VerificationTrial, answers: [String: [UInt8]]) {
        func url(_ rung: Int) -> String { "http://contoh.example/\(rung).cer" }
        var made = VerificationTrial()
        var answers: [String: [UInt8]] = [:]
        try made.trial.issue("akar", Extensions.authority)
        for rung in (1...rungs).reversed() {
            let above = rung == rungs ? "akar" : "ca\(rung + 1)"
            let next = rung == rungs ? "" : "\nauthorityInfoAccess = caIssuers;URI:\(url(rung + 1))"
            try made.trial.issue("ca\(rung)", by: above, Extensions.authority + next)
            answers[url(rung)] = try made.trial.certificate("ca\(rung)").der
        }
        try made.trial.issue(
            "orang", by: "ca1", Extensions.person + "\nauthorityInfoAccess = caIssuers;URI:\(url(1))")
        return (made, answers)
    }

    @Test func `climbs from issuer to issuer, three of them, and then judges what it has`() throws {
        #expect(PDFVerification.roundsMax == 4)
        for (rungs, indication) in [(3, Indication.passed), (4, .indeterminate(.noChain))] {
            let (made, answers) = try ladder(rungs)
            let log = VerificationTrial.Log()
            let verdict = try made.verify(made.signed(), revocation: .whenKnown, log: log, answers: answers)
            #expect(verdict.indication == indication)
            #expect(log.asked == (1...3).map { "http://contoh.example/\($0).cer" })
        }
    }

    @Test func `asks at most so often for one document`() throws {
        let lists = (1...13).map { "URI:http://contoh.example/\($0).crl" }.joined(separator: ", ")
        let points = Extensions.person + "\ncrlDistributionPoints = \(lists)"
        let answers = (1...13).map { "OCSP;URI:http://contoh.example/\($0)" }.joined(separator: ", ")
        let made = try trial("\(points)\nauthorityInfoAccess = \(answers)")
        let log = VerificationTrial.Log()
        let found = ["http://contoh.example/1": [0x30, 0] as [UInt8]]
        let verdict = try made.verify(made.signed(), log: log, answers: found)
        #expect(verdict.indication == .indeterminate(.tryLater))
        #expect(PDFVerification.wishesMax == 24)
        #expect(log.asked.count == 24)
        #expect(Set(log.asked).count == 24)
    }

    @Test func `with a wrong password refuses as for every order`() throws {
        let made = try trial()
        #expect(throws: DocumentError.self) {
            try made.verify(Fixture.bytes("pdf/encrypted-aes-128.pdf"), log: VerificationTrial.Log())
        }
    }
}
