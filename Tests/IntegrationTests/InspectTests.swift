import Foundation
import TestSupport
import Testing

@Suite("Looking into a document") struct InspectTests {
    private struct Report: Decodable {
        struct Field: Decodable {
            let name: String
            let kind: String
            let signed: Bool
        }

        struct Signature: Decodable {
            let field: String
            let subFilter: String
            let byteRange: [Int]
            let documentTimestamp: Bool
            let certifies: Int?
        }

        struct Protection: Decodable {
            let revision: Int
            let permitsSigning: Bool
        }

        let version: String
        let bytes: Int
        let pages: Int
        let repaired: Bool
        let protection: Protection?
        let signatures: [Signature]
        let fields: [Field]
    }

    private func report(_ desk: Desk, _ name: String = "letter.pdf", _ words: [String] = []) throws -> Report {
        let run = try desk.teken(["inspect", name, "--json"] + words)
        try #require(run.isSuccess, "\(run.errors)")
        return try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    }

    @Test func `tells signatures and fields, and what each range covers`() throws {
        let desk = try Desk.withLetter("fields-two-empty.pdf")
        #expect(try desk.sign(["--field", "Mengetahui", "--certify", "filling"]).isSuccess)
        let report = try report(desk, "signed.pdf")
        let signature = try #require(report.signatures.first)
        #expect(report.signatures.count == 1 && signature.field == "Mengetahui" && signature.certifies == 2)
        #expect(signature.subFilter == "ETSI.CAdES.detached" && !signature.documentTimestamp)
        #expect(signature.byteRange[2] + signature.byteRange[3] == report.bytes)
        #expect(report.fields.map(\.name).sorted() == ["Mengetahui", "Persetujuan"])
        #expect(report.fields.filter(\.signed).map(\.name) == ["Mengetahui"])
        let text = try desk.teken(["inspect", "signed.pdf"]).output
        #expect(text.contains("Persetujuan: Sig, empty") && text.contains("certifies with level 2"), "\(text)")
    }

    @Test(
        arguments: [
            ("table.pdf", 2, false), ("tree-2000-flat.pdf", 2_000, false), ("startxref-zero.pdf", 1, true),
            ("hybrid.pdf", 1, false), ("signed-b-lta.pdf", 1, false),
        ] as [(String, Int, Bool)])
    func `counts pages, and says what had to be repaired`(fixture: String, pages: Int, isRepaired: Bool) throws {
        let report = try report(Desk.withLetter(fixture))
        #expect(report.pages == pages && report.repaired == isRepaired && report.protection == nil)
    }

    @Test func `tells of a document's protection what its author permits`() throws {
        let open = try report(Desk.withLetter("encrypted-no-changes-allowed.pdf"))
        #expect(open.protection?.revision == 6 && open.protection?.permitsSigning == false)
        let closed = try report(
            Desk.withLetter("encrypted-aes-128.pdf"), "letter.pdf", ["--document-password-file", "document-password"])
        #expect(closed.protection?.revision == 4 && closed.pages == 2)
    }

    @Test func `lets no name of a field speak to the terminal`() throws {
        let desk = try Desk.withLetter()
        let name = "merah\u{1B}[31m\u{9B}2J\u{7F}\"\\"
        #expect(try desk.sign(["--new-field", name]).isSuccess)
        for words in [[], ["--json"]] {
            let output = try desk.teken(["inspect", "signed.pdf"] + words).output
            #expect(output.contains("merah"))
            let obeyed = output.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
            #expect(obeyed.isEmpty, "\(output)")
        }
        #expect(try report(desk, "signed.pdf").fields.map(\.name) == [name])
    }
}
