import TestSupport
import Testing

@testable import PDF

@Suite("A document's store of evidence") struct SecurityStoreTests {
    private func sketch(_ store: String) -> PDFSketch {
        var sketch = PDFSketch.onePage
        sketch[1] = "<</Type/Catalog/Pages 2 0 R/DSS \(store)>>"
        for number in 5...8 { sketch.addStream(number, "", [UInt8(number), 0x30]) }
        sketch.addStream(9, "", [5, 0x30])
        return sketch
    }

    private static let whole = """
        <</Certs[5 0 R 9 0 R 6 0 R]/CRLs[7 0 R]/OCSPs[8 0 R 3 0 R]\
        /VRI<</AB<</Cert[5 0 R]/CRL[7 0 R]/OCSP[8 0 R]/TU(D:2026)/TS 6 0 R>>>>>>
        """

    @Test func `is read with its lists and its entries, each part once`() throws {
        let store = try #require(try opened(sketch(Self.whole).withTable).securityStore())
        #expect(store.certificates == [[5, 0x30], [6, 0x30]])
        #expect(store.revocationLists == [[7, 0x30]] && store.statusAnswers == [[8, 0x30]])
        let entry = SecurityStore.Entry(
            key: "AB", certificates: [[5, 0x30]], revocationLists: [[7, 0x30]], statusAnswers: [[8, 0x30]],
            time: "D:2026", timestamp: [6, 0x30])
        #expect(store.entries == [entry])
    }

    @Test func `is none where the catalog names none`() throws {
        #expect(try opened(PDFSketch.onePage.withTable).securityStore() == nil)
    }

    @Test(arguments: ["signed-b-lt", "signed-b-lta"]) func `of another program is read`(name: String) throws {
        let store = try #require(try fixture(name).securityStore())
        #expect(!store.certificates.isEmpty && !store.entries.isEmpty)
        let all = store.certificates + store.revocationLists + store.statusAnswers
        #expect(all.filter { $0.first != 0x30 } == [])
    }

    @Test func `names no more than its limit`() throws {
        var limits = ReadingLimits()
        limits.storeObjectsMax = 11  // six in the lists, four in the entry, the entry itself
        #expect(try opened(sketch(Self.whole).withTable, limits: limits).securityStore() != nil)
        limits.storeObjectsMax = 10
        #expect(throws: PDFError.tooComplex(.objects)) {
            try opened(sketch(Self.whole).withTable, limits: limits).securityStore()
        }
    }

    @Test func `decodes to no more than its limit`() throws {
        var limits = ReadingLimits()
        limits.storeBytesMax = 10  // five streams of two bytes
        #expect(try opened(sketch(Self.whole).withTable, limits: limits).securityStore() != nil)
        limits.storeBytesMax = 9
        #expect(throws: PDFError.tooComplex(.decodedSize)) {
            try opened(sketch(Self.whole).withTable, limits: limits).securityStore()
        }
    }
}
