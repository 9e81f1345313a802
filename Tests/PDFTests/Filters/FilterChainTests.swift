import TestSupport
import Testing

@testable import PDF

@Suite("A chain of filters") struct FilterChainTests {
    @Test func `is undone from its first`() throws {
        let inner = FlateData.stored(Array("Teken".utf8))
        let outer = Array((digits(inner) + ">").utf8)
        #expect(try decoded("/Filter[/ASCIIHexDecode/FlateDecode]", outer) == Array("Teken".utf8))
        #expect(try decoded("/F[/AHx/Fl]", outer) == Array("Teken".utf8))
    }

    private func digits(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    @Test func `gives each filter its own parameters`() throws {
        let rows = FlateData.stored([2, 1, 2, 2, 1, 1])
        let outer = Array((digits(rows) + ">").utf8)
        let parameters = "/DecodeParms[null<</Predictor 12/Columns 2>>]"
        #expect(try decoded("/Filter[/AHx/Fl]\(parameters)", outer) == [1, 2, 2, 3])
    }

    @Test func `of none is the data themselves`() throws {
        #expect(try decoded("", [1, 2]) == [1, 2])
        #expect(try decoded("/Filter null", [1, 2]) == [1, 2])
        #expect(try decoded("/Filter[]", [1, 2]) == [1, 2])
    }

    @Test(arguments: ["/Filter/JPXDecode", "/Filter/Crypt", "/Filter 1", "/Filter[1]", "/Filter[null]", "/Filter(Fl)"])
    func `with a filter this reader does not undo is refused`(entries: String) {
        #expect(throws: PDFError.unreadable(.filter)) { try decoded(entries, [1]) }
    }

    @Test func `has eight filters at most`() throws {
        let eight = String(repeating: "/RL", count: 8)
        #expect(try decoded("/Filter[\(eight)]", []) == [])
        #expect(throws: PDFError.unreadable(.filter)) { try decoded("/Filter[\(eight)/RL]", []) }
    }

    @Test func `takes from the document's budget what each filter gave`() throws {
        let limits = ReadingLimits()
        var budget = 100
        let data = Array((digits(FlateData.stored([1, 2, 3])) + ">").utf8)
        _ = try decoded("/Filter[/AHx/Fl]", data, limits: limits, budget: &budget)
        #expect(budget == 100 - FlateData.stored([1, 2, 3]).count - 3)
        _ = try decoded("", [1, 2], limits: limits, budget: &budget)
        #expect(budget == 100 - FlateData.stored([1, 2, 3]).count - 5)
    }

    @Test func `ends where the document's budget ends`() throws {
        let limits = ReadingLimits()
        var budget = 3
        #expect(try decoded("/Filter/Fl", FlateData.stored([1, 2, 3]), limits: limits, budget: &budget) == [1, 2, 3])
        #expect(throws: PDFError.tooComplex(.decodedSize)) {
            try decoded("/Filter/Fl", FlateData.stored([1]), limits: limits, budget: &budget)
        }
        #expect(throws: PDFError.tooComplex(.decodedSize)) { try decoded("", [1], limits: limits, budget: &budget) }
    }

    @Test(arguments: ["cross-reference", "object-stream"]) func `of three layers that is a bomb does not go off`(
        place: String
    ) throws {
        let bytes = try Fixture.bytes("pdf/bad/bomb-three-layers-\(place).pdf")
        #expect(throws: PDFError.tooComplex(.decodedSize)) { try prepared(bytes) }
    }
}
