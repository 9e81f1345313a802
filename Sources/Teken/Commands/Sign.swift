import Crypto
import Documents
import Domain
import FoundationEssentials
import Problems
import Signing

extension Command {
    private static let into = Option(
        name: "--into", value: "FOLDER", help: "sign many: every file given, under its own name in this folder")
    private static let jobs = Option(
        name: "--jobs", value: "N", help: "with --into: how many documents at once; all cores if not given")

    static let sign = Command(
        name: ["sign"],
        summary: "sign PDFs (PAdES B-B, B-T with a timestamp, B-LT and B-LTA for the long term), seen or unseen",
        operands: [Operand(name: "IN", isRepeatable: true)],
        options: SignerOptions.all + StoredSigner.options + SignatureOptions.all + LookOptions.all
            + TimestampOptions.all
            + [LevelOptions.level, LevelOptions.optional] + TrustOptions.forLongTerm + FetchOptions.all
            + [.digest, .pssSalt] + SecretSource.documentPassword.options + Workshop.limits
            + [into, jobs, .force],
        notes: [
            "teken sign … IN OUT signs one document; teken sign … --into FOLDER IN… signs many with one unlocking.",
            "With --data the key lies in the installation's store, its own authority stamps (B-T if no --level is given) and answers,",
            "and each signature is in the audit log before its document is written.",
        ] + LookOptions.notes + ["Check the result with: pdfsig OUT, or any reader that knows PAdES."]
    ) { arguments in
        if arguments.has(jobs) && !arguments.has(into) { throw Problem.together(jobs.name, needs: into.name) }
        let files = try SigningFiles(
            arguments.operands, into: arguments.value(into), overwrites: arguments.has(.force),
            beside: arguments.filesRead)
        let threads = min(
            try arguments.number(jobs, in: 1...256) ?? ProcessInfo.processInfo.activeProcessorCount, files.pairs.count)
        let digest = try arguments.digestAlgorithm()
        let picture = try LookOptions.picture(arguments)
        let stored = try StoredSigner(arguments)
        if stored != nil { try SignerOptions.refuseFiles(arguments) }
        let own = LevelOptions.wantsTimestamp(arguments) ? stored?.authorities() : nil
        let stamping = try (TimestampOptions.authorities(arguments) ?? own).map { authorities in
            Stamping(
                authorities, without: arguments.has(TimestampOptions.optional) ? .lowerLevel : .refuse,
                now: WallClock.now)
        }
        let level = try LevelOptions.signing(arguments, isStamped: stamping != nil)
        let isLongTerm = level ?? .signature > .timestamp
        if !isLongTerm { try LevelOptions.refuseLongTerm(arguments) }
        let plan =
            isLongTerm
            ? try LevelOptions.Plan(arguments, for: "--level \(level?.rawValue ?? "")", house: stored?.house) : nil
        // What is wrong with the words is said before anybody types a passphrase.
        _ = try SignatureOptions.task(arguments, signer: "", picture: picture, now: WallClock.now(), identifier: [])
        let identity = try stored?.identity(arguments) ?? SignerOptions.identity(arguments)
        let scheme = try arguments.scheme(for: identity.key.kind)
        let signer = identity.certificate.commonName ?? identity.certificate.subject
        let password = try documentPassword(arguments)
        let desk = try Workshop.desk(arguments, workers: threads)
        let longTerm = plan.flatMap { plan in
            level.map { PDFSigning.LongTerm($0, by: plan.work(on: desk, stamping: stamping)) }
        }
        let words = copy arguments
        let run = SigningRun(
            desk: desk, documentTime: try Workshop.documentTime(arguments), digest: digest, scheme: scheme,
            stamping: stamping, longTerm: longTerm, record: stored?.recordSignature
        ) {
            var task = try SignatureOptions.task(
                words, signer: signer, picture: picture, now: WallClock.now(), identifier: Randomness.bytes(16))
            task.password = password
            return task
        }
        try run.sign(files, as: identity, threads: threads)
    }

    /// Opens a protected document; not asked for at the terminal, since most documents need none.
    static func documentPassword(_ arguments: borrowing CommandArguments) throws -> DocumentPassword? {
        let source = SecretSource.documentPassword
        guard source.isGiven(arguments) else { return nil }
        return DocumentPassword(try source.read(arguments))
    }
}
