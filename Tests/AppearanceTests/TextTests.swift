@testable import Appearance
import TestSupport
import Testing

@Suite("The text of an appearance") struct TextTests {
    private static func box(
        _ lines: [AppearanceLine], width: Double = 240, height: Double = 60,
        fontSize: AppearanceFontSize = .automatic
    ) -> AppearanceSpecification {
        AppearanceSpecification(width: width, height: height, lines: lines, fontSize: fontSize)
    }

    private static func refusal(_ text: String) throws -> TextDefect? {
        let composer = try AppearanceSample.composer()
        do throws(AppearanceError) {
            _ = try composer.compose(box([AppearanceLine(text)]))
            return nil
        } catch {
            guard case .text(let defect) = error else { throw error }
            return defect
        }
    }

    @Test(arguments: AppearanceStyle.allCases) func `is copied as it was written`(style: AppearanceStyle) throws {
        let names = [
            "Dra. Ní Luh Putu Ayu Wĕdastri, M.Si., Ph.D.", "H. M. Syafi‘i Ma’arif", "Sâlim Ḥusain",
            "Plt. Kepala Bagian",
        ]
        #expect(try RenderedPage.copied(Self.box(names.map { AppearanceLine($0, style: style) })) == names)
    }

    @Test func `puts a letter and its mark together`() throws {
        let apart = try AppearanceSample.composer().compose(Self.box([AppearanceLine("Sa\u{302}lim H\u{323}usain")]))
        #expect(try apart == AppearanceSample.composer().compose(Self.box([AppearanceLine("Sâlim Ḥusain")])))
    }

    @Test func `begins a new line where it is told to`() throws {
        let lines = [AppearanceLine("Siti Contoh\nKepala\r\nBagian")]
        #expect(try RenderedPage.copied(Self.box(lines)) == ["Siti Contoh", "Kepala", "Bagian"])
    }

    @Test(arguments: [
        ("a\u{7}b", TextDefect.controlCharacter(codePoint: 7)), ("a\tb", .controlCharacter(codePoint: 9)),
        ("a\u{202E}b", .controlCharacter(codePoint: 0x202E)), ("a\u{AD}b", .controlCharacter(codePoint: 0xAD)),
        ("a\u{2028}b", .controlCharacter(codePoint: 0x2028)), ("عمر", .rightToLeft(codePoint: 0x639)),
        ("שלום", .rightToLeft(codePoint: 0x5E9)), ("x\u{323}y", .combiningMark(codePoint: 0x323)),
        ("ꦮ", .unsupportedScript(codePoint: 0xA9AE)), ("नमः", .unsupportedScript(codePoint: 0x928)),
        ("漢", .missingCharacter(codePoint: 0x6F22)), ("🙂", .missingCharacter(codePoint: 0x1F642)),
        ("a\u{E000}", .missingCharacter(codePoint: 0xE000)),
    ])
    func `is refused by the code point that cannot be shown right`(text: String, defect: TextDefect) throws {
        #expect(try Self.refusal(text) == defect)
    }

    @Test func `is broken at spaces, evenly, and shrunk until it fits`() throws {
        let title = "Direktur Jenderal Contoh dan Percobaan Administrasi Pemerintahan Umum"
        let box = Self.box([AppearanceLine(title)], width: 110, height: 40)
        let lines = try RenderedPage.copied(box)
        #expect(lines.count > 1 && lines.joined(separator: " ") == title)
        #expect(try lines.allSatisfy { $0.count * 2 > (try #require(lines.map(\.count).max())) })
    }

    @Test func `stays inside the margins`() throws {
        for sample in try AppearanceSample.all() {
            let box = sample.specification
            guard box.border == 0, let ink = try RenderedPage(box).inked else { continue }
            #expect(ink.left >= 1 && ink.bottom >= 1, "\(sample.name): \(ink)")
            #expect(ink.right <= box.width - 1 && ink.top <= box.height - 1, "\(sample.name): \(ink)")
        }
    }

    @Test func `is black, whatever colour the page was using`() throws {
        var box = Self.box([AppearanceLine("Budi"), AppearanceLine("Budi", style: .bold)])
        #expect(try RenderedPage(box, dpi: 144).darkest == .black)
        (box.lines, box.border) = ([], 2)
        #expect(try RenderedPage(box, dpi: 144).darkest == .black)
    }

    @Test func `that does not fit at the smallest size is refused`() throws {
        let composer = try AppearanceSample.composer()
        let refused = AppearanceError.text(.doesNotFit(smallestSize: TextBlock.sizeMin))
        let long = [AppearanceLine(String(repeating: "kata ", count: 100))]
        #expect(throws: refused) { try composer.compose(Self.box(long, width: 60, height: 30)) }
        #expect(throws: refused) { try composer.compose(Self.box([AppearanceLine("Takterpisahkan")], width: 20)) }
        // One row takes ascent and descent, 1.117 times the smallest size, and the margins.
        let row = [AppearanceLine("a")]
        #expect(throws: Never.self) { try composer.compose(Self.box(row, height: 4 + 4.47)) }
        #expect(throws: refused) { try composer.compose(Self.box(row, height: 4 + 4.46)) }
    }

    @Test func `keeps the size it is given, or is refused`() throws {
        let composer = try AppearanceSample.composer()
        let line = [AppearanceLine("Budi Percobaan")]
        #expect(throws: Never.self) { try composer.compose(Self.box(line, fontSize: .points(20))) }
        #expect(throws: AppearanceError.text(.doesNotFit(smallestSize: 60))) {
            try composer.compose(Self.box(line, fontSize: .points(60)))
        }
        for size in [3.9, 200.1, .nan, -.infinity] {
            #expect(throws: AppearanceError.text(.fontSizeOutsideLimits(least: 4, most: 200))) {
                try composer.compose(Self.box(line, fontSize: .points(size)))
            }
        }
        for factor in [0.74, 3.01, .nan] {
            #expect(throws: AppearanceError.text(.sizeFactorOutsideLimits(least: 0.75, most: 3))) {
                try composer.compose(Self.box([AppearanceLine("a", sizeFactor: factor)]))
            }
        }
    }

    @Test func `has as many lines and characters as allowed, and no more`() throws {
        let composer = try AppearanceSample.composer()
        let lines = { (count: Int) in [AppearanceLine](repeating: AppearanceLine("a"), count: count) }
        #expect(throws: Never.self) { try composer.compose(Self.box(lines(40), height: 400)) }
        #expect(throws: AppearanceError.text(.tooManyLines(41, most: 40))) {
            try composer.compose(Self.box(lines(41), height: 400))
        }
        let broken = [AppearanceLine(String(repeating: "a\n", count: 40))]
        #expect(throws: AppearanceError.text(.tooManyLines(41, most: 40))) {
            try composer.compose(Self.box(broken, height: 400))
        }
        let text = { (count: Int) in [AppearanceLine(String(repeating: "a ", count: count / 2))] }
        #expect(throws: Never.self) { try composer.compose(Self.box(text(2_000), width: 600, height: 800)) }
        #expect(throws: AppearanceError.text(.tooManyCharacters(2_002, most: 2_000))) {
            try composer.compose(Self.box(text(2_002), width: 600, height: 800))
        }
    }

    @Test func `brings pairs of letters together`() throws {
        let font = try TrueTypeFont(Fixture.font("Regular"))
        let (a, v) = (try #require(font.glyph(for: "A")), try #require(font.glyph(for: "V")))
        #expect(font.kerning(a, v) < 0 && font.kerning(v, v) == 0)
    }
}
