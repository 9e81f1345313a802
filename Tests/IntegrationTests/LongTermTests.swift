import Crypto
import Foundation
import TestSupport
import TestTraits
import Testing

/// A desk with a person certified by authorities of a `LongTermTrial`, all that these said, and their timestamps on loopback.
private struct LongTermCounter {
    static let shared = Result { try LongTermCounter() }

    let desk: Desk
    private let made: LongTermTrial
    private let responders: [String: TimestampResponder]

    static let signer = ["--p12", "orang.p12", "--pass-file", "p12-password"]
    static let trusting = ["--trust", "akar.pem"]
    static let knowing = trusting + ["--offline"] + ["ocsp", "akar", "waktu"].flatMap { ["--material", $0 + ".der"] }

    private init() throws {
        made = try LongTermTrial()
        desk = try Desk.withLetter()
        for name in ["akar", "terbit", "orang", "akar-waktu", "stempel", "stempel-lama"] {
            for kind in [".pem", ".key"] { try desk.folder.write(made.trial.files[name + kind] ?? [], to: name + kind) }
        }
        let answers = try made.answers()
        for (url, name) in [
            (LongTermTrial.statusURL, "ocsp"), (LongTermTrial.listURL, "akar"), (LongTermTrial.timeListURL, "waktu"),
        ] { try desk.folder.write(answers[url] ?? [], to: name + ".der") }
        let p12 = try made.trial.run(
            "pkcs12 -export -inkey orang.key -in orang.pem -certfile terbit.pem -out p12 -passout pass:Contoh#2026")
        try desk.folder.write(p12.file("p12"), to: "orang.p12")
        var responders: [String: TimestampResponder] = [:]
        for name in ["stempel", "stempel-lama"] {
            responders[name] = try TimestampResponder(
                certificate: desk.path(name + ".pem"), key: desk.path(name + ".key"), chain: desk.path(name + ".pem"))
        }
        self.responders = responders
    }

    func stamping(by name: String, _ path: String = "") throws -> [String] {
        ["--timestamp", try #require(responders[name]).url + path, "--timestamp-trust", "akar-waktu.pem"]
    }

    func sign(_ words: [String], to output: String, from input: String = "letter.pdf") throws -> ProgramRun {
        try desk.teken(["sign"] + Self.signer + words + ["--force", input, output])
    }

    func extend(_ words: [String], _ input: String, _ output: String) throws -> ProgramRun {
        try desk.teken(["extend"] + words + ["--force", input, output])
    }

    /// The program's own verdict so many days from now, with nothing at hand but the roots.
    func outcome(of name: String, in days: Int) throws -> (exitCode: Int32, level: String) {
        let at = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: Double(days) * 86_400))
        let run = try desk.teken(
            ["verify", "--json", "--offline", "--at", at] + Self.trusting + ["--trust", "akar-waktu.pem", name])
        let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        let signatures = object?["signatures"] as? [[String: Any]] ?? []
        return (run.exitCode, signatures.first?["level"] as? String ?? "")
    }
}

@Suite("Keeping signatures for the long term", .waiting) struct LongTermTests {
    private func counter() throws -> LongTermCounter { try LongTermCounter.shared.get() }

    @Test func `signs at every level, and the program and others believe it long after`() throws {
        let counter = try counter()
        for (level, name) in [("B-LT", "lt.pdf"), ("B-LTA", "lta.pdf")] {
            let stamping = try counter.stamping(by: "stempel-lama")
            let run = try counter.sign(["--level", level] + stamping + LongTermCounter.knowing + Desk.look, to: name)
            #expect(run.isSuccess && run.errors.hasSuffix(", level \(level)\n"), "\(run.errors)")
            let (exit, reached) = try counter.outcome(of: name, in: 0)
            #expect(exit == 0 && reached == "PAdES-BASELINE-" + level.dropFirst(2))
            // Nothing else proves when the responder spoke, whose certificate is over by then.
            #expect(try counter.outcome(of: name, in: 100).exitCode == (level == "B-LTA" ? 0 : 11))
            try counter.desk.expectAccepted(
                name, ["--later-updates", "--skip", "openssl", "--skip", "pyHanko"], level: "B-T")
        }
    }

    @Test func `extends step by step, says what it did, and writes nothing again`() throws {
        let counter = try counter()
        #expect(try counter.sign(["--new-field", "Setuju"], to: "b.pdf").isSuccess)
        let stamping = try counter.stamping(by: "stempel")
        let stamped = try counter.extend(
            ["--to", "B-T"] + LongTermCounter.trusting + ["--offline"] + stamping, "b.pdf", "t.pdf")
        #expect(stamped.isSuccess && stamped.errors.contains("Setuju: B-B -> B-T"), "\(stamped.errors)")
        let kept = try counter.extend(
            ["--to", "B-LT", "--signature", "Setuju", "--json", "--trust", "akar-waktu.pem"] + LongTermCounter.knowing,
            "t.pdf", "kept-lt.pdf")
        #expect(kept.isSuccess, "\(kept.errors)")
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(kept.output.utf8)) as? [String: Any])
        #expect(object["level"] as? String == "B-LT" && object["timestamps"] as? Int == 0)
        #expect(object["storeBytes"] as? Int == object["addedBytes"] as? Int && object["storeBytes"] as? Int ?? 0 > 0)
        let lasting = try counter.stamping(by: "stempel-lama")
        var sizes: [Int] = []
        var from = "kept-lt.pdf"
        for name in ["lta-1.pdf", "lta-2.pdf", "lta-3.pdf"] {
            let run = try counter.extend(LongTermCounter.knowing + lasting, from, name)
            #expect(run.isSuccess && run.errors.contains("-> B-LTA"), "\(run.errors)")
            sizes.append(try counter.desk.folder.read(name).count - counter.desk.folder.read(from).count)
            from = name
        }
        #expect(abs(sizes[2] - sizes[1]) < 100, "\(sizes)")
        #expect(try counter.desk.folder.read("lta-3.pdf").starts(with: counter.desk.folder.read("b.pdf")))
        let (exit, level) = try counter.outcome(of: "lta-3.pdf", in: 100)
        #expect(exit == 0 && level == "PAdES-BASELINE-LTA")
    }

    @Test func `says where readers differ behind a certification, for people and for programs`() throws {
        let counter = try counter()
        #expect(
            try counter.sign(["--certify", "no-changes"] + counter.stamping(by: "stempel"), to: "closed.pdf").isSuccess)
        let run = try counter.extend(
            ["--json"] + LongTermCounter.knowing + counter.stamping(by: "stempel-lama"), "closed.pdf", "kept.pdf")
        #expect(run.isSuccess && run.errors.contains("[certified_no_changes]"), "\(run.errors)")
        #expect(run.output.contains("\"code\":\"certified_no_changes\""))
        #expect(try counter.outcome(of: "kept.pdf", in: 0).exitCode == 0)
    }

    @Test func `goes with less only where that was allowed, and says so loudly`() throws {
        let counter = try counter()
        let trusting = LongTermCounter.trusting + ["--offline"]
        let stamping = try counter.stamping(by: "stempel")
        let refused = try counter.sign(["--level", "B-LT"] + stamping + trusting, to: "short.pdf")
        #expect(refused.refuses("material_missing", exit: 5), "\(refused.errors)")
        #expect(!refused.errors.contains("CN=orang") && !counter.desk.has("short.pdf"))
        let allowed = try counter.sign(["--level", "B-LT", "--level-optional"] + stamping + trusting, to: "short.pdf")
        #expect(allowed.isSuccess && allowed.errors.contains("LEVEL B-T ONLY"), "\(allowed.errors)")
        let nothing = try counter.extend(
            ["--level-optional"] + trusting + stamping, "short.pdf", "none.pdf")
        #expect(nothing.refuses("material_missing", exit: 5) && !counter.desk.has("none.pdf"), "\(nothing.errors)")
        let silent =
            ["--timestamp", "http://127.0.0.1:9", "--timestamp-trust", "akar-waktu.pem"]
            + LongTermCounter.knowing
        let mute = try counter.extend(silent, "short.pdf", "none.pdf")
        #expect(mute.refuses("timestamp_unreachable", exit: 5) && !counter.desk.has("none.pdf"), "\(mute.errors)")
        let less = try counter.extend(silent + ["--level-optional"], "short.pdf", "less.pdf")
        #expect(less.isSuccess && less.errors.contains("LEVEL B-LT ONLY"), "\(less.errors)")
    }

    /// What the command line must have, and what does not go together.
    @Test(arguments: [
        (["sign", "--level", "B-LT", "--trust", "akar.pem"], "option_incomplete"),
        (["sign", "--level", "B-X"], "unknown_choice"),
        (["sign", "--level-optional"], "option_incomplete"), (["sign", "--trust", "akar.pem"], "option_incomplete"),
        (["sign", "--offline"], "option_incomplete"), (["sign", "--level", "B-T"], "option_incomplete"),
        (["extend", "--to", "B-LTA", "--trust", "akar.pem"], "option_incomplete"),
        (["extend", "--to", "B-B", "--trust", "akar.pem"], "unknown_choice"),
        (["extend", "--to", "B-LT", "--offline"], "option_incomplete"),
    ])
    func `refuses what cannot be meant`(words: [String], code: String) throws {
        let counter = try counter()
        let signer = words[0] == "sign" ? LongTermCounter.signer : []
        let run = try counter.desk.teken([words[0]] + signer + words.dropFirst() + ["letter.pdf", "refused.pdf"])
        #expect(run.refuses(code, exit: 2), "\(run.errors)")
        #expect(!counter.desk.has("refused.pdf"))
    }

    @Test func `refuses options that contradict each other`() throws {
        let counter = try counter()
        let stamping = try counter.stamping(by: "stempel")
        let bare = try counter.sign(["--level", "B-B"] + stamping, to: "refused.pdf")
        #expect(bare.refuses("options_conflict", exit: 2), "\(bare.errors)")
        let both = try counter.extend(["--json"] + LongTermCounter.knowing + stamping, "letter.pdf", "-")
        #expect(both.refuses("options_conflict", exit: 2), "\(both.errors)")
    }

    @Test(
        arguments: [
            ("letter.pdf", [], "document_not_signed", 3), ("b.pdf", ["--to", "B-LT"], "timestamp_authority_needed", 2),
            ("t.pdf", ["--signature", "Lain"], "signature_not_found", 3),
            ("t.pdf", ["--to", "B-T"], "level_reached", 3),
            ("broken.pdf", [], "signature_not_valid", 3), ("strange.pdf", [], "signature_in_doubt", 3),
        ] as [(String, [String], String, Int32)])
    func `refuses what would be worth nothing in years, with its reason`(
        name: String, words: [String], code: String, exit: Int32
    ) throws {
        let counter = try counter()
        let folder = counter.desk.folder
        let stamping = try counter.stamping(by: "stempel")
        let own = "refusing-" + name
        switch name {
        case "letter.pdf": try folder.write(folder.read("letter.pdf"), to: own)
        case "b.pdf": #expect(try counter.sign([], to: own).isSuccess)
        case "strange.pdf": #expect(try counter.desk.sign(stamping, to: own).isSuccess)
        default: #expect(try counter.sign(stamping, to: own).isSuccess)
        }
        if name == "broken.pdf" {
            var bytes = try folder.read(own)
            bytes[20] ^= 1
            try folder.write(bytes, to: own)
        }
        let run = try counter.extend(
            words + LongTermCounter.knowing + (code == "timestamp_authority_needed" ? [] : stamping), own,
            "refused-2.pdf")
        #expect(run.refuses(code, exit: exit), "\(run.errors)")
        #expect(!counter.desk.has("refused-2.pdf"))
    }
}
