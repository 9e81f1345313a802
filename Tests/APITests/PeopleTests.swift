import Authority
import Crypto
import Domain
import Foundation
import HTTP
import JSONInput
import Store
import TestSupport
import Testing

@Suite("The verdict about a person") struct VerdictTests {
    @Test func `is one line, by number, address or identifier`() throws {
        let api = try APISample()
        let first = try api.post("verdicts", ["nik": .text(APISample.nik)]).json
        #expect(first["can_sign"]?.boolean == true && first["reason"]?.isNull == true)
        #expect(first["certificate"]?["status"]?.text == "ISSUED" && first["sentence"]?["id"]?.text?.isEmpty == false)
        let person = try #require(first["person"]?.text)
        #expect(ID<Person>(person) == .fixture(0x51))
        for body: JSON in [
            ["email": .text("\(APISample.nik)@contoh.example")], ["person": .text(person)],
            ["person": .text(person.uppercased())],
        ] {
            #expect(try api.post("verdicts", body).json["person"]?.text == person)
        }
    }

    @Test func `names the one reason why not`() throws {
        let api = try APISample()
        let holding = try api.office.person().account.holding
        try api.office.change(#require(Account(.update(by: .staff), holding)))
        let json = try api.post("verdicts", ["nik": .text(APISample.nik)]).json
        #expect(json["can_sign"]?.boolean == false && json["reason"]?.text == "UPDATE_PENDING")
        #expect(json["next"]?["en"]?.text == "Finish or cancel the change.")
        let signing = try api.sign()
        #expect(try signing.status == 403 && signing.code == "update_pending")
    }

    @Test func `is not given of nobody, nor of another institution's people`() throws {
        let api = try APISample()
        for body: JSON in [
            ["nik": .text("1")], ["email": .text("siapa@contoh.example")],
            ["person": .text("\(ID<Person>.fixture(1))")],
        ] {
            let answer = try api.post("verdicts", body)
            #expect(try answer.status == 404 && answer.code == "unknown_person")
        }
        try api.office.store.write { (transaction) throws(StoreError) in
            try transaction.insert(InstitutionRecord(id: .fixture(0x12), name: "Kota Lain"))
        }
        try api.change { $0.institution = .fixture(0x12) }
        #expect(try api.post("verdicts", ["person": .text("\(ID<Person>.fixture(0x51))")]).code == "unknown_person")
        #expect(try api.post("verdicts", ["nik": .text(APISample.nik)]).code == "unknown_person")
    }

    @Test(
        arguments: [
            "", "{", "[]", "\"x\"", "{}", "{\"nik\":\"x\"}", "{\"nik\":1}", "{\"nik\":null}",
            "{\"nik\":\"1\",\"email\":\"a@b.c\"}", "{\"nik\":\"1\",\"nik\":\"2\"}", "{\"nik\":\"1\",\"lain\":1}",
            "{\"email\":\"a b@c\"}", "{\"person\":\"1\"}",
        ])
    func `is not given to a request that is none`(text: String) throws {
        let body: HTTPBody = text.isEmpty ? .none : .bytes(WipedBytes(Array(text.utf8)))
        let answer = try APISample().ask(.post, "/teken/v1/verdicts", body, type: "application/json")
        #expect(try answer.status == 400 && answer.code?.isEmpty == false)
    }
}

@Suite("A person's certificates") struct CertificateTests {
    @Test func `come with those above them, and hold`() throws {
        let api = try APISample()
        let answer = try api.ask(.get, "/teken/v1/people/\(ID<Person>.fixture(0x51))/certificates")
        let certificate = try #require(try answer.json["certificates"]?.elements?.first)
        #expect(certificate["status"]?.text == "good")
        let chain = certificate["certificates"]?.elements?.compactMap(\.text) ?? []
        let folder = try TemporaryFolder()
        let names = try chain.enumerated().map { index, text in
            try folder.write(
                Array("-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n".utf8), to: "\(index)")
        }
        try #require(names.count == 3)
        let run = try ProgramRun.of(
            "openssl", ["verify", "-CAfile", names[2], "-untrusted", names[1], "-no_check_time", names[0]])
        #expect(run.isSuccess, "\(run.errors)")
        let record = try #require(try api.office.person().certificate)
        _ = try api.office.base.authority.change(record.id, .revoke(.keyCompromise, invalidSince: nil))
        let later = try api.ask(.get, "/teken/v1/people/\(ID<Person>.fixture(0x51))/certificates").json
        #expect(later["certificates"]?.elements?.first?["status"]?.text == "revoked")
    }

    @Test func `are asked for by an identifier alone`() throws {
        let api = try APISample()
        let byNumber = try api.ask(.get, "/teken/v1/people/\(APISample.nik)/certificates")
        #expect(try byNumber.status == 400 && byNumber.wrongFields == ["person"])
        #expect(!String(decoding: byNumber.content, as: UTF8.self).contains(APISample.nik))
        let nobody = try api.ask(.get, "/teken/v1/people/\(ID<Person>.fixture(1))/certificates")
        #expect(try nobody.status == 404 && nobody.code == "unknown_person")
    }
}

@Suite("Who asks") struct AskingTests {
    private let verdict = "/teken/v1/verdicts"

    @Test func `is a program that is known`() throws {
        let api = try APISample()
        let nobody = try api.ask(.post, verdict, as: nil)
        #expect(try nobody.status == 401 && nobody.code == "credentials_missing")
        #expect(nobody.fields["WWW-Authenticate"]?.hasPrefix("Basic") == true)
        #expect(try api.ask(.post, verdict, as: "asing").code == "credentials_wrong")
    }

    @Test func `is one that may call, and ask for this`() throws {
        let api = try APISample()
        try api.change { $0.scopes = [.verify] }
        for (method, path) in [
            (HTTPMethod.post, "verdicts"), (.post, "sessions"), (.post, "sessions/end"), (.post, "signatures/hashes"),
            (.post, "signatures/documents"), (.get, "results/\(String(repeating: "0", count: 32))"),
            (.get, "receipts/\(String(repeating: "0", count: 64))"), (.get, "people/x/certificates"),
        ] {
            let answer = try api.ask(method, "/teken/v1/\(path)")
            #expect(try answer.status == 403 && answer.code == "scope_missing", "\(path)")
        }
        try api.change { $0.state = .disabled }
        #expect(try api.ask(.post, "/teken/v1/verifications").code == "client_disabled")
        try api.change { $0.state = .suspended }
        #expect(try api.ask(.post, "/teken/v1/verifications").code == "client_suspended")
        try api.change { $0.addresses = "10.0.0.0/8" }
        #expect(try api.ask(.post, "/teken/v1/verifications").code == "address_not_allowed")
    }

    @Test func `is told to come again where the fault is ours`() throws {
        let api = try APISample()
        api.office.store.close()
        let digest = try OfficeSample.digest.get()
        let signer = [("nik", JSON.text(APISample.nik)), ("passphrase", .text(OfficeSample.passphrase))]
        let digests = ("digests", JSON.texts([Base64.text(digest.bytes)]))
        for (path, order) in [
            ("signatures/hashes", signer + [("algorithm", .text("SHA-256")), digests]),
            ("sessions", signer + [("count", .integer(1))]),
        ] {
            let answer = try api.post(path, .members(order))
            #expect(try answer.status == 503 && answer.code == "store_closed" && answer.fields["Retry-After"] == "2")
        }
    }

    @Test func `puts nothing into an address`() throws {
        let api = try APISample()
        let answer = try api.ask(
            .post, verdict + "?nik=\(APISample.nik)", APISample.body(["nik": .text(APISample.nik)]),
            type: "application/json")
        #expect(try answer.status == 400 && answer.code == "query_not_taken")
        #expect(!String(decoding: answer.content, as: UTF8.self).contains(APISample.nik))
    }

    @Test func `says what is sent`() throws {
        let api = try APISample()
        let body = APISample.body(["nik": .text(APISample.nik)])
        for type in [nil, "text/plain", "nonsense"] {
            #expect(try api.ask(.post, verdict, body, type: type).code == "unsupported_media_type")
        }
        #expect(try api.ask(.post, verdict, body, type: "application/json; charset=utf-8").status == 200)
    }
}
