import Foundation
import TestSupport
import Testing

@testable import PDF

@Suite("An update") struct UpdateWriterTests {
    @Test func `is these bytes behind a file with a table`() throws {
        let file = PDFSketch.onePage.withTable
        let section = try prepared(file)
        #expect(file.count == 310)
        let expected = """
            1 0 obj
            <</Type /Catalog/Pages 2 0 R/AcroForm 6 0 R>>
            endobj
            3 0 obj
            <</Type /Page/Parent 2 0 R/MediaBox [0 0 595 842]/Annots [5 0 R]>>
            endobj
            4 0 obj
            <</Type /Sig/Filter /Adobe.PPKLite/SubFilter /ETSI.CAdES.detached/M (D:20260601190000+07'00')\
            /ByteRange [0 611 645 353]                     /Contents <00000000000000000000000000000000>>>
            endobj
            5 0 obj
            <</Type /Annot/Subtype /Widget/FT /Sig/T (Signature-0001020304050607)/P 3 0 R/Rect [0 0 0 0]/F 132/V 4 0 R>>
            endobj
            6 0 obj
            <</Fields [5 0 R]/SigFlags 3>>
            endobj
            xref
            1 1
            0000000310 00000 n\u{20}
            3 4
            0000000371 00000 n\u{20}
            0000000453 00000 n\u{20}
            0000000655 00000 n\u{20}
            0000000779 00000 n\u{20}
            trailer
            <</Root 1 0 R/Prev 170/Size 7>>
            startxref
            825
            %%EOF

            """
        #expect(section.text == expected)
    }

    @Test func `has a cross-reference stream behind a file with one, which lists itself`() throws {
        let file = PDFSketch.onePage.withStream()
        let section = try prepared(file)
        let document = try opened(file + section.bytes)
        #expect(document.sections.map(\.kind) == [.stream, .stream])
        let trailer = document.sections[0].trailer
        #expect(trailer["Size"] == .integer(9))
        #expect(trailer["W"] == (try value("[1 3 2]")))
        #expect(trailer["Index"] == (try value("[1 1 3 1 5 4]")))
        #expect(trailer["Prev"] == .integer(document.sections[1].position))
        #expect(document.place(of: ObjectID(8)) == .inFile(offset: document.sections[0].position, generation: 0))
        #expect(!section.text.contains("xref\n1"))
    }

    private static let golden = "golden/update-behind-stream.update"

    /// A certification with words, a place and a lock, so that most of what an update can have is in it.
    private func certified() throws -> UpdateSection {
        var request = SignatureRequest.at()
        request.role = .certification(.fillingAndSigning)
        request.lock = FieldLock(action: .exclude, fields: ["Ketua", "Sekretaris é"])
        (request.signerName, request.reason) = ("Ni Luh Wĕdastri", "Disetujui (uji)")
        request.contentsBytes = 20
        return try prepared(PDFSketch.onePage.withStream(), request)
    }

    @Test func `is to the byte what it was behind a file with a stream`() throws {
        let section = try certified()
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(section.bytes).write(to: URL(filePath: Fixture.path(Self.golden)))
            Issue.record("recorded \(Self.golden): read the difference, then run again")
        }
        #expect(section.originalBytes == 300)
        #expect(try section.bytes == Fixture.bytes(Self.golden))
    }

    @Test func `behind a file with a stream is read by qpdf as it was meant`() throws {
        let folder = try TemporaryFolder()
        let file = try PDFSketch.onePage.withStream() + Fixture.bytes(Self.golden)
        let run = try ProgramRun.of("qpdf", ["--check", "--show-xref", folder.write(file, to: "golden.pdf")])
        #expect(run.isSuccess, "\(run.errors)")
        for (number, place) in try opened(file).sections[0].listed where place != .free {
            guard case .inFile(let offset, _) = place else { continue }
            #expect(run.output.contains("\(number)/0: uncompressed; offset = \(offset)\n"), "\(run.output)")
        }
    }

    @Test(arguments: [
        "table", "stream-predictor", "hybrid", "encrypted-empty-user-password", "tree-2000-flat", "signed-twice",
    ])
    func `holds only what is new or has changed`(name: String) throws {
        let file = try Fixture.bytes("pdf/\(name).pdf")
        let before = try opened(file)
        let section = try prepared(file)
        let after = try opened(file + section.bytes)
        #expect(Array((file + section.bytes).prefix(file.count)) == file)
        var numbers: [Int] = []
        after.sections[0].forEach { number, place in if place != .free { numbers.append(number) } }
        for number in numbers where number <= before.highestNumber {
            #expect(try before.object(number) != after.object(number), "\(number) is written and has not changed")
        }
        for number in 1...before.highestNumber where !numbers.contains(number) {
            #expect(try before.object(number) == after.object(number))
        }
    }

    @Test func `keeps what the trailer says and gives it a new second identifier`() throws {
        let file = try Fixture.bytes("pdf/trailer-unknown-keys.pdf")
        let before = try opened(file)
        let after = try opened(file + prepared(file).bytes)
        for key in ["Root", "Info"] as [PDFName] { #expect(after.trailer[key] == before.trailer[key]) }
        let identifiers = try #require(try after.resolve(after.trailer["ID"]).array)
        #expect(identifiers.first == (try before.resolve(before.trailer["ID"]).array?.first))
        #expect(identifiers.last?.string?.bytes == (0..<16).map { UInt8($0) })
        let kept = before.sections[0].trailer.entries.filter {
            !["Type", "W", "Index", "Filter", "DecodeParms", "Length", "Prev", "Size", "ID"].contains($0.key.text)
        }
        #expect(kept.count > 3)
        for entry in kept { #expect(after.sections[0].trailer[entry.key] == entry.value) }
    }

    @Test(arguments: ["root-generation-1", "object-generation-3", "object-freed-and-reused"])
    func `keeps the generation of what it changes`(name: String) throws {
        let file = try Fixture.bytes("pdf/\(name).pdf")
        let before = try opened(file)
        let after = try opened(file + prepared(file).bytes)
        #expect(try after.catalog().id == before.catalog().id)
        #expect(try after.page(.first).id == before.page(.first).id)
        #expect(try after.standingSignatures().count == 1)
    }

    @Test(arguments: [("trailer-size-too-small", 7), ("trailer-size-too-large", 12)])
    func `numbers new objects above all there are`(
        name: String, first: Int
    ) throws {
        let file = try Fixture.bytes("pdf/\(name).pdf")
        let before = try opened(file)
        let id = try #require(try opened(file + prepared(file).bytes).standingSignatures().first?.id)
        #expect(id.number > before.highestNumber)
        #expect(Int(id.number) >= first)
    }

    /// Each refers to numbers that the update's own objects would get: `+0` is the first of them.
    private static let dangling = [
        [1: "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>", 4: "<</FT/Sig/T(a)/V +0>>"],
        [1: "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>", 4: "<</FT/Sig/T(a)/Kids[+0]/V +2>>"],
        [1: "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[<</FT/Sig/T(a)/V +0>>]>>>>", 4: "null"],
        [1: "<</Type/Catalog/Pages 2 0 R/DSS +0/Names<</A[+1]>>>>", 4: "null"],
        [3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots 4 0 R>>", 4: "[+0 +3]"],
    ]

    @Test(arguments: dangling, [false, true]) func `gives no object a number that something refers to already`(
        objects: [Int: String], isStream: Bool
    ) throws {
        let first = isStream ? 6 : 5  // a cross-reference stream is an object too
        func referring(_ text: String) -> String {
            (0..<5).reduce(text) { $0.replacing("+\($1)", with: "\(first + $1) 0 R") }
        }
        var sketch = PDFSketch.onePage
        for (number, body) in objects { sketch[number] = referring(body) }
        sketch.trailer += referring("/ID[<00><00>]/Extra +4")
        let file = isStream ? sketch.withStream() : sketch.withTable
        let before = try opened(file)
        #expect(before.highestNumber == first - 1)
        let after = try opened(file + prepared(file).bytes)
        let text = objects.values.joined() + "+4"
        for offset in 0..<5 where text.contains("+\(offset)") {
            #expect(after.place(of: ObjectID(first + offset)) == nil, "\(first + offset) was given away")
        }
        let found = try after.foundSignatures()
        #expect(found.count == 1 && found[0].field != "a")
        #expect(found[0].defects.contains(.notInForm) == false)
    }

    @Test func `is refused where more numbers are referred to than can be known`() throws {
        var sketch = PDFSketch.onePage
        sketch[1] = "<</Type/Catalog/Pages 2 0 R/Names[7 0 R 8 0 R 9 0 R]>>"
        var limits = ReadingLimits()
        limits.danglingNumbersMax = 3
        #expect(try prepared(sketch.withTable, limits: limits).text.contains("/Size 7>>"))
        limits.danglingNumbersMax = 2
        #expect(throws: PDFError.tooComplex(.objects)) { try prepared(sketch.withTable, limits: limits) }
    }

    @Test func `gives a shared list of annotations to its page alone`() throws {
        let file = try Fixture.bytes("pdf/annots-shared.pdf")
        let before = try opened(file)
        let after = try opened(file + prepared(file).bytes)
        let list = try #require(try before.page(.first).dictionary["Annots"]?.reference)
        #expect(try after.object(list) == before.object(list))
        let own = try #require(try after.page(.first).dictionary["Annots"]?.array)
        #expect(own.count == (try before.object(list).array?.count ?? 0) + 1)
    }

    @Test func `extends a list of annotations that the page has to itself`() throws {
        let file = try Fixture.bytes("pdf/annots-indirect.pdf")
        let before = try opened(file)
        let after = try opened(file + prepared(file).bytes)
        let list = try #require(try before.page(.first).dictionary["Annots"]?.reference)
        #expect(try after.page(.first).dictionary == before.page(.first).dictionary)
        #expect(try after.object(list).array?.count == (try before.object(list).array?.count ?? 0) + 1)
    }

    @Test func `drops a second form only where nobody has signed`() throws {
        let file = try Fixture.bytes("pdf/xfa-static.pdf")
        let once = try file + prepared(file).bytes
        #expect(try AcroForm(of: opened(file))?.dictionary["XFA"] != nil)
        #expect(try AcroForm(of: opened(once))?.dictionary["XFA"] == nil)
        var sketch = FieldTests.sketch("<</XFA(form)/Fields[4 0 R]>>", [4: "<</FT/Sig/T(a)/V<<>>>>"])
        sketch.trailer += "/ID[<00><00>]"
        let signed = try sketch.withTable + prepared(sketch.withTable).bytes
        #expect(try AcroForm(of: opened(signed))?.dictionary["XFA"] != nil)
    }

    @Test(arguments: ["startxref-far-off", "table-missing", "trailer-missing", "stream-offsets-late"])
    func `of a damaged file lists all its objects and leaves the broken chain behind`(name: String) throws {
        let file = try Fixture.bytes("pdf/\(name).pdf")
        let before = try opened(file)
        #expect(before.isRepaired)
        let after = try opened(file + prepared(file).bytes)
        #expect(!after.isRepaired && after.sections.count == 1)
        #expect(after.sections[0].trailer["Prev"] == nil)
        #expect(after.place(of: ObjectID(0)) == .free)
        for number in 1...before.highestNumber where number != Int(try before.catalog().id.number) {
            if try before.page(.first).id == ObjectID(number) { continue }
            #expect(try after.object(number) == before.object(number))
        }
    }

    @Test func `begins on a line of its own`() throws {
        let file = PDFSketch.onePage.withTable
        #expect(try prepared(file).text.hasPrefix("1 0 obj"))
        #expect(try prepared(Array(file.dropLast())).text.hasPrefix("\n1 0 obj"))
    }

    @Test func `leaves a hole of the size that was asked for`() throws {
        var request = SignatureRequest.plain
        for bytes in [1, 8_192, 100_000] {
            request.contentsBytes = bytes
            let section = try prepared(PDFSketch.onePage.withTable, request)
            #expect(section.contentsBytes == bytes)
            let start = section.hole.lowerBound - section.originalBytes
            #expect(
                section.bytes[start] == UInt8(ascii: "<") && section.bytes[start + bytes * 2 + 1] == UInt8(ascii: ">"))
        }
    }
}
