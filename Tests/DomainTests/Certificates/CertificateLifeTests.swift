import Domain
import Testing

@Suite("A certificate's life") struct CertificateLifeTests {
    private static let start = Instant(secondsSince1970: 1_000_000)
    private static let end = start + .seconds(1_000)
    private static let held = start + .seconds(10)
    private static let other = ID<IssuedCertificate>(random: Array(1...16))

    private enum Event: CaseIterable { case hold, release, revoke, replace }

    private static func life(_ state: CertificateLife.State = .good, replaced: Bool = false) throws -> CertificateLife {
        CertificateLife(try #require(Validity(from: start, to: end)), state: state, replacement: replaced ? other : nil)
    }

    private static let revoked = CertificateLife.State.revoked(.init(at: start + .seconds(20), reason: .superseded))

    private static func apply(_ event: Event, to life: inout CertificateLife, at now: Instant)
        -> CertificateLife.Outcome
    {
        switch event {
        case .hold: life.hold(at: now)
        case .release: life.release(at: now)
        case .revoke: life.revoke(.keyCompromise, at: now)
        case .replace: life.replace(by: ID(random: Array(2...17)))
        }
    }

    /// Every state, and every event at a moment when the certificate is valid and one when it has ended.
    private static let table: [(CertificateLife.State, Event, CertificateLife.Outcome, CertificateLife.Outcome)] = [
        (.good, .hold, .changed, .refused(.expired)),
        (.good, .release, .refused(.notHeld), .refused(.notHeld)),
        (.good, .revoke, .changed, .refused(.expired)),
        (.good, .replace, .changed, .changed),
        (.held(since: held), .hold, .unchanged, .unchanged),
        (.held(since: held), .release, .changed, .refused(.expired)),
        (.held(since: held), .revoke, .changed, .changed),
        (.held(since: held), .replace, .refused(.onHold), .refused(.onHold)),
        (revoked, .hold, .refused(.alreadyRevoked), .refused(.alreadyRevoked)),
        (revoked, .release, .refused(.alreadyRevoked), .refused(.alreadyRevoked)),
        (revoked, .revoke, .refused(.alreadyRevoked), .refused(.alreadyRevoked)),
        (revoked, .replace, .refused(.alreadyRevoked), .refused(.alreadyRevoked)),
    ]

    @Test func `answers every event in every state`() throws {
        #expect(Self.table.count == 3 * Event.allCases.count)
        for (state, event, within, after) in Self.table {
            var early = try Self.life(state)
            #expect(Self.apply(event, to: &early, at: Self.end) == within, "\(state) \(event)")
            var late = try Self.life(state)
            #expect(Self.apply(event, to: &late, at: Self.end + .nanoseconds(1)) == after, "\(state) \(event), ended")
            for (life, outcome) in [(early, within), (late, after)] where outcome != .changed {
                #expect(try life == Self.life(state), "a refused event leaves no trace")
            }
        }
    }

    @Test func `counts one that was on hold as revoked since then`() throws {
        var life = try Self.life(.held(since: Self.held))
        #expect(life.revoke(.keyCompromise, at: Self.end) == .changed)
        #expect(life.state == .revoked(.init(at: Self.held, reason: .keyCompromise)))
    }

    @Test(arguments: RevocationReason.allCases)
    func `ends for reasons that end it`(reason: RevocationReason) throws {
        var life = try Self.life()
        let isFinal: Set<RevocationReason> = [
            .authorityCompromise,
            .unspecified, .keyCompromise, .affiliationChanged, .superseded, .cessationOfOperation, .privilegeWithdrawn,
        ]
        #expect(life.revoke(reason, at: Self.held) == (isFinal.contains(reason) ? .changed : .refused(.reasonNotFinal)))
    }

    @Test(arguments: [
        (0, CertificateLife.Outcome.changed), (-1, .refused(.invalidityBeforeIssue)), (20, .changed),
        (21, .refused(.invalidityInFuture)),
    ])
    func `takes a moment of compromise between its issue and now`(offset: Int, outcome: CertificateLife.Outcome) throws
    {
        var life = try Self.life()
        let since = Self.start + .seconds(offset)
        #expect(life.revoke(.keyCompromise, invalidSince: since, at: Self.start + .seconds(20)) == outcome)
    }

    @Test func `is revoked for the same reason once`() throws {
        var life = try Self.life()
        #expect(life.revoke(.superseded, at: Self.held) == .changed)
        let once = life
        #expect(life.revoke(.superseded, at: Self.end) == .unchanged)
        #expect(life == once)
    }

    @Test func `is replaced by one other`() throws {
        var life = try Self.life(replaced: true)
        #expect(life.replace(by: Self.other) == .unchanged)
        #expect(life.replace(by: ID(random: Array(2...17))) == .refused(.alreadyReplaced))
    }

    @Test func `has the status of the moment`() throws {
        let second = Duration.nanoseconds(1)
        let moments = [Self.start - second, Self.start, Self.end, Self.end + second]
        #expect(try moments.map(Self.life().status) == [.notYetValid, .good, .good, .expired])
        #expect(try moments.map(Self.life(.held(since: Self.held)).status) == [.held, .held, .held, .held])
        #expect(try moments.map(Self.life(Self.revoked).status) == [.revoked, .revoked, .revoked, .revoked])
    }

    @Test func `lasts at least a moment`() {
        #expect(Validity(from: Self.start, to: Self.start) == nil)
        #expect(Validity(from: Self.end, to: Self.start) == nil)
    }
}
