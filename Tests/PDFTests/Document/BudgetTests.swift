import TestSupport
import Testing

@testable import PDF

/// Small files that lead to the same large part from many places.
@Suite("What one document may cost") struct BudgetTests {
    private static func pages(_ kids: String, more: String = "") -> PDFSketch {
        var sketch = PDFSketch.onePage
        sketch[2] = "<</Type/Pages/Kids[\(kids)]/Count 1\(more)>>"
        return sketch
    }

    private func cost(_ file: [UInt8], limits: ReadingLimits = ReadingLimits()) -> (error: PDFError?, time: Duration) {
        var failure: PDFError?
        let time = ContinuousClock().measure {
            do throws(PDFError) {
                let document = try opened(file, limits: limits)
                _ = try document.pageCount()
                _ = try document.standingSignatures()
                _ = try document.fields()
            } catch {
                failure = error
            }
        }
        return (failure, time)
    }

    @Test func `bounds a page shown from a hundred thousand places that is large itself`() {
        var sketch = Self.pages(String(repeating: "3 0 R ", count: 150_000))
        sketch[3] = "<</Type/Page" + (0..<50_000).map { "/K\($0) 1" }.joined() + ">>"
        let (error, time) = cost(sketch.withTable)
        #expect(error == .tooComplex(.objects))
        #expect(time < .seconds(60))
    }

    @Test func `bounds branches that share a long list of nothing`() {
        var sketch = Self.pages((10..<2_010).map { "\($0) 0 R" }.joined(separator: " "))
        sketch[4] = "[" + String(repeating: "null ", count: 200_000) + "]"
        for number in 10..<2_010 { sketch[number] = "<</Type/Pages/Kids 4 0 R/Count 0>>" }
        let (error, time) = cost(sketch.withTable)
        #expect(error == .tooComplex(.pages) || error == .tooComplex(.objects))
        #expect(time < .seconds(60))
    }

    @Test func `bounds objects whose beginnings stand in one comment before one large body`() {
        var text = "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        text +=
            "2 0 obj<</Type/Pages/Kids[\((10..<5_010).map { "\($0) 0 R" }.joined(separator: " "))]/Count 1>>endobj\n"
        var offsets: [Int: Int] = [1: 9, 2: 52]
        for number in 10..<5_010 {
            offsets[number] = text.utf8.count
            text += "\(number) 0 obj%"
        }
        text += "\n[" + String(repeating: "(0123456789)", count: 10_000) + "]endobj\n"
        let start = text.utf8.count
        text += "xref\n"
        for (number, offset) in offsets.sorted(by: { $0.key < $1.key }) {
            let digits = "\(offset)"
            text += "\(number) 1\n" + String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        text += "trailer<</Root 1 0 R/Size 9999>>\nstartxref\n\(start)\n%%EOF"
        let (error, time) = cost(Array(text.utf8))
        #expect(error == .tooComplex(.objects) || error == .tooComplex(.elements))
        #expect(time < .seconds(60))
    }

    @Test func `bounds members of an object stream that all begin at one place`() {
        var sketch = Self.pages((10..<3_010).map { "\($0) 0 R" }.joined(separator: " "))
        let head = (10..<3_010).map { "\($0) 0 " }.joined()
        let body = "(" + String(repeating: "x", count: 100_000) + ")"
        sketch.addStream(5, "/Type/ObjStm/N 3000/First \(head.utf8.count)", Array((head + body).utf8))
        var inside: [Int: (container: Int, index: Int)] = [:]
        for number in 10..<3_010 { inside[number] = (container: 5, index: (number - 10) % 256) }
        let (error, time) = cost(sketch.withStream(inside: inside))
        #expect(error == .tooComplex(.objects))
        #expect(time < .seconds(60))
    }

    @Test func `bounds object streams that share one long table`() {
        var limits = ReadingLimits()
        limits.valuesMax = 100_000
        var sketch = Self.pages((10..<60).map { "\($0) 0 R" }.joined(separator: " "))
        let table = String(repeating: "1 0 ", count: 10_000)
        var inside: [Int: (container: Int, index: Int)] = [:]
        for number in 10..<60 {
            sketch.addStream(number + 100, "/Type/ObjStm/N 10000/First 40000", Array((table + "null").utf8))
            inside[number] = (container: number + 100, index: 0)
        }
        #expect(cost(sketch.withStream(inside: inside), limits: limits).error == .tooComplex(.elements))
    }

    @Test func `bounds the search for ends of streams that have none`() {
        var sketch = Self.pages((10..<3_010).map { "\($0) 0 R" }.joined(separator: " "))
        for number in 10..<3_010 { sketch[number] = "<</Type/Page/Length 1>>stream\n" }
        sketch[4_000] = "(" + String(repeating: "x", count: 1_000_000) + ")"
        let (error, time) = cost(sketch.withTable)
        #expect(error == .tooComplex(.objects))
        #expect(time < .seconds(60))
    }

    @Test func `bounds one long field name above very many fields`() {
        var sketch = PDFSketch.onePage
        let kids = (10..<20_010).map { "\($0) 0 R" }.joined(separator: " ")
        sketch[1] = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>"
        sketch[4] = "<</T(\(String(repeating: "n", count: 4_096)))/Kids[\(kids)]>>"
        for number in 10..<20_010 { sketch[number] = "<</T(a)>>" }
        #expect(cost(sketch.withTable).error == .tooComplex(.fields))
        sketch[4] = "<</T(\(String(repeating: "n", count: 4_097)))/Kids[\(kids)]>>"
        #expect(cost(sketch.withTable).error == .tooComplex(.nameLength))
    }

    @Test func `bounds fields that share a long list of widgets`() {
        var sketch = PDFSketch.onePage
        sketch[1] =
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[\((10..<5_010).map { "\($0) 0 R" }.joined(separator: " "))]>>>>"
        sketch[4] = "[" + String(repeating: "3 0 R ", count: 50_000) + "]"
        for number in 10..<5_010 { sketch[number] = "<</FT/Sig/T(\(number))/Kids 4 0 R>>" }
        let (error, time) = cost(sketch.withTable)
        #expect(error == .tooComplex(.objects))
        #expect(time < .seconds(60))
    }

    @Test func `bounds signatures that share a lock on very many fields`() throws {
        let names = String(repeating: "(nama)", count: 10)
        let file = FieldTests.sketch(
            "<</Fields[4 0 R 5 0 R]>>",
            [
                4: "<</FT/Sig/T(a)/V<<>>/Lock 6 0 R>>", 5: "<</FT/Sig/T(b)/V<<>>/Lock 6 0 R>>",
                6: "<</Action/Include/Fields[\(names)]>>",
            ]
        ).withTable
        var limits = ReadingLimits()
        limits.fieldsMax = 20
        #expect(try opened(file, limits: limits).standingSignatures().count == 2)
        limits.fieldsMax = 19
        #expect(throws: PDFError.tooComplex(.fields)) { try opened(file, limits: limits).standingSignatures() }
    }

    @Test func `bounds an object that needs another that needs another`() {
        var sketch = Self.pages("10 0 R")
        for number in 10..<50_000 { sketch[number] = "<</Length \(number + 1) 0 R>>stream\n\nendstream" }
        #expect(cost(sketch.withTable).error == .unreadable(.syntax))
    }

    @Test func `bounds what a report repeats of a byte range`() throws {
        var sketch = PDFSketch.onePage
        sketch[1] = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>"
        sketch[4] = "<</FT/Sig/T(a)/V<</ByteRange[\(String(repeating: "7 ", count: 1_000))]>>>>"
        #expect(try opened(sketch.withTable).standingSignatures().first?.byteRange == [7, 7, 7, 7, 7, 7, 7, 7])
    }

    @Test func `does not stand in the way of an ordinary large document`() throws {
        var sketch = Self.pages((10..<30_010).map { "\($0) 0 R" }.joined(separator: " "))
        for number in 10..<30_010 {
            sketch[number] =
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 6 0 R>>"
        }
        let document = try opened(sketch.withTable)
        #expect(try document.pageCount() == 30_000)
        #expect(try document.page(.number(29_999)).id == ObjectID(30_008))
    }

    @Test(arguments: [1, 9, 20, 60]) func `stays even with many large cross-references`(sections: Int) throws {
        var file = PDFSketch.onePage.withTable
        let rows = String(repeating: "0000000000 00000 f \n", count: 2_000)
        var previous = DocumentBytes(file).latin1.split(separator: "startxref\n")[1].split(separator: "\n")[0]
            .description
        for _ in 0..<sections {
            let start = file.count
            file += Array(
                "xref\n100 2000\n\(rows)trailer\n<</Root 1 0 R/Size 3000/Prev \(previous)>>\nstartxref\n\(start)\n%%EOF\n"
                    .utf8)
            previous = "\(start)"
        }
        #expect(try opened(file).sections.count == sections + 1)
        #expect(try opened(file).pageCount() == 1)
        var limits = ReadingLimits()
        limits.rowsMax = 2_000 * sections
        #expect(throws: PDFError.tooComplex(.objects)) { try opened(file, limits: limits) }
    }
}
