import Authority
import Channels
import Crypto
import Documents
import Domain
import Foundation
import HTTP
import JSONInput
import Store
import TestSupport
import Testing

@Suite("A kept result") struct ResultTests {
    @Test func `is fetched once, by whoever had it signed`() throws {
        let api = try APISample()
        let signed = try api.sign([("keep", .boolean(true))])
        let id = try #require(try signed.documents.first?["result"]?.text)
        let foreign = try api.ask(.get, "/teken/v1/results/\(id)", as: "kepegawaian")
        #expect(try foreign.status == 404 && foreign.code == "no_such_result")
        // A head has no document in it, and the document would be gone.
        let head = try api.ask(.head, "/teken/v1/results/\(id)")
        #expect(head.status == 405 && head.fields["Allow"] == "GET, OPTIONS")
        let fetched = try api.ask(.get, "/teken/v1/results/\(id.uppercased())")
        #expect(try fetched.status == 200 && fetched.content == signed.files[0])
        #expect(fetched.fields["Content-Type"] == "application/pdf")
        #expect(try api.ask(.get, "/teken/v1/results/\(id)").code == "no_such_result")
        #expect(try api.ask(.get, "/teken/v1/results/x").wrongFields == ["id"])
    }
}

@Suite("A receipt") struct ReceiptTests {
    /// A program of another language, written after docs/audit.md.
    private func judge(_ words: [String]) throws -> ProgramRun {
        try ProgramRun.of("python3", [Fixture.repository.appending(path: "tools/audit-verify").path] + words)
    }

    @Test(arguments: Backend.all) func `is believed by a program of another language`(backend: Backend) throws {
        let api = try APISample(backend)
        let digest = try #require(try api.sign().documents.first?["digest"]?.text)
        let young = try api.ask(.get, "/teken/v1/receipts/\(digest)").json
        #expect(young["head"]?.isNull == true && young["is_sealed"]?.boolean == false)
        _ = try api.office.base.authority.sealAuditHeads()
        let answer = try api.ask(.get, "/teken/v1/receipts/\(digest.uppercased())")
        let json = try answer.json
        #expect(json["is_sealed"]?.boolean == true)
        let line = try #require(json["proof"]?["line"]?.text)
        #expect(line.contains("document.signed") && line.contains(digest))
        #expect(!line.contains(APISample.nik) && !line.contains("Siti"))
        let folder = try TemporaryFolder()
        // The judge wants the proof as it stands in the answer.
        let text = String(decoding: answer.content, as: UTF8.self)
        let proof = try #require(text.firstMatch(of: /"proof":(\{.*\}),"head"/)?.1)
        let head = try folder.write(Array((json["head"]?.text ?? "").utf8), to: "head")
        let run = try judge(["-", "--head", head, "--proof", try folder.write(Array(proof.utf8), to: "proof")])
        #expect(run.isSuccess, "\(run.errors)")
    }

    @Test func `younger than the newest head is proven in the log that the head begins`() throws {
        let api = try APISample()
        _ = try api.office.base.authority.sealAuditHeads()
        let digest = try #require(try api.sign().documents.first?["digest"]?.text)
        let json = try api.ask(.get, "/teken/v1/receipts/\(digest)").json
        #expect(json["is_sealed"]?.boolean == false && json["head"]?.text?.hasPrefix("teken audit head 1\n") == true)
        #expect(json["proof"]?["since"]?["size"]?.integer != nil)
    }

    @Test func `is for whoever had the document signed`() throws {
        let api = try APISample()
        let digest = try #require(try api.sign().documents.first?["digest"]?.text)
        let original = try Hexadecimal.text(Digest(.sha256, of: APISample.letter.get()).bytes)
        for (digest, client) in [(digest, "kepegawaian"), (original, "surat")] {
            let answer = try api.ask(.get, "/teken/v1/receipts/\(digest)", as: client)
            #expect(try answer.status == 404 && answer.code == "no_such_receipt")
        }
        #expect(try api.ask(.get, "/teken/v1/receipts/00").wrongFields == ["digest"])
    }
}

@Suite("A verification through our own API") struct VerificationTests {
    private let path = "/teken/v1/verifications"

    @Test func `gives the report, however the document came`() throws {
        let api = try APISample()
        let signed = try #require(try api.sign().files.first)
        let bare = try api.ask(.post, path, .file(.init(signed)), type: "application/pdf")
        let form = try api.ask(
            .post, path, .form(HTTPForm([HTTPForm.Part("document", file: signed)])),
            type: "multipart/form-data; boundary=b")
        #expect(bare.status == 200 && bare.content == form.content)
        let json = try bare.json
        #expect(json["outcome"]?.text == "TOTAL-PASSED" && json["signatureCount"]?.integer == 1)
        let unsigned = try api.ask(.post, path, .file(.init(APISample.letter.get())), type: "application/pdf")
        #expect(try unsigned.json["outcome"]?.text == "NO_SIGNATURE")
    }

    @Test func `opens a protected document with its password`() throws {
        let api = try APISample()
        let file = try HTTPForm.Part("document", file: Fixture.bytes("pdf/encrypted-aes-256-r6.pdf"))
        func ask(_ parts: [HTTPForm.Part]) throws -> HTTPResponse {
            try api.ask(.post, path, .form(HTTPForm(parts)), type: "multipart/form-data; boundary=b")
        }
        #expect(try ask([file, HTTPForm.Part("password", "kata-buka")]).status == 200)
        let closed = try ask([file])
        #expect(try closed.status == 422 && closed.code == "document_password_needed")
        #expect(try ask([HTTPForm.Part("password", "x")]).wrongFields == ["document"])
        #expect(try ask([file, HTTPForm.Part("lain", "x")]).code == "field_unusable")
    }

    @Test(arguments: [[], Array("bukan PDF".utf8)]) func `refuses what is no document`(bytes: [UInt8]) throws {
        let api = try APISample()
        let body: HTTPBody = bytes.isEmpty ? .none : .file(try .init(bytes))
        let answer = try api.ask(.post, path, body, type: "application/pdf")
        #expect(try answer.status == (bytes.isEmpty ? 400 : 422) && answer.code?.isEmpty == false)
    }
}
