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
    private func certificate(_ isEmbedded: Bool?) -> JudgedCertificate {
        let status = isEmbedded.map { isEmbedded in
            JudgedCertificate.Status(
                source: .crl, answer: .good, revokedAt: nil, reason: nil, thisUpdate: Instant(secondsSince1970: 0),
                nextUpdate: nil, isEmbedded: isEmbedded)
        }
        return JudgedCertificate(
            subject: "CN=A", issuer: "CN=B", commonName: nil, organisation: nil, serial: "1", notBefore: nil,
            notAfter: nil, keyUsages: [], algorithms: nil, fingerprint: "00", isAnchor: isEmbedded == nil,
            status: status)
    }

    private func timestamp(_ statuses: [Bool?]) -> JudgedTimestamp {
        JudgedTimestamp(
            kind: .signature, time: Instant(secondsSince1970: 0), serial: "1", findings: [],
            chain: statuses.map(certificate))
    }

    private func step(
        _ timestamps: [[Bool?]], covered: Bool = false, embedded: Bool = true, archived: Bool = false
    ) -> String {
        LevelRule(
            family: .baseline, signatureTimestamps: timestamps.map(timestamp), hasCoveringTimestamp: covered,
            isEmbedded: embedded, isArchived: archived
        ).level.name
    }

    @Test func `rises with what the document carries, and skips no step`() {
        #expect(step([]) == "PAdES-BASELINE-B")
        #expect(step([], archived: true) == "PAdES-BASELINE-B")
        #expect(step([[true, nil]], embedded: false) == "PAdES-BASELINE-T")
        #expect(step([], covered: true, embedded: false, archived: true) == "PAdES-BASELINE-T")
        #expect(step([[true, nil]]) == "PAdES-BASELINE-LT")
        #expect(step([], covered: true) == "PAdES-BASELINE-LT")
        #expect(step([[true, true, nil]], archived: true) == "PAdES-BASELINE-LTA")
        #expect(step([], covered: true, archived: true) == "PAdES-BASELINE-LTA")
    }

    @Test func `needs a word on the timestamp's own certificates too`() {
        #expect(step([[false, nil]]) == "PAdES-BASELINE-T")
        #expect(step([[nil, nil]]) == "PAdES-BASELINE-T")
        #expect(step([[true, false, nil]]) == "PAdES-BASELINE-T")
        #expect(step([[true, nil], [false, nil]], archived: true) == "PAdES-BASELINE-T")
        // A chain of which no issuer is known proves nothing of the kind.
        #expect(step([[true]]) == "PAdES-BASELINE-T")
        #expect(step([[]]) == "PAdES-BASELINE-T")
    }
}
