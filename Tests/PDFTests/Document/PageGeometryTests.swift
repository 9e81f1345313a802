import TestSupport
import Testing

@testable import PDF

@Suite("A page as it is shown") struct PageGeometryTests {
    private func geometry(_ entries: String) throws -> PageGeometry {
        var sketch = PDFSketch.onePage
        sketch[3] = "<</Type/Page/Parent 2 0 R\(entries)>>"
        let document = try opened(sketch.withTable)
        return try PageGeometry(document.page(.first), in: document)
    }

    /// A box of 40 by 20, 10 from the left and 30 from the bottom or the top, on a page of 200 by 100.
    @Test(arguments: [
        (0, BoxOrigin.bottomLeft, [10.0, 30, 50, 50]), (0, .topLeft, [10, 50, 50, 70]),
        (90, .bottomLeft, [150, 10, 170, 50]), (90, .topLeft, [30, 10, 50, 50]),
        (180, .bottomLeft, [150, 50, 190, 70]), (180, .topLeft, [150, 30, 190, 50]),
        (270, .bottomLeft, [30, 50, 50, 90]), (270, .topLeft, [150, 50, 170, 90]),
        (-90, .bottomLeft, [30, 50, 50, 90]), (450, .bottomLeft, [150, 10, 170, 50]),
        (45, .bottomLeft, [10, 30, 50, 50]),
    ])
    func `is turned, and a box turns with it`(rotation: Int, origin: BoxOrigin, corners: [Double]) throws {
        let box = Rectangle(x: 10, y: 30, width: 40, height: 20)
        let plain = try geometry("/MediaBox[0 0 200 100]/Rotate \(rotation)")
        let placed = try #require(plain.onPage(box, from: origin))
        #expect([placed.x, placed.y, placed.x + placed.width, placed.y + placed.height] == corners)
        // The same on a part of a larger sheet that does not begin at zero.
        let cropped = try geometry("/MediaBox[-50 -50 500 500]/CropBox[7 11 207 111]/Rotate \(rotation)")
        let shifted = try #require(cropped.onPage(box, from: origin))
        #expect(
            [shifted.x, shifted.y, shifted.x + shifted.width, shifted.y + shifted.height]
                == [corners[0] + 7, corners[1] + 11, corners[2] + 7, corners[3] + 11])
        // And on one of half the size whose unit is twice a point.
        let scaled = try geometry("/MediaBox[0 0 100 50]/UserUnit 2/Rotate \(rotation)")
        let halved = try #require(scaled.onPage(box, from: origin))
        #expect([halved.x, halved.y, halved.x + halved.width, halved.y + halved.height] == corners.map { $0 / 2 })
    }

    @Test(arguments: [
        ("/MediaBox[0 0 200 100]", 200.0, 100.0), ("/MediaBox[0 0 200 100]/Rotate 90", 100, 200),
        ("/MediaBox[0 0 200 100]/Rotate 180", 200, 100), ("/MediaBox[200 100 0 0]", 200, 100),
        ("/MediaBox[0 0 200 100]/CropBox[50 50 999 999]", 150, 50),
        ("/MediaBox[0 0 200 100]/CropBox[500 500 600 600]", 200, 100),
        ("/MediaBox[0 0 200 100]/UserUnit 1.5", 300, 150), ("/MediaBox[0 0 200 100]/UserUnit 0", 200, 100),
        ("/MediaBox[0 0 200 100]/UserUnit -1", 200, 100), ("/MediaBox[0 0 200 100]/UserUnit 75001", 200, 100),
        ("", 612, 792), ("/MediaBox[0 0 0 100]", 612, 792), ("/MediaBox[1 2 3]", 612, 792),
        ("/MediaBox[/A/B/C/D]", 612, 792),
        ("/MediaBox 7", 612, 792), ("/MediaBox[0 0 200 100 7]", 200, 100),
        ("/MediaBox[0 0 200 100]/Rotate 9223372036854775807", 200, 100),
    ])
    func `has its size in points`(entries: String, width: Double, height: Double) throws {
        let size = try geometry(entries).shownSize
        #expect(size.width == width && size.height == height)
    }

    @Test func `is a million units large and no larger`() throws {
        #expect(try geometry("/MediaBox[-1000000 0 0 1000000]").shownSize.width == 1_000_000)
        #expect(throws: PDFError.tooComplex(.pageSize)) { try geometry("/MediaBox[0 0 1000001 100]") }
        #expect(throws: PDFError.tooComplex(.pageSize)) { try geometry("/MediaBox[0 0 100 99999999999999999999]") }
    }

    @Test(arguments: [
        Rectangle(x: 200, y: 0, width: 10, height: 10), Rectangle(x: -10, y: 0, width: 10, height: 10),
        Rectangle(x: 0, y: 100, width: 10, height: 10), Rectangle(x: 0, y: -10, width: 10, height: 10),
        Rectangle(x: .nan, y: 0, width: 10, height: 10), Rectangle(x: 0, y: 0, width: .nan, height: 10),
        Rectangle(x: 0, y: 0, width: .infinity, height: 10), Rectangle(x: -1e300, y: 0, width: 2e300, height: 10),
        Rectangle(x: 0, y: 0, width: 1_000_001, height: 10),
    ])
    func `takes no box that lies outside it or is beyond all measure`(box: Rectangle) throws {
        #expect(try geometry("/MediaBox[0 0 200 100]").onPage(box, from: .bottomLeft) == nil)
    }

    @Test func `takes a box that hangs over its edge`() throws {
        #expect(
            try geometry("/MediaBox[0 0 200 100]").onPage(
                Rectangle(x: 199, y: -9, width: 10, height: 10), from: .bottomLeft) != nil)
    }

    @Test func `takes no box where its unit is next to nothing`() throws {
        let tiny = try geometry("/MediaBox[0 0 200 100]/UserUnit .\(String(repeating: "0", count: 50))1")
        #expect(tiny.onPage(Rectangle(x: 0, y: 0, width: 10, height: 10), from: .bottomLeft) == nil)
    }

    @Test(
        arguments: [
            (0, nil), (90, [0.0, 1, -1, 0, 20, 0]), (180, [-1, 0, 0, -1, 40, 20]), (270, [0, -1, 1, 0, 0, 40]),
        ] as [(Int, [Double]?)])
    func `keeps a form upright`(rotation: Int, matrix: [Double]?) throws {
        let geometry = try geometry("/Rotate \(rotation)")
        #expect(geometry.uprightMatrix(width: 40, height: 20)?.compactMap(\.number) == matrix)
        #expect(geometry.degrees == rotation)
    }
}
