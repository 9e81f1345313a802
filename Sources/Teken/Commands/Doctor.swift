import Authority
import Domain
import Problems
import Signing
import Store

extension Command {
    private static let json = Option(name: "--json", help: "print one JSON object for each part, one in a line")

    static let doctor = Command(
        name: ["doctor"], summary: "look whether an installation can do its work, part by part", operands: [],
        options: DataFolder.options + [json] + Workshop.limits,
        notes: [
            "Reads alone, so that a server may run meanwhile. Signs, stamps and judges a letter of its own with a key that nobody has.",
            "Ends with 0 where nothing fails; what is only a warning fails nothing.",
        ]
    ) { arguments in
        let folder = try DataFolder(arguments)
        // What the settings cannot mean is refused before anything is looked at.
        let configuration = ServiceConfiguration(folder.settings)
        let policy = try configuration.policy()
        _ = try configuration.esign()
        _ = try configuration.anchors()
        _ = try ServerConfiguration(folder.settings).listeners()
        let authority = try Authority(
            AuthorityConfiguration(folder.settings).settings(), store: folder.openForReading(),
            vault: VaultSecrets(folder, shares: []).vault, clock: WallClock.now, readClock: WallClock.reading)
        let check = SelfCheck(
            authority: authority, desk: try Workshop.desk(arguments, workers: 1), isStamped: policy.level > .signature)
        let findings = check.findings(at: WallClock.now())
        for finding in findings { try Console.say(arguments.has(json) ? finding.json.line : finding.text) }
        if findings.contains(where: { $0.state == .failing }) { ExitCode.fault.leave() }
    }
}

extension SelfCheck.Finding {
    fileprivate var text: String {
        let mark =
            switch state {
            case .well: "✓"
            case .warning: "!"
            case .failing: "✗"
            }
        var lines = ["\(mark) \(part): \(what.indonesian) \(what.english)"]
        if let next { lines += ["    → \(next.indonesian)", "    → \(next.english)"] }
        if let detail { lines.append("    (\(Console.tame(detail)))") }
        return lines.joined(separator: "\n")
    }

    var json: JSON {
        [
            "part": .text(part), "state": .text(state.rawValue),
            "sentence": ["id": .text(what.indonesian), "en": .text(what.english)],
            "next": next.map { ["id": .text($0.indonesian), "en": .text($0.english)] } ?? .null,
            "detail": .optional(detail),
        ]
    }
}
