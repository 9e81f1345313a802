import Crypto
import Domain
import HTTP
import JSONInput
import Signing
import TestSupport
import Testing

@Suite("A session of our own API") struct SessionTests {
    private static let digest = Result { try Base64.text(Digest(.sha256, of: [1]).bytes) }

    @Test(arguments: [
        (#"{"session": "00"}"#, Lane.quick), (#"{"nik": "1", "passphrase": "x"}"#, .passphrase),
        (#"{"nik": "1", "\u0070assphrase": "x"}"#, .passphrase),
        (#"{"session": "00", "reason": "passphrase"}"#, .passphrase),
    ]) func `is signed in where nobody waits for a passphrase`(order: String, lane: Lane) throws {
        let bytes = WipedBytes(Array(order.utf8))
        for name in ["api.signHashes", "api.signDocuments"] {
            let rules = try #require(try APISample().routes.first { $0.name == name }).rules
            #expect(rules.laneOfBody?(.bytes(bytes)) == lane)
            let part = HTTPForm.Part("order", order)
            #expect(rules.laneOfBody?(.form(HTTPForm([part]))) == lane)
            // What is not looked at could be anything.
            for parts in [[part, part], [try HTTPForm.Part("order", file: Array(order.utf8))], []] {
                #expect(rules.laneOfBody?(.form(HTTPForm(parts))) == .passphrase)
            }
        }
    }

    private func hashes(
        _ api: APISample, in session: String, _ digests: [String]? = nil, as client: String = "surat"
    ) throws -> HTTPResponse {
        try api.post(
            "signatures/hashes",
            [
                "session": .text(session), "algorithm": .text("SHA-256"),
                "digests": .texts(try digests ?? [Self.digest.get()]),
            ], as: client)
    }

    @Test func `signs so often and no more`() throws {
        let api = try APISample()
        let opened = try api.post("sessions", .members(APISample.siti + [("count", .integer(2))]))
        #expect(try opened.status == 201 && opened.json["count"]?.integer == 2)
        #expect(try opened.json["expires"]?.text == (api.office.base.clock.read() + .seconds(300)).text)
        let session = try #require(try opened.json["session"]?.text)
        let other = try Base64.text(Digest(.sha256, of: [2]).bytes)
        #expect(try hashes(api, in: session).status == 200)
        #expect(try hashes(api, in: session.uppercased(), [Self.digest.get(), other]).code == "session_used")
        #expect(try api.sign(as: [("session", .text(session))]).status == 200)
        let used = try hashes(api, in: session)
        #expect(try used.status == 409 && used.code == "session_used")
    }

    @Test func `signs what was agreed on alone`() throws {
        let api = try APISample()
        let letter = try Base64.text(Digest(.sha256, of: APISample.letter.get()).bytes)
        let session = try api.session([
            ("count", .integer(2)), ("digests", .texts([try Self.digest.get(), letter])),
        ])
        let stranger = try hashes(api, in: session, [Base64.text(Digest(.sha256, of: [3]).bytes)])
        #expect(try stranger.status == 403 && stranger.code == "digest_not_agreed")
        #expect(try hashes(api, in: session).status == 200)
        #expect(try hashes(api, in: session).code == "session_used" || hashes(api, in: session).code == "digest_used")
        #expect(try api.sign(as: [("session", .text(session))]).status == 200)
    }

    @Test func `ends when it is ended, and at its time`() throws {
        let api = try APISample()
        let session = try api.session()
        for _ in 0..<2 {
            let ended = try api.post("sessions/end", ["session": .text(session)])
            #expect(ended.status == 204 && ended.content.isEmpty)
        }
        #expect(try hashes(api, in: session).code == "session_ended")
        let short = try api.session([("count", .integer(1)), ("lifetime_seconds", .integer(10))])
        api.office.base.clock.move(.seconds(10))
        let late = try hashes(api, in: short)
        #expect(try late.status == 409 && late.code == "session_expired")
    }

    @Test func `is nobody else's`() throws {
        let api = try APISample()
        let session = try api.session()
        let foreign = try hashes(api, in: session, as: "kepegawaian")
        #expect(try foreign.status == 404 && foreign.code == "session_unknown")
        #expect(try api.post("sessions/end", ["session": .text(session)], as: "kepegawaian").code == "session_unknown")
        #expect(try hashes(api, in: String(session.dropLast()) + (session.hasSuffix("0") ? "1" : "0")).status == 404)
        #expect(try hashes(api, in: "00").wrongFields == ["session"])
    }

    @Test(
        arguments: [
            ("count", JSON.integer(0), "count"), ("count", .integer(1_001), "count"), ("count", .text("5"), "count"),
            ("lifetime_seconds", .integer(901), "lifetime_seconds"),
            ("lifetime_seconds", .integer(0), "lifetime_seconds"),
            ("digests", .texts([]), "digests"), ("digests", .texts(["AAAA"]), "digests[0]"),
            ("digests", .texts(["*"]), "digests[0]"),
        ])
    func `has its bounds`(name: String, value: JSON, field: String) throws {
        var members: [(String, JSON)] = name == "count" ? [] : [("count", .integer(1))]
        members.append((name, value))
        let answer = try APISample().post("sessions", .members(APISample.siti + members))
        #expect(try answer.status == 400 && answer.wrongFields == [field])
    }

    @Test func `is for no fewer signatures than digests`() throws {
        let digests = try (1...2).map { try Base64.text(Digest(.sha256, of: [$0]).bytes) }
        let answer = try APISample().post(
            "sessions", .members(APISample.siti + [("count", .integer(1)), ("digests", .texts(digests))]))
        #expect(try answer.status == 400 && answer.code == "session_count_beyond")
    }

    @Test func `needs the passphrase`() throws {
        let api = try APISample()
        let wrong: JSON = [
            "nik": .text(APISample.nik), "passphrase": .text("Salah#2026"), "count": .integer(1),
        ]
        let answer = try api.post("sessions", wrong)
        #expect(try answer.status == 403 && answer.code == "wrong_passphrase")
        #expect(answer.fields["WWW-Authenticate"] == nil)
    }
}
