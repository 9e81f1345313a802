import TestSupport
import Testing

@testable import PDF

@Suite("What stands in the way of a signature") struct SigningObstacleTests {
    private func obstacle(_ name: String, _ request: SignatureRequest = .plain) throws -> SigningObstacle? {
        try obstacle(Fixture.bytes("pdf/\(name).pdf"), request)
    }

    private func obstacle(
        _ file: [UInt8], _ request: SignatureRequest = .plain, limits: ReadingLimits = ReadingLimits()
    ) throws -> SigningObstacle? {
        do throws(PDFError) {
            _ = try prepared(file, request, limits: limits)
            return nil
        } catch {
            guard case .cannotSign(let obstacle) = error else { throw error }
            return obstacle
        }
    }

    @Test func `is a certification that allows no changes, or a form that is drawn anew`() throws {
        #expect(try obstacle("certified-p-1") == .noChangesAllowed)
        #expect(try obstacle("xfa-dynamic") == .dynamicForm)
        #expect(try obstacle("xfa-static") == nil)
    }

    @Test func `is damage under a signature`() throws {
        var bytes = try Fixture.bytes("pdf/signed-once.pdf")
        let place = try #require(DocumentBytes(bytes).lastIndex(of: "startxref", in: 0..<bytes.count))
        bytes.replaceSubrange(place + 10..<place + 12, with: Array("99".utf8))
        #expect(try obstacle(bytes) == .repairedAndSigned)
    }

    @Test func `is a lock that the author of the field does not want`() throws {
        var request = SignatureRequest.plain
        request.field = .existing(name: "Persetujuan")
        request.lock = FieldLock(action: .include, fields: ["lain"])
        #expect(try obstacle("field-lock-all", request) == .seedValue(.lock))
        request.lock = FieldLock(action: .all, fields: [])
        #expect(try obstacle("field-lock-all", request) == nil)
    }

    /// Without its last `startxref` a file would be read as it was before, and the signature in its last revision be lost.
    @Test(arguments: ["signed-once", "signed-once-stream", "signed-twice"])
    func `is a signed revision that was cut off`(name: String) throws {
        let bytes = try Fixture.bytes("pdf/\(name).pdf")
        let place = try #require(DocumentBytes(bytes).lastIndex(of: "startxref", in: 0..<bytes.count))
        #expect(try obstacle(Array(bytes[..<place])) == .repairedAndSigned)
        #expect(try obstacle(Array(bytes[..<(place - 40)])) == .repairedAndSigned)
    }

    @Test func `is a page that is not there, or a box beside the page`() throws {
        #expect(try obstacle("table", .at(page: .number(3))) == .noSuchPage(asked: 3, pages: 2))
        #expect(try obstacle("table", .at(Rectangle(x: 600, y: 0, width: 10, height: 10))) == .boxOutsidePage)
        #expect(try obstacle("table", .at(page: .number(2))) == nil)
    }

    @Test func `is a field name that is taken or cannot be one`() throws {
        var request = SignatureRequest.plain
        for (name, expected) in [
            ("", SigningObstacle.fieldNameUnusable), ("a.b", .fieldNameUnusable),
            (String(repeating: "n", count: 128), .fieldNameUnusable),
        ] {
            request.field = .new(name: name)
            #expect(try obstacle("table", request) == expected)
        }
        for name in ["a", String(repeating: "n", count: 127), "Tanda Tangan é"] {
            request.field = .new(name: name)
            #expect(try obstacle("table", request) == nil)
        }
        let file = FieldTests.sketch("<</Fields[4 0 R]>>", [4: "<</FT/Tx/T(a)>>"]).withTable
        request.field = .new(name: "a")
        #expect(try obstacle(file, request) == .fieldNameTaken)
    }

    @Test func `is a field that is missing, of another kind, or full`() throws {
        let file = FieldTests.sketch(
            "<</Fields[4 0 R 5 0 R<</FT/Sig/T(d)>>]>>", [4: "<</FT/Tx/T(a)>>", 5: "<</FT/Sig/T(b)/V<<>>>>"]
        ).withTable
        #expect(try obstacle(file, .existing("c")) == .noSuchField)
        #expect(try obstacle(file, .existing("d")) == .noSuchField)
        #expect(try obstacle(file, .existing("a")) == .notASignatureField)
        #expect(try obstacle(file, .existing("b")) == .fieldAlreadySigned)
        #expect(try obstacle("form-missing", .existing("a")) == .noSuchField)
    }

    @Test func `is a certification that comes second, and a new visible field under one`() throws {
        var request = SignatureRequest.plain
        request.role = .certification(.annotating)
        #expect(try obstacle("signed-once", request) == .certificationNotFirst)
        #expect(try obstacle("table", request) == nil)
        #expect(try obstacle("certified-p-2", .at()) == .newVisibleFieldForbidden)
        #expect(try obstacle("certified-p-2", .plain) == nil)
        #expect(try obstacle("certified-p-2-field-waits", .existing("Mengetahui")) == nil)
    }

    @Test func `is a page with as many annotations as one may have`() throws {
        var sketch = PDFSketch.onePage
        sketch[3] = "<</Type/Page/MediaBox[0 0 595 842]/Annots[4 0 R 4 0 R]>>"
        sketch[4] = "<<>>"
        var limits = ReadingLimits()
        limits.annotationsMax = 3
        #expect(try obstacle(sketch.withTable, limits: limits) == nil)
        limits.annotationsMax = 2
        #expect(try obstacle(sketch.withTable, limits: limits) == .pageHasTooManyAnnotations)
    }

    @Test(arguments: ["7", "(text)", "<<>>"]) func `is damage where the page's annotations are none`(
        annotations: String
    ) throws {
        var sketch = PDFSketch.onePage
        sketch[3] = "<</Type/Page/MediaBox[0 0 595 842]/Annots \(annotations)>>"
        #expect(throws: PDFError.unreadable(.page)) { try prepared(sketch.withTable) }
    }

    @Test func `is damage where a field's widget is none`() throws {
        let file = FieldTests.sketch("<</Fields[4 0 R]>>", [4: "<</FT/Sig/T(a)/Kids[5 0 R]>>", 5: "<<>>"])
        #expect(try obstacle(file.withTable, .existing("a")) == nil)
    }

    @Test func `is damage where the way to a field's widget is longer than one reference`() throws {
        let objects = [4: "<</FT/Sig/T(a)/Kids[5 0 R]>>", 5: "6 0 R", 6: "<</Rect[0 0 9 9]>>"]
        #expect(throws: PDFError.unreadable(.signatureField)) {
            try prepared(FieldTests.sketch("<</Fields[4 0 R]>>", objects).withTable, .existing("a"))
        }
    }

    @Test func `is nothing where empty input, text or a header alone say what they are`() {
        #expect(throws: PDFError.unreadable(.empty)) { try prepared([]) }
        #expect(throws: PDFError.unreadable(.notPDF)) { try prepared(Array("Surat".utf8)) }
        #expect(throws: PDFError.unreadable(.catalog)) { try prepared(Array("%PDF-1.7\n".utf8)) }
    }

    @Test func `is a document that has no number left`() throws {
        var limits = ReadingLimits()
        limits.objectNumberMax = 7
        #expect(try obstacle(PDFSketch.onePage.withTable, limits: limits) == nil)
        limits.objectNumberMax = 6
        #expect(throws: PDFError.tooComplex(.objects)) { try prepared(PDFSketch.onePage.withTable, limits: limits) }
    }
}
