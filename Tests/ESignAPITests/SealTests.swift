import Authority
import Crypto
import Domain
import ESignAPI
import HTTP
import JSONInput
import Signing
import Store
import TestSupport
import Testing

/// The API of an office with a seal, which its owner has activated for the program "surat".
private struct SealedSample {
    let api: ESignSample
    let activation: String

    init(count: Int = 10) throws {
        api = try ESignSample()
        activation = try api.office.activate(api.office.enterSeal(), count: count).code.text()
    }

    static func body(_ members: [String: JSON], naming seal: String? = OfficeSample.subscriber) -> JSON {
        var all = members
        if let seal { all["idSubscriber"] = .text(seal) }
        return .members(all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    func post(_ path: String, _ members: [String: JSON], as client: String = "surat") throws -> HTTPResponse {
        try api.post("/api/v2/seal/\(path)", Self.body(members), as: client)
    }

    func code(_ data: JSON = .integer(2)) throws -> String {
        let answer = try post("get/totp", ["data": data, "totp": .text(activation)])
        guard answer.status == 200, let code = try answer.json["totp"]?.text else {
            throw Unexpected(words: String(decoding: answer.content, as: UTF8.self))
        }
        return code
    }

    func seal(
        _ code: JSON?, files: Int = 1, naming seal: String? = OfficeSample.subscriber, field: String = "totp",
        as client: String = "surat", with headers: [String: String] = [:]
    ) throws -> HTTPResponse {
        let file = try Base64.text(ESignSample.letter.get())
        var members: [String: JSON] = [
            "signatureProperties": .array([["tampilan": .text("INVISIBLE")]]),
            "file": .texts([String](repeating: file, count: files)),
        ]
        if let code { members[field] = code }
        return try api.ask(
            .post, "/api/v2/seal/pdf", ESignSample.json(Self.body(members, naming: seal)), as: client, with: headers)
    }
}

@Suite("The second version's seals") struct SealTests {
    @Test func `seal documents with a code that an activation gave`() throws {
        let sample = try SealedSample()
        let made = try sample.post("get/totp", ["data": .text("2"), "totp": .text(sample.activation)])
        let json = try made.json
        #expect(made.status == 200 && json["message"]?.text == "TOTP berhasil dibuat")
        #expect(json["result"]?.boolean == true && json["error"] == nil)
        let moment = try #require(json["expires"]?.text)
        #expect(moment.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000/) != nil, "\(moment)")
        let answer = try sample.seal(.text(json["totp"]?.text ?? ""), files: 2)
        #expect(try answer.status == 200 && answer.json["time"]?.integer != nil)
        let files = try answer.files
        let letter = try ESignSample.letter.get()
        #expect(files.count == 2 && files.allSatisfy { $0.starts(with: letter) && $0.count > letter.count })
        let folder = try TemporaryFolder()
        let seen = try ProgramRun.of("pdfsig", ["-nocert", folder.write(files[0], to: "sealed.pdf")])
        #expect(seen.output.contains("Signature is Valid") && seen.output.contains("Segel Kota Contoh"))
        #expect(try sample.seal(.text(json["totp"]?.text ?? "")).refusal == 2034)
    }

    @Test(arguments: [JSON.integer(1), .text("1"), .text(" 1 ")]) func `take a number however it is written`(
        data: JSON
    ) throws {
        #expect(try SealedSample().code(data).count == 39)
    }

    @Test func `take a code by both names that the manual has for it`() throws {
        let sample = try SealedSample()
        #expect(try sample.seal(.text(sample.code()), field: "otp").status == 200)
        let answer = try sample.post("get/totp", ["data": .integer(1), "otp": .text(sample.activation)])
        #expect(answer.status == 200)
        #expect(try sample.seal(.text(sample.code().lowercased())).status == 200)
    }

    @Test func `say of an activation that it is still good, and make none`() throws {
        let sample = try SealedSample()
        let answer = try sample.post("get/activation", ["totp": .text(sample.activation)])
        let json = try answer.json
        #expect(answer.status == 200 && json["success"]?.boolean == true && json["message"]?.isNull == true)
        let told = try #require(json["data"])
        #expect(told["message"]?.text == "TOTP Aktivasi masih berlaku" && told["result"]?.boolean == true)
        #expect(told["totp"]?.text == sample.activation && told["expires"]?.text?.hasSuffix("+0000") == true)
        let refused = try sample.post("get/activation", [:])
        #expect(try refused.status == 400 && refused.refusal == 2036)
        #expect(try refused.json["code"]?.text == "activation_needs_owner")
        #expect(try refused.json["success"] == nil)
    }

    @Test func `end an activation and all codes out of it`() throws {
        let sample = try SealedSample()
        let code = try sample.code()
        let members: [String: JSON] = ["totp": .text(sample.activation)]
        for _ in 0..<2 {
            let answer = try sample.post("revoke/activation", members)
            #expect(try answer.status == 200 && answer.json["success"]?.boolean == true)
        }
        #expect(try sample.seal(.text(code)).refusal == 2034)
        #expect(try sample.post("get/totp", ["data": .integer(1), "totp": members["totp"] ?? .null]).refusal == 2034)
        #expect(try sample.post("get/activation", members).refusal == 2034)
    }

    @Test func `refuse by name what is missing or wrong`() throws {
        let sample = try SealedSample(count: 5)
        let code = try sample.code()
        let activation = JSON.text(sample.activation)
        #expect(try sample.seal(nil).refusal == 4001)
        #expect(try sample.seal(.text("null")).refusal == 2034)
        #expect(try sample.seal(.text("123456")).refusal == 2034)
        #expect(try sample.seal(.integer(123_456)).refusal == 4001)
        #expect(try sample.seal(.text(code), naming: nil).refusal == 4001)
        #expect(try sample.seal(.text(code), naming: "segel-lain").refusal == 2011)
        #expect(try sample.seal(.text(code), naming: "segel / lain").refusal == 2011)
        #expect(try sample.seal(.text(code), as: "kepegawaian").refusal == 2034)
        #expect(try sample.seal(activation).refusal == 2034)
        #expect(try sample.post("get/totp", ["totp": activation]).refusal == 4001)
        for data in [JSON.integer(0), .integer(-1), .text("dua"), .text("1.5")] {
            #expect(try sample.post("get/totp", ["data": data, "totp": activation]).refusal == 4002)
        }
        #expect(try sample.post("get/totp", ["data": .integer(1_001), "totp": activation]).refusal == 2034)
        #expect(try sample.post("get/totp", ["data": .integer(4), "totp": activation]).refusal == 2034)
        #expect(try sample.post("get/totp", ["data": .integer(3), "totp": activation]).status == 200)
        #expect(try sample.post("revoke/activation", [:]).refusal == 4001)
        #expect(
            try sample.post("revoke/activation", ["totp": activation], as: "kepegawaian").refusal == 2034)
    }

    @Test func `refuse a seal that cannot seal, with the numbers of people who cannot sign`() throws {
        let sample = try SealedSample()
        let code = try sample.code()
        let certificate = try #require(sample.api.office.seal().certificate).id
        _ = try sample.api.office.base.authority.change(certificate, .hold)
        #expect(try sample.seal(.text(code)).refusal == 2024)
        _ = try sample.api.office.base.authority.change(certificate, .revoke(.keyCompromise, invalidSince: nil))
        #expect(try sample.seal(.text(code)).refusal == 2025)
        _ = try sample.api.office.enterSeal(.fixture(0x5B), called: "segel-baru", hasCertificate: false)
        #expect(try sample.api.ask(.get, "/api/v2/user/certificate/chain/segel-baru").refusal == 2021)
    }

    @Test func `are asked for by programs with that right alone`() throws {
        let sample = try SealedSample()
        var client = sample.api.office.client
        client.scopes = [.sign]
        let changed = client
        try sample.api.office.store.write { (transaction) throws(StoreError) in try transaction.set(changed) }
        for path in ["pdf", "get/totp", "get/activation", "revoke/activation"] {
            #expect(try sample.post(path, ["totp": .text(sample.activation)]).status == 403)
        }
    }

    @Test func `are done once where a program asks twice, and a corrected code is not the same refusal for long`()
        throws
    {
        let sample = try SealedSample()
        let code = try sample.code(.integer(1))
        let key = ["Idempotency-Key": "satu"]
        let first = try sample.seal(.text(code), with: key)
        #expect(try first.files == sample.seal(.text(code), with: key).files && first.status == 200)
        let other = ["Idempotency-Key": "dua"]
        #expect(try sample.seal(.text("123456"), with: other).refusal == 2034)
        sample.api.office.base.clock.move(.seconds(10))
        #expect(try sample.seal(.text(sample.code()), with: other).status == 200)
    }

    @Test func `show their certificates beside people's`() throws {
        let sample = try SealedSample()
        let answer = try sample.api.ask(.get, "/api/v2/user/certificate/chain/\(OfficeSample.subscriber)")
        let chain = try answer.json["data"]?.elements?.compactMap(\.text) ?? []
        let own = try #require(sample.api.office.seal().certificate?.certificate)
        #expect(chain.count == 3 && chain.first == Base64.text(own.der))
    }
}

@Suite("The second version's codes of people") struct PersonCodeTests {
    private static let person = ("nik", JSON.text(ESignSample.nik))

    private func code(_ api: ESignSample, count: Int = 2) throws -> String {
        let answer = try api.post(
            "/api/v2/sign/get/totp",
            ["nik": .text(ESignSample.nik), "data": .integer(count), "passphrase": .text(OfficeSample.passphrase)])
        let json = try answer.json
        #expect(answer.status == 200 && json["success"]?.boolean == true && json["error"] == nil)
        #expect(json["data"]?["expires"]?.text?.hasSuffix("+0000") == true)
        return json["data"]?["totp"]?.text ?? ""
    }

    @Test(arguments: ["totp", "otp"]) func `sign in the place of the passphrase, so often`(field: String) throws {
        let api = try ESignSample()
        let shown = (field, JSON.text(try code(api)))
        let letters = try [ESignSample.letter.get(), ESignSample.letter.get()]
        let answer = try api.signSecond([Self.person, shown], files: letters, passphrase: nil)
        #expect(try answer.status == 200 && answer.files.count == 2)
        #expect(try api.signSecond([Self.person, shown], passphrase: nil).refusal == 2034)
        // Where both are sent, the passphrase counts.
        #expect(try api.signSecond([Self.person, shown]).status == 200)
    }

    @Test func `are the same as sessions that are opened elsewhere`() throws {
        let api = try ESignSample()
        let house = api.office.house
        let signer = try house.unlock(api.office.person(), .of(OfficeSample.passphrase), for: api.office.client)
        let token = try house.openSession(.init(count: 1), as: signer, for: api.office.client).token.text()
        #expect(try api.signSecond([Self.person, ("totp", .text(token))], passphrase: nil).status == 200)
        #expect(try api.signSecond([Self.person, ("totp", .text(token))], passphrase: nil).refusal == 2034)
    }

    @Test func `are nobody else's`() throws {
        let api = try ESignSample()
        try api.office.enter(.fixture(0x61), "Budi Percobaan", nik: "9999990101900002")
        let shown = ("totp", JSON.text(try code(api)))
        #expect(
            try api.signSecond([("nik", .text("9999990101900002")), shown], passphrase: nil).refusal == 2034)
        #expect(try api.signSecond([("nik", .text("9999990101900003")), shown], passphrase: nil).refusal == 2011)
        #expect(try api.signSecond([Self.person, ("totp", .text("123456"))], passphrase: nil).refusal == 2034)
        let activation = try api.office.activate(api.office.enterSeal()).code.text()
        #expect(try api.signSecond([Self.person, ("totp", .text(activation))], passphrase: nil).refusal == 2034)
        api.office.base.clock.move(.seconds(300))
        #expect(try api.signSecond([Self.person, shown], passphrase: nil).refusal == 2034)
    }

    @Test func `are had for the passphrase alone`() throws {
        let api = try ESignSample()
        func ask(_ members: [(String, JSON)]) throws -> HTTPResponse {
            try api.post("/api/v2/sign/get/totp", .members(members))
        }
        let refused = try ask([Self.person, ("data", .text("2"))])
        #expect(try refused.refusal == 2035 && refused.json["code"]?.text == "code_needs_passphrase")
        #expect(try ask([Self.person, ("data", .integer(2)), ("passphrase", .text("Salah#2026"))]).refusal == 2031)
        #expect(try ask([Self.person]).refusal == 4001)
        #expect(try ask([Self.person, ("data", .integer(0))]).refusal == 4002)
        #expect(try ask([Self.person, ("data", .integer(1_001))]).refusal == 2034)
        #expect(try ask([("data", .integer(1))]).refusal == 4001)
        #expect(try ask([("nik", .text("9999990101900003")), ("data", .integer(1))]).refusal == 2011)
    }
}
