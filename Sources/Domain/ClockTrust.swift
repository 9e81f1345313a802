/// Whether the machine's clock may be believed by whoever stamps time with it.
///
/// A clock that is wrong is seen in three ways: it stands before a moment that is known to have been, it jumps against the
/// time since the machine started (which nobody sets), or the kernel says that nothing keeps it right.
package struct ClockTrust: Hashable, Sendable {
    package struct Bounds: Hashable, Sendable {
        /// How far the clock may step against the time since start from one reading to the next, beside the drift.
        package let jumpMax: Duration
        /// The kernel slews a clock by no more than 500 millionths (ntp_adjtime(2)).
        package let driftMillionthsMax: Int
        /// How wrong the kernel may think its clock is; nil where the kernel is not asked.
        package let errorMax: Duration?

        package init(
            jumpMax: Duration = .seconds(1), driftMillionthsMax: Int = 500, errorMax: Duration? = .seconds(1)
        ) {
            self.jumpMax = jumpMax
            self.driftMillionthsMax = driftMillionthsMax
            self.errorMax = errorMax
        }
    }

    /// What the kernel says of whoever keeps its clock right.
    package enum Discipline: Hashable, Sendable {
        case synchronised(errorMax: Duration)
        case unsynchronised
    }

    package struct Reading: Hashable, Sendable {
        package let clock: Instant
        /// Since the machine started, sleep included.
        package let sinceStart: Duration
        package let discipline: Discipline

        package init(clock: Instant, sinceStart: Duration, discipline: Discipline) {
            self.clock = clock
            self.sinceStart = sinceStart
            self.discipline = discipline
        }
    }

    package enum Doubt: Hashable, Sendable {
        /// By so much, forwards where it is positive, since the last reading.
        case jumped(Duration)
        /// A moment that is on record lies so far ahead of the clock.
        case behindRecord(Duration)
        case unsynchronised
        case errorTooLarge(Duration)
    }

    private let bounds: Bounds
    private var last: Reading
    private var latestKnown: Instant
    private var jump: Duration?

    /// `latestKnown` is the latest moment on record: whatever the clock says, it is later now.
    package init(_ bounds: Bounds = Bounds(), latestKnown: Instant, first reading: Reading) {
        self.bounds = bounds
        self.latestKnown = latestKnown
        last = reading
    }

    /// What speaks against the clock as of this reading; nil where nothing does.
    ///
    /// A jump is held against it until the kernel, where it is asked, says at a later reading that the clock is right again.
    package mutating func read(_ reading: Reading) -> Doubt? {
        let passed = reading.sinceStart - last.sinceStart
        let step = reading.clock.since(last.clock) - passed
        let allowed = bounds.jumpMax + passed * bounds.driftMillionthsMax / 1_000_000
        last = reading
        if step > allowed || step < .zero - allowed {
            jump = step
            return .jumped(step)
        }
        if let doubt = kernelDoubt(reading.discipline) { return jump.map(Doubt.jumped) ?? doubt }
        if let seen = jump {
            guard bounds.errorMax != nil else { return .jumped(seen) }
            jump = nil
        }
        let behind = latestKnown.since(reading.clock)
        guard behind <= bounds.jumpMax else { return .behindRecord(behind) }
        latestKnown = max(latestKnown, reading.clock)
        return nil
    }

    /// From here on the clock is believed although a later moment is on record: somebody knows that the record is wrong.
    package mutating func accept(_ reading: Reading) {
        latestKnown = reading.clock
    }

    private func kernelDoubt(_ discipline: Discipline) -> Doubt? {
        guard let most = bounds.errorMax else { return nil }
        switch discipline {
        case .unsynchronised: return .unsynchronised
        case .synchronised(let error): return error <= most ? nil : .errorTooLarge(error)
        }
    }
}
