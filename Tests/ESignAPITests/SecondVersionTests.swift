import Crypto
import Domain
import ESignAPI
import HTTP
import JSONInput
import Store
import TestSupport
import Testing

@Suite("The second version's signing") struct SecondVersionTests {
    private static let siti: [(String, JSON)] = [("nik", .text(ESignSample.nik))]
    private static let picture = Result { try Base64.text(Fixture.bytes("pictures/letter-1.jpg")) }

    private static func visible(_ more: [(String, JSON)] = []) throws -> JSON {
        let usual: [(String, JSON)] = [
            ("tampilan", .text("VISIBLE")), ("imageBase64", .text(try picture.get())), ("page", .integer(1)),
            ("originX", .integer(60)), ("originY", .integer(100)), ("width", .integer(80)), ("height", .integer(40)),
            ("location", .text("null")), ("reason", .null),
        ]
        let names = Set(more.map(\.0))
        return .members(usual.filter { !names.contains($0.0) } + more)
    }

    @Test func `gives one document as it gives many`() throws {
        let answer = try ESignSample().signSecond(Self.siti)
        #expect(try answer.status == 200 && answer.json["time"]?.integer != nil && answer.json["error"] == nil)
        #expect(answer.fields["id_dokumen"] == nil)
        let files = try answer.files
        let letter = try ESignSample.letter.get()
        #expect(files.count == 1 && files[0].starts(with: letter))
    }

    @Test func `signs many in their order, each as its own element says`() throws {
        let documents = try [ESignSample.letter.get(), Fixture.bytes("pdf/table.pdf"), Fixture.bytes("pdf/hybrid.pdf")]
        let api = try ESignSample()
        let same = try api.signSecond(Self.siti, files: documents).files
        #expect(same.count == 3 && zip(same, documents).allSatisfy { $0.starts(with: $1) })
        let reasons = ["satu", "dua", "tiga"].map {
            JSON.members([("tampilan", .text("invisible")), ("reason", .text($0))])
        }
        let each = try api.signSecond(Self.siti, files: documents, properties: reasons).files
        for (file, reason) in zip(each, ["satu", "dua", "tiga"]) {
            #expect(String(decoding: file, as: UTF8.self).contains("(\(reason))"))
        }
        #expect(try api.signSecond(Self.siti, files: documents, properties: Array(reasons.prefix(2))).refusal == 4002)
    }

    @Test func `signs all of them or none`() throws {
        let api = try ESignSample()
        let answer = try api.signSecond(Self.siti, files: [ESignSample.letter.get(), Array("bukan".utf8)])
        #expect(try answer.refusal == 2041)
        #expect(try api.office.base.auditLines().count { $0.contains("document.signed") } == 0)
    }

    @Test func `counts from the top, where the first version counts from the bottom`() throws {
        let answer = try ESignSample().signSecond(Self.siti, properties: [Self.visible()])
        let text = String(decoding: try #require(try answer.files.first), as: UTF8.self)
        // The page is 842 points high.
        #expect(text.contains("[60 702 140 742]"))
    }

    @Test func `knows people by their address`() throws {
        let answer = try ESignSample().signSecond([("email", .text("\(ESignSample.nik)@contoh.example"))])
        #expect(answer.status == 200)
        #expect(try ESignSample().signSecond([]).refusal == 4001)
        #expect(try ESignSample().signSecond([("email", .text("bukan alamat"))]).refusal == 2011)
    }

    @Test func `opens a protected document with its password`() throws {
        let file = try Fixture.bytes("pdf/encrypted-aes-256-r6.pdf")
        let api = try ESignSample()
        let right: JSON = ["tampilan": .text("INVISIBLE"), "pdfPassword": .text("kata-buka")]
        #expect(try api.signSecond(Self.siti, files: [file], properties: [right]).status == 200)
        #expect(try api.signSecond(Self.siti, files: [file]).refusal == 2041)
    }

    @Test func `takes a picture as browsers write it, and misses one that is not there`() throws {
        let prefixed = try Self.visible([("imageBase64", .text("data:image/jpeg;base64,\(Self.picture.get())"))])
        #expect(try ESignSample().signSecond(Self.siti, properties: [prefixed]).status == 200)
        for (picture, number) in [("", 4001), ("null", 4001), ("%%%", 4002), ("AAAA", 2042)] {
            let answer = try ESignSample().signSecond(
                Self.siti, properties: [Self.visible([("imageBase64", .text(picture))])])
            #expect(try answer.refusal == number, "\(picture)")
        }
    }

    @Test func `finds a tag by either of its names`() throws {
        for name in ["tag", "tag_koordinat"] {
            let element: JSON = [
                "tampilan": .text("VISIBLE"), "imageBase64": .text(try Self.picture.get()), name: .text("${ttd}"),
                "width": .integer(80), "height": .integer(40),
            ]
            #expect(try ESignSample().signSecond(Self.siti, properties: [element]).status == 200)
        }
    }

    @Test(arguments: ["totp", "otp"]) func `opens no key for a code that is none`(name: String) throws {
        let answer = try ESignSample().signSecond(Self.siti + [(name, .text("123456"))], passphrase: nil)
        #expect(try answer.status == 400 && answer.refusal == 2034)
        #expect(try ESignSample().signSecond(Self.siti, passphrase: nil).refusal == 4001)
    }

    @Test(
        arguments: [
            "", "{", "[]", "\"x\"", "{\"nik\":\"1\"}", "{\"nik\":\"1\",\"nik\":\"2\"}", "{\"file\":\"x\"}",
            "{\"file\":[\"x\"]}", "{\"file\":[\"JVBE\"],\"signatureProperties\":{}}",
            "{\"file\":[1],\"signatureProperties\":[{}],\"nik\":\"1\"}",
            "{\"file\":[\"*\"],\"signatureProperties\":[{}]}",
        ])
    func `says what is wrong with a body that is none`(text: String) throws {
        let body = HTTPBody.bytes(WipedBytes(Array(text.utf8)))
        let answer = try ESignSample().ask(.post, "/api/v2/sign/pdf", text.isEmpty ? .none : body)
        #expect(try answer.status == 400 && [4001, 4002].contains(answer.refusal ?? 0))
    }

    @Test func `has its bounds`() throws {
        let api = try ESignSample(settings: {
            $0.documentsMax = 1
            $0.documentBytesMax = 1_000
        })
        let letter = try ESignSample.letter.get()
        #expect(try api.signSecond(Self.siti, files: [letter, letter]).refusal == 4002)
        #expect(try api.signSecond(Self.siti, files: [letter]).refusal == 4002)
    }
}
