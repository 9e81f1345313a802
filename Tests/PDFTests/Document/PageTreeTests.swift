import TestSupport
import Testing

@testable import PDF

@Suite("The tree of pages") struct PageTreeTests {
    /// Three branches of two, three and one page, numbered in the order of reading from 10.
    private static func sketch(counts: [Int] = [2, 3, 1]) -> PDFSketch {
        var sketch = PDFSketch()
        sketch[1] = "<</Type/Catalog/Pages 2 0 R>>"
        sketch[2] = "<</Type/Pages/Kids[4 0 R 5 0 R 6 0 R]/Count 6/MediaBox[0 0 100 200]/Rotate 90>>"
        sketch[4] = "<</Type/Pages/Parent 2 0 R/Kids[10 0 R 11 0 R]/Count \(counts[0])>>"
        sketch[5] = "<</Type/Pages/Parent 2 0 R/Kids[12 0 R 13 0 R 14 0 R]/Count \(counts[1])/MediaBox[0 0 300 400]>>"
        sketch[6] = "<</Type/Pages/Parent 2 0 R/Kids[15 0 R]/Count \(counts[2])>>"
        for number in 10...15 { sketch[number] = "<</Type/Page/Parent \(number < 12 ? 4 : number < 15 ? 5 : 6) 0 R>>" }
        sketch[14] = "<</Type/Page/Parent 5 0 R/MediaBox[0 0 500 600]/Rotate 0>>"
        return sketch
    }

    @Test(arguments: [
        (PageChoice.first, 10), (.last, 15), (.number(1), 10), (.number(2), 11), (.number(3), 12), (.number(5), 14),
        (.number(6), 15),
    ])
    func `has a first, a last and numbered pages`(choice: PageChoice, number: Int) throws {
        let document = try opened(Self.sketch().withTable)
        #expect(try document.page(choice).id == ObjectID(number))
        #expect(try document.pageCount() == 6)
    }

    @Test(arguments: [0, -1, 7, Int.max, Int.min]) func `says how many pages there are when there is no such page`(
        number: Int
    ) throws {
        let document = try opened(Self.sketch().withTable)
        #expect(throws: PDFError.cannotSign(.noSuchPage(asked: number, pages: 6))) {
            try document.page(.number(number))
        }
    }

    @Test func `passes on what a page does not say itself`() throws {
        let document = try opened(Self.sketch().withTable)
        #expect(try document.page(.number(1))["MediaBox"] == value("[0 0 100 200]"))
        #expect(try document.page(.number(1))["Rotate"] == .integer(90))
        #expect(try document.page(.number(4))["MediaBox"] == value("[0 0 300 400]"))
        #expect(try document.page(.number(5))["MediaBox"] == value("[0 0 500 600]"))
        #expect(try document.page(.number(5))["Rotate"] == .integer(0))
        #expect(try document.page(.number(1))["Contents"] == nil)
    }

    @Test(arguments: [[0, 3, 1], [-5, 3, 1], [99, 3, 1]]) func `takes a branch's word on its count as viewers do`(
        counts: [Int]
    ) throws {
        let document = try opened(Self.sketch(counts: counts).withTable)
        #expect(try document.page(.number(3)).id == ObjectID(12))
        #expect(try document.pageCount() == 6)
    }

    @Test(arguments: [
        ("tree-kid-is-itself", Damage.pages), ("tree-kid-is-grandparent", .pages), ("kids-missing", .pages),
        ("kids-number", .pages),
        ("kids-none", .pages), ("kids-only-null", .pages), ("kids-only-numbers", .pages),
        ("tree-parents-in-circle", .pages),
        ("pages-missing", .pages), ("pages-number", .pages), ("pages-to-nothing", .pages),
    ])
    func `that leads nowhere or round in a circle is refused`(name: String, damage: Damage) throws {
        #expect(throws: PDFError.unreadable(damage)) { try fixture("bad/\(name)").page(.first) }
    }

    private static func nested(_ depth: Int) -> PDFSketch {
        var sketch = PDFSketch()
        sketch[1] = "<</Type/Catalog/Pages 2 0 R>>"
        for number in 2..<2 + depth { sketch[number] = "<</Type/Pages/Kids[\(number + 1) 0 R]/Count 1>>" }
        sketch[2 + depth] = "<</Type/Page>>"
        return sketch
    }

    @Test func `is as deep as its limit and no deeper`() throws {
        #expect(try opened(Self.nested(64).withTable).pageCount() == 1)
        #expect(throws: PDFError.tooComplex(.nesting)) { try opened(Self.nested(65).withTable).pageCount() }
    }

    /// A page below one node, above which others go on.
    private static func ancestors(_ count: Int, highest: String) -> PDFSketch {
        var sketch = PDFSketch()
        sketch[1] = "<</Type/Catalog/Pages 2 0 R>>"
        sketch[2] = "<</Type/Pages/Kids[3 0 R]/Count 1/Parent 4 0 R>>"
        sketch[3] = "<</Type/Page/Parent 2 0 R>>"
        for number in 4..<2 + count { sketch[number] = "<</Type/Pages/Parent \(number + 1) 0 R>>" }
        sketch[2 + count] = "<</Type/Pages\(highest)>>"
        return sketch
    }

    @Test func `has a way up as long as its limit and no longer`() throws {
        #expect(try opened(Self.ancestors(64, highest: "").withTable).page(.first).id == ObjectID(3))
        #expect(throws: PDFError.tooComplex(.nesting)) {
            try opened(Self.ancestors(65, highest: "").withTable).page(.first)
        }
        #expect(throws: PDFError.unreadable(.pages)) {
            try opened(Self.ancestors(40, highest: "/Parent 9 0 R").withTable).page(.first)
        }
    }

    @Test func `has as many pages as its limit and no more`() throws {
        var limits = ReadingLimits()
        limits.pagesMax = 6
        #expect(try opened(Self.sketch().withTable, limits: limits).pageCount() == 6)
        limits.pagesMax = 5
        #expect(throws: PDFError.tooComplex(.pages)) { try opened(Self.sketch().withTable, limits: limits).pageCount() }
    }

    @Test func `has as many things in it as twice its limit and no more`() throws {
        var limits = ReadingLimits()
        limits.pagesMax = 5
        var sketch = PDFSketch.onePage
        sketch[2] = "<</Type/Pages/Kids[\(String(repeating: "null ", count: 8))3 0 R]/Count 1>>"
        #expect(try opened(sketch.withTable, limits: limits).pageCount() == 1)
        sketch[2] = "<</Type/Pages/Kids[\(String(repeating: "null ", count: 9))3 0 R]/Count 1>>"
        #expect(throws: PDFError.tooComplex(.pages)) { try opened(sketch.withTable, limits: limits).pageCount() }
    }
}
