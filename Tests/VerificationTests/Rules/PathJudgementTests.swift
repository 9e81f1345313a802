import Domain
import Testing
import Verification

/// A life of three years: the certificate begins with year 10 and ends with year 12; it is year 11 or later now.
@Suite("A path of certificates") struct PathJudgementTests {
    private func year(_ number: Double) -> Instant { Instant(secondsSince1970: Int64(number * 31_557_600)) }

    private func link(_ statuses: [StatusFacts], soundUntil: Double? = nil) -> LinkFacts {
        LinkFacts(
            notBefore: year(10), notAfter: year(13), soundUntil: soundUntil.map(year), statuses: statuses)
    }

    private func good(_ from: Double, _ until: Double? = nil) -> StatusFacts {
        StatusFacts(.good, thisUpdate: year(from), nextUpdate: until.map(year))
    }

    private func revoked(_ at: Double, told: Double, isHold: Bool = false) -> StatusFacts {
        StatusFacts(.revoked(at: year(at), isHold: isHold), thisUpdate: year(told))
    }

    /// What is asked of one certificate: when the signature is known to have existed, when it is now, what was said of the
    /// certificate, and the answer.
    private var cases: [(existed: Double, now: Double, [StatusFacts], Indication)] {
        [
            // Nothing proves an earlier moment.
            (11, 11, [good(11, 11.1)], .passed),
            (11, 11, [good(10.9, 11)], .passed),
            (11, 11, [good(10.5, 10.9)], .indeterminate(.tryLater)),
            (11, 11, [good(10.9)], .indeterminate(.tryLater)),
            (11, 11, [], .indeterminate(.tryLater)),
            (11, 11, [StatusFacts(.unknown, thisUpdate: year(11))], .indeterminate(.tryLater)),
            (11, 11, [good(11.5, 12)], .indeterminate(.tryLater)),
            (11, 11, [revoked(10.5, told: 11)], .indeterminate(.revokedWithoutProof)),
            (11, 11, [revoked(11, told: 11)], .indeterminate(.revokedWithoutProof)),
            (11, 11, [good(11, 11.1), revoked(10.5, told: 11)], .indeterminate(.revokedWithoutProof)),
            (11, 11, [good(10.9, 11.1), revoked(10.5, told: 10.8)], .indeterminate(.revokedWithoutProof)),
            (11, 11, [good(10.9, 11.1), revoked(10.5, told: 10.8, isHold: true)], .passed),
            (
                11, 11, [good(10.7, 11.1), revoked(10.5, told: 10.8, isHold: true)],
                .indeterminate(.revokedWithoutProof)
            ),
            (9, 9, [good(9, 9.1)], .failed(.notYetValid)),
            (13, 13, [good(13, 13.1)], .passed),
            (14, 14, [good(12.9, 14.1)], .indeterminate(.outOfBoundsNotRevoked)),
            (14, 14, [good(14, 14.1)], .indeterminate(.outOfBoundsWithoutProof)),
            (14, 14, [], .indeterminate(.outOfBoundsWithoutProof)),
            (14, 14, [revoked(12, told: 12.5)], .indeterminate(.revokedWithoutProof)),
            // A timestamp proves that the signature existed in year 11.
            (11, 14, [good(11.001)], .passed),
            (11, 14, [good(10.99, 11.1)], .passed),
            (11, 14, [good(12.9)], .passed),
            (11, 14, [good(13.1)], .indeterminate(.tryLater)),
            (11, 14, [], .indeterminate(.tryLater)),
            (11, 14, [revoked(12, told: 12.5)], .passed),
            (11, 14, [revoked(10.9, told: 12.5)], .indeterminate(.revokedWithoutProof)),
            (11, 14, [revoked(11, told: 12.5)], .indeterminate(.revokedWithoutProof)),
            (11, 14, [good(11.001), revoked(10.9, told: 12.5)], .indeterminate(.revokedWithoutProof)),
            (9, 14, [good(11)], .failed(.notYetValid)),
            (13.5, 14, [good(12.9, 14)], .indeterminate(.outOfBoundsNotRevoked)),
            (13.5, 14, [], .indeterminate(.outOfBoundsWithoutProof)),
        ]
    }

    @Test func `is judged for when the signature is known to have existed`() {
        for (existed, now, statuses, answer) in cases {
            let judged = PathJudgement(existed: year(existed), now: year(now)).judge([link(statuses)])
            #expect(judged == answer, "existed \(existed), now \(now), \(statuses)")
        }
        #expect(cases.count >= 30)
    }

    @Test func `tells a revoked issuer from a revoked signer`() {
        let judgement = PathJudgement(existed: year(11), now: year(11))
        let revoked = link([revoked(10.5, told: 11)])
        #expect(judgement.judge([revoked, link([good(11)])]) == .indeterminate(.revokedWithoutProof))
        #expect(judgement.judge([link([good(11)]), revoked]) == .indeterminate(.issuerRevokedWithoutProof))
    }

    @Test func `needs no status where none can be had`() {
        var link = link([])
        link.needsRevocationStatus = false
        #expect(PathJudgement(existed: year(11), now: year(11)).judge([link]) == .passed)
        #expect(
            PathJudgement(existed: year(14), now: year(14)).judge([link]) == .indeterminate(.outOfBoundsNotRevoked))
    }

    @Test func `is good for nothing after its algorithms have had their day`() {
        let early = PathJudgement(existed: year(11), now: year(14))
        #expect(early.judge([link([good(11.1)], soundUntil: 11.5)]) == .passed)
        #expect(early.judge([link([good(11.1)], soundUntil: 11)]) == .indeterminate(.algorithmWithoutProof))
    }

    @Test func `forgives clocks five minutes and no second more`() {
        let begin = year(10)
        for (early, answer) in [(300, Indication.passed), (301, .failed(.notYetValid))] {
            let existed = begin - .seconds(early)
            let judgement = PathJudgement(existed: existed, now: existed)
            #expect(judgement.judge([link([StatusFacts(.good, thisUpdate: existed)])]) == answer)
        }
        for (late, answer) in [(300, Indication.passed), (301, .indeterminate(.tryLater))] {
            let now = year(11) + .seconds(late)
            #expect(PathJudgement(existed: now, now: now).judge([link([good(10.9, 11)])]) == answer)
        }
        for (ahead, answer) in [(300, Indication.passed), (301, .indeterminate(.tryLater))] {
            let word = StatusFacts(.good, thisUpdate: year(11) + .seconds(ahead))
            #expect(PathJudgement(existed: year(11), now: year(11)).judge([link([word])]) == answer)
        }
    }

    @Test func `of an anchor alone has nothing to be judged`() {
        #expect(PathJudgement(existed: year(11), now: year(11)).judge([]) == .passed)
    }

    /// The certificate ends with year 13.
    @Test(
        arguments: [
            (11, 14, 14, 13, .passed), (11, 14, 14, 12, .passed), (11, 14, 14, nil, .indeterminate(.tryLater)),
            (11, 14, 14, 13.001, .indeterminate(.tryLater)), (11, 14, 12.9, nil, .passed),
            (14, 14, 14, 13, .indeterminate(.outOfBoundsNotRevoked)),
            (14, 14, 14, 13.001, .indeterminate(.outOfBoundsWithoutProof)),
            (14, 14, 14, nil, .indeterminate(.outOfBoundsWithoutProof)),
        ] as [(Double, Double, Double, Double?, Indication)])
    func `hears of an expired certificate from those alone that still keep track of it`(
        existed: Double, now: Double, told: Double, covers: Double?, answer: Indication
    ) {
        let word = StatusFacts(
            .good, thisUpdate: year(told), nextUpdate: year(told + 0.1), coversExpiredSince: covers.map(year))
        #expect(PathJudgement(existed: year(existed), now: year(now)).judge([link([word])]) == answer)
    }

    @Test func `keeps track of a certificate that ends in the very moment from which it is kept`() {
        let end = LinkFacts(
            notBefore: year(10), notAfter: year(13),
            statuses: [
                StatusFacts(.good, thisUpdate: year(14), coversExpiredSince: year(13) + .seconds(1))
            ])
        #expect(PathJudgement(existed: year(11), now: year(14)).judge([end]) == .indeterminate(.tryLater))
    }

    @Test func `hears of a revocation however late it is told`() {
        let word = revoked(10.5, told: 14)
        #expect(
            PathJudgement(existed: year(11), now: year(14)).judge([link([word])])
                == .indeterminate(.revokedWithoutProof))
    }
}
