import Channels
import Crypto
import Documents
import Domain
import Problems
import Signing
import Testing
import Verification
import Workers

@Suite("The face of a refused document") struct DocumentProblemTests {
    private static let reasons = DocumentRefusal.Reason.allCases.map { DocumentError.refused(DocumentRefusal($0)) }

    /// What a caller does about each of these differs; those that share a code are named in the test below.
    private static let others: [DocumentError] = [
        .worker(.crashed), .worker(.timedOut), .worker(.answerTooLarge(bytes: 2, most: 1)), .worker(.overloaded),
        .worker(.unavailable("x")), .answerRejected(.unreadable), .signatureTooLarge(bytes: 2, room: 1),
        .signatureOverOtherDocument, .nothingPrepared, .memory(.notAPlainFile), .memory(.tooLong(most: 1)),
        .memory(.notSealed), .memory(.system(operation: "open", code: 2)), .crypto(.certificate(.expired)),
    ]

    private static let obstacles: [ExtensionObstacle] = [
        .nobodySigned, .noSuchSignature, .levelReached(.archive), .signatureFailed("HASH_FAILURE"),
        .signatureOpen("NO_POE"), .materialMissing([MissingWord(issuer: "CA", serial: "12")]), .noAuthority, .fellShort,
    ]

    @Test func `has a code of its own, two languages and a next step`() {
        let problems =
            (Self.reasons + Self.others).map { Problem($0) } + [Problem(SigningError.timestampNeverFits)]
            + Self.obstacles.map { Problem(SigningError.notExtended($0)) }
        #expect(Set(problems.map(\.code)).count == problems.count)
        for problem in problems {
            #expect(problem.code.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }, "\(problem.code)")
            for text in [problem.what, problem.next] {
                #expect(text.indonesian.count > 5 && text.english.count > 5, "\(problem.code)")
                #expect(text.indonesian != text.english, "\(problem.code)")
            }
            #expect(problem.what.indonesian.hasSuffix(".") && problem.what.english.hasSuffix("."), "\(problem.code)")
        }
    }

    @Test(arguments: DocumentRefusal.Reason.allCases) func `keeps the reason's code`(reason: DocumentRefusal.Reason) {
        let problem = Problem(SigningError.document(.refused(DocumentRefusal(reason, numbers: [3, 2], word: "side"))))
        #expect(problem.code == reason.rawValue && problem.detail == "3, 2, side")
        #expect(problem.kind == (reason == .appearanceFailed ? .fault : .badInput))
        #expect(Problem(DocumentError.refused(DocumentRefusal(reason))).detail == nil)
    }

    @Test func `tells a script whose turn it is`() {
        #expect(Problem(DocumentError.worker(.crashed)).kind == .badInput)
        #expect(Problem(DocumentError.worker(.overloaded)).kind == .fault)
        #expect(Problem(DocumentError.worker(.unavailable("x"))).kind == .fault)
        #expect(Problem(SigningError.timestampNeverFits).kind == .outsideWorld)
        let missing = Problem(SigningError.notExtended(Self.obstacles[5]))
        #expect(missing.kind == .outsideWorld && missing.detail == "CA: 12")
        #expect(Problem(SigningError.notExtended(.noAuthority)).kind == .usage)
        #expect(Problem(SigningError.notExtended(.fellShort)).kind == .fault)
        #expect(Problem(SigningError.notExtended(.levelReached(.archive))).detail == "B-LTA")
        #expect(Problem(SigningError.crypto(.sealedKey(.refused))).kind == .keyRefused)
        #expect(Problem(DocumentError.memory(.system(operation: "open", code: 2))).code == "file_not_found")
        #expect(Problem(DocumentError.memory(.system(operation: "memfd_create", code: 12))).kind == .fault)
    }

    @Test func `carries the file among many`() {
        let problem = Problem(DocumentError.refused(DocumentRefusal(.damaged, word: "page"))).about("a.pdf")
        #expect(problem.detail == "a.pdf: page")
    }
}
