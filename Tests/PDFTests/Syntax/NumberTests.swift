import Testing

@testable import PDF

@Suite("A number") struct NumberTests {
    @Test(arguments: [
        ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("007", 7), ("999999999999999999", 999_999_999_999_999_999),
        ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
    ])
    func `without a point is an integer`(text: String, expected: Int) throws {
        #expect(try value(text) == .integer(expected))
    }

    @Test(arguments: [
        ("+5", 5), ("4.", 4), (".5", 0.5), ("-.5", -0.5), ("+.25", 0.25), ("--3", -3), ("-+3", -3), ("0.0", 0),
        ("9223372036854775808", 9_223_372_036_854_775_808), ("-9223372036854775809", -9_223_372_036_854_775_808),
    ])
    func `of another form is what viewers make of it`(text: String, expected: Double) throws {
        #expect(try value(text).number == expected)
    }

    @Test(arguments: ["1e5", "+nan", "-nan", "+inf", "-infinity", "0x1p3", "1.2.3", "16#FF", "-", "+", ".", "1,5"])
    func `that is none counts as zero`(text: String) throws {
        #expect(try value(text).number == 0)
    }

    @Test(arguments: ["+5", "4.", "--3", "1e5", "16#FF", "0.10"])
    func `is written as it was read`(text: String) throws {
        var writer = SyntaxWriter()
        writer.write(try value(text))
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [
        (0, 1, "0"), (7, 1, "7"), (-7, 1, "-7"), (120, 1, "120"), (17, 5, "00017"), (0, 10, "0000000000"),
        (65_535, 5, "65535"), (Int.max, 1, "9223372036854775807"), (Int.min, 1, "-9223372036854775808"),
    ])
    func `that is whole is written with all its digits`(number: Int, digits: Int, text: String) {
        var writer = SyntaxWriter()
        writer.write(number, digits: digits)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [
        (0.0, "0"), (1.0, "1"), (-1.0, "-1"), (0.5, "0.5"), (-0.25, "-0.25"), (595.276, "595.276"), (0.0004, "0"),
        (-0.0004, "0"), (0.0005, "0.001"), (12.0999, "12.1"), (1_000_000, "1000000"),
    ])
    func `of our own has three decimals at most`(number: Double, text: String) {
        #expect(PDFReal(number).text == text)
    }

    @Test func `with a whole value serves as an integer`() throws {
        #expect(try value("3.0").integer == 3)
        #expect(try value("3.5").integer == nil)
        #expect(try value("99999999999999999999").integer == nil)
    }

    @Test(arguments: [
        ("12 0 R", 12, 0), ("12  3\nR", 12, 3), ("1 %c\n 65535 R", 1, 65_535), ("8388607 0 R]", 8_388_607, 0),
    ])
    func `followed by another and R is a reference`(text: String, number: Int, generation: Int) throws {
        #expect(try value(text) == .reference(ObjectID(number, generation)))
    }

    @Test(arguments: ["12 0 Rx", "12 65536 R", "8388608 0 R", "12 -1 R", "12 0.0 R", "12 0"])
    func `followed by anything else stands alone`(text: String) throws {
        #expect(try value(text).integer == Int(text.prefix { $0 != " " }))
    }
}
