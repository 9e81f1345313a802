import Testing

@testable import PDF

@Suite("A name") struct NameTests {
    @Test(arguments: [
        ("/Type", "Type"), ("/", ""), ("/A#20B", "A B"), ("/#41", "A"), ("/A#4", "A#4"), ("/A#4G", "A#4G"), ("/#", "#"),
        ("/A#00B", "A\0B"), ("/#ff", "\u{FF}"), ("/A;B*C", "A;B*C"), ("/A/B", "A"), ("/A(B)", "A"), ("/A%B", "A"),
        ("/##41", "#A"),
    ])
    func `is its bytes as Latin-1`(text: String, expected: String) throws {
        #expect(try value(text) == .name(PDFName(expected)))
    }

    @Test func `keeps every byte when it is written`() throws {
        for byte in UInt8.min...UInt8.max {
            let name = PDFName(String(Unicode.Scalar(byte)))
            var writer = SyntaxWriter()
            writer.write(.name(name))
            #expect(try value(String(decoding: writer.bytes, as: UTF8.self)) == .name(name), "\(byte)")
            #expect(writer.bytes.allSatisfy { 0x21...0x7E ~= $0 })
        }
    }

    @Test func `may be as long as its limit and no longer`() throws {
        var limits = ReadingLimits()
        limits.nameBytesMax = 5
        #expect(try value("/abcde", limits: limits) == .name("abcde"))
        #expect(throws: PDFError.tooComplex(.nameLength)) { try value("/abcdef", limits: limits) }
    }
}
