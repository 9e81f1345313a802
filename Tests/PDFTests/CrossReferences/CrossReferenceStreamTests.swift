import TestSupport
import Testing

@testable import PDF

@Suite("A cross-reference stream") struct CrossReferenceStreamTests {
    private static let body = "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Kids[]/Count 0>>endobj\n"

    private func document(_ entries: String, _ rows: [UInt8]) throws(PDFError) -> PDFDocument {
        let head = Self.body + "3 0 obj<</Type/XRef/Root 1 0 R\(entries)/Length \(rows.count)>>stream\n"
        let tail = "\nendstream endobj\nstartxref\n\(Self.body.utf8.count)\n%%EOF"
        return try opened(Array(head.utf8) + rows + Array(tail.utf8))
    }

    private static func rows(_ widths: [Int], _ rows: [[Int]]) -> [UInt8] {
        rows.flatMap { row in
            zip(widths, row).flatMap { width, number in
                (0..<width).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
            }
        }
    }

    @Test(arguments: 1...8) func `has offsets of any width up to eight bytes`(width: Int) throws {
        let rows = Self.rows([1, width, 1], [[0, 0, 255], [1, 9, 0], [1, 52, 0]])
        let document = try document("/Size 3/W[1 \(width) 1]", rows)
        #expect(document.sections.map(\.kind) == [.stream])
        #expect(document.place(of: ObjectID(2)) == .inFile(offset: 52, generation: 0))
    }

    @Test func `takes what is not there as the standard says`() throws {
        let typeless = try document("/Size 3/Index[1 3]/W[0 1 1]", Self.rows([1, 1], [[9, 0], [52, 0], [52, 7]]))
        #expect(typeless.place(of: ObjectID(3)) == .inFile(offset: 52, generation: 7))
        let third = try document("/Size 3/Index[1 2]/W[1 1 0]", Self.rows([1, 1], [[1, 9], [1, 52]]))
        #expect(third.place(of: ObjectID(2)) == .inFile(offset: 52, generation: 0))
    }

    @Test func `reads rows with more than three fields`() throws {
        let rows = Self.rows([1, 1, 1, 2], [[1, 9, 0, 7], [1, 52, 0, 7]])
        #expect(
            try document("/Size 3/Index[1 2]/W[1 1 1 2]", rows).place(of: ObjectID(2))
                == .inFile(offset: 52, generation: 0))
    }

    @Test func `speaks of the ranges of its index`() throws {
        let rows = Self.rows([1, 2, 1], [[1, 52, 0], [1, 9, 0], [2, 5, 6], [0, 0, 1], [3, 0, 0]])
        let document = try document("/Size 900/W[1 2 1]/Index[2 1 1 1 700 3]", rows)
        #expect(document.place(of: ObjectID(1)) == .inFile(offset: 9, generation: 0))
        #expect(document.place(of: ObjectID(700)) == .inStream(container: 5, index: 6))
        #expect(document.place(of: ObjectID(701)) == .free)
        #expect(document.place(of: ObjectID(702)) == nil)  // a type nobody knows
        #expect(document.place(of: ObjectID(699)) == nil && document.place(of: ObjectID(703)) == nil)
        #expect(document.highestNumber == 702)
    }

    @Test func `that is shorter than it claims holds what it holds`() throws {
        let rows = Self.rows([1, 1, 1], [[1, 9, 0], [1, 52, 0]]) + [1]
        let document = try document("/Size 8388607/W[1 1 1]/Index[1 2147483647]", rows)
        #expect(document.place(of: ObjectID(2)) == .inFile(offset: 52, generation: 0))
        #expect(document.highestNumber == 2)
    }

    @Test(arguments: [
        [1, 8, 1, 0xFF], [1, 8, 1, 0x80], [1, 1, 8, 0xFF],
    ])
    func `drops a row whose number no integer holds`(row: [UInt8]) throws {
        let widths = row[0..<3].map { Int($0) }
        var rows = Self.rows(widths, [[1, 9, 0], [1, 52, 0], [1, 9, 0]])
        let place = rows.count - (widths[2] == 8 ? 8 : 9)
        rows[place] = row[3]
        let document = try document("/Size 4/Index[1 3]/W[\(widths[0]) \(widths[1]) \(widths[2])]", rows)
        #expect(document.place(of: ObjectID(2)) != nil)
        #expect(document.place(of: ObjectID(3)) == nil)
    }

    @Test(arguments: [
        "", "/W[]", "/W[1 1]", "/W[0 0 0]", "/W[1 9 1]", "/W[1 -1 1]", "/W[1 99999999999999999999 1]", "/W 1",
        "/W[1 1 1]/Index[1]", "/W[1 1 1]/Index[-1 2]", "/W[1 1 1]/Index[1 -2]", "/W[1 1 1]/Index[/A 2]",
        "/W[1 1 1]/Index[8388608 1]", "/W[1 1 1]/Index[9223372036854775807 9223372036854775807]",
        "/W[1 1 1]/Filter/Nothing", "/W[1 1 1]/Index[1 2]/Prev 99999", "/W[1 1 1]/Index[1 2]/Prev -5",
        "/W[1 1 1]/Index[1 2]/Prev(9)",
    ])
    func `that is broken is left aside for a search of the file`(entries: String) throws {
        #expect(try document("/Size 3" + entries, Self.rows([1, 1, 1], [[1, 9, 0], [1, 52, 0]])).isRepaired)
    }
}
