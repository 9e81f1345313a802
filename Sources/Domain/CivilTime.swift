/// How far a place's clocks are ahead of UTC.
package enum CivilZone: Hashable, Sendable {
    /// Western, central and eastern Indonesian time.
    case wib
    case wita
    case wit
    case minutesAhead(Int)

    /// A name of Indonesia's zones, `UTC`, or an offset such as `+05:30`.
    package init?(_ text: String) {
        switch text.uppercased() {
        case "WIB": self = .wib
        case "WITA": self = .wita
        case "WIT": self = .wit
        case "UTC", "Z": self = .minutesAhead(0)
        default:
            let digits = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
            guard let sign = text.first, sign == "+" || sign == "-", digits.count == 2,
                digits.allSatisfy({ $0.count == 2 && $0.allSatisfy { "0"..."9" ~= $0 } }), let hours = Int(digits[0]),
                let minutes = Int(digits[1]), 0...14 ~= hours, 0...59 ~= minutes
            else { return nil }
            self = .minutesAhead((sign == "-" ? -1 : 1) * (hours * 60 + minutes))
        }
    }

    package var minutesAhead: Int {
        switch self {
        case .wib: 7 * 60
        case .wita: 8 * 60
        case .wit: 9 * 60
        case .minutesAhead(let minutes): minutes
        }
    }

    /// As people write it behind a time.
    package var name: String {
        switch self {
        case .wib: "WIB"
        case .wita: "WITA"
        case .wit: "WIT"
        case .minutesAhead(0): "UTC"
        case .minutesAhead: "UTC\(offset(between: ":", after: ""))"
        }
    }

    /// `+07'00'`, or with other marks between and after.
    fileprivate func offset(between: String, after: String) -> String {
        let minutes = minutesAhead.magnitude
        return (minutesAhead < 0 ? "-" : "+") + twoDigits(Int(minutes / 60)) + between + twoDigits(Int(minutes % 60))
            + after
    }
}

/// A moment as a clock and a calendar in one place show it, to the second.
package struct CivilTime: Hashable, Sendable {
    package let date: CivilDate
    package let hour: Int
    package let minute: Int
    package let second: Int
    package let zone: CivilZone

    package init(_ instant: Instant, in zone: CivilZone) {
        let local = instant.secondsSince1970 + Int64(zone.minutesAhead * 60)
        let days = (local >= 0 ? local : local - 86_399) / 86_400
        let secondOfDay = Int(local - days * 86_400)
        date = CivilDate(daysSince1970: Int(days))
        hour = secondOfDay / 3_600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
        self.zone = zone
    }

    private static let months = [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
        "Desember",
    ]

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// `20 November 2026 13.30 WIB`, as an Indonesian letter has it.
    package var indonesian: String {
        "\(date.day) \(Self.months[date.month - 1]) \(date.year) \(twoDigits(hour)).\(twoDigits(minute)) \(zone.name)"
    }

    /// `20 November 2026 13:30 WIB`.
    package var english: String {
        "\(date.day) \(Self.englishMonths[date.month - 1]) \(date.year) \(twoDigits(hour)):\(twoDigits(minute)) "
            + zone.name
    }

    /// `D:20261120133000+07'00'` (ISO 32000-1 §7.9.4).
    package var pdfDate: String {
        let year = String(date.year)
        let day =
            String(repeating: "0", count: max(0, 4 - year.count)) + year + twoDigits(date.month) + twoDigits(date.day)
        return
            "D:\(day)\(twoDigits(hour))\(twoDigits(minute))\(twoDigits(second))\(zone.offset(between: "'", after: "'"))"
    }
}

private func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
}
