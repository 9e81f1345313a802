import Foundation
import TestSupport
import Testing

/// Every honest document of `fixtures/pdf`, signed by the program and judged by programs that share no code with it.
///
/// `Tests/judges/fixture_groups.py` says how each is signed, and where a judge says no for a reason that is known.
@Suite("Signed by the program") struct JudgedDocumentsTests {
    private static let groups = [
        "versions and catalogues", "cross-reference streams", "hybrid and linearised files", "trailers",
        "encrypted documents", "revisions", "forms", "waiting fields", "annotations", "page trees", "page geometry",
        "archival and tagged documents", "tags in the text", "signed documents", "certified and locked documents",
        "junk around the document", "lost ends", "tables", "spellings",
    ]

    private struct Verdict: Decodable {
        let file: String
        /// By judge, what is not known and right.
        let unexpected: [String: [String]]
    }

    @Test(arguments: groups) func `every judge accepts`(group: String) throws {
        let run = try PythonJudge.run("judge_fixtures.py", ["--teken", BuiltProduct.path("teken"), group])
        let verdicts = try run.output.split(separator: "\n").map {
            try JSONDecoder().decode(Verdict.self, from: Data($0.utf8))
        }
        #expect(!verdicts.isEmpty, "\(run.errors)")
        for verdict in verdicts where !verdict.unexpected.isEmpty {
            Issue.record("\(group): \(verdict.file): \(verdict.unexpected)")
        }
        #expect(run.isSuccess, "\(run.errors)")
    }

    @Test func `no honest document is left out`() throws {
        let run = try PythonJudge.run("judge_fixtures.py", ["--list"])
        let lines = run.output.split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(lines.map { String($0[0]) } == Self.groups, "\(run.errors)")
        let told = try JSONSerialization.jsonObject(with: Data(Fixture.bytes("pdf/expectations.json")))
        let honest = try #require(told as? [String: [String: Any]]).values.filter { $0["sign"] as? String == "yes" }
        #expect(lines.compactMap { Int($0[1]) }.reduce(0, +) == honest.count)
    }
}
