import Testing

@testable import PDF

@Suite("A filter of text or runs") struct ASCIIFilterTests {
    @Test(arguments: [
        ("54656B656E>", "Teken"), ("54 65\n6b6 56E >junk", "Teken"), ("547>", "Tp"), ("", ""), (">", ""), ("54", "T"),
    ])
    func `of hexadecimal digits gives their bytes`(text: String, expected: String) throws {
        #expect(try decoded("/Filter/ASCIIHexDecode", Array(text.utf8)) == Array(expected.utf8))
        #expect(try decoded("/Filter/AHx", Array(text.utf8)) == Array(expected.utf8))
    }

    /// Made with another program.
    @Test(arguments: [
        (#"<+TiVDBNe-DIIEn@<>pq~>"#, "Teken menandatan"), (#"87cURD]i,"Ebo80~>"#, "Hello World!"), ("87cUR~>", "Hell"),
        ("87cURDZ~>", "Hello"), ("z~>", "\0\0\0\0"), ("87 cU\nR~>", "Hell"), ("", ""), ("~>", ""), ("87cUR", "Hell"),
    ])
    func `of 85 digits gives four bytes for five`(text: String, expected: String) throws {
        #expect(try decoded("/Filter/ASCII85Decode", Array(text.utf8)) == Array(expected.utf8))
        #expect(try decoded("/Filter/A85", Array(text.utf8)) == Array(expected.utf8))
    }

    @Test(arguments: [
        ("AHx", "5G>"), ("AHx", "-1"), ("A85", "8~>"), ("A85", "uuuuu~>"), ("A85", "87cz~>"), ("A85", "v"),
    ])
    func `refuses what is no digit of its own`(name: String, text: String) {
        #expect(throws: PDFError.unreadable(.filter)) { try decoded("/Filter/\(name)", Array(text.utf8)) }
    }

    @Test(
        arguments: [
            ([0, 65, 128], [65]), ([2, 65, 66, 67, 128, 9], [65, 66, 67]), ([254, 65, 128], [65, 65, 65]),
            ([129, 7], [UInt8](repeating: 7, count: 128)), ([5, 65, 66], [65, 66]), ([200], []), ([], []), ([128], []),
        ] as [([UInt8], [UInt8])])
    func `of runs repeats bytes and copies them`(data: [UInt8], expected: [UInt8]) throws {
        #expect(try decoded("/Filter/RunLengthDecode", data) == expected)
        #expect(try decoded("/Filter/RL", data) == expected)
    }

    @Test(arguments: [("AHx", Array("414243>".utf8)), ("A85", Array("5s[d~>".utf8)), ("RL", [254, 65, 128])])
    func `may come to its limit and no further`(name: String, data: [UInt8]) throws {
        var limits = ReadingLimits()
        limits.streamBytesMax = 3
        #expect(try decoded("/Filter/\(name)", data, limits: limits).count == 3)
        limits.streamBytesMax = 2
        #expect(throws: PDFError.tooComplex(.decodedSize)) { try decoded("/Filter/\(name)", data, limits: limits) }
    }

    @Test func `of 85 digits stops as soon as it has too many bytes`() {
        var limits = ReadingLimits()
        limits.streamBytesMax = 100
        var budget = 1_000
        #expect(throws: PDFError.tooComplex(.decodedSize)) {
            try decoded(
                "/Filter/A85", [UInt8](repeating: UInt8(ascii: "z"), count: 10_000), limits: limits, budget: &budget)
        }
        #expect(budget >= 1_000 - 104)
    }
}
