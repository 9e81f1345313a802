import Foundation
import TestSupport
import Testing

@testable import PDF

@Suite("A document timestamp") struct DocumentTimestampTests {
    private static var request: SignatureRequest {
        var request = SignatureRequest.plain
        request.role = .documentTimestamp
        // Words of a signer's, which a timestamp has none of.
        (request.signerName, request.reason) = ("Siti", "Setuju")
        return request
    }

    private static let golden = "golden/timestamp-behind-stream.update"

    @Test func `is to the byte what it was behind a file with a stream`() throws {
        let section = try prepared(PDFSketch.onePage.withStream(), Self.request)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(section.bytes).write(to: URL(filePath: Fixture.path(Self.golden)))
            Issue.record("recorded \(Self.golden): read the difference, then run again")
        }
        #expect(try section.bytes == Fixture.bytes(Self.golden))
    }

    @Test func `says what it is and nothing of a signer`() throws {
        let file = PDFSketch.onePage.withTable
        let after = try opened(file + prepared(file, Self.request).bytes)
        let found = try #require(try after.foundSignatures().first)
        #expect(found.isDocumentTimestamp && found.field == "Timestamp-0001020304050607")
        #expect(found.words.type == "DocTimeStamp" && found.words.subFilter == "ETSI.RFC3161")
        #expect(found.words.date == nil && found.words.name == nil && found.words.reason == nil)
        #expect(found.coverage == .wholeFile && found.defects.isEmpty)
    }

    /// A timestamp takes nothing from what somebody closed or locked, and every other signature would be refused there.
    @Test(arguments: ["certified-p-1", "locked-all", "locked-include-p-1", "certified-p-2", "signed-b-lta"])
    func `goes where signatures must not, unseen`(name: String) throws {
        let file = try Fixture.bytes("pdf/\(name).pdf")
        let after = try opened(file + prepared(file, Self.request).bytes)
        let changes = try after.laterChanges(after: after.revisions().count - 2)
        #expect(
            changes.map(\.kind) == [
                .documentTimestamp(.init(inExistingField: false, isVisible: false, box: [0, 0, 0, 0]))
            ])
    }

    @Test func `leaves a form that is known twice over as it is`() throws {
        let file = try Fixture.bytes("pdf/xfa-static.pdf")
        let after = try opened(file + prepared(file, Self.request).bytes)
        #expect(try AcroForm(of: after)?.dictionary["XFA"] != nil)
    }

    @Test func `is refused under damage, as every signature`() throws {
        var bytes = try Fixture.bytes("pdf/signed-once.pdf")
        let place = try #require(DocumentBytes(bytes).lastIndex(of: "startxref", in: 0..<bytes.count))
        bytes.replaceSubrange(place + 10..<place + 12, with: Array("99".utf8))
        #expect(throws: PDFError.cannotSign(.repairedAndSigned)) { try prepared(bytes, Self.request) }
    }
}
