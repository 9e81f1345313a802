import Crypto
import Database
import Domain
import Store
import Problems
import Testing

@Suite("A face of the store's refusals") struct StoreProblemTests {
    private static let errors: [StoreError] =
        [
            DatabaseError.uniqueViolated(table: "x"), .constraintViolated("x"), .zeroInText,
            .unexpectedValue(column: "x"), .busy, .inUse("x"), .conflict, .tooSlow, .lost("x"), .unreachable("x"),
            .outcomeUnknown("x"), .missing("x"), .full, .readOnly, .inputOutput("x"), .corrupt("x"),
            .schemaTooNew(found: 2, known: 1), .schemaTooOld(found: 1, needed: 2), .notDurable("x"), .unsuitable("x"),
            .library(operation: "x", words: "y"),
        ].map { StoreError.database($0) } + [
            .notCreated, .notEmpty, .overloaded, .readOnly, .closed, .restoredMeanwhile, .auditBroken(.tailMismatch),
            .backup(.notABackup), .backup(.damaged("x")), .backup(.olderThanHead(found: 1, witnessed: 2)),
            .backup(.auditBroken(.recordChanged(1))),
            .backup(.clockBehind(now: Instant(nanosecondsSince1970: 1), latest: Instant(nanosecondsSince1970: 2))),
        ]

    @Test func `has a code of its own, two languages and a next step`() {
        let problems = Self.errors.map { Problem($0) }
        #expect(Set(problems.map(\.code)).count == problems.count)
        for problem in problems {
            for text in [problem.what, problem.next] {
                #expect(text.indonesian.count > 5 && text.english.count > 5, "\(problem.code)")
            }
            #expect(problem.what.indonesian != problem.what.english, "\(problem.code)")
        }
        #expect(Problem(StoreError.cryptography(.digest(.notHexadecimal))).code == "digest_not_hexadecimal")
        #expect(Problem(facing: StoreError.notCreated).code == "store_not_created")
    }
}
