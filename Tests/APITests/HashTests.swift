import Authority
import Crypto
import Domain
import HTTP
import JSONInput
import Signing
import Store
import TestSupport
import Testing

@Suite("Signatures over digests") struct HashTests {
    private func ask(
        _ api: APISample, _ members: [(String, JSON)] = [], digests: [String]? = nil, algorithm: String = "SHA-256",
        passphrase: String = OfficeSample.passphrase, key: String? = nil
    ) throws -> HTTPResponse {
        let digests = try digests ?? [Base64.text(Digest(.init(named: algorithm), of: Array("surat".utf8)).bytes)]
        return try api.post(
            "signatures/hashes",
            .members(
                [
                    ("nik", .text(APISample.nik)), ("passphrase", .text(passphrase)), ("algorithm", .text(algorithm)),
                    ("digests", .texts(digests)),
                ] + members), with: key.map { ["Idempotency-Key": $0] } ?? [:])
    }

    @Test(arguments: ["SHA-256", "SHA-384", "SHA-512"]) func `are ones that openssl accepts`(algorithm: String) throws {
        let answer = try ask(APISample(), algorithm: algorithm)
        let json = try answer.json
        #expect(json["algorithm"]?.text == algorithm && json["scheme"]?.text == "ECDSA")
        let signature = try #require(Base64.bytes(Array((json["signatures"]?.elements?.first?.text ?? "").utf8)))
        let der = try #require(Base64.bytes(Array((json["certificates"]?.elements?.first?.text ?? "").utf8)))
        let key = try Certificate(der: der).publicKeyInfo()
        let name = algorithm.lowercased().filter { $0 != "-" }
        let run = try OpenSSLCommand(
            "pkeyutl -verify -pubin -keyform DER -inkey key -rawin -digest \(name) -in data -sigfile signature",
            with: ["key": key, "data": Array("surat".utf8), "signature": signature])
        #expect(run.isSuccess)
    }

    @Test(arguments: ["PKCS1", "PSS"]) func `follow the scheme that was asked for`(scheme: String) throws {
        let api = try APISample()
        try api.office.enter(.fixture(0x61), "Budi Percobaan", nik: "9999990101900002", kind: .rsa2048)
        let answer = try api.post(
            "signatures/hashes",
            [
                "person": .text("\(ID<Person>.fixture(0x61))"), "passphrase": .text(OfficeSample.passphrase),
                "algorithm": .text("SHA-256"), "scheme": .text(scheme),
                "digests": .texts([try Base64.text(OfficeSample.digest.get().bytes)]),
            ])
        let json = try answer.json
        #expect(json["scheme"]?.text == scheme)
        let signature = try #require(Base64.bytes(Array((json["signatures"]?.elements?.first?.text ?? "").utf8)))
        let key = try #require(try api.office.person(PersonName(nik: "9999990101900002")).certificate?.certificate)
        #expect(
            try key.publicKey().verifies(
                signature, over: OfficeSample.digest.get(), scheme: scheme == "PSS" ? .pss(saltBytes: 32) : .pkcs1))
    }

    @Test func `are not made in a scheme that the key does not know`() throws {
        let answer = try ask(APISample(), [("scheme", .text("PSS"))])
        #expect(try answer.status == 400 && answer.code == "scheme_does_not_fit")
    }

    @Test func `are not made over what is no digest`() throws {
        let api = try APISample()
        let good = try Base64.text(OfficeSample.digest.get().bytes)
        let answer = try ask(api, digests: [good, "AAAA", "AAA*"])
        #expect(try answer.status == 400 && answer.wrongFields == ["digests[2]"])
        #expect(try ask(api, digests: [good, "AAAA"]).wrongFields == ["digests[1]"])
        #expect(try ask(api, digests: []).wrongFields == ["digests"])
        #expect(
            try api.post("signatures/hashes", ["algorithm": .text("SHA-1")]).wrongFields == [
                "algorithm", "digests", "",
            ])
    }

    @Test func `are told again to whoever repeats himself, and made and counted once`() throws {
        let api = try APISample()
        let first = try ask(api, key: "satu")
        let again = try ask(api, passphrase: "Salah#2026", key: "satu")
        #expect(first.status == 200 && again.content == first.content)
        #expect(try api.office.base.auditLines().count { $0.contains("hash.signed") } == 1)
        let other = try ask(api, algorithm: "SHA-512", key: "satu")
        #expect(try other.status == 422 && other.code == "repeat_key_of_other")
        for key in ["", String(repeating: "x", count: 201)] {
            let refused = try ask(api, key: key)
            #expect(try refused.status == 400 && refused.code == "repeat_key_unusable")
        }
    }

    @Test func `told again name the certificate that they were made with`() throws {
        let api = try APISample()
        let first = try ask(api, key: "satu")
        let record = try #require(try api.office.person().certificate)
        _ = try api.office.base.authority.change(record.id, .revoke(.superseded, invalidSince: nil))
        #expect(try ask(api, key: "satu").content == first.content)
    }

    @Test func `refused for the passphrase are refused the same way, for a moment`() throws {
        let api = try APISample()
        let wrong = try ask(api, passphrase: "Salah#2026", key: "satu")
        #expect(try wrong.status == 403 && wrong.code == "wrong_passphrase")
        let again = try ask(api, key: "satu")
        #expect(try again.code == "wrong_passphrase" && again.content == wrong.content)
        api.office.base.clock.move(.seconds(10))
        #expect(try ask(api, key: "satu").status == 200)
    }

    @Test func `wait where the passphrase was wrong too often`() throws {
        let api = try APISample()
        for _ in 0..<5 { #expect(try ask(api, passphrase: "Salah#2026").code == "wrong_passphrase") }
        let locked = try ask(api)
        #expect(try locked.status == 429 && locked.code == "locked_out")
        #expect(locked.fields["Retry-After"] == "900")
        api.office.base.clock.move(.seconds(899))
        #expect(try ask(api).fields["Retry-After"] == "1")
        api.office.base.clock.move(.seconds(1))
        #expect(try ask(api).status == 200)
    }

    @Test func `are not made while the same request is being worked on`() throws {
        let api = try APISample()
        let digest = try Digest(.sha256, of: [1])
        let name = Array("nik \(APISample.nik)".utf8)
        _ = try api.office.house.begin(
            "satu", asking: [Array("hashes".utf8), name, Array("SHA-256 ".utf8), digest.bytes], for: api.office.client)
        let answer = try ask(api, digests: [Base64.text(digest.bytes)], key: "satu")
        #expect(try answer.status == 409 && answer.code == "still_running" && answer.fields["Retry-After"] == "2")
    }

    @Test func `are for one signer, named in one way`() throws {
        let api = try APISample()
        let token = String(repeating: "0", count: 96)
        for more in [("session", JSON.text(token)), ("email", .text("a@b.c")), ("lain", .text("x"))] {
            let answer = try ask(api, [more])
            #expect(try answer.status == 400 && answer.code == "field_unusable")
        }
        #expect(try ask(api, passphrase: "").status == 400)
        for passphrase in ["x", "a\tb######", String(repeating: "x", count: 129)] {
            #expect(try ask(api, passphrase: passphrase).code == "wrong_passphrase")
        }
    }
}
