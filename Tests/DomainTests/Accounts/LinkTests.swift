import Domain
import Testing

@Suite("A link") struct LinkTests {
    private static let owner = ID<Person>(random: Array(1...16))
    private static let stranger = ID<Person>(random: Array(2...17))
    private static let deadline = Instant.noon + .seconds(3_600)

    private func link() -> Link { Link(.setPassphrase, owner: Self.owner, deadline: Self.deadline) }

    @Test func `is used once, and looking at it uses nothing`() {
        var link = link()
        for _ in 0..<100 { #expect(link.look(by: Self.owner, at: .noon) == .proceed) }
        #expect(link.use(by: Self.owner, at: .noon) == .proceed)
        #expect(link.use(by: Self.owner, at: .noon) == .refused(.used))
        #expect(link.look(by: Self.owner, at: .noon) == .refused(.used))
    }

    @Test func `ends at its deadline, to the nanosecond`() {
        var link = link()
        #expect(link.use(by: Self.owner, at: Self.deadline) == .refused(.expired))
        #expect(link.use(by: Self.owner, at: Self.deadline - .nanoseconds(1)) == .proceed)
    }

    @Test func `is nobody else's`() {
        var link = link()
        #expect(link.use(by: Self.stranger, at: .noon) == .refused(.foreign))
        #expect(link.look(by: Self.stranger, at: .noon) == .refused(.foreign))
    }

    @Test func `that was replaced or cancelled stays so`() {
        var (replaced, cancelled, used) = (link(), link(), link())
        replaced.replace()
        replaced.cancel()
        cancelled.cancel()
        cancelled.replace()
        _ = used.use(by: Self.owner, at: .noon)
        used.cancel()
        #expect(replaced.use(by: Self.owner, at: .noon) == .refused(.replaced))
        #expect(cancelled.use(by: Self.owner, at: .noon) == .refused(.cancelled))
        #expect(used.state == .used(at: .noon))
    }

    @Test func `of every purpose lives no longer than a week`() {
        #expect(
            LinkPurpose.allCases.allSatisfy {
                (.zero + .seconds(1)...(.seconds(7 * 86_400))).contains($0.usualLifetime)
            })
    }
}
