import Foundation
import TestSupport
import Testing

@testable import Teken

@Suite("The exit codes") struct ExitCodeTests {
    @Test func `are on the operations page, every one and no other, in the program's words`() throws {
        let page = try String(contentsOf: Fixture.repository.appending(path: "docs/operations.md"), encoding: .utf8)
        let chapter = page[try #require(page.firstRange(of: "## Exit codes\n")).upperBound...].prefix { $0 != "#" }
        let rows = chapter.matches(of: #/\| (\d+) \| (.+) \|/#).map { (code: Int32($0.1), words: $0.2) }
        #expect(rows.map(\.code) == ExitCode.allCases.map(\.rawValue))
        for (row, code) in zip(rows, ExitCode.allCases) { #expect(code.meaning.hasPrefix(row.words), "\(row.words)") }
    }
}
