import Documents
import PDF
import TestSupport
import Testing

@testable import Sandbox

@Suite("The rehearsal") struct RehearsalTests {
    @Test func `goes through to the end: a document is prepared, and one looked into`() throws {
        let answers = try Rehearsal.run(with: DocumentClerk(composer: AppearanceSample.composer()))
            .map { DocumentAnswer($0) }
        guard answers.count == 2, case .prepared(let section) = answers[0], case .inspected(let report) = answers[1]
        else {
            Issue.record("\(answers)")
            return
        }
        #expect(section.contentsBytes == 2_048)
        #expect(report.pages == 1 && !report.isRepaired)
    }
}
