import Appearance
import TestSupport
import Testing

@Suite("A picture") struct PictureTests {
    private static func box(_ name: String, width: Double = 154, height: Double = 64) throws -> AppearanceSpecification
    {
        AppearanceSpecification(width: width, height: height, picture: try AppearanceSample.picture(name))
    }

    /// Where the pen is dark, and where there is only paper, in a box whose picture is half its size in pixels.
    private static let ink = (x: 105.75, y: 24.75)
    private static let paper = (x: 140.0, y: 12.0)

    @Test(
        arguments: [
            "signature-rgba.png", "signature-rgba16-interlaced.png", "signature-grey-alpha.png",
            "signature-palette4.png",
            "signature-rgb-white-is-clear.png",
        ], RenderedPage.Judge.allCases)
    func `lets the page show where it is transparent`(name: String, judge: RenderedPage.Judge) throws {
        let page = try RenderedPage(Self.box(name), dpi: 144, by: judge)
        #expect(page.colour(Self.paper.x, Self.paper.y).isNear(.ground))
        #expect(!page.colour(Self.ink.x, Self.ink.y).isNear(.ground, within: 60))
    }

    @Test(
        arguments: [
            "signature-rgb.png", "signature-grey16.png", "signature-grey1.png", "signature-rgb.jpg",
            "signature-grey.jpg",
            "signature-progressive.jpg", "signature-cmyk.jpg",
        ], RenderedPage.Judge.allCases)
    func `covers the page where it is opaque`(name: String, judge: RenderedPage.Judge) throws {
        let page = try RenderedPage(Self.box(name), dpi: 144, by: judge)
        #expect(page.colour(Self.paper.x, Self.paper.y).isNear(.white))
        #expect(!page.colour(Self.ink.x, Self.ink.y).isNear(.white, within: 60))
        #expect(page.colour(1, 32).isNear(.ground), "the margin stays free")
    }

    @Test(arguments: [
        "signature-rgba.png", "signature-rgba16-interlaced.png", "signature-rgb.png", "signature-rgb.jpg",
    ])
    func `keeps its colours`(name: String) throws {
        let page = try RenderedPage(Self.box(name), dpi: 288)
        #expect(page.colour(Self.ink.x, Self.ink.y).isNear(.init(red: 20, green: 40, blue: 130), within: 16))
    }

    @Test func `keeps its proportions in the middle of a tall box`() throws {
        let ink = try #require(try RenderedPage(Self.box("signature-rgb.png", width: 100, height: 200), dpi: 144).inked)
        #expect(abs(ink.left - 2) < 0.6 && abs(ink.right - 98) < 0.6)
        #expect(abs((ink.top - ink.bottom) - 96 * 120 / 300) < 1.1)
        #expect(abs((ink.top + ink.bottom) / 2 - 100) < 0.6)
    }

    @Test(arguments: 1...8) func `is turned as the camera was held`(orientation: Int) throws {
        let isSideways = orientation >= 5
        let box = AppearanceSpecification(
            width: 100, height: 100, picture: try AppearanceSample.picture("letter-\(orientation).jpg"), margin: 0)
        let page = try RenderedPage(box, dpi: 144)
        // The stored letter stands 24 by 36; its corner of two bars is dark at the place EXIF calls row 0, column 0.
        let (halfWidth, halfHeight) = isSideways ? (50.0, 100.0 / 3) : (100.0 / 3, 50.0)
        let corners = [
            1: (-1.0, 1.0), 2: (1, 1), 3: (1, -1), 4: (-1, -1), 5: (-1, 1), 6: (1, 1), 7: (1, -1), 8: (-1, -1),
        ]
        let corner = try #require(corners[orientation])
        let red = RenderedPage.Colour(red: 200, green: 0, blue: 0)
        #expect(page.colour(50 + corner.0 * (halfWidth - 6), 50 + corner.1 * (halfHeight - 6)).isNear(red, within: 60))
        // The end of the upper bar is red as well, the end of the stem is not: which is which tells turns from mirrors.
        let alongRow: (Double, Double) = isSideways ? (corner.0, -corner.1) : (-corner.0, corner.1)
        let alongStem: (Double, Double) = isSideways ? (-corner.0, corner.1) : (corner.0, -corner.1)
        let end = page.colour(50 + alongRow.0 * (halfWidth - 6), 50 + alongRow.1 * (halfHeight - 6))
        let stem = page.colour(50 + alongStem.0 * (halfWidth - 6), 50 + alongStem.1 * (halfHeight - 6))
        #expect(end.isNear(red, within: 60))
        #expect(stem.isNear(.init(red: 0, green: 140, blue: 0), within: 60))
        #expect(
            page.colour(50 + (halfWidth + 6) * (isSideways ? 0 : 1), 50 + (isSideways ? halfHeight + 6 : 0)) == .ground)
    }

    @Test func `takes along nothing that a camera wrote beside the pixels`() throws {
        let bytes = try Fixture.bytes("pictures/letter-6.jpg")
        let place = Array("GPS 6.2S".utf8)
        #expect(bytes.firstRange(of: place) != nil)
        let composed = try AppearanceSample.composer().compose(
            AppearanceSpecification(width: 50, height: 50, picture: .image(bytes)))
        #expect(composed.scratchPDF.firstRange(of: place) == nil)
        #expect(composed.scratchPDF.firstRange(of: Array("Exif".utf8)) == nil)
    }

    @Test func `keeps the pixels of a JPEG as they were coded`() throws {
        let bytes = try Fixture.bytes("pictures/signature-rgb.jpg")
        let composed = try AppearanceSample.composer().compose(
            AppearanceSpecification(width: 50, height: 50, picture: .image(bytes + Array("left over".utf8))))
        #expect(composed.scratchPDF.firstRange(of: bytes) != nil)
        #expect(composed.scratchPDF.firstRange(of: Array("left over".utf8)) == nil)
    }
}
