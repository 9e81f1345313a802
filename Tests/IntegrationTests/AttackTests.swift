import Foundation
import TestSupport
import Testing

/// The signed documents of `fixtures/attacks`, judged by the built program as their `README.md` says.
@Suite("The collection of lies") struct AttackTests {
    private struct Entry: Decodable {
        let path: String
        let expect: String?
        let never: [String]?
        let crls: [String]?
        let password: String?
    }

    private struct Verdict: Decodable {
        let file: String
        let outcome: String
        let subIndication: String?
    }

    private static let moment = "2026-07-15T00:00:00Z"
    private static let lists = ["pki/root.crl", "pki/issuing.crl"]

    private static func entries() throws -> [Entry] {
        try JSONDecoder().decode([Entry].self, from: Data(contentsOf: folder.appending(path: "manifest.json")))
    }

    private static var folder: URL { URL(filePath: Fixture.path("attacks")) }

    /// Verdicts by path; one run for all that are judged alike.
    private func verdicts(of entries: [Entry]) throws -> [String: Verdict] {
        var verdicts: [String: Verdict] = [:]
        let groups = Dictionary(grouping: entries) { [$0.password ?? ""] + ($0.crls ?? Self.lists) }
        for (key, group) in groups {
            let lists = key.dropFirst().flatMap { ["--material", Self.folder.appending(path: $0).path()] }
            let desk = try TemporaryFolder()
            var words = ["verify", "--json", "--offline", "--at", Self.moment, "--jobs", "2"]
            words += ["--trust", "Contoh=" + Self.folder.appending(path: "pki/root.pem").path()] + lists
            if !key[0].isEmpty {
                try desk.write(Array(key[0].utf8), to: "password")
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: desk.path("password"))
                words += ["--document-password-file", desk.path("password")]
            }
            let run = try ProgramRun.of(BuiltProduct.path("teken"), words + group.map(\.path), in: Self.folder.path())
            for line in run.output.split(separator: "\n") {
                let verdict = try JSONDecoder().decode(Verdict.self, from: Data(line.utf8))
                verdicts[verdict.file] = verdict
            }
        }
        return verdicts
    }

    @Test func `fools nobody, and what is honest is told so`() throws {
        let entries = try Self.entries()
        #expect(entries.count > 700 && entries.count { $0.never != nil } > 600)
        #expect(entries.count { $0.expect == "TOTAL-PASSED" } >= 35)
        let verdicts = try verdicts(of: entries)
        for entry in entries {
            let outcome = try #require(verdicts[entry.path]?.outcome, "\(entry.path)")
            #expect(entry.never?.contains(outcome) != true, "\(entry.path) was judged \(outcome)")
            if let expected = entry.expect { #expect(outcome == expected, "\(entry.path)") }
        }
    }

    @Test func `is judged as its page says`() throws {
        let tool = Fixture.path("../tools/judge-attacks")
        let run = try ProgramRun.of(tool, ["--check"], environment: ["TEKEN": BuiltProduct.path("teken")])
        #expect(run.isSuccess, "\(run.output.suffix(2_000)) \(run.errors.suffix(2_000))")
    }
}
