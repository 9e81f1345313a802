@testable import Appearance
import TestSupport
import Testing

@Suite("A QR code") struct QRTests {
    private static func box(_ text: String, side: Double = 120, level: QRLevel? = nil) -> AppearanceSpecification {
        AppearanceSpecification(width: side, height: side, picture: .qr(text, level: level))
    }

    @Test(arguments: [
        AppearanceSample.url,
        "Ditandatangani secara elektronik oleh:\nDra. Ní Luh Putu Ayu Wĕdastri\nKepala Bagian Umum",
        "0123456789", "TTE-2026/XI/0042", String(repeating: "Contoh panjang. ", count: 30),
    ])
    func `is read by another program as it was written`(text: String) throws {
        #expect(try RenderedPage.scanned(Self.box(text)) == text)
    }

    @Test(arguments: QRLevel.allCases) func `is read at each level`(level: QRLevel) throws {
        #expect(try RenderedPage.scanned(Self.box(AppearanceSample.url, level: level)) == AppearanceSample.url)
    }

    @Test func `takes the highest level at which the text fits`() throws {
        #expect(try QRCode("contoh", level: nil).modules == QRCode("contoh", level: .h).modules)
        let long = String(repeating: "ab", count: 700)  // 1,400 bytes: too much for H, not for Q
        #expect(throws: AppearanceError.qr(.tooLong(bytes: 1_400, most: 1_273))) { try QRCode(long, level: .h) }
        #expect(try QRCode(long, level: nil).modules == QRCode(long, level: .q).modules)
    }

    @Test(arguments: QRLevel.allCases) func `holds what its level can hold, and not a byte more`(level: QRLevel) throws
    {
        #expect(try QRCode(String(repeating: "a", count: level.bytesMax), level: level).modules == 177)
        #expect(throws: AppearanceError.qr(.tooLong(bytes: level.bytesMax + 1, most: level.bytesMax))) {
            try QRCode(String(repeating: "a", count: level.bytesMax + 1), level: level)
        }
    }

    @Test func `says nothing when there is nothing to say`() {
        #expect(throws: AppearanceError.qr(.empty)) { try QRCode("", level: nil) }
        #expect(throws: AppearanceError.qr(.controlCharacter(codePoint: 0))) { try QRCode("a\0b", level: nil) }
    }

    @Test func `is drawn in bars that cover each dark square once and no light one`() {
        let dots: [UInt8] = [1, 1, 0, 1, 1, 1, 0, 1, 0]
        let code = QRCode(modules: 3, dots: dots)
        var covered = [Int](repeating: 0, count: 9)
        for bar in code.bars {
            for y in bar.y..<bar.y + bar.height {
                for x in bar.x..<bar.x + bar.width { covered[y * 3 + x] += 1 }
            }
        }
        #expect(covered == dots.map { Int($0) })
    }

    @Test(arguments: RenderedPage.Judge.allCases)
    func `has no hairline between two bars that touch`(judge: RenderedPage.Judge) throws {
        let page = try RenderedPage(Self.box(AppearanceSample.url, side: 97.3), dpi: 300, by: judge)
        // The upper left finder: the seven modules of its left edge, from the middle of the first to that of the last.
        let modules = try QRCode(AppearanceSample.url, level: nil).modules
        let module = 93.3 / Double(modules + 8)
        for step in stride(from: 0.6, through: 6.4, by: 0.1) {
            let y = 97.3 - 2 - module * (4 + step)
            #expect(page.colour(2 + module * 4.5, y) == .black)
        }
    }

    @Test func `keeps four light modules around it`() throws {
        let page = try RenderedPage(Self.box(AppearanceSample.url), dpi: 144)
        let modules = try QRCode(AppearanceSample.url, level: nil).modules
        let module = 116 / Double(modules + 8)
        #expect(page.colour(2 + module * 3.5, 60) == .white)
        #expect(page.colour(2 + module * 4.5, 118 - module * 4.5) == .black)
        #expect(page.colour(1, 60) == .ground)
    }

    @Test func `is refused where nobody could scan it`() throws {
        let modules = try QRCode(AppearanceSample.url, level: nil).modules + 8
        let least = Double(modules) * Motif.moduleMin + 4
        let composer = try AppearanceSample.composer()
        #expect(throws: Never.self) { try composer.compose(Self.box(AppearanceSample.url, side: least)) }
        #expect(throws: AppearanceError.box(.tooSmall)) {
            try composer.compose(Self.box(AppearanceSample.url, side: least - 0.1))
        }
    }
}
