import TestSupport
import Testing

@testable import PDF

@Suite("A later change") struct LaterChangeTests {
    /// A page with text, a font, a note, two text fields and a waiting signature field, signed once.
    static let file: [UInt8] = try! {
        var sketch = PDFSketch.onePage
        sketch.trailer = "/Root 1 0 R/Info 20 0 R/ID[<01><01>]"
        sketch[1] = "<</Type/Catalog/Pages 2 0 R/AcroForm 10 0 R/Metadata 21 0 R/Lang(id)>>"
        sketch[3] = """
            <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 5 0 R\
            /Annots[7 0 R 11 0 R 12 0 R 13 0 R]>>
            """
        sketch.addStream(4, "", Array("BT /F1 12 Tf (Seribu rupiah) Tj ET".utf8))
        sketch[5] = "<</Font<</F1 6 0 R>>>>"
        sketch[6] = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
        sketch[7] = "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(Catatan)>>"
        sketch[10] = "<</Fields[11 0 R 12 0 R 13 0 R]/DA(/F1 0 Tf)/SigFlags 3>>"
        sketch[11] = "<</Subtype/Widget/FT/Tx/T(Nama)/Rect[0 0 9 9]/P 3 0 R>>"
        sketch[12] = "<</Subtype/Widget/FT/Tx/T(Jumlah)/V(seribu)/AP<</N 14 0 R>>/Rect[0 0 9 9]/P 3 0 R>>"
        sketch[13] = "<</Subtype/Widget/FT/Sig/T(Ketua)/Rect[10 20 90 60]/P 3 0 R>>"
        sketch.addStream(14, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]", Array("(seribu) Tj".utf8))
        sketch[20] = "<</Title(Surat)>>"
        sketch.addStream(21, "/Type/Metadata", Array("<x/>".utf8))
        sketch.addStream(22, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]", Array("(sejuta) Tj".utf8))
        sketch[23] = "<</Type/Font/Subtype/Type1/BaseFont/Courier>>"
        sketch[24] = "<</Subtype/Widget/FT/Sig/T(Bayangan)/Rect[0 0 500 500]/P 3 0 R/AP<</N 22 0 R>>>>"
        return try signed(sketch.withTable)
    }()

    private static let page = try! body(3, in: file)
    private static let catalog = try! body(1, in: file)
    private static let form = try! body(10, in: file)

    private static func changed(_ text: String, _ old: String, _ new: String) -> String {
        text.replacing(old, with: new)
    }

    private func kinds(_ file: [UInt8], after revision: Int = 1) throws -> [LaterChange.Kind] {
        try opened(file).laterChanges(after: revision).map(\.kind)
    }

    @Test func `is none where nothing follows, and none where an object is written again as it was`() throws {
        #expect(try kinds(Self.file) == [])
        #expect(try kinds(appended(Self.file, [(3, Self.page), (1, Self.catalog), (30, "(tak terpakai)")])) == [])
    }

    @Test(
        arguments: [
            ([(4, "<</Length 1>>\nstream\nx\nendstream")], [LaterChange.Kind.pageContent]),
            ([(3, changed(page, "/Contents 4 0 R", "/Contents 22 0 R"))], [.pageContent]),
            ([(5, "<</Font<</F1 23 0 R>>>>")], [.resources]),
            ([(6, "<</Type/Font/Subtype/Type1/BaseFont/Courier>>")], [.fonts]),
            (
                [(3, changed(page, "/MediaBox [0 0 595 842]", "/MediaBox[0 0 595 842]/Rotate 90"))],
                [.page(key: "Rotate")]
            ),
            ([(3, changed(page, "/Annots [7 0 R ", "/Annots ["))], [.annotation(subtype: "Text", .removed)]),
            ([(3, changed(page, "/Annots [7 0 R 11 0 R", "/Annots [11 0 R 7 0 R"))], [.page(key: "Annots")]),
            (
                [(3, changed(page, "/Annots [", "/Annots [30 0 R ")), (30, "<</Subtype/FreeText/Rect[0 0 500 500]>>")],
                [.annotation(subtype: "FreeText", .added)]
            ),
            (
                [(7, "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(Lain)>>")],
                [.annotation(subtype: "Text", .changed)]
            ),
            ([(7, nil)], [.annotation(subtype: "Text", .removed)]),
            (
                [
                    (2, "<</Type/Pages/Kids[3 0 R 30 0 R]/Count 2>>"),
                    (30, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"),
                ],
                [.pageTree, .page(key: "MediaBox"), .page(key: "Parent"), .page(key: "Type")]
            ),
            (
                [(1, changed(catalog, "/Lang (id)", "/OpenAction<</S/JavaScript/JS(app)>>"))],
                [.catalog(key: "Lang"), .action]
            ),
            ([(1, changed(catalog, "/Lang (id)", "/Lang(id)/Names<</JavaScript<<>>>>"))], [.action]),
            ([(1, changed(catalog, "/Lang (id)", "/Lang(id)/OCProperties<<>>"))], [.optionalContent]),
            ([(1, changed(catalog, "/Lang (id)", "/Lang(id)/Extensions<<>>"))], [.extensions]),
            ([(1, changed(catalog, "/Lang (id)", "/Lang(id)/Version/2.0"))], [.versionRaised]),
            (
                [
                    (1, changed(catalog, "/Lang (id)", "/Lang(id)/DSS 30 0 R")), (30, "<</Certs[31 0 R]>>"),
                    (31, "<</Length 1>>\nstream\nx\nendstream"),
                ], [.securityStore]
            ),
            (
                [
                    (1, changed(catalog, "/Lang (id)", "/Lang(id)/DSS<</Certs[4 0 R]>>")),
                    (4, "<</Length 1>>\nstream\nx\nendstream"),
                ], [.securityStore, .pageContent]
            ),
            ([(21, "<</Type/Metadata/Length 1>>\nstream\nx\nendstream")], [.metadata]),
            (
                [(20, "<</Title(Lain)/Author(Ni)>>")],
                [.documentInformation(key: "Author"), .documentInformation(key: "Title")]
            ),
            ([(10, changed(form, "/DA (/F1 0 Tf)", "/DA(/F2 0 Tf)"))], [.formDefaults(key: "DA")]),
            (
                [(11, "<</Subtype/Widget/FT/Tx/T(Nama)/V(Siti)/Rect[0 0 9 9]/P 3 0 R>>")],
                [.formValue(wasEmpty: true, fieldKind: "Tx")]
            ),
            (
                [(12, "<</Subtype/Widget/FT/Tx/T(Jumlah)/V(seribu)/AP<</N 22 0 R>>/Rect[0 0 9 9]/P 3 0 R>>")],
                [.formValue(wasEmpty: false, fieldKind: "Tx")]
            ),
            ([(14, "<</Length 1>>\nstream\nx\nendstream")], [.formValue(wasEmpty: false, fieldKind: "Tx")]),
            (
                [(11, "<</Subtype/Widget/FT/Tx/T(Nama)/Rect[0 0 500 500]/P 3 0 R>>")],
                [.annotation(subtype: "Widget", .changed)]
            ),
            ([(11, "<</Subtype/Widget/FT/Tx/T(Nama)/AA<<>>/Rect[0 0 9 9]/P 3 0 R>>")], [.action]),
            (
                [(13, "<</Subtype/Widget/FT/Sig/T(Ketua)/Rect[10 20 90 60]/P 3 0 R/AP<</N 22 0 R>>>>")],
                [.standingSignature]
            ),
            ([(10, changed(form, "11 0 R 12 0 R", "12 0 R"))], [.field(.removed, fieldKind: "Tx")]),
            ([(10, changed(form, "11 0 R", "11 0 R 24 0 R"))], [.emptySignatureField]),
            (
                [(10, changed(form, "11 0 R", "11 0 R 30 0 R")), (30, "<</FT/Tx/T(Baru)>>")],
                [.field(.added, fieldKind: "Tx")]
            ),
        ] as [([(number: Int, body: String?)], [LaterChange.Kind])])
    func `is named`(objects: [(number: Int, body: String?)], expected: [LaterChange.Kind]) throws {
        let kinds = try kinds(appended(Self.file, objects, trailer: "/Info 20 0 R/ID[<01><02>]"))
        #expect(Set(kinds) == Set(expected), "\(kinds)")
    }

    @Test func `of the standing signature is named, whatever of it changes`() throws {
        let field = try #require(try opened(Self.file).foundSignatures().first?.id)
        let number = Int(field.number)
        let spoofed = try body(number, in: Self.file).replacing("2026", with: "2025")
        #expect(try kinds(appended(Self.file, [(number, spoofed)])) == [.standingSignature])
        let widget = try body(number + 1, in: Self.file).replacing("/V \(number) 0 R", with: "")
        #expect(try kinds(appended(Self.file, [(number + 1, widget)])) == [.standingSignature])
    }

    @Test func `of the trailer is named`() throws {
        let info = "/Info 20 0 R"
        let moved = try appended(Self.file, [(30, Self.catalog)], trailer: info, root: 30)
        #expect(try kinds(moved).contains(.trailer(key: "Root")))
        #expect(try kinds(appended(Self.file, [], trailer: info + "/ID[<09><01>]")) == [.trailer(key: "ID")])
        let other = try kinds(appended(Self.file, [(30, "<</Title(Lain)>>")], trailer: "/Info 30 0 R"))
        #expect(other == [.documentInformation(key: "Title")])
    }

    @Test func `tells one signature after another`() throws {
        var again = SignatureRequest.plain
        again.identifier[0] = 1
        let twice = try signed(Self.file, again)
        let unseen = LaterChange.Standing(inExistingField: false, isVisible: false, box: [0, 0, 0, 0])
        #expect(try kinds(twice) == [.signature(unseen)])

        let waiting = try signed(Self.file, .existing("Ketua"))
        let there = LaterChange.Standing(inExistingField: true, isVisible: true, box: [10, 20, 90, 60])
        let changes = try opened(waiting).laterChanges(after: 1)
        #expect(changes.map(\.kind) == [.signature(there)])
        #expect(changes[0].field == "Ketua" && changes[0].page == 1 && changes[0].revision == 2)
    }

    /// As a well-known reader does it, with every list anew under another number.
    @Test func `is none where a list or the information moves to another object`() throws {
        let list = try #require(Self.page.firstMatch(of: /\/Annots (\[[^\]]*\])/)?.1)
        let page = Self.page.replacing("/Annots \(list)", with: "/Annots 30 0 R")
        let fields = try #require(Self.form.firstMatch(of: /\/Fields (\[[^\]]*\])/)?.1)
        let moved: [(Int, String?)] = [
            (3, page), (30, String(list)), (10, Self.form.replacing("/Fields \(fields)", with: "/Fields 31 0 R")),
            (31, String(fields)), (32, "<</Title(Surat)>>"), (33, Self.form),
        ]
        #expect(try kinds(appended(Self.file, moved, trailer: "/Info 32 0 R")) == [])
        let catalog = Self.catalog.replacing("/AcroForm 10 0 R", with: "/AcroForm 33 0 R")
        #expect(try kinds(appended(Self.file, moved + [(1, catalog)], trailer: "/Info 32 0 R")) == [])
        // A note more in the new list is told, and nothing else.
        let more = moved + [(30, list.dropLast() + " 34 0 R]"), (34, "<</Subtype/FreeText/Rect[0 0 500 500]>>")]
        #expect(
            try kinds(appended(Self.file, more, trailer: "/Info 32 0 R"))
                == [.annotation(subtype: "FreeText", .added)])
    }

    @Test func `is none where a field is only locked against filling`() throws {
        let field = "/Subtype/Widget/FT/Tx/T(Nama)/Rect[0 0 9 9]/P 3 0 R"
        #expect(try kinds(appended(Self.file, [(11, "<<\(field)/Ff 1>>")], trailer: "/Info 20 0 R")) == [])
        let other = try kinds(appended(Self.file, [(11, "<<\(field)/Ff 4097>>")], trailer: "/Info 20 0 R"))
        #expect(other == [.annotation(subtype: "Widget", .changed)])
    }

    @Test(arguments: [(4, 132, true), (0, 196, true), (4, 6, false), (132, 4, false), (4, 36, false)])
    func `is only the signature where a signed field is locked against moving besides`(
        was: Int, isNow: Int, isOnly: Bool
    ) throws {
        let field = "/Subtype/Widget/FT/Sig/T(Ketua)/Rect[10 20 90 60]/P 3 0 R"
        let before = try appended(Self.file, [(13, "<<\(field)/F \(was)>>")], trailer: "/Info 20 0 R")
        let signature = "<</Type/Sig/SubFilter/adbe.pkcs7.detached/ByteRange[0 1 2 3]/Contents<00>>>"
        let after = try appended(
            before, [(13, "<<\(field)/F \(isNow)/MK<<>>/DA(/F1 0 Tf)/V 40 0 R>>"), (40, signature)],
            trailer: "/Info 20 0 R")
        let there = LaterChange.Standing(inExistingField: true, isVisible: true, box: [10, 20, 90, 60])
        let changes = try kinds(after, after: 2)
        #expect(changes.contains(.signature(there)) && (changes == [.signature(there)]) == isOnly, "\(changes)")
    }

    @Test func `cannot be a signature that lay there before`() throws {
        let number = try #require(try opened(Self.file).foundSignatures().first?.id?.number)
        let field = "<</Subtype/Widget/FT/Sig/T(Ketua)/Rect[10 20 90 60]/P 3 0 R/V \(number) 0 R>>"
        #expect(try kinds(appended(Self.file, [(13, field)])) == [.standingSignature])
    }

    @Test func `is seen where objects are not listed, or something follows the end`() throws {
        let hidden = Array("4 0 obj\n<</Length 1>>\nstream\nx\nendstream\nendobj\n".utf8)
        let unlisted = try appended(Self.file, [(30, "null")], trailer: "/Info 20 0 R", unlisted: hidden)
        #expect(try kinds(unlisted) == [.unlistedObjects])
        let plain = try appended(Self.file, [(30, "null")], trailer: "/Info 20 0 R")
        #expect(try kinds(plain + Array(" \n\0".utf8)) == [])
        #expect(try kinds(plain + Array("sisa".utf8)) == [.trailingBytes])
    }

    @Test func `is seen where a number points at other old bytes`() throws {
        let old = try #require(Self.file.firstRange(of: Array("4 0 obj".utf8))?.lowerBound)
        let mended = try appended(Self.file, [(4, "<</Length 1>>\nstream\nx\nendstream")], trailer: "/Info 20 0 R")
        let offset = String(old)
        let row = "xref\n4 1\n" + String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
        let previous = try opened(mended).sections[0].position
        let trailer =
            "trailer\n<</Root 1 0 R/Size 31/Info 20 0 R/Prev \(previous)>>\nstartxref\n\(mended.count)\n%%EOF\n"
        let file = mended + Array((row + trailer).utf8)
        #expect(try opened(file).laterChanges(after: 2).map(\.kind) == [.pageContent])
    }

    @Test func `is a page that takes the place of another`() throws {
        let file = try appended(
            Self.file, [(2, "<</Type/Pages/Kids[30 0 R]/Count 1>>"), (30, Self.page)], trailer: "/Info 20 0 R")
        #expect(try kinds(file).contains(.pageTree))
    }

    @Test func `is seen in the members of a container that is replaced`() throws {
        var sketch = PDFSketch.onePage
        sketch.addContainer(5, [(4, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")])
        sketch[3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>>>"
        let file = try signed(sketch.withStream(inside: [4: (5, 0)]))
        let members = "4 0 <</Type/Font/Subtype/Type1/BaseFont/Courier>>"
        let container = "<</Type/ObjStm/N 1/First 4/Length \(members.utf8.count)>>\nstream\n\(members)\nendstream"
        #expect(try kinds(appended(file, [(5, container)])) == [.fonts])
    }

    @Test func `is unreadable where the document had to be repaired`() throws {
        let broken = replaced(FoundSignatureTests.file, "startxref\n825", "startxref\n1")
        #expect(try kinds(broken, after: 0) == [.unreadable])
    }

    @Test func `is one of as many as are named`() throws {
        let later = try appended(Self.file, [(20, "<</Title(A)/Author(B)>>")], trailer: "/Info 20 0 R")
        var limits = ReadingLimits()
        limits.changesMax = 2
        #expect(try opened(later, limits: limits).laterChanges(after: 1).count == 2)
        limits.changesMax = 1
        #expect(throws: PDFError.tooComplex(.objects)) { try opened(later, limits: limits).laterChanges(after: 1) }
    }

    static let severalTimes = try! Expectations.honest().filter { ($0.value.signatures ?? 0) > 1 }.keys.sorted()

    @Test(arguments: severalTimes) func `by another honest program is harmless`(name: String) throws {
        let expected = try #require(try Expectations.honest()[name])
        let document = try opened(Fixture.bytes("pdf/\(name)"), password: expected.password?.user ?? "")
        for signature in try document.foundSignatures() {
            guard case .revision(let revision) = signature.coverage else { continue }
            for change in try document.laterChanges(after: revision) {
                switch change.kind {
                case .signature, .documentTimestamp, .securityStore, .metadata, .extensions, .versionRaised,
                    .documentInformation:
                    break
                default: Issue.record("\(name): \(change)")
                }
            }
        }
    }
}
