import TestSupport
import Testing

@testable import PDF

@Suite("A copy in clear") struct PlainCopyTests {
    private static let honest = try! Expectations.honest()
    private static let cases: [(name: String, password: String)] = ProtectedDocumentTests.files.keys.sorted().flatMap {
        name in
        let passwords = ProtectedDocumentTests.files[name]?.password
        return [(name, passwords?.user ?? ""), (name, passwords?.owner ?? "")]
    }

    private func said(_ program: String, _ words: [String]) throws -> String {
        let run = try ProgramRun.of(program, words)
        #expect(run.isSuccess, "\(run.output)\(run.errors)")
        return run.output
    }

    @Test(arguments: cases)
    func `of a protected document is whole, and says what qpdf finds in the same places`(
        name: String, password: String
    ) throws {
        let folder = try TemporaryFolder()
        let bytes = try Fixture.bytes("pdf/\(name)")
        let protected = try folder.write(bytes, to: "protected.pdf")
        let plain = try folder.write(opened(bytes, password: password).plainCopy(), to: "plain.pdf")
        #expect(try said("qpdf", ["--check", plain]).contains("File is not encrypted"))
        let decrypted = folder.path("decrypted.pdf")
        _ = try said("qpdf", ["--password=\(password)", "--decrypt", protected, decrypted])
        let words = try said("pdftotext", ["-bbox", decrypted, "-"]).withoutHead
        #expect(words.contains("percobaan"))
        #expect(try said("pdftotext", ["-bbox", plain, "-"]).withoutHead == words)
    }

    @Test(arguments: honest.filter { $0.value.sign == "yes" }.keys.sorted())
    func `has every page of its document, and a copy of it is the same`(name: String) throws {
        let password = Self.honest[name]?.password?.user ?? ""
        let copy = try opened(Fixture.bytes("pdf/\(name)"), password: password).plainCopy()
        let document = try opened(copy)
        #expect(try document.pageCount() == Self.honest[name]?.pages)
        #expect(!document.isRepaired && document.encryption == nil && document.sections.count == 1)
        #expect(try document.plainCopy() == copy)
    }

    @Test func `has the pages of a document whose catalog hangs in its own page tree`() throws {
        var sketch = PDFSketch.onePage
        sketch[1] = "<</Type/Catalog/Pages 2 0 R/Kids[-1 (a)]>>"
        sketch[2] = "<</Type/Pages/Kids[3 0 R 1 0 R]/Count 1>>"
        let document = try opened(sketch.withTable)
        #expect(try document.pageCount() == 1)
        #expect(try opened(document.plainCopy()).pageCount() == 1)
    }

    @Test func `keeps a stream's filters and its bytes behind them`() throws {
        var sketch = PDFSketch.onePage
        sketch[3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
        sketch.addStream(4, "/Filter[/ASCIIHexDecode]", Array("41 42>".utf8))
        let copy = try opened(opened(sketch.withTable).plainCopy())
        let id = try #require(try copy.page(.first).dictionary["Contents"]?.reference)
        guard case .stream(let stream) = try copy.object(id) else {
            Issue.record("no contents")
            return
        }
        #expect(copy.bytes[stream.data] == Array("41 42>".utf8))
        #expect(try copy.decode(stream, of: id).latin1 == "AB")
    }

    @Test func `takes a length, a stream and a name from wherever they stand`() throws {
        var sketch = PDFSketch.onePage
        sketch[1] = "<</Type/Catalog/Pages 2 0 R/Odd#20name(text)/AcroForm<</Fields[9 0 R 99 0 R]/#c3#a9 6 0 R>>>>"
        sketch[4] = "<</Length 5 0 R>>\nstream\nabc\nendstream"
        sketch[5] = "3"
        sketch[6] = "[4 0 R(\\(\\r\u{FF})<0D>-.5 null true 1 0 R]"
        sketch[9] = "<</T(x)/Parent 6 0 R>>"
        let copy = try opened(opened(sketch.withTable).plainCopy())
        let form = try #require(try copy.catalog().dictionary["AcroForm"]?.dictionary)
        let fields = try #require(form["Fields"]?.array)
        #expect(try copy.resolve(fields[1]) == .null)
        let list = try #require(try copy.resolve(form["Ã©"]).array)
        #expect(Array(list[1...5]) == (try value("[(\\(\\r\\377)<0D>-.5 null true]").array))
        #expect(try list.last == .reference(copy.catalog().id))
        guard case .stream(let stream) = try copy.resolve(list[0]) else {
            Issue.record("no stream")
            return
        }
        #expect(copy.bytes[stream.data] == Array("abc".utf8))
    }

    @Test func `leaves behind what belongs to no page`() throws {
        var sketch = PDFSketch.onePage
        sketch[1] = "<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R/Names<</EmbeddedFiles 5 0 R>>/OCProperties 6 0 R>>"
        sketch.addStream(4, "/Type/Metadata", Array("rahasia".utf8))
        sketch[5] = "<</Names[(lampiran)4 0 R]>>"
        sketch[6] = "<</OCGs[]/D<<>>>>"
        let copy = try opened(sketch.withTable).plainCopy()
        let text = DocumentBytes(copy).latin1
        #expect(!text.contains("rahasia") && !text.contains("lampiran") && text.contains("/OCGs"))
        #expect(try opened(copy).highestNumber == 4)
    }

    @Test func `may be as large as its limit and not a byte larger`() throws {
        let bytes = try Fixture.bytes("pdf/encrypted-aes-256-r6.pdf")
        var limits = ReadingLimits()
        limits.plainCopyBytesMax = try opened(bytes, password: "kata-buka").plainCopy().count
        #expect(try opened(bytes, password: "kata-buka", limits: limits).plainCopy().count == limits.plainCopyBytesMax)
        // The last of these ends at the first stream, the others behind it.
        for less in [1, 200, limits.plainCopyBytesMax - 500, limits.plainCopyBytesMax] {
            limits.plainCopyBytesMax -= less
            #expect(throws: PDFError.tooComplex(.plainCopy)) {
                try opened(bytes, password: "kata-buka", limits: limits).plainCopy()
            }
            limits.plainCopyBytesMax += less
        }
    }

    @Test func `costs no more than decoding may`() throws {
        let bytes = try Fixture.bytes("pdf/encrypted-aes-256-r6.pdf")
        var limits = ReadingLimits()
        limits.decodedBytesMax = 100
        #expect(throws: PDFError.tooComplex(.decodedSize)) {
            try opened(bytes, password: "kata-buka", limits: limits).plainCopy()
        }
    }

    @Test(arguments: ["/Filter/Crypt/DecodeParms<</Name/StdCF>>", "/Filter[/Crypt]/DecodeParms[<</Name 5 0 R>>]"])
    func `is refused where a stream names a crypt filter that nobody writes`(entries: String) throws {
        var sketch = PDFSketch.onePage
        sketch[3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
        sketch.addStream(4, entries, [65])
        sketch[5] = "/Lain"
        #expect(throws: PDFError.encryption(.unknownMethod)) { try opened(sketch.withTable).plainCopy() }
    }

    @Test(arguments: ["/Filter/Crypt", "/Filter[/Crypt/ASCIIHexDecode]/DecodeParms[<</Name/Identity>>null]"])
    func `has no crypt filter left`(entries: String) throws {
        var sketch = PDFSketch.onePage
        sketch[3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
        sketch.addStream(4, entries, Array("41>".utf8))
        let copy = try opened(opened(sketch.withTable).plainCopy())
        let id = try #require(try copy.page(.first).dictionary["Contents"]?.reference)
        guard case .stream(let stream) = try copy.object(id) else {
            Issue.record("no contents")
            return
        }
        #expect(try ["A", "41>"].contains(copy.decode(stream, of: id).latin1))
    }

    @Test func `of a document with a part that cannot be read is none`() throws {
        var sketch = PDFSketch.onePage
        sketch[3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
        sketch[4] = ">>"
        #expect(throws: PDFError.unreadable(.syntax)) { try opened(sketch.withTable).plainCopy() }
    }

    @Test(arguments: try! Expectations.bad().keys.sorted()) func `of what is bad is soon made or refused`(name: String)
        throws
    {
        let bytes = try Fixture.bytes("pdf/bad/\(name)")
        let time = ContinuousClock().measure {
            // A typed error is an answer; a trap would end the whole run.
            do throws(PDFError) {
                let document = try opened(bytes)
                let (pages, copy) = (try document.pageCount(), try document.plainCopy())
                #expect(throws: Never.self) { try #expect(opened(copy).pageCount() == pages) }
            } catch {}
        }
        #expect(time < .seconds(2))
    }
}

extension String {
    /// What pdftotext prints of the pages alone: above them stands the document's title, which the copy leaves behind.
    fileprivate var withoutHead: Substring { firstRange(of: "<body>").map { self[$0.lowerBound...] } ?? self[...] }
}
