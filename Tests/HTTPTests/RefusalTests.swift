import Domain
import Foundation
import HTTP
import TestSupport
import Testing

@Suite("A page that refuses") struct RefusalTests {
    /// One of every kind.
    private static let all: [HTTPRefusal] = [
        .malformed(.head), .malformed(.framing), .malformed(.host), .malformed(.target(.encoding)), .malformed(.form),
        .clientCertificate, .noSuchRoute, .methodNotAllowed(allowed: [.get]), .lengthRequired,
        .tooLarge(.body(bytesMax: 1)), .tooLarge(.part(bytesMax: 1)), .tooLarge(.partHead(bytesMax: 1)),
        .tooLarge(.parts(most: 1)), .tooLarge(.files(most: 1)), .targetTooLong(bytesMax: 1),
        .unsupportedMediaType(accepted: ["a/b"]),
        .fieldsTooLarge(bytesMax: 1, fieldsMax: 2), .failed, .unsupportedTransferEncoding,
        .overloaded(retryAfter: .milliseconds(1_500)), .waitedTooLong(retryAfter: .zero), .stopping,
    ]

    @Test func `has a code of its own, and says in both languages what is wrong and what to do`() throws {
        #expect(Self.all.map(\.code) == HTTPRefusal.Code.allCases)
        for refusal in Self.all {
            let page = HTTPRefusal.problemPage(refusal, nil)
            guard case .bytes(let bytes) = page.body else { return #expect(Bool(false)) }
            let problem = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
            #expect(page.status == refusal.status && problem["status"] as? Int == refusal.status)
            #expect(problem["code"] as? String == refusal.code.rawValue && problem["type"] as? String == "about:blank")
            for (name, words) in [("title", refusal.words), ("next", refusal.nextStep)] {
                #expect(problem[name] as? String == words.indonesian && words.indonesian.hasSuffix("."))
                #expect(problem["\(name)_en"] as? String == words.english && words.english.hasSuffix("."))
            }
            #expect(page.fields["Content-Type"] == "application/problem+json" && bytes.count < 500)
        }
    }

    @Test func `has its code and its status on the page of refusals`() throws {
        let page = try String(contentsOf: Fixture.repository.appending(path: "docs/refusals.md"), encoding: .utf8)
        let chapter = page[try #require(page.firstRange(of: "\n## Over HTTP\n")).upperBound...]
        let rows = chapter.matches(of: #/\n\| (\d{3}) \| `([a-z_]+)` \| [^|]+ \| [^|]+ \|/#)
        #expect(rows.map { "\($0.1) \($0.2)" } == Self.all.map { "\($0.status) \($0.code.rawValue)" })
    }

    @Test func `says when to come again, in whole seconds and never at once`() {
        #expect(HTTPRefusal.overloaded(retryAfter: .milliseconds(1_500)).fields["Retry-After"] == "2")
        #expect(HTTPRefusal.overloaded(retryAfter: .milliseconds(1_500)).nextStep.english.contains("after 2 seconds"))
        #expect(HTTPRefusal.waitedTooLong(retryAfter: .zero).fields["Retry-After"] == "1")
        #expect(HTTPRefusal.methodNotAllowed(allowed: [.get, .head]).fields["allow"] == "GET, HEAD")
    }
}
