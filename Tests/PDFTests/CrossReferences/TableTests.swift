import TestSupport
import Testing

@testable import PDF

@Suite("A cross-reference table") struct TableTests {
    private static let body = "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Kids[]/Count 0>>endobj\n"

    /// A file with this table, whose objects stand at 9 and 52.
    private func document(_ table: String, limits: ReadingLimits = ReadingLimits()) throws(PDFError) -> PDFDocument {
        let text = Self.body + table + "\nstartxref\n\(Self.body.utf8.count)\n%%EOF"
        return try opened(Array(text.utf8), limits: limits)
    }

    private static let trailer = "trailer\n<</Root 1 0 R/Size 3>>"

    @Test(arguments: [
        "xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n",
        "xref\r\n0 3\r\n0000000000 65535 f\r\n0000000009 00000 n\r\n0000000052 00000 n\r\n",
        "xref\n0 1\n0000000000 65535 f \n1 2\n0000000009 00000 n \n0000000052 00000 n \n",
        "xref\n2 1\n0000000052 00000 n \n0 0\n1 1\n0000000009 00000 n \n",
        "xref 0 3 0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n",
        "xref\n0 3\n0000000000 65535 f\n0000000009 00000 n\n0000000052 00000 n\n",
        "xref\n0 3\n0 65535 f\n9 0 n\n52 0 n\n", "xref\n1 2\n0000000009 00000 n  \n0000000052 00000 n  \n",
    ])
    func `is read with even rows and with uneven ones`(table: String) throws {
        let document = try document(table + Self.trailer)
        #expect(document.sections.map(\.kind) == [.table])
        #expect(document.place(of: ObjectID(1)) == .inFile(offset: 9, generation: 0))
        #expect(document.place(of: ObjectID(2)) == .inFile(offset: 52, generation: 0))
        #expect(document.highestNumber == 2)
    }

    @Test(arguments: [
        "xref\n0 4\n0000000000 65535 f \n", "xref\n0 -1\n", "xref\n8388608 1\n0000000009 00000 n \n",
        "xref\n1 9223372036854775807\n", "xref\n9223372036854775807 1\n0000000009 00000 n \n", "xref\n1\n", "xref\n",
        "xref\n1 2\n0000000009 65536 n\n52 0 n\n", "xref\n1 2\n0000000009 00000 x \n0000000052 00000 n \n",
        "xref\n1 1000000000\n0000000009 00000 n \n",
    ])
    func `that is broken is left aside for a search of the file`(table: String) throws {
        #expect(try document(table + Self.trailer).isRepaired)
    }

    @Test func `keeps generations up to the highest`() throws {
        let rows = "xref\n1 3\n0000000009 00000 n \n0000000052 00000 n \n0000000052 65535 n \n"
        #expect(try document(rows + Self.trailer).place(of: ObjectID(3)) == .inFile(offset: 52, generation: 65_535))
    }

    @Test func `has as many rows as its limit and no more`() throws {
        let even = "xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n" + Self.trailer
        var limits = ReadingLimits()
        limits.rowsMax = 3
        _ = try document(even, limits: limits)
        limits.rowsMax = 2
        #expect(throws: PDFError.tooComplex(.objects)) { try document(even, limits: limits) }
        let uneven = "xref\n0 3\n0 65535 f\n9 0 n\n52 0 n\n" + Self.trailer
        limits = ReadingLimits()
        limits.listedObjectsMax = 3
        _ = try document(uneven, limits: limits)
        limits.listedObjectsMax = 2
        #expect(throws: PDFError.tooComplex(.objects)) { try document(uneven, limits: limits) }
    }

    @Test func `has as many empty subsections as its limit has rows and no more`() throws {
        let table = "xref\n0 0\n5 0\n1 2\n0000000009 00000 n \n0000000052 00000 n \n" + Self.trailer
        var limits = ReadingLimits()
        limits.rowsMax = 4
        _ = try document(table, limits: limits)
        limits.rowsMax = 3
        #expect(throws: PDFError.tooComplex(.objects)) { try document(table, limits: limits) }
    }

    @Test func `counts uneven rows each time they are written`() throws {
        let table = "xref\n0 1\n0 65535 f\n1 1\n9 0 n\n1 1\n9 0 n\n2 1\n52 0 n\n" + Self.trailer
        var limits = ReadingLimits()
        limits.listedObjectsMax = 4
        #expect(try !document(table, limits: limits).isRepaired)
        limits.listedObjectsMax = 3
        #expect(throws: PDFError.tooComplex(.objects)) { try document(table, limits: limits) }
    }
}
