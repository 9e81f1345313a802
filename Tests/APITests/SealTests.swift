import Channels
import Crypto
import Domain
import HTTP
import JSONInput
import Signing
import TestSupport
import Testing

@Suite("A seal of our own API") struct SealTests {
    private static func verdict(_ api: APISample, of name: String = OfficeSample.subscriber) throws -> HTTPResponse {
        try api.post("seals/verdicts", ["seal": .text(name)])
    }

    private static func open(
        _ api: APISample, _ code: String, count: Int = 2, of name: String = OfficeSample.subscriber,
        as client: String = "surat"
    ) throws -> HTTPResponse {
        let order: JSON = ["seal": .text(name), "activation": .text(code), "count": .integer(count)]
        return try api.post("seals/sessions", order, as: client)
    }

    @Test func `says whether it can be used, and what to do`() throws {
        let api = try APISample()
        _ = try api.office.enterSeal()
        _ = try api.office.enterSeal(.fixture(0x5B), called: "segel-baru", hasCertificate: false)
        let good = try Self.verdict(api)
        #expect(try good.status == 200 && good.json["can_seal"]?.boolean == true)
        let bare = try Self.verdict(api, of: "segel-baru").json
        #expect(bare["can_seal"]?.boolean == false && bare["reason"]?.text == "NO_CERTIFICATE")
        #expect(bare["next"]?["id"]?.text?.isEmpty == false)
        #expect(try Self.verdict(api, of: "segel-orang").code == "unknown_seal")
    }

    @Test func `signs so many documents as were taken from its activation`() throws {
        let api = try APISample()
        let activation = try api.office.activate(api.office.enterSeal(), count: 3)
        let opened = try Self.open(api, activation.code.text())
        #expect(try opened.status == 201 && opened.json["count"]?.integer == 2)
        let session = try #require(try opened.json["session"]?.text)
        for _ in 0..<2 {
            let signed = try api.sign(as: [("session", .text(session))])
            let file = try #require(try signed.files.first)
            let judged = try api.ask(.post, "/teken/v1/verifications", .file(.init(file)), type: "application/pdf")
            #expect(try judged.json["outcome"]?.text == "TOTAL-PASSED")
            #expect(String(decoding: judged.content, as: UTF8.self).contains("Segel Kota Contoh"))
        }
        #expect(try api.sign(as: [("session", .text(session))]).code == "session_used")
        #expect(try Self.open(api, activation.code.text()).code == "session_used")
        #expect(try Self.open(api, activation.code.text(), count: 1).status == 201)
    }

    @Test func `is opened by its own activation alone, for the program it was made for`() throws {
        let api = try APISample()
        let seal = try api.office.enterSeal()
        let code = try api.office.activate(seal).code.text()
        for (text, client) in [("0000-0000", "surat"), ("x", "surat"), (code, "kepegawaian")] {
            let answer = try Self.open(api, text, as: client)
            #expect(try [403, 404].contains(answer.status) && answer.code?.isEmpty == false, "\(text)")
        }
        // An activation signs nothing itself.
        let token = try api.office.house.token(shown: .of(code)).text()
        #expect(try api.sign(as: [("session", .text(token))]).code == "session_of_other_purpose")
    }
}
