@testable import Appearance
import TestSupport
import Testing

@Suite("An embedded font") struct FontTests {
    @Test func `holds the characters shown, their parts, and nothing else`() throws {
        let font = try TrueTypeFont(Fixture.font("Regular"))
        let plain = try FontSubset(of: font, showing: ["A"])
        let marked = try FontSubset(of: font, showing: ["Ḥ"])  // composed of H and a dot
        #expect(plain.widths.count == 2 && marked.widths.count == 2)
        let glyphs = { (subset: FontSubset) throws in TrueTypeTables(try subset.file())?.glyphCount ?? 0 }
        #expect(try glyphs(plain) == 2)
        #expect(try glyphs(marked) >= 3)
        #expect(try plain.file().count < 700)
    }

    @Test func `is whole by its own checksums`() throws {
        let font = try TrueTypeFont(Fixture.font("Bold"))
        let file = try FontSubset(of: font, showing: Set("Wĕdastri Ḥusain".unicodeScalars)).file()
        #expect(TrueTypeTables.sum(file[...]) == 0xB1B0_AFBA)
        let tables = try #require(TrueTypeTables(file))
        for table in tables.all where table.tag != "head" {
            #expect(TrueTypeTables.sum(file[table.range]) == table.checksum, "\(table.tag)")
        }
    }

    @Test func `is named by what it shows`() throws {
        let font = try TrueTypeFont(Fixture.font("Regular"))
        let (one, same) = (
            try FontSubset(of: font, showing: ["a", "b"]), try FontSubset(of: font, showing: ["b", "a"])
        )
        let other = try FontSubset(of: font, showing: ["a", "c"])
        #expect(one.name == same.name && one.name != other.name)
        #expect(one.name.hasSuffix("+LiberationSans") && one.name.prefix(6).allSatisfy { ("A"..."Z").contains($0) })
    }

    @Test func `cut short or overwritten is refused and never read beyond its end`() throws {
        let bytes = try Fixture.font("Regular")
        #expect(throws: FontDefect.unreadable(table: "header")) { try TrueTypeFont([]) }
        for length in [4, 11, 100, 1_000, bytes.count / 2] {
            #expect(throws: FontDefect.self) { try TrueTypeFont(Array(bytes.prefix(length))) }
        }
        for tag in ["head", "hhea", "maxp", "OS/2", "hmtx", "loca", "cmap", "name", "glyf"] {
            var renamed = bytes
            let entry = try #require(bytes.firstRange(of: Array(tag.utf8))).lowerBound
            renamed[entry] = UInt8(ascii: "X")
            #expect(throws: FontDefect.unreadable(table: tag)) { try TrueTypeFont(renamed) }
        }
    }

    @Test(arguments: ["head", "hhea", "maxp"]) func `with a table too short to be copied is refused`(tag: String) throws
    {
        var bytes = try Fixture.font("Regular")
        let entry = try #require(bytes.firstRange(of: Array(tag.utf8))).lowerBound
        bytes[entry + 15] = 31  // the last byte of its length
        let subset = try FontSubset(of: try TrueTypeFont(bytes), showing: ["a"])
        #expect(throws: AppearanceError.font(.unreadable(table: tag))) { try subset.file() }
    }

    @Test func `that its maker forbids to embed is refused`() throws {
        var bytes = try Fixture.font("Regular")
        let os2 = try #require(TrueTypeTables(bytes)?.all.first { $0.tag == "OS/2" }).range.lowerBound
        bytes[os2 + 9] = 2
        #expect(throws: FontDefect.embeddingForbidden) { try TrueTypeFont(bytes) }
    }
}

/// The directory of a font file, read on its own account.
private struct TrueTypeTables {
    let all: [(tag: String, checksum: UInt32, range: Range<Int>)]
    let glyphCount: Int?

    init?(_ file: [UInt8]) {
        let reader = BigEndianBytes(bytes: file)
        guard let count = reader.word(at: 4) else { return nil }
        all = (0..<count).compactMap { entry in
            let at = 12 + 16 * entry
            guard let tag = reader.slice(at..<at + 4), let sum = reader.long(at: at + 4),
                let start = reader.long(at: at + 8), let length = reader.long(at: at + 12)
            else { return nil }
            return (String(decoding: tag, as: UTF8.self), UInt32(sum), start..<start + length)
        }
        glyphCount = all.first { $0.tag == "maxp" }.flatMap { reader.word(at: $0.range.lowerBound + 4) }
    }

    static func sum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var sum: UInt32 = 0
        for (place, byte) in bytes.enumerated() { sum &+= UInt32(byte) << UInt32(8 * (3 - place % 4)) }
        return sum
    }
}
