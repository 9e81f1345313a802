import Glibc

/// A moment by which something must have happened, on the clock that nobody sets.
package struct Deadline: Comparable, Sendable {
    /// Since the machine started; `Int64.max` is never.
    private let nanoseconds: Int64

    package static let never = Deadline(nanoseconds: .max)

    package static var now: Deadline {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Deadline(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    package static func after(_ duration: Duration) -> Deadline { now + duration }

    package static func < (one: Deadline, other: Deadline) -> Bool { one.nanoseconds < other.nanoseconds }

    package static func + (moment: Deadline, duration: Duration) -> Deadline {
        guard moment != .never else { return .never }
        let (seconds, attoseconds) = duration.components
        let whole = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let sum = (whole.partialValue + attoseconds / 1_000_000_000).addingReportingOverflow(moment.nanoseconds)
        return whole.overflow || sum.overflow ? .never : Deadline(nanoseconds: sum.partialValue)
    }

    package var isPast: Bool { self <= .now }

    /// Zero when the moment is past.
    package var remaining: Duration { .nanoseconds(max(0, nanoseconds - Self.now.nanoseconds)) }

    /// For poll(2): rounded up, so that the wait does not end before the moment; -1 waits for ever.
    package var pollMilliseconds: Int32 {
        guard self != .never else { return -1 }
        let left = max(0, nanoseconds - Self.now.nanoseconds)
        return Int32(clamping: left / 1_000_000 + (left % 1_000_000 == 0 ? 0 : 1))
    }
}
