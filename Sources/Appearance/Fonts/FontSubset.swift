/// The part of a font that one appearance needs: a font file of its few glyphs, numbered anew from 1.
///
/// Character codes are glyph numbers, one for each character shown, so that each maps back to exactly one character
/// when the text is copied. Hinting programs are left out: the viewers of our day draw outlines as they are, and the
/// programs are more than half of a small subset.
struct FontSubset {
    let font: TrueTypeFont
    let name: String
    private let scalars: [Unicode.Scalar]  // in order; the glyph number is the place, counted from 1
    private let originals: [Int]  // of each glyph number, with those that others are composed of at the end

    init(of font: TrueTypeFont, showing shown: Set<Unicode.Scalar>) throws(AppearanceError) {
        self.font = font
        scalars = shown.sorted()
        var originals = [0]
        for scalar in scalars {
            guard let glyph = font.glyph(for: scalar) else {
                throw .text(.missingCharacter(codePoint: scalar.value))
            }
            originals.append(glyph)
        }
        // The list grows while it is walked: a part may have parts itself.
        var next = 0
        while next < originals.count {
            for part in try Self.parts(of: originals[next], in: font) where !originals.contains(part.glyph) {
                originals.append(part.glyph)
            }
            next += 1
        }
        self.originals = originals
        name = "\(Self.tag(of: scalars))+\(font.name)"
    }

    var widths: [Int32] { originals.prefix(scalars.count + 1).map { Int32(font.advance(of: $0)) } }

    /// The code of each character.
    var codes: [Unicode.Scalar: Int] {
        Dictionary(uniqueKeysWithValues: zip(scalars, 1...))
    }

    /// Six capital letters (ISO 32000-1 §9.6.4), the same ones for the same characters.
    private static func tag(of scalars: [Unicode.Scalar]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a
        for scalar in scalars { hash = (hash ^ UInt64(scalar.value)) &* 0x100_0000_01B3 }
        var letters = ""
        for _ in 0..<6 {
            letters.unicodeScalars.append(Unicode.Scalar(UInt8(65 + hash % 26)))
            hash /= 26
        }
        return letters
    }

    /// The program that turns codes back into characters (ISO 32000-1 §9.10.3), a hundred to a block as its rules
    /// want.
    var toUnicode: [UInt8] {
        var text = """
            /CIDInit/ProcSet findresource begin 12 dict begin begincmap
            /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def
            1 begincodespacerange<0000><FFFF>endcodespacerange

            """.utf8Bytes
        for start in stride(from: 0, to: scalars.count, by: 100) {
            let block = start..<min(start + 100, scalars.count)
            text += "\(block.count) beginbfchar\n".utf8
            for place in block {
                text.append(UInt8(ascii: "<"))
                text.append(hexadecimalWord: place + 1)
                text += "><".utf8
                text.append(hexadecimalWord: Int(scalars[place].value))
                text += ">\n".utf8
            }
            text += "endbfchar\n".utf8
        }
        text += "endcmap CMapName currentdict/CMap defineresource pop end end".utf8
        return text
    }
}

extension FontSubset {
    /// One glyph that a composed glyph is made of: where its number stands, and where the next part begins.
    struct Part {
        let glyph: Int
        let numberAt: Int  // in the outline
        let end: Int
        let isLast: Bool
    }

    static func parts(of glyph: Int, in font: TrueTypeFont) throws(AppearanceError) -> [Part] {
        let outline = font.outlines[glyph]
        guard !outline.isEmpty, let contours = font.file.signedWord(at: outline.lowerBound), contours < 0 else {
            return []
        }
        var parts: [Part] = []
        var at = outline.lowerBound + 10
        while true {
            guard let flags = font.file.word(at: at), let number = font.file.word(at: at + 2),
                number < font.outlines.count, at + 4 <= outline.upperBound
            else { throw .font(.unreadable(table: "glyf")) }
            let arguments = flags & 0x0001 != 0 ? 4 : 2
            let scale = flags & 0x0008 != 0 ? 2 : flags & 0x0040 != 0 ? 4 : flags & 0x0080 != 0 ? 8 : 0
            let end = at + 4 + arguments + scale
            guard end <= outline.upperBound else { throw .font(.unreadable(table: "glyf")) }
            let isLast = flags & 0x0020 == 0
            let start = outline.lowerBound
            parts.append(Part(glyph: number, numberAt: at + 2 - start, end: end - start, isLast: isLast))
            if isLast { return parts }
            at = end
        }
    }

    /// The font file (ISO 32000-1 §9.9: these tables are what an embedded CIDFontType2 needs).
    func file() throws(AppearanceError) -> [UInt8] {
        var glyf: [UInt8] = []
        var (loca, hmtx): ([UInt8], [UInt8]) = ([], [])
        for original in originals {
            loca.append(word: glyf.count / 2)
            try appendOutline(of: original, to: &glyf)
            hmtx.append(word: font.advances[original])
            hmtx.append(word: font.bearings[original])
        }
        loca.append(word: glyf.count / 2)
        guard glyf.count / 2 <= 0xFFFF else { throw .font(.unreadable(table: "loca")) }
        var head = try table("head", bytesMin: 54)
        var hhea = try table("hhea", bytesMin: 36)
        var maxp = try table("maxp", bytesMin: 32)
        head.replaceSubrange(8..<12, with: [0, 0, 0, 0])  // the checksum of the whole, filled in at the end
        head.replaceSubrange(50..<52, with: [0, 0])  // short offsets in `loca`
        hhea.replace(wordAt: 34, with: originals.count)
        maxp.replace(wordAt: 4, with: originals.count)
        return Self.assemble([
            ("glyf", glyf), ("head", head), ("hhea", hhea), ("hmtx", hmtx), ("loca", loca), ("maxp", maxp),
        ])
    }

    private func table(_ tag: String, bytesMin: Int) throws(AppearanceError) -> [UInt8] {
        guard let range = font.tables[tag], range.count >= bytesMin else { throw .font(.unreadable(table: tag)) }
        return Array(font.file.bytes[range])
    }

    /// Copies an outline without its instructions, and with the new numbers of its parts.
    private func appendOutline(of glyph: Int, to glyf: inout [UInt8]) throws(AppearanceError) {
        let outline = font.outlines[glyph]
        guard !outline.isEmpty else { return }
        let bytes = font.file.bytes
        let parts = try Self.parts(of: glyph, in: font)
        if let last = parts.last {
            var composed = Array(bytes[outline.lowerBound..<outline.lowerBound + last.end])
            for part in parts {
                guard let number = originals.firstIndex(of: part.glyph) else { continue }
                composed.replace(wordAt: part.numberAt, with: number)
                composed[part.numberAt - 2] &= 0xFE  // no instructions follow
            }
            glyf += composed
        } else {
            guard let contours = font.file.word(at: outline.lowerBound) else { throw .font(.unreadable(table: "glyf")) }
            let lengthAt = outline.lowerBound + 10 + 2 * contours
            guard let length = font.file.word(at: lengthAt), lengthAt + 2 + length <= outline.upperBound else {
                throw .font(.unreadable(table: "glyf"))
            }
            glyf += bytes[outline.lowerBound..<lengthAt]
            glyf.append(word: 0)
            glyf += bytes[lengthAt + 2 + length..<outline.upperBound]
        }
        if glyf.count % 2 == 1 { glyf.append(0) }
    }

    private static func assemble(_ tables: [(tag: String, bytes: [UInt8])]) -> [UInt8] {
        var file: [UInt8] = []
        file.append(long: 0x0001_0000)
        file.append(word: tables.count)
        let power = Int.bitWidth - 1 - tables.count.leadingZeroBitCount
        file.append(word: 16 << power)
        file.append(word: power)
        file.append(word: 16 * (tables.count - (1 << power)))
        var start = 12 + 16 * tables.count
        var headAt = 0
        for (tag, bytes) in tables {
            file += tag.utf8
            file.append(long: checksum(bytes))
            file.append(long: start)
            file.append(long: bytes.count)
            if tag == "head" { headAt = start }
            start += (bytes.count + 3) & ~3
        }
        for (_, bytes) in tables {
            file += bytes
            file += [UInt8](repeating: 0, count: -bytes.count & 3)
        }
        let whole = 0xB1B0_AFBA &- checksum(file)
        file.replace(wordAt: headAt + 8, with: whole >> 16)
        file.replace(wordAt: headAt + 10, with: whole)
        return file
    }

    private static func checksum(_ bytes: [UInt8]) -> Int {
        var sum: UInt32 = 0
        for (place, byte) in bytes.enumerated() { sum &+= UInt32(byte) << (24 - 8 * UInt32(place & 3)) }
        return Int(sum)
    }
}

extension [UInt8] {
    fileprivate mutating func replace(wordAt offset: Int, with value: Int) {
        self[offset] = UInt8(truncatingIfNeeded: value >> 8)
        self[offset + 1] = UInt8(truncatingIfNeeded: value)
    }

    mutating func append(hexadecimalWord value: Int) {
        let digits: StaticString = "0123456789ABCDEF"
        digits.withUTF8Buffer { digits in
            for shift in [12, 8, 4, 0] { append(unsafe digits[value >> shift & 0xF]) }
        }
    }
}

extension String {
    var utf8Bytes: [UInt8] { Array(utf8) }
}
