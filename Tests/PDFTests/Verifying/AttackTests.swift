import TestSupport
import Testing

@testable import PDF

/// The published ways to show something else under a signature that still verifies, as far as they live in the document.
@Suite("An attack on a signed document") struct AttackTests {
    private static let file = LaterChangeTests.file

    private func changes(
        _ objects: [(number: Int, body: String?)], unlisted: String = ""
    ) throws -> [LaterChange.Kind] {
        let trailer = "/Info 20 0 R/ID[<01><02>]"
        let file = try appended(Self.file, objects, trailer: trailer, unlisted: Array(unlisted.utf8))
        #expect(try opened(file).foundSignatures().contains { $0.coverage == .revision(1) })
        return try opened(file).laterChanges(after: 1).map(\.kind)
    }

    private func body(_ number: Int) throws -> String { try PDFTests.body(number, in: Self.file) }

    @Test func `by incremental saving is seen`() throws {
        #expect(try changes([(4, "<</Length 1>>\nstream\nx\nendstream")]) == [.pageContent])
    }

    /// Readers that look for objects find these; this one goes by the cross-reference, and finds the signature cut short.
    @Test(arguments: ["", "trailer\n<</Root 1 0 R>>\n", "startxref\n0\n%%EOF\n"])
    func `by saving without a cross-reference leaves no sound document`(end: String) throws {
        let file = Self.file + Array("4 0 obj\n<</Length 1>>\nstream\nx\nendstream\nendobj\n\(end)".utf8)
        let document = try opened(file)
        #expect(document.isRepaired)
        #expect(try document.foundSignatures().allSatisfy { $0.defects.contains(.documentRepaired) })
        #expect(try document.laterChanges(after: 0).map(\.kind) == [.unreadable])
    }

    @Test func `by wrapping is seen, since the hole holds more than a signature`() throws {
        let wide = replaced(FoundSignatureTests.file, "[0 611 645 353]", "[0 611 700 298]")
        let found = try opened(wide).foundSignatures()
        #expect(found.map(\.coverage) == [.wholeFile])
        #expect(found.map(\.defects) == [[.holeIsNotOneHexString, .holeElsewhere]])
    }

    @Test func `by hiding is seen, whether an overlay goes or its picture is freed`() throws {
        let page = try body(3)
        #expect(
            try changes([(3, page.replacing("[7 0 R ", with: "["))]) == [.annotation(subtype: "Text", .removed)])
        #expect(try changes([(7, nil)]) == [.annotation(subtype: "Text", .removed)])
    }

    @Test func `by replacing is seen in a font, a form value and its picture`() throws {
        #expect(try changes([(5, "<</Font<</F1 23 0 R>>>>")]) == [.resources])
        #expect(try changes([(6, "<</Type/Font/Subtype/Type1/BaseFont/Courier>>")]) == [.fonts])
        let field = try body(12).replacing("14 0 R", with: "22 0 R")
        #expect(try changes([(12, field)]) == [.formValue(wasEmpty: false, fieldKind: "Tx")])
    }

    @Test func `by hiding and replacing is seen, though the new catalog lay there before`() throws {
        var sketch = PDFSketch.onePage
        sketch[41] = "<</Type/Catalog/Pages 42 0 R>>"
        sketch[42] = "<</Type/Pages/Kids[43 0 R]/Count 1>>"
        sketch[43] = "<</Type/Page/Parent 42 0 R/MediaBox[0 0 595 842]>>"
        let file = try appended(signed(sketch.withTable), [], root: 41)
        #expect(try opened(file).laterChanges(after: 1).map(\.kind) == [.trailer(key: "Root")])
        #expect(try opened(file).foundSignatures().map(\.defects) == [[.notInNewestForm]])
    }

    @Test func `by a field that waited in the dark is told with its place`() throws {
        let form = try body(10).replacing("11 0 R", with: "24 0 R 11 0 R")
        let page = try body(3).replacing("[7 0 R ", with: "[7 0 R 24 0 R ")
        let kinds = try changes([(10, form), (3, page)])
        #expect(kinds == [.emptySignatureField])
    }

    @Test func `by a signature whose dictionary shares what the page shows is seen`() throws {
        let field = try body(13).replacing("/T (Ketua)", with: "/T (Ketua)/V 30 0 R/AP<</N 4 0 R>>")
        let kinds = try changes([
            (13, field), (30, "<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 3 1]/Contents<00>>>"),
            (4, "<</Length 1>>\nstream\nx\nendstream"),
        ])
        #expect(kinds.contains(.pageContent))
    }

    @Test func `by a second widget of a new signature is seen`() throws {
        let form = try body(10).replacing("11 0 R", with: "11 0 R 30 0 R")
        let page = try body(3).replacing("[7 0 R ", with: "[7 0 R 31 0 R 32 0 R ")
        let kinds = try changes([
            (10, form), (3, page), (30, "<</FT/Sig/T(Dua)/Kids[31 0 R 32 0 R]/V 33 0 R>>"),
            (31, "<</Subtype/Widget/Parent 30 0 R/Rect[0 0 9 9]>>"),
            (32, "<</Subtype/Widget/Parent 30 0 R/Rect[0 0 500 500]>>"),
            (33, "<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 3 1]/Contents<00>>>"),
        ])
        let standing = LaterChange.Standing(inExistingField: false, isVisible: true, box: [0, 0, 9, 9])
        #expect(Set(kinds) == [.signature(standing), .annotation(subtype: "Widget", .added)])
    }

    @Test func `by an entry that stands twice is seen`() throws {
        let page = try body(3)
        let twice = page.replacing("/Contents 4 0 R", with: "/Contents 22 0 R/Contents 4 0 R")
        #expect(try changes([(3, twice)]) == [.other])
    }

    @Test func `by filling what was missing is seen`() throws {
        let dangling = try signed(
            {
                var sketch = PDFSketch.onePage
                sketch[3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 40 0 R>>"
                return sketch.withTable
            }())
        let file = try appended(dangling, [(40, "<</Length 1>>\nstream\nx\nendstream")])
        #expect(try opened(file).laterChanges(after: 1).map(\.kind) == [.pageContent])
    }

    @Test func `by the value of a field that is no object is seen`() throws {
        var sketch = PDFSketch.onePage
        sketch[1] = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[<</FT/Sig/T(Dalam)/V 8 0 R>>]>>>>"
        sketch[8] = "<</Type/Sig/Reason(Setuju)>>"
        let file = try appended(sketch.withTable, [(8, "<</Type/Sig/Reason(Lain)>>")])
        #expect(try opened(file).laterChanges(after: 0).map(\.kind) == [.other])
    }

    @Test func `by the length of a container is seen`() throws {
        var sketch = PDFSketch.onePage
        let (one, other) = ("<</BaseFont/Helvetica>>", "<</BaseFont/Courier>>")
        sketch.addContainer(5, [(4, one)], entries: "/DecodeParms 7 0 R")
        sketch[7] = "null"
        sketch[3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>>>"
        let file = try signed(sketch.withStream(inside: [4: (5, 0)]))
        #expect(try opened(appended(file, [(7, other)])).laterChanges(after: 1).map(\.kind) == [.other])
    }

    @Test func `by a section that only some readers see is told`() throws {
        let stream =
            "31 0 obj\n<</Type/XRef/Size 32/W[1 1 1]/Index[31 1]/Length 3>>\nstream\n\0\0\0\nendstream\nendobj\n"
        let trailer = "/Info 20 0 R/XRefStm \(Self.file.count)"
        let file = try appended(Self.file, [(30, "null")], trailer: trailer, unlisted: Array(stream.utf8))
        #expect(try opened(file).laterChanges(after: 1).map(\.kind).contains(.trailer(key: "XRefStm")))
    }
}
