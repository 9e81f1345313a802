import Domain
import Testing

@Suite("Tries of a secret") struct AttemptsTests {
    private static let bounds = Attempts.Bounds(perWindow: 3, window: .seconds(900), inRow: 7)

    @Test func `are bounded in a window, and go on after it`() {
        var attempts = Attempts()
        for _ in 0..<3 { #expect(attempts.begin(at: .noon, Self.bounds) == .proceed) }
        let end = Instant.noon + .seconds(900)
        #expect(attempts.begin(at: .noon, Self.bounds) == .wait(until: end))
        #expect(attempts.begin(at: end - .nanoseconds(1), Self.bounds) == .wait(until: end))
        #expect(attempts.begin(at: end, Self.bounds) == .proceed)
    }

    @Test func `in a row end for good, however slow they are`() {
        var attempts = Attempts()
        for number in 0..<7 {
            #expect(attempts.begin(at: .noon + .seconds(Int64(number) * 1_000), Self.bounds) == .proceed)
        }
        #expect(attempts.begin(at: .noon + .seconds(1_000_000), Self.bounds) == .blocked)
        attempts.succeed()
        #expect(attempts.begin(at: .noon, Self.bounds) == .proceed)
    }

    @Test func `that were refused are not counted, and a right one ends the row`() {
        var attempts = Attempts()
        for _ in 0..<3 { _ = attempts.begin(at: .noon, Self.bounds) }
        for _ in 0..<100 { _ = attempts.begin(at: .noon, Self.bounds) }
        #expect(attempts.inRow == 3)
        attempts.succeed()
        #expect(attempts == Attempts())
    }

    @Test func `that were never made leave no count`() {
        var attempts = Attempts()
        _ = attempts.begin(at: .noon, Self.bounds)
        attempts.withdraw()
        attempts.withdraw()
        #expect(attempts.inRow == 0 && attempts.inWindow == 0)
    }

    @Test func `wait no longer than a window when the clock is set back`() {
        var attempts = Attempts()
        for _ in 0..<3 { _ = attempts.begin(at: .noon + .seconds(1_000_000), Self.bounds) }
        #expect(attempts.begin(at: .noon, Self.bounds) == .wait(until: .noon + .seconds(900)))
    }

    @Test func `at one program are fewer than at all together, and those no more than a hundred`() {
        #expect(Attempts.Bounds.personAtClient.inRow < Attempts.Bounds.person.inRow)
        #expect(Attempts.Bounds.person.inRow == 100)
    }
}
