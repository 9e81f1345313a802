import TestSupport
import Testing

@testable import PDF

@Suite("A chain of cross-references") struct ChainTests {
    /// One more revision with a table, which gives object 9 this value.
    private func extended(_ file: [UInt8], previous: String? = nil, value: Int = 0) -> [UInt8] {
        var bytes = file
        let text = DocumentBytes(file).latin1
        let before = text.split(separator: "startxref\n").last?.split(separator: "\n").first ?? ""
        let object = bytes.count
        bytes += Array("9 0 obj \(value) endobj\n".utf8)
        let start = bytes.count
        let digits = String(repeating: "0", count: 10 - "\(object)".count) + "\(object)"
        let table =
            "xref\n9 1\n\(digits) 00000 n \ntrailer\n<</Root 1 0 R/Size 10/Prev \(previous ?? String(before))>>\n"
        return bytes + Array("\(table)startxref\n\(start)\n%%EOF\n".utf8)
    }

    @Test func `goes by the newest word on each object`() throws {
        let file = extended(extended(PDFSketch.onePage.withTable, value: 1), value: 2)
        let document = try opened(file)
        #expect(document.sections.count == 3)
        #expect(try document.object(9) == .integer(2))
        #expect(try document.pageCount() == 1)
    }

    @Test func `is merged where it is long, and says the same`() throws {
        var file = PDFSketch.onePage.withTable
        for value in 1...40 { file = extended(file, value: value) }
        let document = try opened(file)
        #expect(document.sections.count == 41)
        #expect(try document.object(9) == .integer(40))
        #expect(try document.pageCount() == 1)
    }

    @Test func `mixes tables and streams`() throws {
        let document = try opened(extended(PDFSketch.onePage.withStream(), value: 3))
        #expect(document.sections.map(\.kind) == [.table, .stream])
        #expect(try document.object(9) == .integer(3))
    }

    @Test func `may be as long as its limit and no longer`() throws {
        let file = extended(extended(PDFSketch.onePage.withTable))
        var limits = ReadingLimits()
        limits.revisionsMax = 3
        _ = try opened(file, limits: limits)
        limits.revisionsMax = 2
        #expect(throws: PDFError.tooComplex(.revisions)) { try opened(file, limits: limits) }
    }

    @Test(arguments: ["0", "null"]) func `ends at a predecessor that is none`(previous: String) throws {
        let sketch = PDFSketch.onePage
        var bytes = sketch
        bytes.trailer += "/Prev \(previous)"
        #expect(try opened(bytes.withTable).sections.count == 1)
    }

    @Test(arguments: ["-1", "/A", "9223372036854775807", "99999999", "1", "1.5", "3 0 R"])
    func `that leads nowhere is left aside for a search of the file`(previous: String) throws {
        var sketch = PDFSketch.onePage
        sketch.trailer += "/Prev \(previous)"
        #expect(try opened(sketch.withTable).isRepaired)
    }

    @Test(arguments: ["prev-itself", "prev-two-in-circle", "prev-five-in-circle", "prev-stream-itself"])
    func `in a circle is left aside for a search of the file`(name: String) throws {
        #expect(try fixture("bad/\(name)").isRepaired)
    }

    @Test func `asks a hybrid's stream where its table says free or nothing`() throws {
        let document = try fixture("hybrid")
        #expect(document.sections.first?.kind == .hybrid)
        let section = try #require(document.sections.first)
        let hidden = try #require(section.hiddenRows)
        var hiddenNumbers: [Int] = []
        hidden.forEach { number, place in if case .inStream = place { hiddenNumbers.append(number) } }
        #expect(!hiddenNumbers.isEmpty)
        for number in hiddenNumbers {
            #expect(section.rows.place(of: number) ?? .free == .free)
            guard case .inStream = document.place(of: ObjectID(number)) else {
                Issue.record("\(number) is not found")
                continue
            }
        }
    }

    @Test func `asks a hybrid's table before its stream`() {
        let table = CrossReferenceRows(listed: [1: .inFile(offset: 5, generation: 0), 2: .free])
        let hidden = CrossReferenceRows(listed: [
            1: .inStream(container: 9, index: 0), 2: .inStream(container: 9, index: 1), 3: .free,
        ])
        let section = CrossReferenceSection(
            kind: .hybrid, position: 0, end: 0, trailer: PDFDictionary(), rows: table, hiddenRows: hidden)
        #expect(section.place(of: 1) == .inFile(offset: 5, generation: 0))
        #expect(section.place(of: 2) == .inStream(container: 9, index: 1))
        #expect(section.place(of: 3) == .free && section.place(of: 4) == nil)
        var listed: [Int: ObjectPlace] = [:]
        section.forEach { listed[$0] = $1 }
        for number in 1...4 { #expect(listed[number] == section.place(of: number)) }
    }

    @Test(arguments: [-66, -60, -1, 0, 1, 40]) func `begins within 64 bytes of where it should`(slip: Int) throws {
        let file = shifted(by: slip)
        #expect(try opened(file).isRepaired == (slip == -66))
        #expect(try opened(file).pageCount() == 1)
    }

    /// A file whose `startxref` is wrong by so much.
    private func shifted(by slip: Int) -> [UInt8] {
        let bytes = PDFSketch.onePage.withTable
        let text = DocumentBytes(bytes).latin1
        let parts = text.split(separator: "startxref\n")
        let offset = Int(parts[1].split(separator: "\n")[0]) ?? 0
        return Array((parts[0] + "startxref\n\(offset + slip)\n%%EOF\n").utf8)
    }

    @Test(arguments: [true, false]) func `counts from the file's start or from its header`(isShifted: Bool) throws {
        var sketch = PDFSketch.onePage
        let junk = "junk before the header\n"
        if !isShifted { sketch.header = junk + sketch.header }
        let file = (isShifted ? Array(junk.utf8) : []) + sketch.withTable
        let document = try opened(file)
        #expect(!document.isRepaired)
        #expect(document.base == (isShifted ? junk.utf8.count : 0))
        #expect(try document.pageCount() == 1)
    }

    @Test func `is looked for behind a header within the first 1,024 bytes`() throws {
        let near = [UInt8](repeating: 0x20, count: 1_019) + PDFSketch.onePage.withTable
        #expect(try opened(near).pageCount() == 1)
        let far = [UInt8](repeating: 0x20, count: 1_020) + PDFSketch.onePage.withTable
        #expect(throws: PDFError.unreadable(.notPDF)) { try opened(far) }
    }
}
