import Channels
import Crypto
import Documents
import Domain
import Foundation
import PDF
import Synchronization
import TestSupport
import Testing
import Verification
import Workers

@testable import Signing

/// Signing and extending with the authorities of a `LongTermTrial`, which were made once for all tests.
struct LongTermDesk {
    static let shared = Result { try LongTermDesk() }
    static let days = Duration.seconds(86_400)
    /// When the signer, its responder and the first timestamp authority are gone, and the issuer is not: pyHanko looks no further
    /// back once an issuer has expired.
    static let pyHankoDays = 75

    let desk: DocumentDesk
    let made: LongTermTrial
    let anchors: [TrustAnchor]
    let answers: [String: [UInt8]]
    var trial: TrialAuthority { made.trial }

    init() throws {
        desk = try DocumentDesk.ofThisBuild()
        made = try LongTermTrial()
        anchors = try made.anchors
        answers = try made.answers()
    }

    /// What was asked, in its order.
    final class Log: Sendable {
        let urls = Mutex<[String]>([])
        var asked: [String] { urls.withLock { $0 } }
    }

    static let silent = TimestampAuthority(name: "diam") { _ throws(TimestampFailure) in throw .timedOut }

    func stamping(_ authorities: [TimestampAuthority], _ without: PDFSigning.WithoutTimestamp = .refuse) throws
        -> Stamping
    {
        Stamping(
            TimestampAuthorities(
                authorities,
                requirements: TimestampRequirements(anchors: [try trial.certificate("akar-waktu")])),
            without: without, now: { .now })
    }

    func stamping(by names: String...) throws -> Stamping { try stamping(names.map { trial.timestamps(by: $0) }) }

    /// `stamping` is for timestamps over the document.
    func work(
        knowing answers: [String: [UInt8]]? = nil, stamping: Stamping?, material: VerificationMaterial = .init(),
        whenShort: PDFExtension.WhenShort = .refuse, log: Log = Log(),
        at now: @escaping @Sendable () -> Instant = { .now }
    ) -> PDFExtension {
        let answers = answers ?? self.answers
        let source = MaterialSource { wish, _ in
            log.urls.withLock { $0.append(wish.url) }
            return answers[wish.url]
        }
        return PDFExtension(
            desk, anchors: anchors, material: material, source: source, stamping: stamping, whenShort: whenShort,
            now: now)
    }

    /// By `orang`; with a timestamp by `stempel` where that is wanted.
    func sign(
        _ document: [UInt8], stamping: Stamping? = nil, _ longTerm: PDFSigning.LongTerm? = nil,
        by name: String = "orang", password: String? = nil, _ change: (inout SignatureRequest) -> Void = { _ in }
    ) throws -> SignedPDF {
        let identity = try trial.identity(name, with: name == "orang" ? ["terbit"] : [])
        var signing = try PDFSigning(
            desk, as: identity, scheme: SignatureScheme(usualFor: identity.key.kind), digest: .sha256, now: .now,
            stamping: stamping, longTerm: longTerm)
        var request = SignatureRequest(
            date: CivilTime(.now, in: .wib).pdfDate, contentsBytes: 0, identifier: try Randomness.bytes(16))
        change(&request)
        var task = SignatureTask(request)
        task.password = try password.flatMap { DocumentPassword(try .of($0)) }
        return try signing.sign(MemoryFile(document), task, client: ClientKey("uji"), deadline: .seconds(30))
    }

    /// With a timestamp by an authority that ends soon, and one over the document by one that does not.
    func signed(
        _ document: [UInt8], to level: PDFSigning.Level, password: String? = nil,
        _ change: (inout SignatureRequest) -> Void = { _ in }
    ) throws -> SignedPDF {
        try sign(
            document, stamping: stamping(by: "stempel"),
            PDFSigning.LongTerm(level, by: work(stamping: stamping(by: "stempel-lama"))), password: password, change)
    }

    func extend(
        _ document: [UInt8], to level: PDFSigning.Level, _ choice: SignatureChoice = .all, with work: PDFExtension
    ) throws -> ExtendedPDF {
        try work.extend(MemoryFile(document), to: level, choice, deadline: .seconds(30))
    }

    /// With nothing at hand but the document and the roots.
    func verify(_ document: [UInt8], in days: Int = 0, password: String? = nil) throws -> DocumentVerdict {
        let task = VerificationTask(now: .now + Self.days * days, anchors: anchors)
        return try desk.verify(
            MemoryFile(document), for: task, password: password.flatMap { DocumentPassword(try .of($0)) },
            deadline: .seconds(30)
        ).verdict
    }

    // MARK: Other judges

    struct Told: Decodable {
        struct Signature: Decodable {
            let field: String
            let indication: String
            let subIndication: String?
            let why: String?
            let docMDP: Bool?
        }

        struct Store: Decodable {
            let certificates: Int?
            let answers: Int?
            let lists: Int?
            let entries: Int?
            let repeats: String?
        }

        let file: String
        let signatures: [Signature]
        let timestamps: Int
        let store: Store
    }

    /// pyHanko's word on each file, so many days from now, with the network off and nothing at hand but the roots.
    func pyHanko(_ files: [(name: String, bytes: [UInt8])], in days: Int = 0, password: String? = nil) throws -> [Told]
    {
        let folder = try TemporaryFolder()
        var words: [String] = []
        for name in ["akar", "akar-waktu"] {
            words += ["--trust", try folder.write(trial.files[name + ".pem"] ?? [], to: name + ".pem")]
        }
        words += ["--at", (Instant.now + Self.days * days).text.replacing("Z", with: "+00:00")]
        if let password { words += ["--password", password] }
        words += try files.map { try folder.write($0.bytes, to: $0.name) }
        let run = try PythonJudge.run("judge_long_term.py", words)
        try #require(run.isSuccess, "\(run.errors)")
        return try run.output.split(separator: "\n").map {
            try JSONDecoder().decode(Told.self, from: Data($0.utf8))
        }
    }

    func pyHanko(_ document: [UInt8], in days: Int = 0) throws -> Told {
        try #require(try pyHanko([("surat.pdf", document)], in: days).first)
    }

    func store(of document: [UInt8]) throws -> SecurityStore? {
        try PDFDocument.open(DocumentBytes(document)).securityStore()
    }
}

extension DocumentVerdict {
    /// Of the signers' signatures alone.
    var steps: [SignatureLevel.Step?] { signatures.filter { $0.kind == .signature }.map(\.level?.step) }
}
