import TestSupport
import Testing

@testable import PDF

@Suite("A protection that cannot be opened") struct ProtectionDefectTests {
    private func document(_ protection: String, objects: [Int: String] = [:]) throws(PDFError) -> PDFDocument {
        var sketch = PDFSketch.onePage
        for (number, body) in objects { sketch[number] = body }
        sketch.trailer = "/Root 1 0 R/ID[<00><00>]/Encrypt \(protection)"
        return try opened(sketch.withTable)
    }

    private static let hash = "<" + String(repeating: "00", count: 48) + ">"
    private static let keys = "/O\(hash)/U\(hash)/P -4"

    @Test(arguments: ["Adobe.PubSec", "Adobe.PPKLite", "Entrust.PPKEF", "AdobePPKLite"])
    func `for a certificate's holder is named as such`(filter: String) {
        #expect(throws: PDFError.encryption(.publicKey)) { try document("<</Filter/\(filter)/V 4>>") }
    }

    @Test func `by an unknown handler is named as such`() throws {
        #expect(throws: PDFError.encryption(.unknownHandler)) { try document("<</Filter/Kunci/V 4>>") }
        #expect(throws: PDFError.encryption(.unknownHandler)) { try fixture("encrypted-unknown-handler") }
        #expect(throws: PDFError.encryption(.publicKey)) { try fixture("encrypted-for-a-certificate") }
    }

    @Test(arguments: [
        "/V 0/R 2", "/V 3/R 3", "/V 6/R 6", "/V 1/R 1", "/V 1/R 7", "/V 5/R 4", "/V 4/R 5", "/V -1/R -1",
        "/V 4/R 4/StmF/A/StrF/A/CF<</A<</CFM/AESV3>>>>", "/V 5/R 6/StmF/A/StrF/A/CF<</A<</CFM/V2>>>>",
        "/V 4/R 4/StmF/A/StrF/A/CF<</A<</CFM/Kunci>>>>",
    ])
    func `by an unknown method is named as such`(entries: String) {
        #expect(throws: PDFError.encryption(.unknownMethod)) {
            try document("<</Filter/Standard\(entries)\(Self.keys)>>")
        }
    }

    @Test(arguments: [
        "<<>>", "<</Filter 1>>", "(text)", "<</Filter/Standard/V 1/R 2>>", "<</Filter/Standard/V 1/R 2/O()/U()/P 1>>",
        "<</Filter/Standard/V 2/R 3/Length 39\(keys)>>", "<</Filter/Standard/V 2/R 3/Length 136\(keys)>>",
        "<</Filter/Standard/V 5/R 6\(keys)/StmF/Identity/StrF/Identity>>",
        "<</Filter/Standard/V 4/R 4\(keys)/StmF/A/StrF/A>>", "<</Filter/Standard/V 4/R 4\(keys)/StmF/A/StrF/A/CF 1>>",
        "99 0 R",
    ])
    func `because it is broken is unreadable`(protection: String) {
        #expect(throws: PDFError.unreadable(.encryption)) { try document(protection) }
    }

    @Test func `because its filters contain themselves does not go round for ever`() {
        #expect(throws: PDFError.self) { try document("5 0 R", objects: [5: "<</CF 5 0 R>>"]) }
        #expect(throws: PDFError.self) {
            try document("5 0 R", objects: [5: "<</Filter/Standard/V 4/R 4/CF 6 0 R>>", 6: "<</CF 6 0 R/A 5 0 R>>"])
        }
    }

    @Test func `of very many entries ends in bounded time`() {
        let entries = (0..<60_000).map { "/K\($0) 1" }.joined()
        let time = ContinuousClock().measure { _ = try? document("<</Filter/Standard\(entries)>>") }
        #expect(time < .seconds(20))
    }

    @Test func `says so in an unreadable file as well`() throws {
        var bytes = try Fixture.bytes("pdf/encrypted-aes-128.pdf")
        let place = try #require(DocumentBytes(bytes).lastIndex(of: "startxref", in: 0..<bytes.count))
        bytes.removeSubrange(place..<place + 9)
        #expect(throws: PDFError.encryption(.passwordNeeded)) { try opened(bytes) }
        #expect(try opened(bytes, password: "kata-buka").isRepaired)
    }
}
