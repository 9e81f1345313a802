import Crypto
import Documents
import Domain
import Foundation
import HTTP
import JSONInput
import Store
import TestSupport
import Testing

@Suite("Signed documents") struct DocumentTests {
    private static let box: JSON = [
        "x": .integer(60), "y": .integer(60), "width": .integer(120), "height": .integer(60),
    ]

    private static func look(_ more: [(String, JSON)] = []) -> (String, JSON) {
        (
            "look",
            .members([("page", .integer(1)), ("box", box)].filter { one in !more.contains { $0.0 == one.0 } } + more)
        )
    }

    @Test func `come back whole, in their order, and hold`() throws {
        let api = try APISample()
        let documents = try [APISample.letter.get(), Fixture.bytes("pdf/table.pdf"), Fixture.bytes("pdf/hybrid.pdf")]
        let answer = try api.sign([("reason", .text("Setuju"))], files: documents)
        #expect(try answer.status == 200 && answer.json["time_ms"]?.integer != nil)
        let files = try answer.files
        #expect(files.count == 3 && zip(files, documents).allSatisfy { $0.starts(with: $1) })
        for (file, told) in zip(files, try answer.documents) {
            #expect(told["level"]?.text == "B-T" && told["result"] == nil)
            #expect(try told["digest"]?.text == Hexadecimal.text(Digest(.sha256, of: file).bytes))
        }
        let folder = try TemporaryFolder()
        let judge = try ProgramRun.of("pdfsig", ["-nocert", try folder.write(files[0], to: "surat.pdf")])
        #expect(judge.output.contains("Signature is Valid") && judge.output.contains("Siti Percobaan"))
    }

    @Test func `are the same in JSON`() throws {
        let api = try APISample()
        let letter = try APISample.letter.get()
        let documents = ["satu", "dua"].map { reason -> JSON in
            ["content": .text(Base64.text(letter)), "reason": .text(reason)]
        }
        let answer = try api.post(
            "signatures/documents", .members(APISample.siti + [("documents", .array(documents))]))
        let files = try answer.files
        #expect(files.count == 2)
        for (file, reason) in zip(files, ["satu", "dua"]) {
            #expect(String(decoding: file, as: UTF8.self).contains("(\(reason))"))
        }
    }

    @Test func `come as a PDF to whoever accepts one`() throws {
        let api = try APISample()
        let answer = try api.sign([("keep", .boolean(true))], with: ["Accept": "application/pdf, */*"])
        #expect(answer.status == 200 && answer.fields["Content-Type"] == "application/pdf")
        let letter = try APISample.letter.get()
        #expect(answer.content.starts(with: letter) && answer.fields["Teken-Level"] == "B-T")
        #expect(try answer.fields["Teken-Digest"] == Hexadecimal.text(Digest(.sha256, of: answer.content).bytes))
        #expect(answer.fields["Teken-Result"]?.count == 32)
        for accept in ["*/*", "application/json, application/pdf"] {
            #expect(try api.sign(with: ["Accept": accept]).fields["Content-Type"] == "application/json")
        }
        #expect(try api.sign(files: [letter, letter], with: ["Accept": "application/pdf"]).files.count == 2)
    }

    @Test func `show what was asked for, where it was asked for`() throws {
        let api = try APISample()
        let picture = try Fixture.bytes("pictures/letter-1.jpg")
        func text(_ look: (String, JSON), picture: [UInt8]? = nil) throws -> String {
            String(decoding: try #require(try api.sign([look], picture: picture).files.first), as: UTF8.self)
        }
        #expect(try text(Self.look()).contains("[60 60 180 120]"))
        // The page is 842 points high.
        #expect(try text(Self.look([("origin", .text("top-left"))])).contains("[60 722 180 782]"))
        #expect(try text(Self.look([("picture", .text(Base64.text(picture)))])).contains("DCTDecode"))
        #expect(try text(Self.look(), picture: picture).contains("DCTDecode"))
        #expect(try !text(Self.look([("qr", .text("https://contoh.id"))]), picture: picture).contains("DCTDecode"))
        let lines: [(String, JSON)] = [("lines", .texts(["Disetujui", "Kepala Dinas"])), ("font_size", .integer(8))]
        #expect(try text(Self.look(lines)).contains("/Sig"))
        #expect(try text(Self.look([("page", .text("last"))])).contains("[60 60 180 120]"))
    }

    @Test func `find a tag, and miss one`() throws {
        let api = try APISample()
        func ask(_ text: String, _ more: [(String, JSON)] = []) throws -> HTTPResponse {
            let tag = JSON.members(
                [("text", .text(text)), ("width", .integer(80)), ("height", .integer(40))] + more)
            return try api.sign([("look", ["tag": tag])])
        }
        #expect(try ask("${ttd}").status == 200)
        #expect(try ask("${ttd}", [("occurrence", .text("last")), ("anchor", .text("centre"))]).status == 200)
        let missed = try ask("tidak ada di sini")
        #expect(try missed.status == 422 && missed.code == "tag_not_found")
    }

    @Test func `fill a field that waits, certify, and open what is protected`() throws {
        let api = try APISample()
        let certified = try api.sign([("certify", .text("filling"))])
        let file = try #require(try certified.files.first)
        #expect(String(decoding: file, as: UTF8.self).contains("/DocMDP"))
        let again = try api.sign([("certify", .text("filling"))], files: [file])
        #expect(try again.status == 422 && again.code == "certification_not_first")
        let none = try api.sign([("field", ["existing": .text("tidak ada")])])
        #expect(try none.status == 422 && none.code == "field_not_found")
        let named = try api.sign([("field", ["new": .text("persetujuan")])])
        #expect(String(decoding: try #require(try named.files.first), as: UTF8.self).contains("(persetujuan)"))
        let protected = try Fixture.bytes("pdf/encrypted-aes-256-r6.pdf")
        #expect(try api.sign([("pdf_password", .text("kata-buka"))], files: [protected]).status == 200)
        #expect(try api.sign(files: [protected]).code == "document_password_needed")
    }

    @Test func `are all signed or none`() throws {
        let api = try APISample()
        let answer = try api.sign(files: [APISample.letter.get(), Array("bukan".utf8)])
        #expect(try answer.status == 422 && answer.code == "document_not_pdf")
        #expect(try api.office.base.auditLines().allSatisfy { !$0.contains("document.signed") })
    }

    @Test func `are told of each for itself where that was asked for, and again to whoever repeats himself`() throws {
        let api = try APISample()
        let files = try [Array("bukan".utf8), APISample.letter.get(), []]
        let members: [(String, JSON)] = [("partial", .boolean(true)), ("keep", .boolean(true))]
        let answer = try api.sign(members, files: files, with: ["Idempotency-Key": "satu"])
        #expect(answer.status == 200)
        let told = try answer.documents
        #expect(told.map { $0["problem"]?["code"]?.text } == ["document_not_pdf", nil, "document_empty"])
        #expect(told[0]["problem"]?["status"]?.integer == 422 && told[1]["result"]?.text?.count == 32)
        #expect(try api.office.base.auditLines().count { $0.contains("document.signed") } == 1)
        let again = try api.sign(members, files: files, with: ["Idempotency-Key": "satu"])
        #expect(try again.files == answer.files)
        #expect(try again.documents.map { $0["problem"]?["title"]?.text } == told.map { $0["problem"]?["title"]?.text })
        #expect(try api.office.base.auditLines().count { $0.contains("document.signed") } == 1)
        let alone = try api.sign(members, files: [Array("bukan".utf8)], with: ["Accept": "application/pdf"])
        #expect(try alone.status == 422 && alone.code == "document_not_pdf")
    }

    @Test func `are told again to whoever repeats himself, and signed once`() throws {
        let api = try APISample()
        let first = try api.sign([("keep", .boolean(true))], with: ["Idempotency-Key": "satu"])
        let again = try api.sign([("keep", .boolean(true))], with: ["Idempotency-Key": "satu"])
        #expect(
            try first.files == again.files && first.documents[0]["result"]?.text == again.documents[0]["result"]?.text)
        #expect(try again.documents[0]["level"]?.text == "B-T")
        for other in [
            try api.sign([("keep", .boolean(false))], with: ["Idempotency-Key": "satu"]),
            try api.sign(
                [("keep", .boolean(true))], files: [Fixture.bytes("pdf/table.pdf")], with: ["Idempotency-Key": "satu"]),
        ] {
            #expect(try other.status == 422 && other.code == "repeat_key_of_other")
        }
        let refused = try api.sign(files: [[1]], with: ["Idempotency-Key": "dua"])
        #expect(try api.sign(files: [[1]], with: ["Idempotency-Key": "dua"]).content == refused.content)
    }

    @Test func `are counted in a session, the refused ones left out`() throws {
        let api = try APISample()
        let session = try api.session([("count", .integer(2))])
        let signer = [("session", JSON.text(session))]
        let letter = try APISample.letter.get()
        let partial = try api.sign([("partial", .boolean(true))], as: signer, files: [[1], letter])
        #expect(try partial.files.count == 1)
        #expect(try api.sign(as: signer, files: [letter]).status == 200)
        #expect(try api.sign(as: signer, files: [letter]).code == "session_used")
    }

    private static let wrong: [(member: (String, JSON), field: String)] = [
        (("look", ["page": .integer(1)]), "look"), (("look", ["lines": .texts(["x"])]), "look"),
        (("look", ["page": .text("tengah"), "box": box]), "look.page"),
        (("look", ["page": .integer(1), "box": ["x": .integer(1)]]), "look.box.y"),
        (("look", .text("x")), "look"), (("reason", .text("")), "reason"), (("reason", .text("a\nb")), "reason"),
        (("field", ["existing": .text("a"), "new": .text("b")]), "field"), (("certify", .text("semua")), "certify"),
        (("keep", .text("true")), "keep"), (("documents", .array([])), "documents"),
    ]

    @Test(arguments: 0..<11) func `are not made of a wish that is none`(index: Int) throws {
        let (member, field) = Self.wrong[index]
        let answer = try APISample().sign([member])
        #expect(try answer.status == 400 && answer.wrongFields.first == field)
    }

    @Test func `have one place each, and one wish each`() throws {
        let api = try APISample()
        let twice: [(String, JSON)] = [("field", ["existing": .text("a")]), Self.look()]
        #expect(try api.sign(twice).wrongFields == ["look"])
        let answer = try api.sign([("documents", .array([[:], [:]]))])
        #expect(try answer.status == 400 && answer.code == "documents_do_not_match")
    }

    @Test func `come in a form whose parts are known`() throws {
        let api = try APISample()
        let order = HTTPForm.Part("order", JSON.members(APISample.siti).line)
        let letter = try HTTPForm.Part("document", file: APISample.letter.get())
        func ask(_ parts: [HTTPForm.Part], type: String = "multipart/form-data; boundary=b") throws -> HTTPResponse {
            try api.ask(.post, "/teken/v1/signatures/documents", .form(HTTPForm(parts)), type: type)
        }
        #expect(try ask([order]).wrongFields == ["document"])
        #expect(try ask([letter]).wrongFields == ["order"])
        #expect(try ask([order, order, letter]).wrongFields == ["order"])
        #expect(try ask([order, letter, HTTPForm.Part("lain", "x")]).status == 400)
        #expect(try ask([HTTPForm.Part("order", "{"), letter]).code == "json_unreadable")
        // A form of the other kind has no files in it.
        #expect(try ask([order], type: "application/x-www-form-urlencoded").status == 415)
        let asFile = try HTTPForm.Part("order", file: Array(JSON.members(APISample.siti).line.utf8), named: "o.json")
        #expect(try ask([asFile, letter]).status == 200)
    }
}
