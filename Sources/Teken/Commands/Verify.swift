import Documents
import Domain
import FoundationEssentials
import Problems
import Signing
import Verification

extension Command {
    private static let json = Option(name: "--json", help: "print one JSON object for each file, one in a line")
    private static let shape = Option(
        name: "--as", value: "SHAPE", help: "v1 or v2: print the answer that office applications know, as JSON")
    private static let jobs = Option(
        name: "--jobs", value: "N", help: "how many documents at once; all cores if not given")

    static let verify = Command(
        name: ["verify"],
        summary: "tell who signed PDFs, whether they were changed, and whether the certificates were good",
        operands: [Operand(name: "FILE", isRepeatable: true)],
        options: [json, shape] + TrustOptions.all + FetchOptions.all + [jobs]
            + SecretSource.documentPassword.options + Workshop.limits,
        notes: [
            "Nobody is trusted unless --trust says so. Each document is read by a process that reads no other.",
            "Of several files the worst decides the exit code: 10, then 3, 11, 12, 0.",
        ]
    ) { arguments in
        let face = try VerdictFace(json: arguments.has(json), shape: arguments.value(shape))
        let files = arguments.operands
        guard files.count(where: { $0 == "-" }) <= 1 else { throw Problem.standardInputTwice("FILE", "FILE") }
        let threads = min(
            try arguments.number(jobs, in: 1...256) ?? ProcessInfo.processInfo.activeProcessorCount, files.count)
        let run = VerificationRun(
            verification: PDFVerification(
                try Workshop.desk(arguments, workers: threads), anchors: try TrustOptions.anchors(arguments),
                material: try TrustOptions.material(arguments), revocation: try TrustOptions.demand(arguments),
                source: try FetchOptions.source(arguments)),
            moment: try TrustOptions.moment(arguments), password: try documentPassword(arguments),
            documentTime: try Workshop.documentTime(arguments), face: face)
        let outcome = try run.verify(files, threads: threads)
        if outcome != .success { outcome.leave() }
    }
}

/// How verdicts are printed.
enum VerdictFace: Sendable {
    case text, report, version1, version2

    init(json: Bool, shape: String?) throws(Problem) {
        switch (json, shape) {
        case (false, nil): self = .text
        case (true, nil): self = .report
        case (false, "v1"): self = .version1
        case (false, "v2"): self = .version2
        case (true, .some): throw .conflicting("--json", "--as")
        case (false, .some): throw .unknownChoice("--as", among: ["v1", "v2"])
        }
    }

    func print(_ verdict: DocumentVerdict, of path: String) throws {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        switch self {
        case .text: try Console.say(verdict.text(of: path))
        case .report: try Console.say(verdict.report(of: path).line)
        case .version1: try Console.say(ESignVerdict.version1(verdict, file: name).line)
        case .version2: try Console.say(ESignVerdict.version2(verdict, file: name).line)
        }
    }

    /// What could not be read has no verdict, and is told on both streams where a program reads one of them.
    func print(_ problem: Problem, of path: String) throws {
        Console.report(problem)
        guard self != .text else { return }
        let report: JSON = [
            "file": .text(path), "outcome": .text("UNREADABLE"),
            "problem": [
                "code": .text(problem.code),
                "sentence": ["id": .text(problem.what.indonesian), "en": .text(problem.what.english)],
                "next": ["id": .text(problem.next.indonesian), "en": .text(problem.next.english)],
            ],
        ]
        try Console.say(report.line)
    }
}
