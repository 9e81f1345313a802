import TestSupport
import Testing

@testable import PDF

@Suite("Filling a field") struct EmptyLookTests {
    /// A signed page with one field, 11, of these entries, and what it looks like in 14 and 15.
    private func signedFile(_ field: String, look: String = "", other: String = "") throws -> [UInt8] {
        var sketch = PDFSketch.onePage
        sketch[1] = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[11 0 R]/SigFlags 3>>>>"
        sketch[3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[11 0 R]>>"
        sketch[11] = "<</Subtype/Widget/T(Nama)/Rect[0 0 9 9]/P 3 0 R\(field)>>"
        sketch.addStream(14, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]", Array(look.utf8))
        sketch.addStream(15, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]", Array(other.utf8))
        return try signed(sketch.withTable)
    }

    /// Whether the field counts as empty before it was filled.
    private func wasEmpty(_ before: String, to after: String, look: String = "", other: String = "") throws -> Bool? {
        let file = try signedFile(before, look: look, other: other)
        let field = "<</Subtype/Widget/T(Nama)/Rect[0 0 9 9]/P 3 0 R\(after)>>"
        let changes = try opened(appended(file, [(11, field)])).laterChanges(after: 1)
        guard changes.count == 1, case .formValue(let wasEmpty, _) = changes[0].kind else { return nil }
        #expect(changes[0].field == "Nama")
        return wasEmpty
    }

    private func isEmpty(_ look: String) throws -> Bool? {
        try wasEmpty("/FT/Tx/AP<</N 14 0 R>>", to: "/FT/Tx/AP<</N 14 0 R>>/V(Siti)", look: look)
    }

    @Test(arguments: [
        "", "\n \0", "/Tx BMC EMC", "q 1 1 1 rg 0 0 9 9 re f Q", "0.75 g 0 0 9 9 re f /Tx BMC q BT ET Q EMC",
        "BT /Helv 12 Tf 0 g 2 2 Td () Tj ET", "BT <> Tj [() -250 <>] TJ () ' 1 2 () \" ET", "% (Lunas) Tj",
        "0 0 m 9 0 l 9 9 l 0 9 l h S", "[3 3] 0 d 0 0 9 9 re S", "[3 1 2 1] 0 d 0 0 9 9 re S", "0 0 9 9 re W n",
        "/Cs1 cs 1 1 1 scn 0 0 9 9 re f*", "/Tx <</MCID 0/T(Lunas)>> BDC EMC", "1 0 0 1 0 0 cm 1 w 0 J 0 j 10 M",
    ])
    func `that showed an empty box is filling an empty field`(look: String) throws {
        #expect(try isEmpty(look) == true)
    }

    @Test(arguments: [
        "(Lunas) Tj", "<4C> Tj", "[(L) 20 (unas)] TJ", "[() (L)] TJ", "(Lunas) '", "1 2 (Lunas) \"", "/Fm Do",
        "/Sh sh", "BI /W 1 /H 1 ID x EI", "0 0 m 1 1 2 2 3 3 c S", "0 0 m 1 1 2 2 v S", "0 0 m 1 1 2 2 y S",
        // A font may have any picture for a blank, a pattern is a picture, and a state of graphics may bring a mask.
        "( ) Tj", "<20> Tj", "/Pattern cs /P1 scn 0 0 9 9 re f", "/P1 SCN 0 0 9 9 re S", "/GS1 gs 0 0 9 9 re f",
        // Each line of such a pattern is a line of a picture.
        "[1 2 3 4 5] 0 d 0 0 m 9 0 l S",
        // What stands behind the end of a comment or of a text is no part of it.
        "% (\n/Fm Do % )", "%<\r/Fm Do %>", "((a) < ) /Fm Do >", "/a <</A(>%)>> BDC /Fm Do", "(\\)) Tj",
        "() Tj (\\() Tj", "/Fm % \n Do", "/ Do",
        // What nobody here knows.
        "0 0 9 9 re f Lunas", "\u{E9}",
    ])
    func `that showed anything replaces what was signed`(look: String) throws {
        #expect(try isEmpty(look) == false)
    }

    @Test func `that showed a frame drawn twice over is filling, and one with a line more is not`() throws {
        #expect(try isEmpty(String(repeating: "0 0 9 9 re S ", count: 24)) == true)
        #expect(try isEmpty(String(repeating: "0 0 9 9 re S ", count: 25)) == false)
        #expect(try isEmpty(String(repeating: "0 0 m 9 9 l S ", count: 12)) == true)
        #expect(try isEmpty(String(repeating: "0 0 m 9 9 l S ", count: 13)) == false)
    }

    @Test func `that had a large picture is not looked into`() throws {
        #expect(try isEmpty(String(repeating: " ", count: 1 << 18)) == true)
        #expect(try isEmpty(String(repeating: " ", count: 1 << 18 + 1)) == false)
    }

    @Test func `of which no picture was there is filling`() throws {
        #expect(try wasEmpty("/FT/Tx", to: "/FT/Tx/V(Siti)") == true)
        #expect(try wasEmpty("/FT/Tx/AP<<>>", to: "/FT/Tx/V(Siti)") == true)
        #expect(try wasEmpty("/FT/Tx/AP<</N null>>", to: "/FT/Tx/V(Siti)") == true)
        #expect(try wasEmpty("/FT/Tx/AP<</N(x)>>", to: "/FT/Tx/V(Siti)") == false)
    }

    @Test(arguments: [
        ("/FT/Tx/V()", "/FT/Tx/V(Siti)", true), ("/FT/Tx/V<>", "/FT/Tx/V(Siti)", true),
        ("/FT/Tx/V null", "/FT/Tx/V(Siti)", true), ("/FT/Tx/V( )", "/FT/Tx/V(Siti)", false),
        ("/FT/Tx/V(Sita)", "/FT/Tx/V(Siti)", false), ("/FT/Tx/V(Sita)", "/FT/Tx", false),
        ("/FT/Ch/V[]", "/FT/Ch/V[(a)]", true), ("/FT/Ch/V[(b)]", "/FT/Ch/V[(a)]", false),
        ("/FT/Tx/V 0", "/FT/Tx/V 1", false),
    ])
    func `that had a value replaces it, and nothing filled in is no value`(
        before: String, after: String, isEmpty: Bool
    ) throws {
        #expect(try wasEmpty(before, to: after) == isEmpty)
    }

    /// Of a box's pictures the one for its state is shown.
    @Test(arguments: [
        ("/V/Off/AS/Off", "/V/Ya/AS/Ya", true), ("", "/V/Ya/AS/Ya", true), ("/AS/Off", "/AS/Off/V/Ya", true),
        ("/V/Ya/AS/Ya", "/V/Off/AS/Off", false), ("/V/Off/AS/Ya", "/V/Ya/AS/Ya", false),
        ("/AS/Lain", "/V/Ya/AS/Ya", true),
    ])
    func `that ticks a box is filling where it had no tick`(before: String, after: String, isEmpty: Bool) throws {
        let looks = "/FT/Btn/AP<</N<</Ya 14 0 R/Off 15 0 R>>>>"
        let tick = "BT /ZaDb 12 Tf (4) Tj ET"
        #expect(try wasEmpty(looks + before, to: looks + after, look: tick, other: "0 0 9 9 re S") == isEmpty)
    }

    @Test func `that showed a tick in its state of rest replaces it`() throws {
        let looks = "/FT/Btn/AP<</N<</Ya 15 0 R/Off 14 0 R>>>>"
        #expect(try wasEmpty(looks, to: looks + "/V/Ya/AS/Ya", look: "(4) Tj") == false)
    }
}

@Suite("An authentication code") struct AuthenticationCodeTests {
    private static let code = "/AuthCode<</MACLocation/Standalone/ByteRange[0 9 20 9]/MAC<00>>>"

    @Test func `in a trailer is no signature`() throws {
        var sketch = PDFSketch.onePage
        sketch.trailer += Self.code
        #expect(try opened(sketch.withTable).foundSignatures().isEmpty)
        #expect(try opened(sketch.withStream()).foundSignatures().isEmpty)
        let later = try appended(PDFSketch.onePage.withTable, [(3, "null")], trailer: Self.code)
        #expect(try opened(later).foundSignatures().isEmpty)
    }

    @Test func `beside a signature leaves it to be found`() throws {
        var sketch = PDFSketch.onePage
        sketch.trailer += Self.code
        let file = try signed(sketch.withTable)
        let found = try opened(file).foundSignatures()
        #expect(found.map(\.coverage) == [.wholeFile])
        #expect(found.map(\.defects) == [[]])
    }

    @Test func `that stands in no trailer is seen for what it may be`() throws {
        let loose = PDFSketch.onePage.withTable + Array("\n\(Self.code)\n".utf8)
        #expect(try opened(loose).foundSignatures().map(\.defects) == [[.unreadable, .notInForm]])
    }
}

@Suite("The share of a page that a box takes") struct PageShareTests {
    private func share(_ page: String, _ box: [Double], number: Int = 1) throws -> Double? {
        var sketch = PDFSketch.onePage
        sketch[3] = "<</Type/Page/Parent 2 0 R\(page)>>"
        return try opened(sketch.withTable).share(ofPage: number, taken: box)
    }

    @Test(
        arguments: [
            ("/MediaBox[0 0 100 200]", [0, 0, 100, 200], 1), ("/MediaBox[0 0 100 200]", [0, 0, 50, 100], 0.25),
            ("/MediaBox[0 0 100 200]", [50, 100, 0, 0], 0.25), ("/MediaBox[0 0 100 200]", [0, 100, 50, 0], 0.25),
            ("/MediaBox[0 0 100 200]", [7, 7, 7, 90], 0), ("/MediaBox[0 0 100 200]", [-100, -200, 100, 200], 4),
            ("/MediaBox[0 0 100 200]/Rotate 90", [0, 0, 50, 100], 0.25),
            ("/MediaBox[0 0 100 200]/UserUnit 10", [0, 0, 50, 100], 0.25),
            ("/MediaBox[0 0 100 200]/CropBox[0 0 50 100]", [0, 0, 50, 100], 1),
            ("/MediaBox[100 200 0 0]", [0, 0, 50, 100], 0.25), ("", [0, 0, 306, 396], 0.25),
        ] as [(String, [Double], Double)])
    func `is that of the part that is shown`(page: String, box: [Double], expected: Double) throws {
        #expect(try share(page, box) == expected)
    }

    @Test(arguments: [[], [0, 0, 1], [0, 0, 1, 1, 1], [0, 0, .nan, 1], [0, 0, .infinity, 1]] as [[Double]])
    func `is none for what is no box`(box: [Double]) throws {
        #expect(try share("/MediaBox[0 0 100 200]", box) == nil)
    }

    @Test func `is refused for a page that is not there`() throws {
        #expect(throws: PDFError.self) { try share("/MediaBox[0 0 100 200]", [0, 0, 1, 1], number: 2) }
    }
}
