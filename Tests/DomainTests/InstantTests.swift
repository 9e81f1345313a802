import Domain
import Testing

@Suite("An instant") struct InstantTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (-86_400, "1969-12-31T00:00:00Z"),
            (-86_401, "1969-12-30T23:59:59Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (951_868_800, "2000-03-01T00:00:00Z"),
            (1_709_208_000, "2024-02-29T12:00:00Z"),
            (1_780_315_200, "2026-06-01T12:00:00Z"),
            (2_147_483_648, "2038-01-19T03:14:08Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-2_203_891_200, "1900-03-01T00:00:00Z"),
        ] as [(Int64, String)])
    func `writes itself as RFC 3339 in UTC`(seconds: Int64, text: String) {
        #expect(Instant(secondsSince1970: seconds).description == text)
    }

    @Test(
        arguments: [
            (0, 0), (1, 0), (999_999_999, 0), (1_000_000_000, 1), (-1, -1), (-999_999_999, -1), (-1_000_000_000, -1),
            (-1_000_000_001, -2),
        ] as [(Int64, Int64)])
    func `rounds its seconds down on both sides of 1970`(nanoseconds: Int64, seconds: Int64) {
        #expect(Instant(nanosecondsSince1970: nanoseconds).secondsSince1970 == seconds)
    }

    @Test func `writes the second that a fraction belongs to`() {
        #expect(Instant(nanosecondsSince1970: -1).description == "1969-12-31T23:59:59Z")
        #expect(Instant(nanosecondsSince1970: 1_999_999_999).description == "1970-01-01T00:00:01Z")
    }

    @Test(
        arguments: [
            (Duration.seconds(1), 1_000_000_000), (.seconds(-1), -1_000_000_000), (.nanoseconds(1), 1),
            (.nanoseconds(-1), -1), (.milliseconds(1_500), 1_500_000_000), (.zero, 0),
            (.seconds(86_400 * 365), 31_536_000_000_000_000),
        ] as [(Duration, Int64)])
    func `moves by a duration and back`(duration: Duration, nanoseconds: Int64) {
        let start = Instant(nanosecondsSince1970: 1_780_315_200_000_000_007)
        let moved = start + duration
        #expect(moved.nanosecondsSince1970 - start.nanosecondsSince1970 == nanoseconds)
        #expect(moved - duration == start)
        #expect(moved.since(start) == duration)
        #expect(start.since(moved) == .zero - duration)
    }

    @Test func `lies before any later one`() {
        let moments = [-1_000_000_000, -1, 0, 1, 1_000_000_000].map(Instant.init(nanosecondsSince1970:))
        #expect(moments.reversed().sorted() == moments)
        #expect(!(moments[2] < moments[2]))
    }

    @Test(
        arguments: [(253_402_300_799, .max), (Int64.max, .max), (-62_135_596_800, .min), (Int64.min, .min)]
            as [(Int64, Int64)])
    func `beyond what it can say is its own end`(seconds: Int64, nanoseconds: Int64) {
        #expect(Instant(secondsSince1970: seconds).nanosecondsSince1970 == nanoseconds)
    }

    @Test func `stays within its ends when it moves`() {
        let (first, last) = (Instant(nanosecondsSince1970: .min), Instant(nanosecondsSince1970: .max))
        #expect(last + .seconds(Int64.max) == last)
        #expect(first - .seconds(1) == first)
        #expect(last + .nanoseconds(-1) < last)
        #expect(last.since(first) == .seconds(18_446_744_073) + .nanoseconds(709_551_615))
        #expect(first.since(last) == .zero - last.since(first))
    }
}
