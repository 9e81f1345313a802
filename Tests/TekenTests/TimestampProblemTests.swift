import Crypto
import Domain
import HTTPClient
import Problems
import Testing

@testable import Teken

@Suite("A timestamp authority that is not reached") struct TimestampProblemTests {
    @Test(
        arguments: [
            (.unusableURL, .unreachable("its address is no http or https URL")),
            (.addressRefused, .unreachable("its address is none to go to")),
            (.unreachable("no route"), .unreachable("no route")), (.timedOut, .timedOut),
            (.answerTooLarge(bytesMax: 9), .tooLarge(bytesMax: 9)),
            (.tls("no certificate"), .unreachable("no certificate")),
            (.brokenAnswer("cut"), .unreachable("cut")), (.library("full"), .unreachable("full")),
        ] as [(HTTPClientError, TimestampFailure)])
    func `has a face in two languages, and a detail of its own`(error: HTTPClientError, failure: TimestampFailure) {
        #expect(TimestampFailure(error) == failure)
        let problem = Problem.noTimestamp([("TSA", failure)])
        #expect(problem.code == "timestamp_\(failure.code)")
        #expect(problem.detail?.hasSuffix(failure.words) == true)
        #expect(problem.what.indonesian != problem.what.english)
    }
}
