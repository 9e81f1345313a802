import CLinux
import Domain
import Glibc

/// The one place that looks at the machine's clock.
enum WallClock {
    @Sendable static func now() -> Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(nanosecondsSince1970: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// The clock beside what nobody can set, and what the kernel thinks of it (ntp_adjtime(3)).
    @Sendable static func reading() -> ClockTrust.Reading {
        var sinceStart = timespec()
        unsafe clock_gettime(CLOCK_BOOTTIME, &sinceStart)
        var errorMicroseconds = 0
        let isKeptRight = unsafe CLinux_clock_error(&errorMicroseconds) == 0
        return ClockTrust.Reading(
            clock: now(), sinceStart: .seconds(Int64(sinceStart.tv_sec)) + .nanoseconds(Int64(sinceStart.tv_nsec)),
            discipline: isKeptRight ? .synchronised(errorMax: .microseconds(errorMicroseconds)) : .unsynchronised)
    }
}
