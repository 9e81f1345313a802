import PDF
import TestSupport
import Testing
import Verification

@testable import Documents

@Suite("An extension on its way from a worker") struct LongTermWireTests {
    private static let judgement = Judgement(
        verdict: VerdictSample.verdict([VerdictSample.signature(), VerdictSample.documentStamp()]),
        wishes: [.revocationList(url: "http://crl.contoh.example/")])

    private static func outcome(
        chosen: [Int] = [0], missing: [MissingWord] = [], cautions: [LongTermCaution] = [], section: StoreSection? = nil
    ) -> LongTermOutcome {
        LongTermOutcome(
            judgement: judgement, chosen: chosen, missing: missing, cautions: cautions, section: section)
    }

    private static let outcomes = [
        outcome(), outcome(chosen: []), outcome(chosen: [1, 0]),
        outcome(missing: [MissingWord(issuer: "CA é", serial: "12"), MissingWord(issuer: "", serial: "")]),
        outcome(cautions: LongTermCaution.allCases),
        outcome(section: StoreSection(originalBytes: 2_000, bytes: [37, 0, 255])),
        outcome(section: StoreSection(originalBytes: .min, bytes: [])),
    ]

    @Test(arguments: outcomes.indices) func `comes back as it was sent`(index: Int) throws {
        let bytes = DocumentAnswer.extended(Self.outcomes[index]).bytes
        guard case .extended(let received) = DocumentAnswer(bytes) else {
            Issue.record("another kind came back")
            return
        }
        #expect(received == Self.outcomes[index])
        #expect(DocumentAnswer(bytes + [0]) == nil)
        for count in 0..<bytes.count { #expect(DocumentAnswer(Array(bytes[..<count])) == nil) }
    }

    /// Whoever asks for a signature by its place must find one there.
    @Test(arguments: [[2], [-1], [0, .max], [.min]]) func `that chose what is not there is none`(chosen: [Int]) {
        let named = Self.outcome(chosen: [])
        var out = WireWriter()
        out.put("extended")
        out.put(named.judgement)
        out.put(chosen) { $0.put($1) }
        out.put([Int]()) { $0.put($1) }
        out.put([Int]()) { $0.put($1) }
        out.put(false)
        #expect(DocumentAnswer(out.bytes) == nil)
    }
}
