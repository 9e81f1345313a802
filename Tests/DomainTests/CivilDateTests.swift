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

    /// Day by day along the rule of Gregory, without any of the arithmetic in question.
    @Test func `is found by year, month and day, and leads back, for 800 years and at both ends`() throws {
        for (years, start) in [(1600...2400, -135_140), (0...4, -719_528), (9_996...9_999, 2_931_436)] {
            var expected = start
            for year in years {
                let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
                let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
                for (month, length) in lengths.enumerated() {
                    for day in 1...31 {
                        let date = CivilDate(year: year, month: month + 1, day: day)
                        guard day <= length else {
                            #expect(date == nil, "\(year)-\(month + 1)-\(day)")
                            continue
                        }
                        if date?.daysSince1970 != expected || date != CivilDate(daysSince1970: expected) {
                            Issue.record("\(year)-\(month + 1)-\(day)")
                        }
                        expected += 1
                    }
                }
            }
        }
    }

    @Test(
        arguments: [
            (-1, 1, 1), (10_000, 1, 1), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32), (2026, -1, 1),
            (2026, 1, -1), (Int.max, 1, 1), (2026, Int.max, 1), (2026, 1, Int.max), (Int.min, Int.min, Int.min),
        ])
    func `is none for what no calendar has`(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test(arguments: [(0, 1, 2, "0000-01-02"), (987, 12, 31, "0987-12-31"), (9_999, 10, 9, "9999-10-09")])
    func `is written with four digits, two and two`(year: Int, month: Int, day: Int, text: String) {
        #expect(CivilDate(year: year, month: month, day: day)?.text == text)
    }
}
