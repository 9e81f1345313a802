import Domain
import Testing

@Suite("A session") struct SigningSessionTests {
    private static let client = ID<Client>(random: Array(1...16))
    private static let stranger = ID<Client>(random: Array(2...17))
    private static let deadline = Instant.noon + .seconds(300)
    private static let agreed: [[UInt8]] = [[1], [2], [3]]

    private func session(
        _ purpose: SigningSession.Purpose = .signing(ID(random: Array(3...18))), count: Int = 3,
        digests: Set<[UInt8]>? = nil
    ) -> SigningSession {
        SigningSession(
            .init(
                purpose, client: Self.client, certificate: ID(random: Array(4...19)), count: count, digests: digests,
                deadline: Self.deadline))
    }

    @Test func `gives as many signatures as were agreed, and no more`() {
        var session = session()
        #expect(session.take([[1], [1]], by: Self.client, at: .noon) == .taken(left: 1))
        #expect(session.take([[1], [2]], by: Self.client, at: .noon) == .refused(.countUsed))
        #expect(session.take([[2]], by: Self.client, at: .noon) == .taken(left: 0))
        #expect(session.take([[2]], by: Self.client, at: .noon) == .refused(.countUsed))
        #expect(session.used == 3)
    }

    @Test func `over agreed digests signs each of them once`() {
        var session = session(count: 5, digests: Set(Self.agreed))
        #expect(session.take([[1], [9]], by: Self.client, at: .noon) == .refused(.digestNotAgreed))
        #expect(session.take([[1], [1]], by: Self.client, at: .noon) == .refused(.digestUsed))
        #expect(session.take([[1], [2]], by: Self.client, at: .noon) == .taken(left: 3))
        #expect(session.take([[2]], by: Self.client, at: .noon) == .refused(.digestUsed))
        #expect(session.take([[3]], by: Self.client, at: .noon) == .taken(left: 2))
    }

    @Test func `ends at its deadline, to the nanosecond, and when it is ended`() {
        var (early, late, ended) = (session(), session(), session())
        #expect(early.take([[1]], by: Self.client, at: Self.deadline - .nanoseconds(1)) == .taken(left: 2))
        #expect(late.take([[1]], by: Self.client, at: Self.deadline) == .refused(.expired))
        ended.end()
        ended.end()
        #expect(ended.take([[1]], by: Self.client, at: .noon) == .refused(.ended))
    }

    @Test func `is nobody else's, whatever has become of it`() {
        var session = session()
        session.end()
        let before = session
        #expect(session.take([[1]], by: Self.stranger, at: Self.deadline) == .refused(.foreign))
        #expect(session == before)
    }

    @Test func `that a seal's owner agreed to lends its count, and signs nothing itself`() {
        var session = session(.activation(ID(random: Array(5...20))))
        #expect(session.take([[1]], by: Self.client, at: .noon) == .refused(.otherPurpose))
        #expect(session.lend(2, by: Self.client, at: .noon) == .taken(left: 1))
        #expect(session.lend(2, by: Self.client, at: .noon) == .refused(.countUsed))
        #expect(session.lend(1, by: Self.stranger, at: .noon) == .refused(.foreign))
        #expect(session.lend(1, by: Self.client, at: Self.deadline) == .refused(.expired))
        #expect(session.lend(1, by: Self.client, at: Self.deadline - .nanoseconds(1)) == .taken(left: 0))
        session.end()
        #expect(session.lend(1, by: Self.client, at: .noon) == .refused(.ended))
    }

    @Test func `that signs lends nothing`() {
        let seal = ID<Seal>(random: Array(5...20))
        for purpose in [
            SigningSession.Purpose.signing(ID(random: Array(3...18))), .sealing(seal, under: ID(random: Array(6...21))),
        ] {
            var session = session(purpose)
            #expect(session.lend(1, by: Self.client, at: .noon) == .refused(.otherPurpose))
            #expect(session.take([[1]], by: Self.client, at: .noon) == .taken(left: 2))
        }
    }
}
