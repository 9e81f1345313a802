import TestSupport
import Testing

@testable import PDF

@Suite("An object") struct ObjectTests {
    @Test func `is found in the file, in an object stream, or nowhere`() throws {
        var sketch = PDFSketch.onePage
        sketch[4] = "(here)"
        sketch.addContainer(5, [(number: 6, body: "(first)"), (number: 7, body: "(second)")])
        let document = try opened(
            sketch.withStream(inside: [
                6: (container: 5, index: 0), 7: (container: 5, index: 1), 8: (container: 5, index: 2),
            ]))
        #expect(try document.object(4).string?.text == "here")
        #expect(try document.object(6).string?.text == "first")
        #expect(try document.object(7).string?.text == "second")
        #expect(try document.object(8) == .null)
        #expect(try document.object(99) == .null)
    }

    @Test func `in an object stream is found with a wrong index too`() throws {
        var sketch = PDFSketch.onePage
        sketch.addContainer(5, [(number: 6, body: "(first)"), (number: 7, body: "(second)")])
        let document = try opened(
            sketch.withStream(inside: [6: (container: 5, index: 1), 7: (container: 5, index: 200)]))
        #expect(try document.object(6).string?.text == "first")
        #expect(try document.object(7).string?.text == "second")
    }

    @Test(arguments: [
        ("/Type/ObjStm/N -1/First 0", Damage.stream), ("/Type/ObjStm/N 1/First 999", .stream),
        ("/Type/ObjStm/N 3/First 4", .stream),
        ("/Type/ObjStm/First 4", .stream), ("/Type/Other/N 1/First 4", .stream), ("/Type/ObjStm/N 1/First -1", .stream),
        ("/Type/ObjStm/N 1/First 4/Filter/Nothing", .filter),
    ])
    func `in an object stream that is broken is a refusal`(entries: String, damage: Damage) throws {
        var sketch = PDFSketch.onePage
        sketch.addStream(5, entries, Array("6 0 (text)".utf8))
        let document = try opened(sketch.withStream(inside: [6: (container: 5, index: 0)]))
        #expect(throws: PDFError.unreadable(damage)) { try document.object(6) }
    }

    @Test func `inside a container inside a container is refused`() throws {
        var sketch = PDFSketch.onePage
        sketch.addContainer(5, [(number: 6, body: "null")])
        let document = try opened(
            sketch.withStream(inside: [6: (container: 7, index: 0), 7: (container: 5, index: 0)]))
        #expect(throws: PDFError.unreadable(.stream)) { try document.object(6) }
    }

    @Test func `has at most a million neighbours in its stream`() throws {
        var sketch = PDFSketch.onePage
        sketch.addStream(5, "/Type/ObjStm/N 1000001/First 4", Array("6 0 (text)".utf8))
        let document = try opened(sketch.withStream(inside: [6: (container: 5, index: 0)]))
        #expect(throws: PDFError.tooComplex(.objects)) { try document.object(6) }
    }

    @Test(arguments: ["4 0 obj", "3 1 obj"]) func `must bear its own number and generation where it stands`(
        head: String
    ) throws {
        var bytes = PDFSketch.onePage.withTable
        let place = try #require(DocumentBytes(bytes).firstIndex(of: "3 0 obj", in: 0..<bytes.count))
        bytes.replaceSubrange(place..<place + 7, with: Array(head.utf8))
        let document = try opened(bytes)
        #expect(throws: PDFError.unreadable(.crossReference)) { try document.object(3) }
    }

    @Test(arguments: [(16, false), (17, true)]) func `is reached over sixteen references at most`(
        hops: Int, isRefused: Bool
    ) throws {
        var sketch = PDFSketch.onePage
        for number in 10..<10 + hops - 1 { sketch[number] = "\(number + 1) 0 R" }
        sketch[10 + hops - 1] = "(end)"
        let document = try opened(sketch.withTable)
        // The loop of a reference to itself looks the same and ends the same.
        if isRefused {
            #expect(throws: PDFError.unreadable(.syntax)) { try document.resolve(.reference(ObjectID(10))) }
        } else {
            let last = try document.resolve(.reference(ObjectID(11)))
            #expect(last.string?.text == "end")
        }
    }

    @Test(arguments: ["10 0 R", "11 0 R"]) func `that leads back to itself is refused`(next: String) throws {
        var sketch = PDFSketch.onePage
        sketch[10] = next
        sketch[11] = "10 0 R"
        #expect(throws: PDFError.unreadable(.syntax)) { try opened(sketch.withTable).resolve(.reference(ObjectID(10))) }
    }

    @Test func `that is a stream may have its length elsewhere`() throws {
        var sketch = PDFSketch.onePage
        sketch[10] = "<</Length 11 0 R>>stream\na endstream b\nendstream"
        sketch[11] = "13"
        let document = try opened(sketch.withTable)
        guard case .stream(let stream) = try document.object(10) else {
            Issue.record("no stream")
            return
        }
        #expect(try document.decode(stream, of: ObjectID(10)).latin1 == "a endstream b")
    }

    @Test func `that is a stream may have its filters elsewhere`() throws {
        var sketch = PDFSketch.onePage
        sketch.addStream(10, "/Filter 11 0 R/DecodeParms[12 0 R]", FlateData.stored([2, 1, 2, 2, 1, 1]))
        sketch[11] = "[13 0 R]"
        sketch[12] = "<</Predictor 12/Columns 2>>"
        sketch[13] = "/FlateDecode"
        let document = try opened(sketch.withTable)
        guard case .stream(let stream) = try document.object(10) else {
            Issue.record("no stream")
            return
        }
        #expect(try document.decode(stream, of: ObjectID(10)).all == [1, 2, 2, 3])
    }
}
