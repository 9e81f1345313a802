/// A TrueType font, read once: what setting and embedding a line needs to know (ISO/IEC 14496-22).
///
/// Its bytes come from the operator. They are read within bounds all the same, and a table that does not add up is a
/// refusal.
struct TrueTypeFont: Sendable {
    let name: String
    let unitsPerEm: Int
    /// In thousandths of the font size, as PDF counts.
    let ascent: Int
    let descent: Int
    let capHeight: Int
    let stemWidth: Int
    let box: [Int32]

    let file: BigEndianBytes
    let tables: [String: Range<Int>]
    let outlines: [Range<Int>]  // of each glyph, in the file
    let advances: [Int]  // of each glyph, in units of the font
    let bearings: [Int]

    private let glyphs: [UInt16]  // of each code point of the basic plane; 0 is none
    private let kerning: [UInt32: Int]

    init(_ bytes: [UInt8]) throws(FontDefect) {
        let file = BigEndianBytes(bytes: bytes)
        let tables = try Self.tables(of: file)
        func start(_ tag: String) throws(FontDefect) -> Int {
            guard let table = tables[tag] else { throw .unreadable(table: tag) }
            return table.lowerBound
        }
        let (head, hhea, maxp, os2) = (try start("head"), try start("hhea"), try start("maxp"), try start("OS/2"))
        guard let unitsPerEm = file.word(at: head + 18), (16...16_384).contains(unitsPerEm),
            let isLong = file.word(at: head + 50)
        else { throw .unreadable(table: "head") }
        guard let count = file.word(at: maxp + 4), count > 0 else { throw .unreadable(table: "maxp") }
        guard let ascent = file.signedWord(at: hhea + 4), let descent = file.signedWord(at: hhea + 6),
            let measured = file.word(at: hhea + 34)
        else { throw .unreadable(table: "hhea") }
        guard let weight = file.word(at: os2 + 4), let permission = file.word(at: os2 + 8),
            let capHeight = file.signedWord(at: os2 + 88)
        else { throw .unreadable(table: "OS/2") }
        guard permission & 0xF != 2 else { throw .embeddingForbidden }

        let thousandths = { (units: Int) in (units * 1_000 + unitsPerEm / 2) / unitsPerEm }
        let corners = (0..<4).compactMap { file.signedWord(at: head + 36 + 2 * $0) }
        self.file = file
        self.tables = tables
        self.unitsPerEm = unitsPerEm
        self.ascent = thousandths(ascent)
        self.descent = thousandths(descent)
        self.capHeight = thousandths(capHeight)
        // No table has it; this is the usual estimate from the weight.
        stemWidth = 50 + weight * weight / 4_225
        box = corners.map { Int32(thousandths($0)) }
        outlines = try Self.outlines(file, glyf: tables["glyf"], loca: try start("loca"), count, isLong: isLong == 1)
        (advances, bearings) = try Self.metrics(file, at: try start("hmtx"), count, measured: measured)
        glyphs = try Self.characterMap(file, at: try start("cmap"), glyphCount: count)
        kerning = Self.kerning(file, at: tables["kern"]?.lowerBound)
        name = try Self.name(file, at: try start("name"))
    }

    func glyph(for scalar: Unicode.Scalar) -> Int? {
        guard scalar.value < 0x10000, glyphs[Int(scalar.value)] > 0 else { return nil }
        return Int(glyphs[Int(scalar.value)])
    }

    /// In whole thousandths, which is what the PDF says of it too, so that both agree to the last digit.
    func advance(of glyph: Int) -> Int {
        (advances[glyph] * 1_000 + unitsPerEm / 2) / unitsPerEm
    }

    /// By how many thousandths the second glyph moves away from the first.
    func kerning(_ first: Int, _ second: Int) -> Int {
        guard let units = kerning[UInt32(first) << 16 | UInt32(second)] else { return 0 }
        return units * 1_000 / unitsPerEm
    }
}

extension TrueTypeFont {
    private static func tables(of file: BigEndianBytes) throws(FontDefect) -> [String: Range<Int>] {
        guard file.long(at: 0) == 0x0001_0000, let count = file.word(at: 4) else { throw .unreadable(table: "header") }
        var tables: [String: Range<Int>] = [:]
        for entry in 0..<count {
            let at = 12 + 16 * entry
            guard let tag = file.slice(at..<at + 4), let start = file.long(at: at + 8),
                let length = file.long(at: at + 12), file.slice(start..<start + length) != nil
            else { throw .unreadable(table: "header") }
            tables[String(decoding: tag, as: UTF8.self)] = start..<start + length
        }
        return tables
    }

    private static func outlines(
        _ file: BigEndianBytes, glyf: Range<Int>?, loca: Int, _ count: Int, isLong: Bool
    ) throws(FontDefect) -> [Range<Int>] {
        guard let glyf else { throw .unreadable(table: "glyf") }
        var outlines: [Range<Int>] = []
        outlines.reserveCapacity(count)
        for glyph in 0..<count {
            let start = isLong ? file.long(at: loca + 4 * glyph) : file.word(at: loca + 2 * glyph).map { $0 * 2 }
            let end = isLong ? file.long(at: loca + 4 * glyph + 4) : file.word(at: loca + 2 * glyph + 2).map { $0 * 2 }
            guard let start, let end, start <= end, end <= glyf.count else { throw .unreadable(table: "loca") }
            outlines.append(glyf.lowerBound + start..<glyf.lowerBound + end)
        }
        return outlines
    }

    /// Glyphs beyond the measured ones are as wide as the last of them.
    private static func metrics(
        _ file: BigEndianBytes, at hmtx: Int, _ count: Int, measured: Int
    ) throws(FontDefect) -> ([Int], [Int]) {
        guard measured > 0 else { throw .unreadable(table: "hmtx") }
        var (advances, bearings): ([Int], [Int]) = ([], [])
        for glyph in 0..<count {
            let pair = hmtx + 4 * min(glyph, measured - 1)
            let bearingAt = glyph < measured ? pair + 2 : hmtx + 4 * measured + 2 * (glyph - measured)
            guard let advance = file.word(at: pair), let bearing = file.signedWord(at: bearingAt) else {
                throw .unreadable(table: "hmtx")
            }
            advances.append(advance)
            bearings.append(bearing)
        }
        return (advances, bearings)
    }

    /// The table of the basic plane, format 4: segments of code points, each with an offset or with a list.
    private static func characterMap(
        _ file: BigEndianBytes, at cmap: Int, glyphCount: Int
    ) throws(FontDefect) -> [UInt16] {
        let subtables = (0..<(file.word(at: cmap + 2) ?? 0)).compactMap { entry -> Int? in
            let at = cmap + 4 + 8 * entry
            guard file.word(at: at) == 3, file.word(at: at + 2) == 1, let offset = file.long(at: at + 4) else {
                return nil
            }
            return cmap + offset
        }
        guard let table = subtables.first, file.word(at: table) == 4, let doubled = file.word(at: table + 6) else {
            throw .unreadable(table: "cmap")
        }
        var glyphs = [UInt16](repeating: 0, count: 0x10000)
        for segment in stride(from: 0, to: doubled, by: 2) {
            let offsetAt = table + 16 + 3 * doubled + segment
            guard let end = file.word(at: table + 14 + segment),
                let start = file.word(at: table + 16 + doubled + segment), start <= end,
                let delta = file.word(at: table + 16 + 2 * doubled + segment), let offset = file.word(at: offsetAt)
            else { throw .unreadable(table: "cmap") }
            for point in start...end where point < 0xFFFF {
                var glyph = (point + delta) & 0xFFFF
                if offset > 0 {
                    guard let listed = file.word(at: offsetAt + offset + 2 * (point - start)) else {
                        throw .unreadable(table: "cmap")
                    }
                    glyph = listed == 0 ? 0 : (listed + delta) & 0xFFFF
                }
                guard glyph < glyphCount else { throw .unreadable(table: "cmap") }
                glyphs[point] = UInt16(glyph)
            }
        }
        return glyphs
    }

    /// Pairs that look better closer together. A font without that table is set without.
    private static func kerning(_ file: BigEndianBytes, at kern: Int?) -> [UInt32: Int] {
        // Version 0 and one horizontal subtable of format 0 is what fonts have; anything else is left alone.
        guard let kern, file.word(at: kern) == 0, file.word(at: kern + 8) == 1, let pairs = file.word(at: kern + 10)
        else { return [:] }
        var kerning: [UInt32: Int] = [:]
        for pair in 0..<pairs {
            let at = kern + 18 + 6 * pair
            guard let glyphs = file.long(at: at), let units = file.signedWord(at: at + 4) else { break }
            kerning[UInt32(glyphs)] = units
        }
        return kerning
    }

    /// The PostScript name (name 6), which PDF calls the font by.
    private static func name(_ file: BigEndianBytes, at table: Int) throws(FontDefect) -> String {
        guard let count = file.word(at: table + 2), let strings = file.word(at: table + 4) else {
            throw .unreadable(table: "name")
        }
        for record in (0..<count).map({ table + 6 + 12 * $0 }) where file.word(at: record) == 3 {
            guard file.word(at: record + 6) == 6, let length = file.word(at: record + 8),
                let offset = file.word(at: record + 10)
            else { continue }
            let start = table + strings + offset
            let name = file.slice(start..<start + length).map { String(decoding: $0.filter { $0 > 0 }, as: UTF8.self) }
            // Letters, digits and hyphens mean themselves in a PDF.
            if let name, name.contains(/^[A-Za-z0-9-]{1,63}$/) { return name }
        }
        throw .unreadable(table: "name")
    }
}
