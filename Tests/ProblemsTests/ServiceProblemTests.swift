import Domain
import Problems
import Signing
import Testing

@Suite("The face of what a use case refuses") struct ServiceProblemTests {
    private static let refusals: [ServiceRefusal] =
        [
            .unknownPerson, .wrongPassphrase, .lockedOut(until: Instant(nanosecondsSince1970: 0)), .blocked, .overtaken,
            .suspendedClient, .unusableDigest, .sessionCountBeyond(most: 10), .sessionTimeBeyond(most: .seconds(9)),
            .repeatKeyUnusable, .repeatKeyOfOther, .stillRunning, .noSuchResult, .unknownSeal,
            .activationCountBeyond(most: 10), .activationTimeBeyond(most: .seconds(86_400)),
        ] + SealVerdict.Obstacle.allCases.map { .cannotSeal($0) }
        + SigningVerdict.Obstacle.allCases.map { .cannotSign($0) }
        + SigningSession.Refusal.allCases.map { .session($0) }

    @Test func `has a code of its own, two languages and a next step`() {
        let problems = Self.refusals.map { Problem($0) }
        #expect(Set(problems.map(\.code)).count == problems.count)
        for problem in problems {
            for text in [problem.what, problem.next] {
                #expect(text.indonesian.count > 5 && text.english.count > 5, "\(problem.code)")
                #expect(text.indonesian != text.english, "\(problem.code)")
                #expect(text.indonesian.hasSuffix(".") && text.english.hasSuffix("."), "\(problem.code)")
            }
        }
    }

    @Test func `says when to come back`() {
        #expect(
            Problem(ServiceRefusal.lockedOut(until: Instant(nanosecondsSince1970: 0))).next.english.contains("1970"))
    }

    @Test func `tells a stranger's session as one that is not there`() {
        #expect(Problem(ServiceRefusal.session(.foreign)).kind == .notFound)
    }
}
