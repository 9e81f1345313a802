import Domain
import Testing

@Suite("Trust in the clock") struct ClockTrustTests {
    private static let noon = Instant(secondsSince1970: 1_790_000_000)

    /// What a clock shows after these seconds since noon and since the machine started.
    private static func reading(
        _ clock: Double, _ sinceStart: Double, _ discipline: ClockTrust.Discipline = .synchronised(errorMax: .zero)
    ) -> ClockTrust.Reading {
        ClockTrust.Reading(
            clock: noon + .milliseconds(Int((clock * 1e3).rounded())),
            sinceStart: .milliseconds(Int((sinceStart * 1e3).rounded())),
            discipline: discipline)
    }

    private static func trust(latest: Double = 0, asksKernel: Bool = false) -> ClockTrust {
        ClockTrust(
            ClockTrust.Bounds(errorMax: asksKernel ? .seconds(1) : nil),
            latestKnown: noon + .milliseconds(Int((latest * 1e3).rounded())),
            first: reading(0, 0))
    }

    @Test(
        arguments: [
            (10.0, 10.0, nil), (11.005, 10, nil), (8.995, 10, nil),
            (11.006, 10, ClockTrust.Doubt.jumped(.nanoseconds(1_006_000_000))),
            (8.994, 10, .jumped(.nanoseconds(-1_006_000_000))), (3_600, 0, .jumped(.seconds(3_600))),
            // A day slewed by 500 millionths is 43.2 s off, and no jump.
            (86_443.2, 86_400, nil), (86_445, 86_400, .jumped(.seconds(45))),
        ] as [(Double, Double, ClockTrust.Doubt?)])
    func `ends with a step that no drift explains`(clock: Double, sinceStart: Double, doubt: ClockTrust.Doubt?) {
        var trust = Self.trust(latest: -86_400)
        #expect(trust.read(Self.reading(clock, sinceStart)) == doubt)
    }

    @Test func `does not come back by itself where nobody vouches for the clock`() {
        var trust = Self.trust()
        #expect(trust.read(Self.reading(100, 1)) == .jumped(.seconds(99)))
        #expect(trust.read(Self.reading(101, 2)) == .jumped(.seconds(99)))
    }

    @Test func `does not come back in the reading that shows the jump`() {
        var trust = Self.trust(asksKernel: true)
        #expect(trust.read(Self.reading(100, 1)) == .jumped(.seconds(99)))
        #expect(trust.read(Self.reading(101, 2)) == nil)
    }

    @Test func `comes back where somebody says that the record is wrong, and that alone`() {
        var trust = Self.trust(latest: 3_600, asksKernel: true)
        #expect(trust.read(Self.reading(1, 1)) == .behindRecord(.seconds(3_599)))
        trust.accept(Self.reading(2, 2))
        #expect(trust.read(Self.reading(2, 2)) == nil)
        #expect(trust.read(Self.reading(3, 3, .unsynchronised)) == .unsynchronised)
    }

    @Test func `comes back once the kernel vouches for the clock again`() {
        var trust = Self.trust(asksKernel: true)
        #expect(trust.read(Self.reading(100, 1, .unsynchronised)) == .jumped(.seconds(99)))
        #expect(trust.read(Self.reading(102, 3)) == nil)
        #expect(trust.read(Self.reading(103, 4)) == nil)
    }

    @Test(
        arguments: [(1.0, nil), (1.001, ClockTrust.Doubt.behindRecord(.nanoseconds(1_001_000_000)))]
            as [(Double, ClockTrust.Doubt?)])
    func `is withheld before a moment that is on record`(latest: Double, doubt: ClockTrust.Doubt?) {
        var trust = Self.trust(latest: latest)
        #expect(trust.read(Self.reading(0, 0)) == doubt)
    }

    @Test(
        arguments: [
            (ClockTrust.Discipline.unsynchronised, ClockTrust.Doubt.unsynchronised),
            (.synchronised(errorMax: .seconds(1)), nil),
            (.synchronised(errorMax: .milliseconds(1_001)), .errorTooLarge(.milliseconds(1_001))),
        ] as [(ClockTrust.Discipline, ClockTrust.Doubt?)])
    func `is what the kernel says, where it is asked`(discipline: ClockTrust.Discipline, doubt: ClockTrust.Doubt?) {
        var asking = Self.trust(asksKernel: true)
        #expect(asking.read(Self.reading(1, 1, discipline)) == doubt)
        var silent = Self.trust()
        #expect(silent.read(Self.reading(1, 1, discipline)) == nil)
    }

    @Test func `remembers the latest moment it has seen`() {
        var trust = Self.trust(asksKernel: true)
        #expect(trust.read(Self.reading(50, 50)) == nil)
        #expect(trust.read(Self.reading(10, 51)) == .jumped(.seconds(-41)))
        #expect(trust.read(Self.reading(11, 52)) == .behindRecord(.seconds(39)))
    }
}
