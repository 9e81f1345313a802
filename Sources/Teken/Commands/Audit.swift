import Crypto
import Domain
import Problems
import Store

extension Command {
    private static let json = Option(name: "--json", help: "print one JSON object")
    private static let size = Option(
        name: "--size", value: "N", help: "in the tree of the first so many records; of all there are if not given")
    private static let since = Option(
        name: "--since", value: "N", help: "also prove that the tree of the first so many records is its beginning")
    private static let out = Option(name: "--out", value: "OUT", help: "a file instead of standard output")

    static let auditVerify = Command(
        name: ["audit", "verify"], summary: "read the whole audit log and compute everything in it anew",
        operands: [], options: DataFolder.options + [.witness, .headKey, json],
        notes: [
            "Ends with 0 when every log is whole and fits every head, and with 10 and the first broken record when not. Against",
            "somebody who can write to the database only heads that lay elsewhere count: keep what `audit head` prints, and give",
            "it back with --witness. With --head-key each head must be signed by that key; without, those that are kept must be",
            "signed by the installation's authority, as the database itself names its keys.",
        ]
    ) { arguments in
        let report = try DataFolder(arguments).openForReading().verifyAudit(
            witnesses: arguments.witnesses(), headKeys: arguments.headKeys())
        try Console.say(arguments.has(json) ? report.json.line : report.words)
        if !report.isIntact { ExitCode.disproven.leave() }
    }

    static let auditHead = Command(
        name: ["audit", "head"], summary: "print where each audit log stands, to be kept elsewhere",
        operands: [], options: DataFolder.options + [.writer],
        notes: ["Prints the newest sealed head where it is still the log's state, and an unsealed one where it is not."]
    ) { arguments in
        let store = try DataFolder(arguments).openForReading()
        let sealed = try store.sealedAuditHeads()
        let wanted = try arguments.writer()
        for log in try store.auditLogs() where wanted == nil || log.writer == wanted {
            guard let head = try log.head(at: WallClock.now()) else { continue }
            let kept = sealed.first { $0.head.writer == log.writer && $0.head.size == log.size }
            try OutputFile(path: "-").write(kept?.text ?? head.text)
        }
    }

    static let auditProof = Command(
        name: ["audit", "proof"], summary: "prove that a record is in its audit log, as JSON",
        operands: [Operand(name: "SEQUENCE")], options: DataFolder.options + [.writer, size, since]
    ) { arguments in
        let store = try DataFolder(arguments).openForReading()
        guard let sequence = Int(arguments.operands[0]), sequence >= 0 else {
            throw Problem.numberOutOfBounds("SEQUENCE", 0...Int.max)
        }
        let logs = try store.auditLogs()
        guard let writer = try arguments.writer() ?? (logs.count == 1 ? logs[0].writer : nil) else {
            throw Problem.auditLogNotNamed(logs.map { "\($0.writer)" })
        }
        let receipt = try store.auditReceipt(
            of: sequence, in: writer, size: arguments.number(size, in: 1...Int.max),
            since: arguments.number(since, in: 1...Int.max))
        guard let receipt else { throw Problem.recordMissing }
        try Console.say(receipt.json.line)
    }

    static let auditExport = Command(
        name: ["audit", "export"], summary: "print every record as it was hashed, one a line",
        operands: [], options: DataFolder.options + [.writer, out, .force],
        notes: ["tools/audit-verify checks what comes out, without this program."]
    ) { arguments in
        let store = try DataFolder(arguments).openForReading()
        let writer = try arguments.writer()
        let file = OutputFile(path: arguments.value(out) ?? "-", isPrivate: true, overwrites: arguments.has(.force))
        try file.checkFree()
        try file.write(pieces: { put in
            try store.exportAudit(of: writer) { line in try put(Array(line.utf8) + [UInt8(ascii: "\n")]) }
        })
    }
}
