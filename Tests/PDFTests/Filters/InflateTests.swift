import TestSupport
import Testing

@testable import PDF

@Suite("Flate data") struct InflateTests {
    /// Made with another program.
    private static let packed = [UInt8](
        hex: "78da0b49cd4ecd53c84dcd4bcc4b492c49cc4b4fcccb5448c9cf2e050ae92984d04c1600a2962cb9")
    private static let text = Array(String(repeating: "Teken menandatangani dokumen. ", count: 4).utf8)

    @Test(arguments: ["FlateDecode", "Fl"]) func `is unpacked`(name: String) throws {
        #expect(try decoded("/Filter/\(name)", Self.packed) == Self.text)
        #expect(try decoded("/Filter/\(name)", FlateData.stored(Self.text)) == Self.text)
    }

    @Test func `with a wrong checksum counts`() throws {
        var data = FlateData.stored(Self.text)
        data[data.count - 1] ^= 1
        #expect(try decoded("/Filter/FlateDecode", data) == Self.text)
    }

    @Test func `cut short counts as far as it goes`() throws {
        let data = FlateData.stored(Self.text)
        #expect(try decoded("/Filter/FlateDecode", Array(data.dropLast(4))) == Self.text)
        #expect(try decoded("/Filter/FlateDecode", Array(data.prefix(17))) == Array(Self.text.prefix(10)))
    }

    @Test func `followed by junk counts`() throws {
        #expect(try decoded("/Filter/FlateDecode", FlateData.stored(Self.text) + [1, 2, 3]) == Self.text)
    }

    @Test(
        arguments: [[], [0x78], [0x78, 0x01], [0x00, 0x00], [0x78, 0x01, 0x07], [0x78, 0xBB, 1, 2, 3, 4]] as [[UInt8]])
    func `of which nothing can be unpacked is refused`(data: [UInt8]) {
        #expect(throws: PDFError.unreadable(.filter)) { try decoded("/Filter/FlateDecode", data) }
    }

    @Test func `may come to its limit and no further`() throws {
        var limits = ReadingLimits()
        limits.streamBytesMax = 100_000
        let most = [UInt8](repeating: 65, count: 100_000)
        #expect(try decoded("/Filter/FlateDecode", FlateData.stored(most), limits: limits) == most)
        #expect(throws: PDFError.tooComplex(.decodedSize)) {
            try decoded("/Filter/FlateDecode", FlateData.stored(most + [65]), limits: limits)
        }
    }
}
