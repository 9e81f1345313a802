import Crypto
import Documents
import Domain
import Problems
import Signing
import Verification
import Workers

extension Command {
    private static let signature = Option(
        name: "--signature", value: "FIELD", help: "the signature in this field; all of them if not given",
        isRepeatable: true)
    private static let json = Option(name: "--json", help: "print what was done as one JSON object")

    static let extend = Command(
        name: ["extend"],
        summary: "give a signed PDF what its signatures will be judged with when their certificates are long gone",
        operands: [Operand(name: "IN"), Operand(name: "OUT")],
        options: AuthorityHouse.options + [LevelOptions.target, signature, LevelOptions.optional]
            + TrustOptions.forLongTerm
            + TimestampOptions.all.filter { $0 != TimestampOptions.optional } + FetchOptions.all + [json]
            + SecretSource.documentPassword.options + Workshop.limits + [.force],
        notes: [
            "B-T: a timestamp over the document proves when it was there. B-LT: certificates and words on their revocation are stored",
            "in it. B-LTA: a timestamp covers these; once a year or so, and before its own certificate ends, put on the next one.",
            "Nothing that is in the document is written again, and every signature in it stays as it is.",
        ]
    ) { arguments in
        let out = OutputFile(path: arguments.operands[1], overwrites: arguments.has(.force))
        try out.checkFree()
        if arguments.has(json), out.path == "-" { throw Problem.conflicting(json.name, "OUT -") }
        let level = try LevelOptions.extending(arguments)
        let house = try arguments.has(DataFolder.option) ? AuthorityHouse(arguments) : nil
        let own = house.map { TimestampAuthorities($0) }
        let stamping = try (TimestampOptions.authorities(arguments) ?? own).map { authorities in
            Stamping(authorities, without: .refuse, now: WallClock.now)
        }
        if stamping == nil, level != .longTerm {
            throw Problem.together("--to \(level.rawValue)", needs: "--timestamp")
        }
        let plan = try LevelOptions.Plan(arguments, for: "teken extend", house: house)
        let fields = arguments.values(signature)
        let work = plan.work(on: try Workshop.desk(arguments, workers: 1), stamping: stamping)
        let extended = try work.extend(
            DocumentFile.read(arguments.operands[0]), to: level, fields.isEmpty ? .all : .fields(fields),
            password: documentPassword(arguments), client: ClientKey("command line"),
            deadline: Workshop.documentTime(arguments))
        try out.write(extended.document)
        TimestampOptions.tell(extended.refusals)
        LevelOptions.tell(extended.missing, extended.cautions)
        for (before, after) in zip(extended.before, extended.after) {
            let name = Console.tame(after.field ?? "without a field")
            Console.note("teken: \(name): \(before.level.rawValue) -> \(after.level.rawValue)")
        }
        if extended.level < level { Console.note("teken: LEVEL \(extended.level.rawValue) ONLY") }
        if arguments.has(json) { try Console.say(extended.report(of: arguments.operands[1]).line) }
    }
}

extension ExtendedPDF {
    /// What was done, for programs.
    fileprivate func report(of path: String) -> JSON {
        [
            "file": .text(path), "level": .text(level.rawValue), "addedBytes": .integer(document.update.count),
            "storeBytes": .integer(storeBytes), "timestamps": .integer(timestamps),
            "signatures": .array(
                zip(before, after).map { before, after in
                    [
                        "field": .optional(after.field), "before": .text(before.level.rawValue),
                        "after": .text(after.level.rawValue),
                    ]
                }),
            "missing": .array(missing.map { ["issuer": .text($0.issuer), "serial": .text($0.serial)] }),
            "notes": .array(
                cautions.map { caution in
                    [
                        "code": .text(caution.rawValue),
                        "sentence": ["id": .text(caution.words.indonesian), "en": .text(caution.words.english)],
                    ]
                }),
        ]
    }
}
