import TestSupport
import Testing

@testable import PDF

@Suite("A signature that is looked for") struct FoundSignatureTests {
    static let files = try! Expectations.honest().filter { ($0.value.signatures ?? 0) > 0 }.keys.sorted()
    static let unsigned = try! Expectations.honest().filter { $0.value.signatures == 0 && $0.value.password == nil }
        .keys.sorted()

    @Test(arguments: files) func `is found in every signed fixture, and lies well`(name: String) throws {
        let expected = try #require(try Expectations.honest()[name])
        let document = try opened(Fixture.bytes("pdf/\(name)"), password: expected.password?.user ?? "")
        let found = try document.foundSignatures().filter { !$0.grantsUsageRights }
        let standing = try document.standingSignatures()
        #expect(found.count == expected.signatures)
        #expect(found.map(\.field) == standing.map(\.field))
        #expect(found.map(\.byteRange) == standing.map(\.byteRange))
        for signature in found {
            #expect(signature.defects == (document.isRepaired ? [.documentRepaired] : []), "\(name)")
            #expect(signature.contents.first == 0x30)
            #expect(signature.coverage != .part)
        }
    }

    @Test(arguments: unsigned) func `is not invented where there is none`(name: String) throws {
        guard let document = try? opened(Fixture.bytes("pdf/\(name)")) else { return }
        #expect(try document.foundSignatures().filter { !$0.grantsUsageRights } == [], "\(name)")
    }

    @Test func `says what its dictionary says`() throws {
        var request = SignatureRequest.at()
        request.role = .certification(.annotating)
        request.lock = FieldLock(action: .include, fields: ["Ketua"])
        (request.signerName, request.reason, request.location) = ("Ni Luh", "Setuju", "Malang")
        request.contact = "ni.luh@contoh.example"
        let file = try signed(PDFSketch.onePage.withTable, request)
        let found = try #require(try opened(file).foundSignatures().first)
        #expect(found.field == "Signature-0001020304050607" && found.id == ObjectID(4) && found.revision == 1)
        #expect(found.words.type == "Sig" && found.words.filter == "Adobe.PPKLite")
        #expect(found.words.subFilter == "ETSI.CAdES.detached" && found.words.date == "D:20260601190000+07'00'")
        #expect(found.words.name == "Ni Luh" && found.words.reason == "Setuju" && found.words.location == "Malang")
        #expect(found.words.contact == "ni.luh@contoh.example")
        #expect(found.certifies == .annotating && found.locks.map(\.fields) == [["Ketua"], ["Ketua"]])
        #expect(found.contents == [UInt8](repeating: 0, count: 16))
        #expect(found.coverage == .wholeFile && found.defects == [] && found.signedEnd == file.count)
    }

    @Test func `covers its own revision when another follows`() throws {
        let once = try signed(PDFSketch.onePage.withStream())
        var second = SignatureRequest.plain
        second.identifier[0] = 1
        let found = try opened(signed(once, second)).foundSignatures()
        #expect(found.map(\.coverage) == [.revision(1), .wholeFile])
        #expect(found.map(\.defects) == [[], []])
    }

    /// A range of the whole of a small signed file: where the hole lies, and where the file ends.
    static let file = try! signed(PDFSketch.onePage.withTable)
    private static let numbers = "[0 611 645 353]"

    @Test(arguments: [
        (numbers, "[0 611 645]", [StructuralDefect.byteRangeNotFourNumbers]),
        (numbers, "[0 1 2 3 4]", [.byteRangeNotFourNumbers]),
        (numbers, "[0 611 645 /A]", [.byteRangeNotFourNumbers]),
        (numbers, "[]", [.byteRangeNotFourNumbers]),
        (numbers, "null", [.byteRangeMissing]),
        ("/ByteRange", "/ByteRonge", [.byteRangeMissing]),
        (numbers, "[0 611 -45 353]", [.byteRangeNegative]),
        (numbers, "[0 611 645 354]", [.pastEnd]),
        (numbers + String(repeating: " ", count: 14), "[0 611 5 9223372036854775807]", [.pastEnd]),
        (numbers, "[1 610 645 353]", [.notFromStart]),
        (numbers, "[0 611 610 353]", [.overlapping]),
        (numbers, "[0 611 645 300]", [.endsInsideRevision]),
        (numbers, "[0 610 645 353]", [.holeIsNotOneHexString, .holeElsewhere]),
        (numbers, "[0 611 646 352]", [.holeIsNotOneHexString, .holeElsewhere]),
        (numbers, "[0 645 645 353]", [.holeIsNotOneHexString, .holeElsewhere]),
        ("<00000000", "<0000000/", [.unreadable]),
        ("<00000000", "<0000 000", [.holeIsNotOneHexString]),
        ("/Contents", "/Contentz", [.holeElsewhere, .contentsMissing]),
        ("<00000000000000000000000000000000>", "(00000000000000000000000000000000)", [.holeIsNotOneHexString]),
        ("/Type /Sig/", "/Type /Xig/", [.typeWrong]),
        ("/SubFilter", "/SubFilxxx", [.subFilterMissing]),
        ("/ETSI.CAdES.detached", "/ETSI.CAdES.attached", [.subFilterUnknown]),
        ("/ETSI.CAdES.detached", "/ETSI.RFC3161", [.typeWrong]),
        ("/Filter /Adobe.PPKLite", "/M()/Filter /Adobe", [.keysRepeated]),
    ])
    func `has its defect named`(old: String, new: String, defects: [StructuralDefect]) throws {
        let found = try opened(replaced(Self.file, old, new)).foundSignatures()
        #expect(found.count == (defects == [.unreadable] ? 2 : 1))
        #expect(Set(defects).isSubset(of: found[0].defects), "\(found[0].defects)")
    }
}
