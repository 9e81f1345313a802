import Crypto
import Foundation
import TestSupport
import Testing

@testable import PDF

@Suite("An extension of a document's store") struct StorePreparationTests {
    private static let contents: [UInt8] = [0x30, 0x00, 0, 0]
    /// SHA-1 of those, by another program: `printf '\x30\0\0\0' | sha1sum`.
    private static let key: PDFName = "0EC565074E4C25161A5500F40DB395A6FFD70E56"

    private func request(
        _ certificates: [[UInt8]] = [], lists: [[UInt8]] = [], answers: [[UInt8]] = [], for contents: [UInt8] = contents
    ) -> StoreRequest {
        StoreRequest(
            entries: [
                .init(
                    contents: contents, certificates: certificates, revocationLists: lists, statusAnswers: answers)
            ], identifier: (0..<16).map { UInt8($0) })
    }

    private func extended(
        _ file: [UInt8], _ request: StoreRequest, password: String = "", limits: ReadingLimits = ReadingLimits()
    ) throws(PDFError) -> StoreSection? {
        try StorePreparation(opened(file, password: password, limits: limits), for: request).section()
    }

    @Test func `is these bytes behind a file with a table`() throws {
        let section = try #require(
            try extended(PDFSketch.onePage.withTable, request([[65, 66]], lists: [[67]], answers: [[68]])))
        let expected = """
            1 0 obj
            <</Type /Catalog/Pages 2 0 R/DSS 7 0 R/Extensions <</ESIC <</BaseVersion /1.7/ExtensionLevel 5>>>>>>
            endobj
            4 0 obj
            <</Length 2>>
            stream
            AB
            endstream
            endobj
            5 0 obj
            <</Length 1>>
            stream
            D
            endstream
            endobj
            6 0 obj
            <</Length 1>>
            stream
            C
            endstream
            endobj
            7 0 obj
            <</Type /DSS/Certs [4 0 R]/OCSPs [5 0 R]/CRLs [6 0 R]/VRI <</\(Self.key.text)\
             <</Cert [4 0 R]/OCSP [5 0 R]/CRL [6 0 R]>>>>>>
            endobj
            xref
            1 1
            0000000310 00000 n\u{20}
            4 4
            0000000426 00000 n\u{20}
            0000000475 00000 n\u{20}
            0000000523 00000 n\u{20}
            0000000571 00000 n\u{20}
            trailer
            <</Root 1 0 R/Prev 170/Size 8>>
            startxref
            735
            %%EOF

            """
        #expect(section.originalBytes == 310)
        #expect(DocumentBytes(section.bytes).latin1 == expected)
    }

    private static let golden = "golden/store-behind-stream.update"

    @Test func `is to the byte what it was behind a file with a stream, and qpdf reads it`() throws {
        let file = PDFSketch.onePage.withStream()
        let section = try #require(try extended(file, request([[65, 66]], lists: [[67]], answers: [[68], [69]])))
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(section.bytes).write(to: URL(filePath: Fixture.path(Self.golden)))
            Issue.record("recorded \(Self.golden): read the difference, then run again")
        }
        #expect(try section.bytes == Fixture.bytes(Self.golden))
        let folder = try TemporaryFolder()
        let run = try ProgramRun.of("qpdf", ["--check", folder.write(file + section.bytes, to: "golden.pdf")])
        #expect(run.isSuccess, "\(run.errors)")
    }

    /// Tables, streams, hybrids, linearised files, object streams, protected ones, and those signed before.
    private static let files: [(name: String, password: String)] = [
        ("table", ""), ("stream-predictor", ""), ("hybrid", ""), ("linearised-table", ""), ("linearised-stream", ""),
        ("catalog-in-object-stream", ""), ("object-streams-extended", ""), ("junk-before-header", ""),
        ("encrypted-rc4-40", "kata-buka"), ("encrypted-aes-128", "kata-buka"), ("encrypted-aes-256-r6", "kata-buka"),
        ("encrypted-streams-open", "kata-buka"), ("encrypted-empty-user-password", ""),
        ("encrypted-aes-128-object-streams", "kata-buka"), ("signed-twice", ""), ("signed-b-lt", ""),
        ("signed-b-lta", ""), ("certified-p-1", ""), ("catalog-version-newer", ""), ("root-generation-1", ""),
    ]

    @Test(arguments: files) func `leaves the file as it is and is found in it`(name: String, password: String) throws {
        let file = try Fixture.bytes("pdf/\(name).pdf")
        let before = try opened(file, password: password)
        let old = try before.securityStore()
        let list = Array("daftar ".utf8) + [UInt8](repeating: 7, count: 5_000)
        let section = try #require(
            try extended(file, request([[65, 66], [65]], lists: [list], answers: [[68]]), password: password))
        #expect(section.originalBytes == file.count && section.bytes.count < 4_000)
        let after = try opened(file + section.bytes, password: password)
        let store = try #require(try after.securityStore())
        #expect(store.certificates == (old?.certificates ?? []) + [[65, 66], [65]])
        #expect(store.revocationLists == (old?.revocationLists ?? []) + [list])
        #expect(store.statusAnswers == (old?.statusAnswers ?? []) + [[68]])
        let added = SecurityStore.Entry(
            key: Self.key.text, certificates: [[65, 66], [65]], revocationLists: [list], statusAnswers: [[68]],
            time: nil, timestamp: nil)
        #expect(store.entries == (old?.entries ?? []) + [added])
        #expect(after.sections[0].kind == (before.sections[0].kind == .stream ? .stream : .table))
        let kinds = Set(try after.laterChanges(after: after.revisions().count - 2).map(\.kind))
        // A store that is an object of its own is not named anew.
        #expect(kinds.isSubset(of: [.securityStore, .extensions]), "\(kinds)")
        #expect(kinds.contains(.securityStore) || old != nil)
    }

    @Test func `writes nothing twice`() throws {
        let file = PDFSketch.onePage.withTable
        let first = try file + #require(try extended(file, request([[65]], lists: [[67]]))).bytes
        #expect(try extended(first, request([[65]], lists: [[67]])) == nil)
        #expect(try extended(first, request()) == nil)
        // Another signature that needs the same, and one thing more.
        let other: [UInt8] = [0x30, 1, 1]
        let second = try #require(try extended(first, request([[65], [66]], lists: [[67]], for: other)))
        #expect(DocumentBytes(second.bytes).latin1.matches(of: /stream\n/).count == 2)  // of one, and its end
        let store = try #require(try opened(first + second.bytes).securityStore())
        #expect(store.certificates == [[65], [66]] && store.revocationLists == [[67]])
        #expect(store.entries.map(\.certificates) == [[[65]], [[65], [66]]])
        #expect(store.entries[0].key == Self.key.text)
    }

    /// Lists that are objects of their own, an entry nobody knows, a certificate that stands there twice.
    @Test func `keeps what others wrote`() throws {
        var sketch = PDFSketch.onePage
        sketch[1] = "<</Type/Catalog/Pages 2 0 R/DSS<</Certs 4 0 R/CRLs[6 0 R]/VRI 7 0 R/Lain(x)>>/Extensions 9 0 R>>"
        sketch[4] = "[5 0 R 8 0 R]"
        sketch.addStream(5, "", [65])
        sketch.addStream(6, "", [67])
        sketch[7] = "<</AB<</Cert[5 0 R]/TU(D:2026)>>/\(Self.key.text)<</CRL[6 0 R]>>>>"
        sketch.addStream(8, "", [65])
        sketch[9] = "<</ADBE<</BaseVersion/1.7/ExtensionLevel 8>>>>"
        let file = sketch.withTable
        let section = try #require(try extended(file, request([[65], [66]], lists: [[67]])))
        let after = try opened(file + section.bytes)
        let store = try after.resolve(after.catalog().dictionary["DSS"]).dictionary
        #expect(try store?["Certs"] == value("[5 0 R 8 0 R 10 0 R]"))
        #expect(try store?["CRLs"] == value("[6 0 R]") && store?["Lain"] == value("(x)"))
        let index = try after.resolve(store?["VRI"]).dictionary
        #expect(try index?["AB"] == value("<</Cert[5 0 R]/TU(D:2026)>>"))
        #expect(try index?[Self.key] == value("<</CRL[6 0 R]/Cert[5 0 R 10 0 R]>>"))
        let extensions = try after.object(9).dictionary
        #expect(try extensions?["ADBE"] == value("<</BaseVersion/1.7/ExtensionLevel 8>>"))
        #expect(try extensions?["ESIC"] == value("<</BaseVersion/1.7/ExtensionLevel 5>>"))
    }

    @Test(arguments: [
        ("/Version/2.0", false), ("", true), ("/Extensions<</ESIC<</BaseVersion/1.7/ExtensionLevel 4>>>>", true),
        ("/Extensions<</ESIC<</BaseVersion/1.7/ExtensionLevel 5>>>>", false),
        ("/Extensions<</ESIC[<</BaseVersion/1.7/ExtensionLevel 2>>]>>", false), ("/Extensions 9 0 R", true),
    ])
    func `says that the document is extended where its version does not`(entries: String, says: Bool) throws {
        var sketch = PDFSketch.onePage
        sketch[1] = "<</Type/Catalog/Pages 2 0 R\(entries)>>"
        let section = try #require(try extended(sketch.withTable, request([[65]])))
        let after = try opened(sketch.withTable + section.bytes)
        let said = try after.resolve(after.catalog().dictionary["Extensions"]).dictionary?["ESIC"]
        #expect(try (said == value("<</BaseVersion/1.7/ExtensionLevel 5>>")) == (says || entries.contains("Level 5")))
        #expect(DocumentBytes(section.bytes).latin1.contains("/ExtensionLevel 5") == (says || entries.contains("el 5")))
    }

    @Test func `is refused for a file that could only be read by repairing it`() throws {
        #expect(throws: PDFError.cannotSign(.repairedAndSigned)) {
            try extended(Fixture.bytes("pdf/trailer-missing.pdf"), request([[65]]))
        }
    }

    @Test func `adds no more than its limit`() throws {
        var limits = ReadingLimits()
        limits.storeAddedBytesMax = 5
        let file = PDFSketch.onePage.withTable
        #expect(try extended(file, request([[65, 66, 67]], lists: [[1, 2]]), limits: limits) != nil)
        #expect(throws: PDFError.tooComplex(.decodedSize)) {
            try extended(file, request([[65, 66, 67]], lists: [[1, 2, 3]]), limits: limits)
        }
    }
}
