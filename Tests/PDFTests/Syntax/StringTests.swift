import Testing

@testable import PDF

@Suite("A string") struct StringTests {
    @Test(arguments: [
        (#"()"#, ""), (#"(abc)"#, "abc"), (#"(a(b)c)"#, "a(b)c"), (#"(a\(b)"#, "a(b"), (#"(a\)b)"#, "a)b"),
        (#"(\n\r\t\b\f\\)"#, "\n\r\t\u{8}\u{C}\\"), (#"(\x)"#, "x"), (#"(\101)"#, "A"), (#"(\1013)"#, "A3"),
        (#"(\53)"#, "+"), (#"(\0)"#, "\0"), (#"(\08)"#, "\08"), (#"(\777)"#, "\u{FF}"), ("(a\\\nb)", "ab"),
        ("(a\\\rb)", "ab"), ("(a\\\r\nb)", "ab"), ("(a\nb)", "a\nb"), ("(a\rb)", "a\nb"), ("(a\r\nb)", "a\nb"),
        ("(a%b)", "a%b"), ("(<41>)", "<41>"),
    ])
    func `in parentheses has its escapes undone`(text: String, expected: String) throws {
        let bytes = expected.unicodeScalars.map { UInt8($0.value) }
        #expect(try value(text) == .string(PDFString(bytes)))
    }

    @Test(arguments: [
        ("<>", ""), ("<41>", "A"), ("<4>", "@"), ("<4 1 4\n2>", "AB"), ("<aF>", "\u{AF}"), ("<414>", "A@"),
    ])
    func `in hexadecimal digits is their bytes`(text: String, expected: String) throws {
        let bytes = expected.unicodeScalars.map { UInt8($0.value) }
        #expect(try value(text) == .string(PDFString(bytes, isHexadecimal: true)))
    }

    @Test(arguments: ["(", "(a", "(a(b)", #"(a\)"#, "(\\", "<", "<4", "<4G>", "<-1>"])
    func `that does not end or is none is refused`(text: String) {
        #expect(throws: PDFError.unreadable(.syntax)) { try value(text) }
    }

    @Test(arguments: [false, true]) func `keeps every byte when it is written`(isHexadecimal: Bool) throws {
        let string = PDFString(Array(UInt8.min...UInt8.max) + Array("\r\n\r(()\\".utf8), isHexadecimal: isHexadecimal)
        var writer = SyntaxWriter()
        writer.write(.string(string))
        var reader = SyntaxReader(DocumentBytes(writer.bytes), limits: ReadingLimits())
        #expect(try reader.object() == .string(string))
    }

    @Test(arguments: ["(12345)", "<3132333435>"]) func `may be as long as its limit and no longer`(text: String) throws
    {
        var limits = ReadingLimits()
        limits.stringBytesMax = 5
        #expect(try value(text, limits: limits).string?.bytes == Array("12345".utf8))
        limits.stringBytesMax = 4
        #expect(throws: PDFError.tooComplex(.stringLength)) { try value(text, limits: limits) }
    }

    @Test(arguments: ["", "Surat", "Ruang É", "漢字", "😀 dua", "a\nb"]) func `of text gives the text back`(text: String) {
        #expect(PDFString(text: text).text == text)
    }

    @Test(
        arguments: [
            ([0xFE, 0xFF], ""), ([0xFE, 0xFF, 0x00], ""), ([0xFE, 0xFF, 0x00, 0x41, 0x00], "A"),
            ([0xFE, 0xFF, 0xD8, 0x00], "\u{FFFD}"), ([0xEF, 0xBB, 0xBF, 0xC3, 0xA9], "é"), ([0xE9], "é"), ([], ""),
        ] as [([UInt8], String)])
    func `of odd bytes is text all the same`(bytes: [UInt8], text: String) {
        #expect(PDFString(bytes).text == text)
    }
}
