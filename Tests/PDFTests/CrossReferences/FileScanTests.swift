import TestSupport
import Testing

@testable import PDF

@Suite("A search of the whole file") struct FileScanTests {
    private static let head =
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]/Count 1>>endobj "
        + "3 0 obj<</Type/Page>>endobj "

    private func scanned(_ tail: String, limits: ReadingLimits = ReadingLimits()) throws(PDFError) -> PDFDocument {
        try opened(Array((Self.head + tail + " startxref").utf8), limits: limits)
    }

    @Test func `lets the last of two objects win`() throws {
        let document = try scanned("4 0 obj(old)endobj 4 0 obj(new)endobj")
        #expect(try document.object(4).string?.text == "new")
        #expect(document.isRepaired && document.sections.count == 1)
    }

    @Test func `takes nothing inside a stream for an object`() throws {
        let document = try scanned(
            "4 0 obj<</Length 20>>stream\n5 0 obj(in)endobj  \nendstream endobj 6 0 obj(out)endobj")
        #expect(try document.object(5) == .null)
        #expect(try document.object(6).string?.text == "out")
    }

    @Test func `finds what lies in object streams, unless it stands later by itself`() throws {
        var sketch = PDFSketch.onePage
        sketch.addContainer(
            7, [(number: 5, body: "(inside)"), (number: 6, body: "(inside)"), (number: 8, body: "(inside)")])
        sketch[8] = "(later)"
        sketch[5] = "(earlier)"
        let document = try opened(sketch.withoutCrossReference)
        #expect(try document.object(5).string?.text == "inside")
        #expect(try document.object(6).string?.text == "inside")
        #expect(try document.object(8).string?.text == "later")
    }

    @Test func `forgets an object stream that was replaced`() throws {
        var sketch = PDFSketch.onePage
        sketch.addContainer(7, [(number: 6, body: "(inside)")])
        let file = sketch.withoutCrossReference + Array("7 0 obj null endobj".utf8)
        #expect(try opened(file).object(6) == .null)
    }

    @Test(arguments: [
        "encrypted-rc4-128-object-streams", "encrypted-aes-128-object-streams", "encrypted-aes-256-r6-object-streams",
    ])
    func `opens the object streams of a protected file`(name: String) throws {
        let file = DocumentBytes(try Fixture.bytes("pdf/\(name).pdf"))
        let chained = try PDFDocument.open(file, password: Array("kata-buka".utf8))
        let searched = try PDFDocument.repaired(file, password: Array("kata-buka".utf8), limits: ReadingLimits())
        #expect(!chained.isRepaired && searched.isRepaired)
        #expect(try searched.catalog().dictionary == chained.catalog().dictionary)
        #expect(try searched.page(.first).dictionary == chained.page(.first).dictionary)
    }

    @Test func `takes the last trailer whose catalog exists, or the catalog it found`() throws {
        #expect(
            try scanned("trailer<</Root 1 0 R/A 1>>trailer<</Root 77 0 R/A 2>>").trailer["Root"]
                == .reference(ObjectID(1)))
        #expect(try scanned("").trailer["Root"] == .reference(ObjectID(1)))
    }

    @Test func `that finds no trailer takes the catalog only of a file that comes to its end`() throws {
        _ = try opened(Array((Self.head + "startxref 0 %%EOF").utf8))
        #expect(throws: PDFError.unreadable(.catalog)) { try opened(Array(Self.head.utf8)) }
        let protection = "9 0 obj<</Filter/Standard/V 1/R 2/O(o)/U(u)/P -4>>endobj "
        #expect(throws: PDFError.unreadable(.catalog)) { try scanned(protection) }
    }

    @Test(arguments: ["77 0 R", "1 5 R"]) func `that finds a trailer takes no catalog but its own`(root: String) {
        #expect(throws: PDFError.unreadable(.catalog)) { try scanned("trailer<</Root \(root)>>") }
    }

    @Test(arguments: ["%PDF-1.7", "%PDF-1.7\n1 0 obj 5 endobj", "%PDF-1.7 trailer<</Root 1 0 R>>"])
    func `that finds no catalog is a refusal`(text: String) {
        #expect(throws: PDFError.unreadable(.catalog)) { try opened(Array(text.utf8)) }
    }

    @Test func `lists as many objects as its limit and no more`() throws {
        var limits = ReadingLimits()
        limits.listedObjectsMax = 4
        _ = try scanned("4 0 obj 1 endobj", limits: limits)
        #expect(throws: PDFError.tooComplex(.objects)) {
            try scanned("4 0 obj 1 endobj 5 0 obj 1 endobj", limits: limits)
        }
    }

    @Test(arguments: ["", "o", "ob", "oo", "obo", "j", "bj", "objo", "oobobj"])
    func `finds an object whatever letters stand before it`(letters: String) throws {
        #expect(try scanned("\(letters) 4 0 obj(here)endobj").object(4).string?.text == "here")
        #expect(try scanned("\(letters)\n4 0 obj<</A(\(letters))>>").object(4).dictionary?.entries.count == 1)
    }

    @Test func `comes by as many values as its limit, those read in vain among them, and no more`() throws {
        // The head takes ten, the array read in vain four, the one after it three.
        let tail = "%4 0 obj[\n1 2 3}4 0 obj[1 2]"
        var limits = ReadingLimits()
        limits.searchedValuesMax = 17
        #expect(try scanned(tail, limits: limits).object(4).array?.count == 2)
        limits.searchedValuesMax = 16
        #expect(throws: PDFError.tooComplex(.elements)) { try scanned(tail, limits: limits) }
    }

    @Test func `reads so much in vain and no more`() throws {
        // Each comment hides a beginning that goes on to the same end; the lines weigh more than what a short file may waste.
        let line = "%4 0 obj[\n" + String(repeating: "1 ", count: 40_000)
        let short = String(repeating: line, count: 2) + "}"
        #expect(try scanned(short).pageCount() == 1)
        let long = String(repeating: line, count: 6) + "}"
        #expect(throws: PDFError.tooComplex(.objects)) { try scanned(long) }
    }

    /// Each is a beginning that a careless search would follow to the end of the file again and again.
    @Test(arguments: [
        "trailer%", "4 0 obj 1 %", "4 0 obj(", "4 0 obj<</A(", "4 0 obj[", "4 0 obj<</Length 9>>stream ",
        "trailer<</A(", "4 0 obj<</A 1 %", "4 0 obj<</Type/XRef>>%", "trailer ", "4 0 obj ",
        "%4 0 obj[\n1 1 1 1 1 1 1 ",
        "4 0 obj<</Type/ObjStm>>", "4 0 obj<", "obj",
    ])
    func `ends in bounded time whatever begins a hundred thousand times`(beginning: String) throws {
        let text = String(repeating: beginning, count: 100_000)
        let clock = ContinuousClock()
        let time = clock.measure { _ = try? scanned(text) }
        #expect(time < .seconds(60))  // without its bound it would be hours
    }

    @Test func `ends in bounded time with fifty thousand object streams`() throws {
        let many = (4..<50_004).map { "\($0) 0 obj<</Type/ObjStm/N 0/First 0>>endobj " }.joined()
        let clock = ContinuousClock()
        let time = clock.measure { _ = try? scanned(many + many) }
        #expect(time < .seconds(60))
    }
}
