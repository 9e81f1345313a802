/// A moment in time, in whole nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// It reaches from 1677 to 2262, and what lies beyond is taken for that end: certificates without an end say 9999 (RFC 5280
/// §4.1.2.5). Nothing in `Domain` reads a clock: moments are handed in.
package struct Instant: Hashable, Comparable, Sendable {
    package let nanosecondsSince1970: Int64

    package init(nanosecondsSince1970: Int64) {
        self.nanosecondsSince1970 = nanosecondsSince1970
    }

    package init(secondsSince1970: Int64) {
        self.init(nanosecondsSince1970: Int64(clamping: Int128(secondsSince1970) * 1_000_000_000))
    }

    /// Whole seconds, rounded down, also before 1970.
    package var secondsSince1970: Int64 {
        let (seconds, rest) = nanosecondsSince1970.quotientAndRemainder(dividingBy: 1_000_000_000)
        return rest < 0 ? seconds - 1 : seconds
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.nanosecondsSince1970 < right.nanosecondsSince1970
    }

    package static func + (instant: Instant, duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        let moved = Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
        return Instant(nanosecondsSince1970: Int64(clamping: Int128(instant.nanosecondsSince1970) + moved))
    }

    package static func - (instant: Instant, duration: Duration) -> Instant {
        instant + (.zero - duration)
    }

    /// How long after `earlier` this moment is; negative when it is before.
    package func since(_ earlier: Instant) -> Duration {
        let (seconds, rest) = (Int128(nanosecondsSince1970) - Int128(earlier.nanosecondsSince1970))
            .quotientAndRemainder(dividingBy: 1_000_000_000)
        return .seconds(Int64(seconds)) + .nanoseconds(Int64(rest))
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in UTC, to the second: `2026-11-20T03:04:05Z`.
    package var description: String {
        let seconds = secondsSince1970
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let secondOfDay = Int(seconds - days * 86_400)
        let date = CivilDate(daysSince1970: Int(days))
        let time = [secondOfDay / 3_600, secondOfDay / 60 % 60, secondOfDay % 60].map { padded($0, to: 2) }
        return "\(padded(date.year, to: 4))-\(padded(date.month, to: 2))-\(padded(date.day, to: 2))"
            + "T\(time.joined(separator: ":"))Z"
    }

    private func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number.magnitude)
        return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
