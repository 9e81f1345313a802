import Domain
import Foundation
import Testing

@Suite("A civil date") struct CivilDateTests {
    /// Foundation's `.gregorian` turns Julian before 1582, hence the ISO calendar.
    private static let judge: Calendar = {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = .gmt
        return calendar
    }()

    @Test func `agrees with another calendar on every day from 1890 to 2110`() {
        let wrong = (-29_220..<51_500).filter { day in
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            let parts = Self.judge.dateComponents([.year, .month, .day], from: date)
            let ours = CivilDate(daysSince1970: day)
            return ours.year != parts.year || ours.month != parts.month || ours.day != parts.day
        }
        #expect(wrong.isEmpty)
    }

    @Test(arguments: [
        (0, 1970, 1, 1), (-1, 1969, 12, 31), (59, 1970, 3, 1), (10_956, 1999, 12, 31), (11_016, 2000, 2, 29),
        (47_540, 2100, 2, 28), (47_541, 2100, 3, 1), (-25_508, 1900, 3, 1), (-719_468, 0, 3, 1),
        (-719_469, 0, 2, 29), (-719_528, 0, 1, 1), (-719_529, -1, 12, 31), (2_932_896, 9999, 12, 31),
    ])
    func `is known for the days where calendars go wrong`(day: Int, year: Int, month: Int, dayOfMonth: Int) {
        let date = CivilDate(daysSince1970: day)
        #expect((date.year, date.month, date.day) == (year, month, dayOfMonth))
    }

    @Test func `never repeats and never skips over 400 years`() {
        let dates = (0..<146_097).map(CivilDate.init(daysSince1970:))
        let isFollowing = zip(dates, dates.dropFirst()).allSatisfy { today, tomorrow in
            if today.month == tomorrow.month && today.year == tomorrow.year { return tomorrow.day == today.day + 1 }
            return tomorrow.day == 1 && (today.year * 12 + today.month + 1 == tomorrow.year * 12 + tomorrow.month)
        }
        #expect(isFollowing)
        #expect(Set(dates).count == 146_097)
        #expect(CivilDate(daysSince1970: 146_097).year == 2370)
    }
}
