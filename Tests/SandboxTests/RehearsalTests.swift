import Documents
import PDF
import TestSupport
import Testing
import Verification

@testable import Sandbox

@Suite("The rehearsal") struct RehearsalTests {
    @Test func `goes through to the end: a document is prepared, one looked into, one judged and one extended`() throws
    {
        let answers = try Rehearsal.run(with: DocumentClerk(composer: AppearanceSample.composer()))
            .map { DocumentAnswer($0) }
        guard answers.count == 4, case .prepared(let section) = answers[0], case .inspected(let report) = answers[1],
            case .verified(let judgement) = answers[2], case .extended(let outcome) = answers[3]
        else {
            Issue.record("\(answers)")
            return
        }
        #expect(section.contentsBytes == 2_048)
        #expect(outcome.chosen == [0] && outcome.missing.count == 1)
        #expect(report.pages == 1 && !report.isRepaired)
        // Everything is gone through, and the signature is one over something else.
        let signature = try #require(judgement.verdict.signatures.first)
        #expect(signature.indication == .failed(.hash))
        #expect(signature.coverage == .wholeFile && signature.anchor == "gladi" && signature.chain.count == 2)
    }
}
