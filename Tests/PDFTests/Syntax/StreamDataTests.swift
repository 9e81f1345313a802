import Testing

@testable import PDF

@Suite("The data of a stream") struct StreamDataTests {
    private func data(_ text: String, length: Int?) -> String? {
        let bytes = DocumentBytes(Array(text.utf8))
        var reader = SyntaxReader(bytes, limits: ReadingLimits())
        return reader.takeStreamData(length: length).map { bytes.window(on: $0).latin1 }
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func `begin behind one line end`(end: String) {
        #expect(data("stream\(end)abc\nendstream", length: 3) == "abc")
    }

    @Test(arguments: [nil, -1, 0, 2, 7, 99, Int.max, Int.min]) func `end at their end mark when the length is wrong`(
        length: Int?
    ) {
        #expect(data("stream\nabc\r\nendstream", length: length) == "abc")
    }

    @Test func `may hold the end mark where the length is right`() {
        #expect(data("stream\na endstream b\nendstream", length: 13) == "a endstream b")
    }

    @Test func `may begin without a line end, as some writers have it`() {
        #expect(data("streamabc\nendstream", length: 3) == "abc")
    }

    @Test(arguments: ["", "endobj", "stream\nabc", "strea\nabc endstream"]) func `are none where none follow`(
        text: String
    ) {
        #expect(data(text, length: 3) == nil)
    }
}
