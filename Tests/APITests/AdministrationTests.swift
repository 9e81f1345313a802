import API
import Crypto
import Domain
import Foundation
import HTTP
import JSONInput
import Registry
import Signing
import Store
import TestSupport
import Testing

@Suite("People, looked after over HTTP") struct AdministrationTests {
    private static let budi: [(String, JSON)] = [
        ("nik", .text("9999990101900021")), ("name", .text("Budi Percobaan")), ("email", .text("budi@contoh.example")),
        ("phone", .text("081299990021")),
    ]
    static let phrase = JSON.text("awan jingga di utara")

    /// An office with a program that may look after its people.
    private func sample() throws -> APISample {
        let api = try APISample()
        try api.enter("pengelola", [.register, .administration])
        return api
    }

    private func register(_ api: APISample, _ more: [(String, JSON)] = [], as client: String = "pengelola") throws
        -> String
    {
        let answer = try api.post("people", .members(Self.budi + more), as: client)
        #expect(answer.status == 201)
        return try #require(try answer.json["person"]?.text)
    }

    private func act(
        _ api: APISample, _ person: String, _ verb: String, _ body: JSON? = nil, as client: String = "pengelola"
    ) throws -> HTTPResponse {
        if let body { return try api.post("people/\(person)/\(verb)", body, as: client) }
        return try api.ask(.post, "/teken/v1/people/\(person)/\(verb)", as: client)
    }

    @Test func `are led from registration to erasure, and each answer says how they stand`() throws {
        let api = try sample()
        var rules = InstitutionRules()
        rules.renewalNeedsApproval = false
        try api.registry.set(rules, of: OfficeSample.institution.id)
        let id = try register(api)
        func stand(_ verb: String, _ body: JSON? = nil) throws -> String {
            let answer = try act(api, id, verb, body)
            let json = try answer.json
            return
                "\(answer.status) \(json["verification"]?.text ?? "") \(json["certificate"]?.text ?? "") \(json["can_sign"]?.boolean ?? false)"
        }
        let passphrase: JSON = ["passphrase": Self.phrase, "phone_checked": .boolean(true)]
        #expect(try stand("admit") == "200 VERIFIED NEW false")
        #expect(try stand("enrol", passphrase) == "200 VERIFIED ISSUED true")
        #expect(try stand("suspend") == "200 VERIFIED SUSPENDED false")
        #expect(try stand("release") == "200 VERIFIED ISSUED true")
        #expect(try stand("renew", passphrase) == "200 VERIFIED ISSUED true")
        #expect(try stand("unblock") == "200 VERIFIED ISSUED true")
        #expect(try stand("revoke", ["reason": .text("superseded")]) == "200 VERIFIED REVOKED false")
        #expect(try act(api, id, "erase").status == 204)
        let gone = try api.ask(.get, "/teken/v1/people/\(id)", as: "pengelola")
        #expect(try gone.status == 404 && gone.code == "unknown_person")
        // The log names the program for each of them, and nobody.
        let client = try api.registry.program(named: "pengelola").id
        let lines = try api.office.base.auditLines()
        for operation in [
            AuditOperation.personEntered, .personVerified, .certificateHeld, .certificateReleased, .passphraseUnblocked,
            .certificateRevoked, .personErased,
        ] {
            #expect(lines.contains { $0.contains("\"\(operation.rawValue)\"") && $0.contains("\(client)") })
        }
        #expect(!lines.contains { $0.contains("9999990101900021") || $0.contains("Budi") })
    }

    @Test func `are registered once under one key, however often it is asked`() throws {
        let api = try sample()
        let key = ["Idempotency-Key": "daftar-1"]
        let first = try api.post("people", .members(Self.budi), as: "pengelola", with: key)
        let again = try api.post("people", .members(Self.budi), as: "pengelola", with: key)
        #expect(first.status == 201 && again.status == 201 && first.content == again.content)
        let other = try api.post(
            "people", .members(Self.budi + [("unit", .text("Umum"))]), as: "pengelola", with: key)
        #expect(try other.status == 422 && other.code == "repeat_key_of_other")
        let anew = try api.post("people", .members(Self.budi), as: "pengelola")
        #expect(try anew.status == 409 && anew.code == "nik_taken")
    }

    @Test func `are registered into the institution of the program, or the one it names`() throws {
        let api = try sample()
        try api.enter("pusat", [.register, .administration], of: nil)
        let nowhere = try api.post("people", .members(Self.budi), as: "pusat")
        #expect(try nowhere.status == 400 && nowhere.wrongFields == ["institution"])
        _ = try api.registry.enterInstitution("Dinas Kesehatan Contoh")
        for name in ["Dinas Kesehatan Contoh", "Tidak Ada"] {
            let answer = try api.post(
                "people", .members(Self.budi + [("institution", .text(name))]), as: "pengelola")
            #expect(try answer.status == 404 && answer.code == "unknown_institution")
        }
        let id = try register(api, [("institution", .text("Dinas Kesehatan Contoh"))], as: "pusat")
        let whole = try api.ask(.get, "/teken/v1/people/\(id)", as: "pusat").json
        #expect(whole["institution"]?.text == "Dinas Kesehatan Contoh" && whole["nik"]?.text == "9999990101900021")
        // To another institution's program nobody is there.
        for verb in ["admit", "suspend", "release", "unblock", "erase"] {
            let answer = try act(api, id, verb)
            let nobody = try act(api, "\(ID<Person>.fixture(9))", verb)
            #expect(answer.status == 404 && answer.content == nobody.content)
        }
    }

    @Test(arguments: [
        ("nik", "12", "nik_unusable"), ("name", "R2D2", "person_name_unusable"), ("phone", "12", "phone_unusable"),
    ])
    func `are not registered with what is not written as such a thing is`(field: String, text: String, code: String)
        throws
    {
        let members = Self.budi.filter { $0.0 != field } + [(field, JSON.text(text))]
        let answer = try sample().post("people", .members(members), as: "pengelola")
        #expect(try answer.status == 400 && answer.code == code)
    }

    @Test func `are listed page by page, with numbers masked`() throws {
        let api = try sample()
        api.office.base.clock.move(.seconds(1))
        let id = try register(api)
        let first = try api.ask(.get, "/teken/v1/people?limit=1", as: "pengelola").json
        #expect(first["people"]?.elements?.first?["nik"]?.text == "999999******0001")
        let next = try #require(first["next"]?.text)
        let second = try api.ask(.get, "/teken/v1/people?limit=1&after=\(next)", as: "pengelola").json
        let person = try #require(second["people"]?.elements?.first)
        #expect(person["person"]?.text == id && person["phone"]?.text == "********0021")
        #expect(second["next"]?.isNull == true)
        for (query, names) in [
            ("verification=NEW", ["Budi Percobaan"]), ("certificate=ISSUED", ["Siti Percobaan"]),
            ("verification=NEW&certificate=ISSUED", []),
        ] {
            let page = try api.ask(.get, "/teken/v1/people?\(query)", as: "pengelola").json
            #expect(page["people"]?.elements?.map { $0["name"]?.text } == names)
        }
    }

    @Test(arguments: [
        ("limit=0", "limit"), ("limit=101", "limit"), ("limit=%2B1", "limit"), ("limit=", "limit"),
        ("after=1", "after"),
        ("verification=new", "verification"), ("certificate=", "certificate"), ("limit=1&limit=2", "limit"),
    ])
    func `are not listed by what a parameter cannot be`(query: String, field: String) throws {
        let answer = try sample().ask(.get, "/teken/v1/people?\(query)", as: "pengelola")
        #expect(try answer.status == 400 && answer.wrongFields == [field])
    }

    @Test func `are not looked for by number in an address, and the number is not repeated`() throws {
        let answer = try sample().ask(.get, "/teken/v1/people?nik=9999990101900001", as: "pengelola")
        #expect(try answer.status == 400 && answer.code == "query_not_taken")
        #expect(!String(decoding: answer.content, as: UTF8.self).contains("99999901"))
        let nobody = try sample().ask(.get, "/teken/v1/people?after=\(ID<Person>.fixture(9))", as: "pengelola")
        #expect(try nobody.status == 404 && nobody.code == "unknown_person")
    }

    @Test func `cannot be done with what their state does not allow`() throws {
        let api = try sample()
        let id = try register(api)
        let passphrase: JSON = ["passphrase": Self.phrase]
        for (verb, body) in [
            ("suspend", nil), ("release", nil), ("renew", passphrase), ("enrol", passphrase),
            ("revoke", ["reason": .text("unspecified")]),
        ] as [(String, JSON?)] {
            let answer = try act(api, id, verb, body)
            #expect(try answer.status == 409 && answer.code == "not_in_this_state", "\(verb)")
        }
        #expect(try act(api, id, "admit").status == 200)
        let unchecked = try act(api, id, "enrol", passphrase)
        #expect(try unchecked.status == 409 && unchecked.code == "phone_unverified")
    }

    @Test(arguments: [
        ("pendek", "passphrase_too_short"), ("password123", "passphrase_easily_guessed"),
        ("budi percobaan", "passphrase_holds_own_data"),
    ])
    func `are told what is wrong with the passphrase they choose`(phrase: String, code: String) throws {
        let api = try sample()
        let id = try register(api)
        _ = try act(api, id, "admit")
        let answer = try act(api, id, "enrol", ["passphrase": .text(phrase), "phone_checked": .boolean(true)])
        #expect(try answer.status == 400 && answer.code == code)
    }

    @Test func `are agreed to by an application that is bound to no institution alone`() throws {
        let api = try sample()
        try api.enter("pusat", [.administration], of: nil)
        var rules = InstitutionRules()
        rules.issuanceNeedsApproval = true
        try api.registry.set(rules, of: OfficeSample.institution.id)
        let id = try register(api)
        _ = try act(api, id, "admit")
        var wish: [(String, JSON)] = [("passphrase", Self.phrase), ("phone_checked", .boolean(true))]
        let without = try act(api, id, "enrol", .members(wish))
        #expect(try without.status == 403 && without.code == "approval_needed")
        wish.append(("approved", .boolean(true)))
        let byItself = try act(api, id, "enrol", .members(wish))
        #expect(try byItself.status == 403 && byItself.code == "role_not_allowed")
        #expect(try act(api, id, "enrol", .members(wish), as: "pusat").status == 200)
    }

    @Test func `are out of the hands of whoever was not given them`() throws {
        let api = try sample()
        let id = "\(ID<Person>.fixture(0x51))"
        for path in ["people", "people/\(id)", "clients"] {
            let answer = try api.ask(.get, "/teken/v1/\(path)")
            #expect(try answer.status == 403 && answer.code == "scope_missing")
        }
        #expect(try act(api, id, "erase", as: "surat").code == "scope_missing")
        #expect(try api.post("people", .members(Self.budi), as: "surat").code == "scope_missing")
    }
}

@Suite("Applications, looked after over HTTP") struct ApplicationTests {
    private func sample() throws -> APISample {
        let api = try APISample()
        try api.enter("pengelola", [.administration, .sign])
        try api.enter("pusat", ClientScopes(ClientScopes.named.map(\.scope)), of: nil)
        return api
    }

    private func enter(_ api: APISample, _ members: [(String, JSON)], as client: String = "pengelola") throws
        -> HTTPResponse
    {
        try api.post("clients", .members([("name", .text("arsip"))] + members), as: client)
    }

    @Test func `say who they are, and what they were let in with`() throws {
        let api = try sample()
        let own = try api.ask(.get, "/teken/v1/clients/self", as: "pengelola").json
        #expect(own["name"]?.text == "pengelola" && own["institution"]?.text == "Kota Contoh")
        #expect(own["scopes"]?.elements?.compactMap(\.text) == ["sign", "admin"])
        let all = try api.ask(.get, "/teken/v1/clients/self", as: "pusat").json
        #expect(all["institution"]?.isNull == true && all["state"]?.text == "enabled")
    }

    @Test func `are entered, changed, stopped and let work again`() throws {
        let api = try sample()
        let entered = try enter(
            api, [("scopes", .texts(["sign"])), ("addresses", .texts(["192.0.2.0/24", "2001:db8::/32"]))])
        #expect(entered.status == 201)
        let id = try #require(try entered.json["client"]?.text)
        let secret = try #require(try entered.json["secret"]?.text)
        #expect(Hexadecimal.bytes(secret)?.count == 32)
        func ask(_ verb: String, _ body: JSON? = nil) throws -> JSONInput {
            let answer =
                try body.map { try api.post("clients/\(id)/\(verb)", $0, as: "pengelola") }
                ?? api.ask(.post, "/teken/v1/clients/\(id)/\(verb)", as: "pengelola")
            #expect(answer.status == 200)
            return try answer.json
        }
        #expect(try ask("scopes", ["scopes": .texts(["admin"])])["scopes"]?.elements?.compactMap(\.text) == ["admin"])
        #expect(try ask("addresses", ["addresses": .texts([])])["addresses"]?.elements?.isEmpty == true)
        #expect(try ask("disable")["state"]?.text == "disabled")
        #expect(try ask("enable")["state"]?.text == "enabled")
        let fresh = try #require(try ask("secret")["secret"]?.text)
        let record = try api.registry.program(named: "arsip")
        #expect(fresh != secret && record.scopes == .administration && record.addresses.isEmpty)
        #expect(try record.isSecret(Array(fresh.utf8), api.registry.keys))
        let looked = try api.ask(.get, "/teken/v1/clients/\(id)", as: "pengelola").json
        #expect(looked["name"]?.text == "arsip" && looked["secret"] == nil)
        // Every change is on record, and no secret is.
        let lines = try api.office.base.auditLines()
        #expect(lines.count { $0.contains("client.changed") && $0.contains(id) } == 3)
        #expect(!lines.contains { $0.contains(secret) || $0.contains(fresh) })
    }

    @Test func `of other institutions are not there`() throws {
        let api = try sample()
        let list = try api.ask(.get, "/teken/v1/clients", as: "pengelola").json
        #expect(
            list["applications"]?.elements?.compactMap { $0["name"]?.text } == ["kepegawaian", "pengelola", "surat"])
        let all = try api.ask(.get, "/teken/v1/clients", as: "pusat").json
        #expect(all["applications"]?.elements?.count == 4 && all["next"]?.isNull == true)
        let stranger = try api.registry.program(named: "pusat").id
        for id in [stranger, .fixture(9)] {
            for verb in ["secret", "disable", "enable"] {
                let answer = try api.ask(.post, "/teken/v1/clients/\(id)/\(verb)", as: "pengelola")
                #expect(try answer.status == 404 && answer.code == "unknown_client")
            }
            #expect(try api.ask(.get, "/teken/v1/clients/\(id)", as: "pengelola").code == "unknown_client")
            #expect(try api.ask(.get, "/teken/v1/clients?after=\(id)", as: "pengelola").code == "unknown_client")
        }
        let own = try api.registry.program(named: "kepegawaian").id
        let rest = try api.ask(.get, "/teken/v1/clients?after=\(own)", as: "pengelola").json
        #expect(rest["applications"]?.elements?.compactMap { $0["name"]?.text } == ["pengelola", "surat"])
    }

    @Test func `are given nothing that whoever gives it has not`() throws {
        let api = try sample()
        let beyond = try enter(api, [("scopes", .texts(["sign", "receipts"]))])
        #expect(try beyond.status == 403 && beyond.code == "scope_beyond_own")
        // A new secret of a program that may do more would be a way to that.
        let office = try api.registry.program(named: "surat").id
        let secret = try api.ask(.post, "/teken/v1/clients/\(office)/secret", as: "pengelola")
        #expect(try secret.status == 403 && secret.code == "scope_beyond_own")
        #expect(try api.post("verdicts", ["nik": .text(APISample.nik)]).status == 200)
    }

    @Test func `are bound to the institution of whoever enters them, unless that is bound to none`() throws {
        let api = try sample()
        let scopes: (String, JSON) = ("scopes", .texts(["sign"]))
        let forAll = try enter(api, [scopes, ("institution", .null)])
        #expect(try forAll.status == 400 && forAll.wrongFields == ["institution"])
        #expect(try enter(api, [scopes, ("institution", .text("Lain"))]).code == "unknown_institution")
        #expect(try enter(api, [scopes], as: "pusat").wrongFields == ["institution"])
        #expect(try enter(api, [scopes, ("institution", .null)], as: "pusat").status == 201)
        #expect(try api.registry.program(named: "arsip").institution == nil)
        let taken = try enter(api, [scopes])
        #expect(try taken.status == 409 && taken.code == "client_name_taken")
    }

    @Test func `have names and addresses that are such`() throws {
        let api = try sample()
        let wrong = try enter(api, [("scopes", .texts([])), ("addresses", .texts(["192.0.2.0/24", "kantor"]))])
        #expect(try wrong.status == 400 && wrong.wrongFields == ["addresses[1]"])
        let name = try api.post("clients", ["name": .text("surat masuk"), "scopes": .texts([])], as: "pengelola")
        #expect(try name.status == 400 && name.code == "client_name_unusable")
        #expect(try enter(api, [("scopes", .texts(["apa saja"]))]).wrongFields == ["scopes[0]"])
    }
}
