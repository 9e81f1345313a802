import Authority
import Crypto
import Domain
import ESignAPI
import Foundation
import HTTP
import JSONInput
import Problems
import Signing
import Store
import Synchronization
import TestSupport
import Testing

@Suite("What programs ask about people") struct PeopleTests {
    @Test func `is first of all whether somebody can sign`() throws {
        let api = try ESignSample()
        let first = try api.ask(.get, "/api/user/status/\(ESignSample.nik)").json
        let second = try api.post("/api/v2/user/check/status", ["nik": .text(ESignSample.nik)]).json
        let alias = try api.post("/api/v2/user/check-status/", ["email": .text("\(ESignSample.nik)@CONTOH.example")])
            .json
        for json in [first, second, alias] {
            #expect(json["status_code"]?.integer == 1111 && json["status"]?.text == "ISSUE")
            #expect(json["message"]?.text == "User sudah terdaftar dan memiliki sertifikat dengan status ISSUE")
        }
    }

    @Test func `is answered for nobody, too`() throws {
        let api = try ESignSample()
        for nik in ["9999990101909999", "abc", "%20"] {
            let answer = try api.ask(.get, "/api/user/status/\(nik)")
            #expect(try answer.status == 200 && answer.json["status_code"]?.integer == 1110)
            #expect(try answer.json["status"]?.text == "NOT_REGISTERED")
        }
        let second = try api.post("/api/v2/user/check/status", ["nik": .text("9999990101909999")])
        #expect(try second.status == 200 && second.json["status_code"]?.integer == 2011)
        #expect(try api.post("/api/v2/user/check/status", [:]).refusal == 4001)
        let newer = try ESignSample(settings: { $0.unregisteredNumber = 2011 })
        #expect(try newer.ask(.get, "/api/user/status/1").json["status_code"]?.integer == 2011)
    }

    @Test func `names every state by the original's word`() throws {
        let api = try ESignSample()
        guard case .issued(let validity, _) = try api.office.person().account.holding else {
            throw Unexpected(words: "not issued")
        }
        let cases: [(VerificationStatus, Holding, Promotion, Int, String)] = [
            (.verified, .issued(validity, next: nil), .none, 1111, "ISSUE"),
            (.verified, .renewing(validity, .asked), .none, 2023, "RENEW"),
            (.verified, .revoking(validity), .none, 2025, "REVOKE"),
            (.update(by: .staff), .issued(validity, next: nil), .none, 2026, "WAITING_FOR_VERIFICATION"),
            (.verified, .issued(validity, next: nil), .invited, 2027, "SUSPEND"),
        ]
        for (verification, holding, promotion, number, word) in cases {
            try api.office.change(try #require(Account(verification, holding, promotion: promotion)))
            let json = try api.ask(.get, "/api/user/status/\(ESignSample.nik)").json
            #expect(json["status_code"]?.integer == number && json["status"]?.text == word)
            #expect(json["message"]?.text?.hasSuffix(".") == false && json["error"] == nil)
        }
    }

    @Test func `follows a certificate to its end, its hold and its revocation`() throws {
        let api = try ESignSample()
        let status = { try api.ask(.get, "/api/user/status/\(ESignSample.nik)").json["status"]?.text }
        let record = try #require(try api.office.person().certificate)
        _ = try api.office.base.authority.change(record.id, .hold)
        #expect(try status() == "SUSPEND")
        _ = try api.office.base.authority.change(record.id, .release)
        #expect(try status() == "ISSUE")
        api.office.base.clock.jump(
            .seconds(record.life.validity.notAfter.since(api.office.base.clock.read()).components.seconds))
        #expect(try status() == "EXPIRED")
    }

    @Test func `shows a person's data to the person's own institution alone`() throws {
        let api = try ESignSample()
        let json = try api.ask(.get, "/api/user/profile/\(ESignSample.nik)").json
        let data = try #require(json["data"])
        #expect(json["success"]?.boolean == true && data["nama"]?.text == "Siti Percobaan")
        let certificate = try #require(data["sertifikat"]?.elements?.first)
        #expect(certificate["berlaku_sampai"]?.text?.wholeMatch(of: /\d\d-\d\d-\d{4}/) != nil)
        let stranger = try ClientRecord(
            id: .fixture(0xC9), name: "asing", secret: Array("rahasia asing".utf8), institution: .fixture(0x12),
            scopes: .usual, api.office.house.keys)
        try api.office.store.write { (transaction) throws(StoreError) in
            try transaction.insert(InstitutionRecord(id: .fixture(0x12), name: "Kota Lain"))
            try transaction.insert(stranger)
        }
        let hidden = try api.ask(.get, "/api/user/profile/\(ESignSample.nik)", as: "asing")
        #expect(try hidden.status == 404 && hidden.refusal == 2011)
        #expect(
            try api.ask(.get, "/api/user/status/\(ESignSample.nik)", as: "asing").json["status"]?.text
                == "NOT_REGISTERED")
        #expect(try api.signFirst(ESignSample.invisible, as: "asing").refusal == 2011)
    }

    @Test func `gives the certificates from the signer's to the root's`() throws {
        let api = try ESignSample()
        for path in [
            "/api/v2/user/certificate/chain/\(ESignSample.nik)",
            "/api/user/certificate/chain/\(ESignSample.nik)@contoh.example",
        ] {
            let texts = try api.ask(.get, path).json["data"]?.elements?.compactMap(\.text) ?? []
            #expect(texts.count == 3)
            let folder = try TemporaryFolder()
            let names = try texts.enumerated().map { index, text in
                try folder.write(
                    Array("-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n".utf8), to: "\(index)")
            }
            let run = try ProgramRun.of(
                "openssl", ["verify", "-CAfile", names[2], "-untrusted", names[1], "-no_check_time", names[0]])
            #expect(run.isSuccess, "\(run.errors)")
        }
        #expect(try api.ask(.get, "/api/v2/user/certificate/chain/1").status == 404)
    }
}

@Suite("A registration") struct RegistrationTests {
    private static let fields = [
        "nik": "9999990101900077", "nama": "Budi Percobaan", "nip": "199", "email": "budi@contoh.example",
        "jabatan": "Staf", "nomor_telepon": "0812 0000 0001", "unit_kerja": "Umum", "kota": "Contoh",
        "provinsi": "Jawa",
    ]

    private func sample(_ outcome: RegistrationOutcome, _ seen: @escaping @Sendable (PersonData) -> Void = { _ in })
        throws
        -> ESignSample
    {
        let api = try ESignSample(registration: { data, _ in
            seen(data)
            return outcome
        })
        var client = api.office.client
        client.scopes.insert(.register)
        let changed = client
        try api.office.store.write { (transaction) throws(StoreError) in try transaction.set(changed) }
        return api
    }

    private func form(_ fields: [String: String]) throws -> HTTPBody {
        var parts = fields.map { HTTPForm.Part($0.key, $0.value) }
        parts.append(try HTTPForm.Part("ktp", file: [1, 2, 3]))
        return .form(HTTPForm(parts))
    }

    @Test func `brings all that was sent`() throws {
        let seen = Mutex<PersonData?>(nil)
        let api = try sample(.registered) { data in seen.withLock { $0 = data } }
        let answer = try api.ask(.post, "/api/user/registrasi", form(Self.fields))
        #expect(try answer.status == 200 && answer.json["message"]?.text == "Pendaftaran berhasil")
        let data = try #require(seen.withLock { $0 })
        #expect(data.nik == "9999990101900077" && data.name == "Budi Percobaan" && data.phone == "0812 0000 0001")
        #expect(data.unit == "Umum" && data.province == "Jawa" && data.employeeNumber == "199")
    }

    @Test func `needs a name and an address, under either path`() throws {
        let api = try sample(.registered)
        for path in ["/api/v2/user/registration", "/api/v2/user/register"] {
            let answer = try api.post(path, ["nama": .text("Budi"), "email": .text("budi@contoh.example")])
            #expect(try answer.status == 200 && answer.json["success"]?.boolean == true)
            #expect(try api.post(path, ["nama": .text("Budi")]).refusal == 4015)
            #expect(try api.post(path, ["email": .text("budi@contoh.example")]).refusal == 4015)
        }
    }

    @Test(arguments: [("nik", 4014), ("nama", 4015), ("email", 4015)])
    func `names what is missing by the original's numbers`(name: String, number: Int) throws {
        var fields = Self.fields
        fields[name] = ""
        #expect(try sample(.registered).ask(.post, "/api/user/registrasi", form(fields)).refusal == number)
    }

    @Test(arguments: [("nik", "satu dua"), ("email", "bukan"), ("nomor_telepon", "12")])
    func `takes nothing that cannot be`(name: String, value: String) throws {
        let fields = Self.fields.merging([name: value]) { $1 }
        #expect(try sample(.registered).ask(.post, "/api/user/registrasi", form(fields)).refusal == 4015)
    }

    @Test(arguments: [(PersonName.Kind.nik, 4024), (.email, 4025), (.phone, 4026)])
    func `of somebody who is known already says by what`(kind: PersonName.Kind, number: Int) throws {
        let answer = try sample(.known(kind)).ask(.post, "/api/user/registrasi", form(Self.fields))
        #expect(try answer.refusal == number)
    }

    @Test func `brings no key from elsewhere`() throws {
        let api = try sample(.registered)
        func ask(_ nik: String?) throws -> HTTPResponse {
            var parts = [HTTPForm.Part("passphrase", "Contoh#2026")]
            if let nik { parts.append(HTTPForm.Part("nik", nik)) }
            parts.append(try HTTPForm.Part("keystore", file: [1, 2, 3]))
            return try api.ask(.post, "/api/user/keystore", .form(HTTPForm(parts)))
        }
        let refused = try ask("9999990101900001")
        #expect(try refused.status == 403 && refused.refusal == 4031)
        #expect(try refused.json["code"]?.text == "keystore_not_taken")
        #expect(try ask(nil).refusal == 4014 && ask("9999990101909999").refusal == 2011)
    }

    @Test func `that fails because of us may be sent again`() throws {
        let answer = try sample(.failed(Problem(StoreError.overloaded))).ask(
            .post, "/api/user/registrasi", form(Self.fields))
        #expect(answer.status == 503 && answer.fields["Retry-After"] != nil)
    }
}

@Suite("A verification by the known shapes") struct VerifyingTests {
    private func part(_ name: String, _ bytes: [UInt8]) throws -> HTTPBody {
        .form(HTTPForm([try HTTPForm.Part(name, file: bytes, named: "surat.pdf")]))
    }

    @Test(arguments: ["signed_file", "file"]) func `tells of a signed document who signed it`(name: String) throws {
        let api = try ESignSample()
        let signed = try api.signFirst(ESignSample.visible.merging(["reason": "Setuju"]) { $1 }).content
        let json = try api.ask(.post, "/api/sign/verify", part(name, signed)).json
        #expect(json["summary"]?.text == "VALID" && json["jumlah_signature"]?.integer == 1)
        #expect(json["nama_dokumen"]?.text == "surat.pdf")
        let detail = try #require(json["details"]?.elements?.first)
        #expect(detail["info_signer"]?["signer_name"]?.text == "Siti Percobaan")
        #expect(detail["signature_document"]?["reason"]?.text == "Setuju")
        let second = try api.post("/api/v2/verify/pdf", ["file": .text(Base64.text(signed))]).json
        #expect(second["conclusion"]?.text == "VALID" && second["signatureCount"]?.integer == 1)
        #expect(second["signatureInformations"]?.elements?.first?["signatureFormat"]?.text == "PAdES-BASELINE-T")
    }

    @Test func `tells of an unsigned one that it is`() throws {
        let api = try ESignSample()
        let letter = try ESignSample.letter.get()
        let first = try api.ask(.post, "/api/sign/verify", part("signed_file", letter)).json
        #expect(first["jumlah_signature"]?.integer == 0 && first["summary"]?.isNull == true)
        let second = try api.post("/api/v2/verify/pdf", ["file": .text(Base64.text(letter))]).json
        #expect(second["conclusion"]?.text == "NO_SIGNATURE")
    }

    @Test func `opens a protected one with its password`() throws {
        let file = Base64.text(try Fixture.bytes("pdf/encrypted-aes-256-r6.pdf"))
        let api = try ESignSample()
        #expect(
            try api.post("/api/v2/verify/pdf", ["file": .text(file), "password": .text("kata-buka")]).status == 200)
        #expect(try api.post("/api/v2/verify/pdf", ["file": .text(file)]).refusal == 2041)
    }

    @Test(arguments: [[], Array("bukan PDF".utf8)]) func `says what is wrong with what is none`(bytes: [UInt8]) throws {
        let api = try ESignSample()
        #expect(try api.ask(.post, "/api/sign/verify", part("signed_file", bytes)).refusal == 2041)
        #expect(try api.post("/api/v2/verify/pdf", ["file": .text(Base64.text(bytes))]).refusal == 2041)
        #expect(try api.post("/api/v2/verify/pdf", [:]).refusal == 4001)
        #expect(try api.ask(.post, "/api/sign/verify", .form(HTTPForm([]))).refusal == 4001)
    }
}
