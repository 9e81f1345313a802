import Crypto
import Foundation
import TestSupport
import Testing

/// A desk with a document `signed.pdf` by somebody whose authority, `akar.pem`, was made for this one test, and its list.
struct VerifyingDesk {
    let desk: Desk
    let trial: TrialAuthority

    static let trusting = ["--trust", "akar.pem"]
    /// All that a yes needs.
    static let knowing = trusting + ["--material", "daftar.der", "--offline"]

    /// `person` are lines of openssl's configuration. The signature brings its issuer along, and none of those above: `rungs` are
    /// authorities between the root and the person, the highest first.
    init(person: String = "", through rungs: [(name: String, extensions: String)] = []) throws {
        var trial = TrialAuthority()
        try trial.issue("akar", Extensions.authority)
        var issuer = "akar"
        for (name, extensions) in rungs {
            try trial.issue(name, by: issuer, Extensions.authority + extensions)
            issuer = name
        }
        try trial.issue("orang", by: issuer, Extensions.person + person)
        desk = try Desk.withLetter()
        self.trial = trial
        for name in ["akar", "orang"] { try desk.folder.write(trial.files[name + ".pem"] ?? [], to: name + ".pem") }
        try desk.folder.write(trial.list(by: "akar"), to: "daftar.der")
        let p12 = try trial.run(
            "pkcs12 -export -inkey orang.key -in orang.pem -certfile \(issuer).pem -out p12 -passout pass:Contoh#2026")
        try desk.folder.write(p12.file("p12"), to: "orang.p12")
        try sign("letter.pdf", to: "signed.pdf")
        var changed = try desk.folder.read("signed.pdf")
        changed[12] ^= 1
        try desk.folder.write(changed, to: "changed.pdf")
        try desk.write("bukan PDF\n", to: "text.pdf")
    }

    func sign(_ input: String, to output: String, _ words: [String] = []) throws {
        let run = try desk.sign(
            words, from: input, to: output, as: ["--p12", "orang.p12", "--pass-file", "p12-password"])
        try #require(run.isSuccess, "\(run.errors)")
    }

    func verify(_ words: [String], input: [UInt8] = []) throws -> ProgramRun {
        try ProgramRun.of(BuiltProduct.path("teken"), ["verify"] + words, input: input, in: desk.path(""))
    }

    /// The objects printed, one in a line.
    func objects(_ words: [String]) throws -> [[String: Any]] {
        try verify(words).output.split(separator: "\n").map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }
}
