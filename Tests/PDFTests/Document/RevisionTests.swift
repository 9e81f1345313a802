import TestSupport
import Testing

@testable import PDF

@Suite("A revision") struct RevisionTests {
    static let files = try! Expectations.honest().filter { $0.value.sign == "yes" && $0.value.password == nil }.keys
        .sorted()

    @Test(arguments: files) func `ends where the next begins, over the whole file`(name: String) throws {
        let document = try opened(Fixture.bytes("pdf/\(name)"))
        let revisions = document.revisions()
        #expect(revisions.first?.range.lowerBound == 0)
        #expect(revisions.last?.range.upperBound == document.bytes.count)
        for (one, next) in zip(revisions, revisions.dropFirst()) {
            #expect(one.range.upperBound == next.range.lowerBound && !one.range.isEmpty)
        }
    }

    @Test func `is one of three hundred`() throws {
        let document = try fixture("revisions-300")
        #expect(document.revisions().count == 300)
        #expect(document.revisions().allSatisfy { !$0.range.isEmpty && $0.kind == .table })
    }

    @Test(arguments: ["linearised-table", "linearised-stream"]) func `of a linearised file has both of its sections`(
        name: String
    ) throws {
        let document = try fixture(name)
        #expect(document.sections.count == 2)
        #expect(document.revisions().map(\.range) == [0..<document.bytes.count])
    }

    /// The first of two revisions, whose mark ends so many bytes behind its section.
    private func firstEnd(markBehind distance: Int) throws -> (range: Range<Int>, section: Int, file: Int) {
        let whole = PDFSketch.onePage.withTable
        let section = try opened(whole).sections[0].end
        let blanks = [UInt8](repeating: 0x20, count: distance - (whole.count - 1 - section))
        let file = Array(whole[..<section] + blanks + whole[section...])
        let document = try opened(file + prepared(file).bytes)
        #expect(document.revisions().last?.range.upperBound == document.bytes.count)
        return (document.revisions()[0].range, section, file.count)
    }

    @Test func `ends at a mark that is near, and at its section where the mark is far`() throws {
        let near = try firstEnd(markBehind: 65_536)
        #expect(near.range == 0..<near.file)
        let far = try firstEnd(markBehind: 65_537)
        #expect(far.range == 0..<far.section)
    }

    @Test func `is told in bounded time of eight thousand that have no mark`() throws {
        var text = DocumentBytes(PDFSketch.onePage.withTable).latin1
        var last = try #require(text.firstRange(of: "xref\n")).lowerBound.utf16Offset(in: text)
        text.removeSubrange(text.ranges(of: "%%EOF")[0])
        for _ in 0..<8_000 {
            let start = text.utf8.count
            text += "xref\n0 0\ntrailer<</Root 1 0 R/Prev \(last)>>\n"
            last = start
        }
        let file = text + String(repeating: " ", count: 20 << 20) + "startxref\n\(last)\n"
        let document = try opened(Array(file.utf8))
        #expect(!document.isRepaired)
        let time = ContinuousClock().measure { #expect(document.revisions().count == 8_001) }
        #expect(time < .seconds(20))  // without its bound it would be minutes
    }

    @Test func `says which objects it speaks of`() throws {
        let file = PDFSketch.onePage.withTable
        let section = try prepared(file)
        let revisions = try opened(file + section.bytes).revisions()
        #expect(revisions.map(\.numbers) == [[1, 2, 3], [1, 3, 4, 5, 6]])
        #expect(revisions.map(\.range) == [0..<file.count, file.count..<file.count + section.bytes.count])
    }

    @Test func `ends behind the earlier signature's last byte`() throws {
        let document = try fixture("signed-twice")
        let ends = document.revisions().map(\.range.upperBound)
        for signature in try document.standingSignatures() {
            #expect(ends.contains(signature.byteRange[2] + signature.byteRange[3]))
        }
    }

    @Test(arguments: [
        ("%PDF-1.4\n", "", "1.4"), ("%PDF-1.4\n", "/Version/1.7", "1.7"), ("%PDF-1.7\n", "/Version/1.4", "1.7"),
        ("%PDF-2.0\n", "", "2.0"), ("%PDF-1.4\n", "/Version 17", "1.4"),
    ])
    func `has the higher version of header and catalog`(header: String, entry: String, version: String) throws {
        var sketch = PDFSketch.onePage
        sketch.header = header
        sketch[1] = "<</Type/Catalog/Pages 2 0 R\(entry)>>"
        #expect(try opened(sketch.withTable).version() == version)
    }
}
