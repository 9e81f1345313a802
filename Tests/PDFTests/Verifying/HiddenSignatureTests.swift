import TestSupport
import Testing

@testable import PDF

@Suite("A signature that hides or pretends") struct HiddenSignatureTests {
    private static let file = FoundSignatureTests.file
    private static let orphan =
        "<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 5 7 3]/Contents<00>/Reason(Yatim)>>"

    private func found(_ file: [UInt8]) throws -> [FoundSignature] { try opened(file).foundSignatures() }

    @Test func `is found though it hangs in no form`() throws {
        let found = try found(appended(PDFSketch.onePage.withTable, [(9, Self.orphan)]))
        #expect(found.map(\.words.reason) == ["Yatim"])
        #expect(found[0].defects.contains(.notInForm) && found[0].id == ObjectID(9) && found[0].field == nil)
    }

    @Test func `is found in an object that no cross-reference lists`() throws {
        let object = Array("9 0 obj \(Self.orphan) endobj\n".utf8)
        let plain = PDFSketch.onePage.withTable
        let file = try appended(plain, [(8, "null")], unlisted: object)
        let found = try found(file)
        #expect(try !opened(file).isRepaired)
        #expect(found.map(\.id) == [ObjectID(9)] && found[0].defects.contains(.notInForm))
    }

    @Test func `is found in an object stream`() throws {
        var sketch = PDFSketch.onePage
        sketch.addContainer(5, [(4, Self.orphan)])
        let found = try found(sketch.withStream(inside: [4: (5, 0)]))
        #expect(found.map(\.id) == [ObjectID(4)])
        #expect(Set([.insideObjectStream, .notInForm, .holeElsewhere]).isSubset(of: found[0].defects))
    }

    @Test func `is not what an attached document has`() throws {
        var sketch = PDFSketch.onePage
        sketch.addStream(4, "/Type/EmbeddedFile", Self.file)
        #expect(try found(sketch.withTable) == [])
    }

    @Test func `is told of where its object cannot be read`() throws {
        let found = try found(appended(PDFSketch.onePage.withTable, [(9, "<</ByteRange[0 1 2 3 /Contents<00>>>")]))
        #expect(found.map(\.defects) == [[.unreadable, .notInForm]])
    }

    @Test func `is told of where a later revision takes it from the form`() throws {
        let found = try found(appended(Self.file, [(6, "<</Fields[]>>")]))
        #expect(found.map(\.defects) == [[.notInNewestForm]])
        #expect(found[0].field == "Signature-0001020304050607" && found[0].coverage == .revision(1))
    }

    @Test func `cannot be given other words by a later revision`() throws {
        let other = try body(4, in: Self.file).replacing("D:2026", with: "D:2025")
        let found = try found(appended(Self.file, [(4, other)]))
        #expect(found.map(\.words.date) == ["D:20250601190000+07'00'", "D:20260601190000+07'00'"])
        #expect(found.allSatisfy { $0.defects.contains(.dictionaryChangedLater) })
        #expect(found[0].defects.contains(.holeElsewhere))
    }

    @Test func `may be written again as it was`() throws {
        let found = try found(appended(Self.file, [(4, try body(4, in: Self.file))]))
        #expect(found.map(\.defects) == [[]])
        #expect(found[0].revision == 1)
    }

    @Test func `cannot borrow words that a later revision changes`() throws {
        let indirect = replaced(Self.file, "(D:20260601190000+07'00')", "9 0 R")
        let found = try found(appended(appended(indirect, []), [(9, "(D:19991231)")]))
        #expect(found.map(\.defects) == [[.dictionaryChangedLater]])
    }

    @Test func `cannot be the value of two fields`() throws {
        let field = "<</FT/Sig/T(Lain)/V 4 0 R>>"
        let found = try found(appended(Self.file, [(6, "<</Fields[5 0 R 9 0 R]>>"), (9, field)]))
        #expect(found.map { $0.defects.contains(.sharedDictionary) } == [true, true])
        #expect(found.map { $0.defects.contains(.rangesCross) } == [false, false])
        #expect(found.map(\.field) == ["Signature-0001020304050607", "Lain"])
    }

    @Test func `cannot hang itself into the form later`() throws {
        let bare = replaced(Self.file, "/AcroForm 6 0 R", "")
        let found = try found(
            appended(bare, [(1, "<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R>>")]))
        #expect(found.map(\.defects) == [[.notInSignedForm]])
    }

    @Test func `cannot cross another`() throws {
        var second = SignatureRequest.plain
        second.identifier[0] = 1
        let twice = try signed(Self.file, second)
        let ranges = try found(twice).map(\.byteRange)
        let end = ranges[1][2] + ranges[1][3]
        let old = "[" + ranges[0].map(String.init).joined(separator: " ") + "]     "
        let crossed = replaced(twice, old, "[0 \(ranges[0][1]) \(ranges[0][2]) \(end - ranges[0][2])]")
        #expect(try found(crossed).map { $0.defects.contains(.rangesCross) } == [true, true])
    }

    @Test func `says that the document was repaired`() throws {
        let broken = replaced(Self.file, "startxref\n825", "startxref\n1")
        #expect(try opened(broken).isRepaired)
        #expect(try found(broken).map(\.defects) == [[.documentRepaired]])
    }

    @Test func `leaves its word even where nothing can be opened`() {
        let bytes = DocumentBytes(Array("%PDF-1.7 4 0 obj<</ByteRange[0 1 2 3]>>".utf8))
        #expect(bytes.mentionsByteRange && !DocumentBytes(Array("%PDF-1.7".utf8)).mentionsByteRange)
        #expect(throws: PDFError.self) { try PDFDocument.open(bytes) }
    }

    @Test func `is one of as many as are looked at`() throws {
        var limits = ReadingLimits()
        limits.signaturesMax = 2
        let two = try appended(PDFSketch.onePage.withTable, [(8, Self.orphan), (9, Self.orphan)])
        #expect(try opened(two, limits: limits).foundSignatures().count == 2)
        let three = try appended(two, [(10, Self.orphan)])
        #expect(throws: PDFError.tooComplex(.signatures)) { try opened(three, limits: limits).foundSignatures() }
    }

    @Test func `needs no more states than are opened`() throws {
        var limits = ReadingLimits()
        limits.statesMax = 1
        let later = try appended(Self.file, [(6, "<</Fields[]>>")])
        #expect(try opened(later, limits: limits).foundSignatures().count == 1)
        limits.statesMax = 0
        #expect(throws: PDFError.tooComplex(.revisions)) { try opened(later, limits: limits).foundSignatures() }
    }

    @Test func `needs no more rows and no more fields of earlier states than are read`() throws {
        let later = try appended(Self.file, [(6, "<</Fields[]>>")])
        let rows = try opened(later).sections.reduce(0) { $0 + $1.rowCount }
        var limits = ReadingLimits()
        (limits.stateRowsMax, limits.stateFieldsMax) = (rows, 1)
        #expect(try opened(later, limits: limits).foundSignatures().map(\.defects) == [[.notInNewestForm]])
        limits.stateRowsMax = rows - 1
        #expect(throws: PDFError.tooComplex(.objects)) { try opened(later, limits: limits).foundSignatures() }
        (limits.stateRowsMax, limits.stateFieldsMax) = (rows, 0)
        #expect(throws: PDFError.tooComplex(.fields)) { try opened(later, limits: limits).foundSignatures() }
    }

    @Test func `is looked for in no more places than the word may stand`() throws {
        func file(_ words: Int) throws -> [UInt8] {
            try appended(
                PDFSketch.onePage.withTable, [(9, "[" + String(repeating: "(/ByteRange)", count: words) + "]")])
        }
        #expect(try found(file(10_000)) == [])
        #expect(throws: PDFError.tooComplex(.signatures)) { try found(file(10_001)) }
    }

    @Test func `is none where a field names nothing`() throws {
        let empty = try appended(
            PDFSketch.onePage.withTable,
            [
                (1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[8 0 R]>>>>"), (8, "<</FT/Sig/T(Kosong)/V 9 0 R>>"),
            ])
        #expect(try found(empty) == [])
    }
}

@Suite("A state of a document") struct StateTests {
    @Test func `opens where a revision ends, and nowhere else`() throws {
        let file = PDFSketch.onePage.withTable
        let document = try opened(signed(file))
        let state = try #require(try document.state(upTo: file.count))
        #expect(state.sections.count == 1 && state.bytes.count == file.count)
        for end in [-1, 0, 1, file.count / 2, file.count + 40, document.bytes.count + 1] {
            #expect(try document.state(upTo: end) == nil, "\(end)")
        }
    }

    @Test func `of a protected document needs no password again`() throws {
        let file = try Fixture.bytes("pdf/encrypted-aes-256-r6.pdf")
        let whole = file + (try prepared(file, password: "kata-buka").bytes)
        let document = try opened(whole, password: "kata-buka")
        #expect(try document.state(upTo: file.count)?.pageCount() == document.pageCount())
        #expect(try document.foundSignatures().map(\.defects) == [[]])
    }
}
