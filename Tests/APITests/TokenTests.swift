import Domain
import HTTP
import JSONInput
import Store
import TestSupport
import Testing

@Suite("A token") struct TokenTests {
    private func ask(
        _ api: APISample, _ form: String, as client: String? = nil, with fields: [String: String] = [:]
    ) throws -> HTTPResponse {
        try api.ask(
            .post, "/teken/v1/token", .bytes(WipedBytes(Array(form.utf8))), type: "application/x-www-form-urlencoded",
            as: client, with: fields)
    }

    private let good = "grant_type=client_credentials&client_id=surat&client_secret=rahasia+surat"

    @Test func `stands for the program, however it showed itself`() throws {
        let api = try APISample()
        for answer in [
            try ask(api, "grant_type=client_credentials", as: "surat"), try ask(api, good + "&scope="),
        ] {
            #expect(answer.status == 200 && answer.fields["Cache-Control"] == "no-store")
            let json = try answer.json
            #expect(json["token_type"]?.text == "Bearer" && json["expires_in"]?.integer == 3_600)
            #expect(json["scope"]?.text == ClientScopes.usual.words)
            let token = try #require(json["access_token"]?.text)
            let asked = try api.post(
                "verdicts", ["nik": .text(APISample.nik)], as: nil, with: ["Authorization": "Bearer \(token)"])
            #expect(asked.status == 200)
        }
    }

    @Test func `is for no more than was asked for, and no longer than an hour`() throws {
        let api = try APISample()
        let answer = try ask(api, good + "&scope=verify")
        #expect(try answer.json["scope"]?.text == "verify")
        let bearer = ["Authorization": "Bearer \(try #require(try answer.json["access_token"]?.text))"]
        let refused = try api.post("verdicts", ["nik": .text(APISample.nik)], as: nil, with: bearer)
        #expect(try refused.status == 403 && refused.code == "scope_missing")
        // A token that got another one would never end.
        let again = try ask(api, "grant_type=client_credentials", with: bearer)
        #expect(try again.status == 401 && again.json["error"]?.text == "invalid_client")
        api.office.base.clock.move(.seconds(3_600))
        let late = try api.post("verdicts", ["nik": .text(APISample.nik)], as: nil, with: bearer)
        #expect(try late.status == 401 && late.code == "token_expired")
        #expect(late.fields["WWW-Authenticate"]?.contains("invalid_token") == true)
    }

    @Test(
        arguments: [
            ("", "invalid_request"), ("grant_type=", "invalid_request"),
            ("grant_type=password", "unsupported_grant_type"),
            ("grant_type=client_credentials&scope=semua", "invalid_scope"),
            ("grant_type=client_credentials&scope=admin", "invalid_scope"),
            ("grant_type=client_credentials&grant_type=client_credentials", "invalid_request"),
            ("grant_type=client_credentials&client_id=surat&client_secret=rahasia+surat", "invalid_request"),
            ("grant_type=client_credentials&client_id=surat", "invalid_request"), ("%zz", "invalid_request"),
        ])
    func `is not had by a request that is none`(form: String, error: String) throws {
        let answer = try ask(APISample(), form, as: "surat")
        #expect(try answer.status == 400 && answer.json["error"]?.text == error)
        #expect(try answer.json["code"]?.text?.isEmpty == false)
    }

    @Test func `is not had by a stranger`() throws {
        let api = try APISample()
        for form in ["surat&client_secret=salah", "asing&client_secret=rahasia+surat"] {
            let answer = try ask(api, "grant_type=client_credentials&client_id=\(form)")
            #expect(try answer.status == 401 && answer.json["error"]?.text == "invalid_client")
            #expect(answer.fields["WWW-Authenticate"] != nil)
        }
        #expect(try ask(api, "grant_type=client_credentials").status == 401)
        #expect(try ask(api, "grant_type=client_credentials&client_id=surat").status == 400)
        let inAddress = try api.ask(
            .post, "/teken/v1/token?client_secret=x", .bytes(WipedBytes(Array(good.utf8))),
            type: "application/x-www-form-urlencoded", as: nil)
        #expect(inAddress.status == 400)
    }

    @Test func `is not had by a program that may not call`() throws {
        for state in [ClientRecord.State.disabled, .suspended] {
            let api = try APISample()
            try api.change { $0.state = state }
            let answer = try ask(api, good)
            #expect(try answer.status == 400 && answer.json["error"]?.text == "unauthorized_client")
        }
        let api = try APISample()
        try api.change { $0.addresses = "10.0.0.0/8" }
        #expect(try ask(api, good).json["code"]?.text == "address_not_allowed")
    }
}
