import TestSupport
import Testing

@testable import PDF

@Suite("A predictor") struct PredictorTests {
    private func undone(_ parameters: String, _ rows: [[UInt8]]) throws(PDFError) -> [[UInt8]] {
        let width = rows.map(\.count).max() ?? 1
        let bytes = try decoded(
            "/Filter/FlateDecode/DecodeParms<<\(parameters)>>", FlateData.stored(Array(rows.joined())))
        let columns = parameters.contains("/Predictor 2") ? width : width - 1
        return stride(from: 0, to: bytes.count, by: columns).map { Array(bytes[$0..<min($0 + columns, bytes.count)]) }
    }

    /// Each second row by hand, below the row 1 2 3 4.
    @Test(
        arguments: [
            (0, [10, 20, 30, 40], [10, 20, 30, 40]),
            (1, [10, 1, 1, 255], [10, 11, 12, 11]),  // the byte to the left is added
            (2, [10, 1, 255, 0], [11, 3, 2, 4]),  // the byte above
            (3, [10, 1, 1, 1], [10, 7, 6, 6]),  // half of both: (0+1)/2, (10+2)/2, (7+3)/2, (6+4)/2
            (4, [10, 1, 1, 1], [11, 12, 13, 14]),  // Paeth: above, then left each time
        ] as [(UInt8, [UInt8], [UInt8])])
    func `of PNG undoes each of its five filters`(filter: UInt8, row: [UInt8], expected: [UInt8]) throws {
        let rows = try undone("/Predictor 15/Columns 4", [[0, 1, 2, 3, 4], [filter] + row])
        #expect(rows == [[1, 2, 3, 4], expected])
    }

    @Test func `of PNG takes Paeth's nearest neighbour, left before above before both`() throws {
        // The second byte has 5 on its left and 9 above; what stands above left decides: 7 gives the estimate 7 and a tie
        // of left and above, 4 the estimate 10, 10 the estimate 4.
        #expect(try undone("/Predictor 14/Columns 2", [[0, 7, 9], [4, 254, 0]]) == [[7, 9], [5, 7]])
        #expect(try undone("/Predictor 14/Columns 2", [[0, 4, 9], [4, 1, 0]]) == [[4, 9], [5, 9]])
        #expect(try undone("/Predictor 14/Columns 2", [[0, 10, 9], [4, 251, 0]]) == [[10, 9], [5, 5]])
    }

    @Test func `of PNG looks one pixel back, however many bytes that is`() throws {
        let rows = try undone("/Predictor 11/Colors 3/Columns 2", [[1, 1, 2, 3, 1, 1, 1]])
        #expect(rows == [[1, 2, 3, 2, 3, 4]])
    }

    @Test func `of PNG takes the last row short`() throws {
        #expect(try undone("/Predictor 12/Columns 4", [[2, 1, 2, 3, 4], [2, 1]]) == [[1, 2, 3, 4], [2]])
    }

    @Test func `of TIFF adds what stands to the left in each row`() throws {
        #expect(
            try undone("/Predictor 2/Columns 4", [[1, 1, 1, 1], [5, 255, 1, 0]]) == [[1, 2, 3, 4], [5, 4, 5, 5]])
        #expect(try undone("/Predictor 2/Colors 2/Columns 2", [[1, 10, 1, 10]]) == [[1, 10, 2, 20]])
    }

    @Test(arguments: [
        "/Predictor 3", "/Predictor 9", "/Predictor 16", "/Predictor -1", "/Predictor 12/Colors 0",
        "/Predictor 12/Colors 33", "/Predictor 12/Columns 0", "/Predictor 12/Columns 1000001",
        "/Predictor 12/BitsPerComponent 3", "/Predictor 2/BitsPerComponent 16",
        "/Predictor 12/Columns 9223372036854775807",
    ])
    func `of no known kind is refused`(parameters: String) {
        #expect(throws: PDFError.unreadable(.filter)) { try undone(parameters, [[0, 1, 2]]) }
    }

    @Test func `of PNG refuses a row that names no filter`() {
        #expect(throws: PDFError.unreadable(.filter)) { try undone("/Predictor 12/Columns 2", [[5, 1, 2]]) }
    }

    @Test func `of kind 1 changes nothing`() throws {
        #expect(try decoded("/Filter/Fl/DecodeParms<</Predictor 1/Columns 0>>", FlateData.stored([9, 8])) == [9, 8])
    }
}
