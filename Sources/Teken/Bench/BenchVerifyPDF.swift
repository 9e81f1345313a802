import Channels
import Crypto
import Documents
import Domain
import FoundationEssentials
import Problems
import Signing
import Verification
import Workers

extension Command {
    private static let keep = Option(
        name: "--keep", value: "FOLDER", help: "leave the signed documents here, for other programs to be measured with"
    )

    private struct Sample {
        let name: String
        let bytes: Int
        let signatures: Int
        /// Of the rate against OpenSSL's own check, where one was promised.
        var rateTarget: Double?
        /// Of the time against hashing alone.
        var timeTarget: Double?
    }

    private static let samples = [
        Sample(name: "10 kB", bytes: 10_000, signatures: 1),
        Sample(name: "300 kB", bytes: 300_000, signatures: 1, rateTarget: 0.50),
        Sample(name: "20 MB", bytes: 20_000_000, signatures: 1),
        Sample(name: "8 signatures in 4 MB", bytes: 4_000_000, signatures: 8),
        Sample(name: "50 signatures", bytes: 400_000, signatures: 50, timeTarget: 3.0),
        Sample(name: "200 MB", bytes: 200_000_000, signatures: 1, timeTarget: 2.0),
    ]

    static let benchVerifyPDF = Command(
        name: ["bench", "verify-pdf"],
        summary: "judging signed documents, held against OpenSSL's check of the same signatures and against hashing",
        operands: [], options: SignerOptions.all + [keep, threads, pairs],
        notes: [
            "Prints JSON: the rate of whole judgements against the floor (CMS_verify over the same bytes: hash, signature, path),",
            "in a worker that is kept and in a fresh one for each document, and the time against SHA-256 of what was signed.",
        ]
    ) { arguments in
        let identity = try SignerOptions.identity(arguments)
        guard let root = identity.chain.last else {
            throw Problem.together("bench verify-pdf", needs: "--certificates")
        }
        let folder = try TemporaryFolder()
        let threadCount = try arguments.number(threads, in: 1...256) ?? ProcessInfo.processInfo.activeProcessorCount
        let desk = try Workshop.desk(arguments, workers: threadCount)
        for sample in samples {
            let path = "\(arguments.value(keep) ?? folder.path)/\(sample.name.replacing(" ", with: "-")).pdf"
            try write(sample, to: path, desk, identity)
            var task = VerificationTask(
                now: WallClock.now(), anchors: [TrustAnchor(name: "trial", certificate: root.der)])
            task.revocation = .whenKnown
            let document = try DocumentFile.read(path)
            let kept = VerifyBench(desk: desk, document: document, task: task, client: PDFBench.client)
            let fresh = VerifyBench(desk: desk, document: document, task: task, client: nil)
            let name = "verify-pdf \(sample.name)"
            try report(name, .rate, target: sample.rateTarget, arguments) {
                kept.judging()
            } limit: {
                try kept.floor()
            }
            try report("\(name), in this process", .rate, target: nil, arguments) {
                try kept.judgingHere()
            } limit: {
                try kept.floor()
            }
            try report("\(name), a fresh worker each", .rate, target: nil, arguments) {
                fresh.judging()
            } limit: {
                try fresh.floor()
            }
            try report("\(name), time against SHA-256 alone", .time, target: sample.timeTarget, arguments) {
                kept.judging()
            } limit: {
                try kept.hashing()
            }
        }
    }

    private static func write(
        _ sample: Sample, to path: String, _ desk: DocumentDesk, _ identity: borrowing SigningIdentity
    ) throws {
        try OutputFile(path: path, overwrites: true).write(SampleDocument.bytes(of: sample.bytes))
        var signing = try PDFSigning(
            desk, as: identity, scheme: SignatureScheme(usualFor: identity.key.kind), digest: .sha256,
            now: WallClock.now(), stamping: nil)
        for _ in 0..<sample.signatures {
            let document = try DocumentFile.read(path)
            let bench = PDFBench(desk: desk, document: document, look: nil)
            let signed = try signing.sign(
                document, bench.task(), client: PDFBench.client, deadline: Workshop.documentTimeMax)
            try OutputFile(path: path, overwrites: true).write(signed.document)
        }
    }
}
