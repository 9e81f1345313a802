import Problems
import Testing

@testable import Teken

@Suite("The end of a run that was refused") struct ProblemEndTests {
    @Test func `is that of the first document that was refused`() {
        let end = Problem.someRefused(like: .notAPlainFile("x"))
        #expect(end.code == "some_refused" && end.exitCode == .storage)
    }
}
