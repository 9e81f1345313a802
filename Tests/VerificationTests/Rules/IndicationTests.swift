import Domain
import Testing

@testable import Verification

@Suite("What findings come to") struct IndicationTests {
    private static let noted = Finding(.notDER, .notes)
    private static let doubted = Finding(.issuerUnknown, .doubts(.noChain))
    private static let doubtedElse = Finding(.statusUnknown, .doubts(.tryLater))
    private static let disproved = Finding(.contentChanged, .disproves(.hash))
    private static let disprovedElse = Finding(.rangesCross, .disproves(.format))

    @Test(
        arguments: [
            ([], .passed), ([noted, noted], .passed), ([doubted], .indeterminate(.noChain)),
            ([noted, doubtedElse, doubted], .indeterminate(.tryLater)),
            ([doubted, doubtedElse], .indeterminate(.noChain)), ([disproved], .failed(.hash)),
            ([doubted, noted, disproved], .failed(.hash)), ([disproved, doubted], .failed(.hash)),
            ([doubted, disprovedElse, disproved], .failed(.format)), ([disproved, disprovedElse], .failed(.hash)),
        ] as [([Finding], Indication)])
    func `is a disproof before any doubt, and the first of each`(findings: [Finding], indication: Indication) {
        #expect(findings.indication == indication)
        #expect(findings.deciding(indication)?.effect != .notes)
        #expect((findings.deciding(indication) == nil) == (indication == .passed))
    }

    @Test func `has the names of the standard, no two alike`() {
        let all = Indication.Disproof.allCases.map(\.rawValue) + Indication.Doubt.allCases.map(\.rawValue)
        #expect(Set(all).count == all.count)
        #expect(Indication.passed.main == "TOTAL-PASSED")
        #expect(Indication.passed.sub == nil)
        #expect(Indication.failed(.hash).main == "TOTAL-FAILED")
        #expect(Indication.failed(.hash).sub == "HASH_FAILURE")
        #expect(Indication.indeterminate(.tryLater).main == "INDETERMINATE")
        #expect(Indication.indeterminate(.tryLater).sub == "TRY_LATER")
    }
}

@Suite("The answer for a document") struct DocumentVerdictTests {
    private static func signature(_ indication: Indication) -> JudgedSignature { made(.signature, indication) }
    private static func stamp(_ indication: Indication) -> JudgedSignature { made(.documentTimestamp, indication) }

    private static func made(_ kind: JudgedSignature.Kind, _ indication: Indication) -> JudgedSignature {
        var signature = JudgedSignature(kind: kind, field: "a", object: 1, subFilter: nil, coverage: .wholeFile)
        signature.indication = indication
        return signature
    }

    @Test(
        arguments: [
            ([], [], nil), ([signature(.passed)], [], .passed), ([stamp(.passed)], [], .passed),
            ([signature(.passed), signature(.indeterminate(.noChain))], [], .indeterminate(.noChain)),
            (
                [signature(.indeterminate(.noChain)), signature(.indeterminate(.tryLater))], [],
                .indeterminate(.noChain)
            ),
            ([signature(.indeterminate(.noChain)), signature(.failed(.hash))], [], .failed(.hash)),
            ([signature(.passed), signature(.failed(.format))], [], .failed(.format)),
            // A timestamp in doubt takes nothing from a signature, and one that is wrong does.
            ([signature(.passed), stamp(.indeterminate(.noChain))], [], .passed),
            ([stamp(.indeterminate(.noChain)), signature(.passed)], [], .passed),
            (
                [stamp(.indeterminate(.noChain)), signature(.indeterminate(.tryLater))], [], .indeterminate(.tryLater)
            ),
            ([signature(.passed), stamp(.failed(.hash))], [], .failed(.hash)),
            ([stamp(.indeterminate(.noChain))], [], .indeterminate(.noChain)),
            ([stamp(.failed(.hash))], [], .failed(.hash)),
            // What concerns no signature.
            ([], [Finding(.usageRights, .notes)], nil),
            ([], [Finding(.signatureUnreadable, .doubts(.signedDataNotFound))], .indeterminate(.signedDataNotFound)),
            (
                [signature(.passed)], [Finding(.signatureUnreadable, .doubts(.signedDataNotFound))],
                .indeterminate(.signedDataNotFound)
            ),
            (
                [signature(.failed(.hash))], [Finding(.signatureUnreadable, .doubts(.signedDataNotFound))],
                .failed(.hash)
            ),
        ] as [([JudgedSignature], [Finding], Indication?)])
    func `is that of the worst of its signatures`(
        signatures: [JudgedSignature], findings: [Finding], indication: Indication?
    ) {
        let verdict = DocumentVerdict(
            judgedAt: Instant(secondsSince1970: 0), bytes: 1, pages: 1, revisions: 1, signatures: signatures,
            findings: findings)
        #expect(verdict.indication == indication)
        #expect(verdict.hasSigner == signatures.contains { $0.kind == .signature })
    }
}

@Suite("The level of a signature") struct LevelRuleTests {
    @Test(arguments: [
        (false, false, false, "B"), (false, true, true, "B"), (true, false, false, "T"), (true, false, true, "T"),
        (true, true, false, "LT"), (true, true, true, "LTA"),
    ])
    func `rises with what the document carries, and skips no step`(
        timestamp: Bool, embedded: Bool, archived: Bool, step: String
    ) {
        let rule = LevelRule(
            family: .baseline, hasTimestamp: timestamp, isEmbedded: embedded, isArchived: archived)
        #expect(rule.level.name == "PAdES-BASELINE-\(step)")
    }
}
