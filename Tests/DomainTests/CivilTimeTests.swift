import Domain
import Testing

@Suite("A civil time") struct CivilTimeTests {
    private static func time(_ seconds: Int64, _ zone: String) throws -> CivilTime {
        CivilTime(Instant(nanosecondsSince1970: seconds * 1_000_000_000), in: try #require(CivilZone(zone)))
    }

    @Test(
        arguments: [
            (0, "UTC", "D:19700101000000+00'00'"), (0, "WIB", "D:19700101070000+07'00'"),
            (0, "-03:30", "D:19691231203000-03'30'"), (-1, "UTC", "D:19691231235959+00'00'"),
            (-1, "WIT", "D:19700101085959+09'00'"), (-86_400, "UTC", "D:19691231000000+00'00'"),
            (-86_401, "UTC", "D:19691230235959+00'00'"), (951_782_400, "UTC", "D:20000229000000+00'00'"),
            (951_782_399, "+00:01", "D:20000229000059+00'01'"), (951_868_799, "WITA", "D:20000301075959+08'00'"),
            (4_107_542_400, "-00:01", "D:21000228235900-00'01'"), (1_795_156_200, "WIB", "D:20261120133000+07'00'"),
            (1_795_156_200, "+14:00", "D:20261120203000+14'00'"), (1_795_156_200, "-14:59", "D:20261119153100-14'59'"),
            (-9_223_372_036, "UTC", "D:16770921001244+00'00'"), (9_223_372_036, "UTC", "D:22620411234716+00'00'"),
        ] as [(Int64, String, String)])
    func `is a PDF date with its zone`(seconds: Int64, zone: String, expected: String) throws {
        #expect(try Self.time(seconds, zone).pdfDate == expected)
    }

    @Test(
        arguments: [
            (1_795_156_200, "WIB", "20 November 2026 13.30 WIB"),
            (1_795_156_200, "WITA", "20 November 2026 14.30 WITA"),
            (1_795_156_200, "WIT", "20 November 2026 15.30 WIT"), (1_795_156_200, "UTC", "20 November 2026 06.30 UTC"),
            (1_795_156_200, "+05:30", "20 November 2026 12.00 UTC+05:30"),
            (1_795_156_200, "-07:00", "19 November 2026 23.30 UTC-07:00"), (0, "UTC", "1 Januari 1970 00.00 UTC"),
        ] as [(Int64, String, String)])
    func `reads as in an Indonesian letter`(seconds: Int64, zone: String, expected: String) throws {
        #expect(try Self.time(seconds, zone).indonesian == expected)
    }

    @Test func `leaves out what is smaller than a second, before 1970 too`() {
        #expect(CivilTime(Instant(nanosecondsSince1970: 999_999_999), in: .wib).second == 0)
        #expect(CivilTime(Instant(nanosecondsSince1970: -1), in: .minutesAhead(0)).pdfDate == "D:19691231235959+00'00'")
    }
}

@Suite("A zone") struct CivilZoneTests {
    @Test(
        arguments: [
            ("WIB", 420), ("wib", 420), ("WITA", 480), ("Wit", 540), ("UTC", 0), ("Z", 0), ("+00:00", 0), ("-00:00", 0),
            ("+05:30", 330), ("-05:30", -330), ("+14:59", 899), ("-14:00", -840),
        ] as [(String, Int)])
    func `is known by name or by offset`(text: String, minutes: Int) {
        #expect(CivilZone(text)?.minutesAhead == minutes)
    }

    @Test(arguments: [
        "", "WIBB", "WI", "GMT", "07:00", "+7:00", "+07", "+07:", "+07:0", "+07:000", "+0700", "+15:00", "+07:60",
        "+-5:00",
        "++5:30", "+05:+3", "+-0:30", "+0x:00", "+07:00:00", " +07:00", "+07:00 ", "+٠٧:٠٠", "٠٧",
    ])
    func `is none where the text is anything else`(text: String) {
        #expect(CivilZone(text) == nil)
    }
}
