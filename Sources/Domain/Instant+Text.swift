extension Instant {
    /// `2026-11-20T06:30:00Z`: in UTC, to the second.
    package var text: String {
        let time = CivilTime(self, in: .minutesAhead(0))
        return "\(time.date.text)T\(padded(time.hour, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2))Z"
    }

    /// A day, which begins in UTC, or a day and a time with its zone, as RFC 3339 writes them.
    package init?(_ text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        guard !reader.isAtEnd else {
            self.init(date, secondOfDay: 0, minutesAhead: 0)
            return
        }
        guard reader.skip("T") || reader.skip("t") || reader.skip(" "), let hour = reader.number(2), reader.skip(":"),
            let minute = reader.number(2), reader.skip(":"), let second = reader.number(2), hour < 24, minute < 60,
            second < 61
        else { return nil }
        if reader.skip(".") {
            guard reader.number(1) != nil else { return nil }
            while reader.number(1) != nil {}
        }
        guard let zone = CivilZone(reader.rest.uppercased()), !reader.isAtEnd else { return nil }
        self.init(date, secondOfDay: hour * 3_600 + minute * 60 + second, minutesAhead: zone.minutesAhead)
    }

    /// As PDF writes a date (ISO 32000-1 §7.9.4), of which everything behind the year may be missing. A time without a zone is
    /// taken for UTC.
    package init?(pdfDate text: String) {
        var reader = DigitReader(text)
        _ = reader.skip("D:")
        guard let year = reader.number(4) else { return nil }
        let month = reader.number(2) ?? 1
        let day = reader.number(2) ?? 1
        let writtenHour = reader.number(2)
        let hour = writtenHour ?? 0
        let minute = reader.number(2) ?? 0
        let second = reader.number(2) ?? 0
        guard let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60, second < 61 else {
            return nil
        }
        var ahead = 0
        let sign = reader.skip("+") ? 1 : reader.skip("-") ? -1 : 0
        if sign != 0 {
            // A mark behind less than an hour is that of a day written in another way, such as `2026-11-20`.
            guard writtenHour != nil, let hours = reader.number(2), hours < 24 else { return nil }
            _ = reader.skip("'")
            ahead = sign * (hours * 60 + min(reader.number(2) ?? 0, 59))
        }
        self.init(date, secondOfDay: hour * 3_600 + minute * 60 + second, minutesAhead: ahead)
    }

    private init(_ date: CivilDate, secondOfDay: Int, minutesAhead: Int) {
        self.init(
            secondsSince1970: Int64(date.daysSince1970) * 86_400 + Int64(secondOfDay) - Int64(minutesAhead) * 60)
    }
}

extension CivilDate {
    /// `2026-11-20`.
    package var text: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Takes digits and marks off the front of a text.
private struct DigitReader {
    private(set) var rest: Substring

    init(_ text: String) { rest = text[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// Exactly so many digits; nil, and nothing taken, where others stand.
    mutating func number(_ count: Int) -> Int? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
            return nil
        }
        rest = rest.dropFirst(count)
        return Int(digits)
    }

    mutating func skip(_ mark: String) -> Bool {
        guard rest.hasPrefix(mark) else { return false }
        rest = rest.dropFirst(mark.count)
        return true
    }
}
