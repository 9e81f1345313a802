import Crypto
import Domain
import ESignAPI
import Foundation
import HTTP
import JSONInput
import Signing
import Store
import TestSupport
import Testing

@Suite("The first version's signing") struct FirstVersionTests {
    @Test func `gives the signed document, its name and its time`() throws {
        let api = try ESignSample()
        let answer = try api.signFirst(ESignSample.visible, with: ["Accept": "application/json"])
        #expect(answer.status == 200 && answer.fields["Content-Type"] == "application/pdf")
        #expect(answer.fields["id_dokumen"]?.count == 32)
        #expect(answer.fields["signing_time"]?.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/) != nil)
        let signed = answer.content
        #expect(signed.starts(with: try ESignSample.letter.get()))
        let folder = try TemporaryFolder()
        let path = try folder.write(signed, to: "surat.pdf")
        let judge = try ProgramRun.of("pdfsig", ["-nocert", path])
        #expect(judge.output.contains("Signature is Valid") && judge.output.contains("Total document signed"))
        #expect(judge.output.contains("Siti Percobaan"))
        #expect(try ProgramRun.of("qpdf", ["--check", path]).isSuccess)
        let text = String(decoding: signed, as: UTF8.self)
        #expect(text.contains("/Rect [60 60 140 130]") || text.contains("/Rect[60 60 140 130]"))
        #expect(text.firstMatch(of: /sig_\d{13}/) != nil)
    }

    @Test func `reads its fields in the address as well, with the file alone in the form`() throws {
        let api = try ESignSample()
        let query = ESignSample.visible.map { "\($0.key)=\($0.value.replacing("#", with: "%23"))" }.joined(
            separator: "&")
        let answer = try api.signFirst([:], query: "?" + query)
        #expect(answer.status == 200 && answer.content.count > 10_000)
    }

    @Test func `gives base64 to whoever asks for it`() throws {
        let api = try ESignSample()
        let fields = ESignSample.invisible.merging(["jenis_response": "BASE64"]) { $1 }
        let answer = try api.signFirst(fields)
        let json = try answer.json
        #expect(json["error"] == nil && json["id_dokumen"]?.text == answer.fields["id_dokumen"])
        let signed = Base64.bytes(Array((json["base64_signed_file"]?.text ?? "").utf8))
        #expect(signed?.starts(with: try ESignSample.letter.get()) == true)
        #expect(
            try api.signFirst(ESignSample.invisible.merging(["jenis_response": "byte"]) { $1 }).content.starts(with: [
                0x25
            ]))
    }

    @Test func `hands a document out once more, and no second time`() throws {
        let api = try ESignSample()
        let first = try api.signFirst(ESignSample.invisible)
        let id = try #require(first.fields["id_dokumen"])
        #expect(try api.ask(.get, "/api/sign/download/\(id)", as: "kepegawaian").status == 404)
        #expect(try api.ask(.head, "/api/sign/download/\(id)").status == 405, "a look must not use it up")
        let again = try api.ask(.get, "/api/sign/download/\(id)")
        #expect(again.status == 200 && again.fields["Content-Type"] == "application/pdf")
        #expect(again.content == first.content)
        let third = try api.ask(.get, "/api/sign/download/\(id)")
        #expect(try third.status == 404 && third.refusal == 4044)
        #expect(try third.json["error"]?.text?.hasPrefix("Dokumen telah didownload sebelumnya") == true)
        for nonsense in ["x", String(repeating: "0", count: 32), "%2e%2e"] {
            #expect((try? api.ask(.get, "/api/sign/download/\(nonsense)").status) ?? 404 == 404)
        }
    }

    /// How programs say whether there is a picture: their languages write true and false in their own ways.
    private static let pictures: [(image: String?, hasPicture: Bool, hasLink: Bool, missing: String?)] = [
        ("true", true, true, nil), ("1", true, false, nil), ("TRUE", false, true, "imageTTD"),
        ("false", true, true, nil), ("0", false, true, nil), ("false", true, false, "linkQR"), ("", false, true, nil),
        ("", true, false, nil), (nil, false, true, nil), (nil, true, false, nil), (nil, true, true, nil),
        (nil, false, false, "linkQR"), ("null", false, true, nil),
    ]

    @Test(arguments: pictures)
    func `knows a picture from a code`(image: String?, hasPicture: Bool, hasLink: Bool, missing: String?) throws {
        let api = try ESignSample()
        var fields = ESignSample.visible
        fields["image"] = image
        fields["linkQR"] = hasLink ? "https://contoh.id" : nil
        let picture = hasPicture ? try Fixture.bytes("pictures/letter-1.jpg") : nil
        let answer = try api.signFirst(fields, picture: picture)
        if let missing {
            #expect(try answer.refusal == 4001 && answer.json["error"]?.text?.hasPrefix(missing) == true)
        } else {
            #expect(answer.status == 200, "\(String(decoding: answer.content.prefix(200), as: UTF8.self))")
            // A photograph stays one; a code is drawn.
            let hasPhotograph = String(decoding: answer.content.suffix(60_000), as: UTF8.self).contains("DCTDecode")
            #expect(hasPhotograph == (hasPicture && (image == "true" || image == "1" || !hasLink)))
        }
    }

    @Test(arguments: [("halaman", "TERAKHIR"), ("halaman", "pertama"), ("page", "1.0"), ("page", "1")])
    func `takes a page by number or by word`(name: String, value: String) throws {
        var fields = ESignSample.visible
        fields["page"] = nil
        fields[name] = value
        #expect(try ESignSample().signFirst(fields).status == 200)
    }

    @Test func `is for nothing that only looks like a field`() throws {
        let leftovers = [
            "jenis_dokumen": "surat", "nomor": "1", "tujuan": "x", "perihal": "x", "info": "x", "reason": "null",
            "location": "", "text": "apa saja", "tag_koordinat": "null",
        ]
        let answer = try ESignSample().signFirst(ESignSample.visible.merging(leftovers) { $1 })
        #expect(answer.status == 200)
        #expect(!String(decoding: answer.content.suffix(60_000), as: UTF8.self).contains("(null)"))
    }

    @Test func `does not look at a place where nothing is to be seen`() throws {
        let empty = Dictionary(
            uniqueKeysWithValues: ["xAxis", "yAxis", "width", "height", "page", "linkQR"].map { ($0, "") })
        #expect(try ESignSample().signFirst(ESignSample.invisible.merging(empty) { $1 }).status == 200)
        #expect(
            try ESignSample().signFirst(ESignSample.invisible.merging(["tampilan": "INVISIBLE"]) { $1 }).status == 200)
    }

    @Test func `finds a tag in the text`() throws {
        var fields = ESignSample.visible
        for name in ["page", "xAxis", "yAxis"] { fields[name] = nil }
        fields["tag_koordinat"] = "${ttd}"
        #expect(try ESignSample().signFirst(fields).status == 200)
        fields["tag_koordinat"] = "tidak ada di sini"
        #expect(try ESignSample().signFirst(fields).refusal == 2042)
    }

    /// An upper right corner, as some read the manual's drawing.
    private static let corner = ["xAxis": "410.2", "yAxis": "141.9", "width": "552.2", "height": "191.1"]

    @Test(arguments: [ESignSettings.BoxReading.automatic, .corner])
    func `reads a size as a corner where it must be one`(reading: ESignSettings.BoxReading) throws {
        let api = try ESignSample(settings: { $0.boxReading = reading })
        let answer = try api.signFirst(ESignSample.visible.merging(Self.corner) { $1 })
        let text = String(decoding: answer.content, as: UTF8.self)
        #expect(text.contains("[410.2 141.9 552.2 191.1]"))
    }

    @Test func `reads sizes alone where it is told to`() throws {
        let api = try ESignSample(settings: { $0.boxReading = .size })
        let answer = try api.signFirst(ESignSample.visible.merging(Self.corner) { $1 })
        #expect(String(decoding: answer.content, as: UTF8.self).contains("[410.2 141.9 962.4 333]"))
    }

    private static let missing: [(String, Int)] = [
        ("nik", 4001), ("passphrase", 4001), ("page", 4001), ("xAxis", 4001), ("yAxis", 4001), ("width", 4001),
        ("height", 4001),
    ]

    @Test(arguments: missing) func `names the field that is missing`(name: String, number: Int) throws {
        var fields = ESignSample.visible
        fields[name] = nil
        let answer = try ESignSample().signFirst(fields)
        #expect(try answer.status == 400 && answer.refusal == number)
        #expect(try answer.json["error"]?.text?.contains(name) == true)
    }

    @Test(
        arguments: [
            ("xAxis", "kiri"), ("width", "0"), ("height", "-3"), ("width", "inf"), ("page", "0"), ("page", "dua"),
            ("tampilan", "samar"), ("image", "mungkin"), ("reason", String(repeating: "x", count: 1_001)),
        ])
    func `names the field that cannot be used`(name: String, value: String) throws {
        let answer = try ESignSample().signFirst(ESignSample.visible.merging([name: value]) { $1 })
        #expect(try answer.status == 400 && answer.refusal == 4002)
        #expect(try answer.json["error"]?.text?.contains(name) == true)
    }

    @Test(arguments: [[], Array("bukan PDF".utf8), Array("%PDF-1.7\n".utf8)])
    func `says what is wrong with a file that is no document`(bytes: [UInt8]) throws {
        let answer = try ESignSample().signFirst(ESignSample.visible, file: bytes)
        #expect(try answer.status == 400 && answer.refusal == 2041)
    }

    @Test func `says that a file is missing`() throws {
        let parts = ESignSample.visible.map { HTTPForm.Part($0.key, $0.value) }
        let answer = try ESignSample().ask(.post, "/api/sign/pdf", .form(HTTPForm(parts)))
        #expect(try answer.refusal == 4001 && answer.json["error"]?.text?.hasPrefix("file wajib") == true)
        #expect(try ESignSample().ask(.post, "/api/sign/pdf").refusal == 4001)
    }
}

@Suite("A signing that the rules say no to") struct RefusedSigningTests {
    @Test func `for a wrong passphrase begins as programs know it`() throws {
        let api = try ESignSample()
        let answer = try api.signFirst(ESignSample.invisible.merging(["passphrase": "Salah#2026"]) { $1 })
        #expect(try answer.status == 400 && answer.refusal == 2031)
        #expect(try answer.json["error"]?.text == "Passphrase anda salah")
        // One that nobody can have set is no other thing, and is not counted.
        for passphrase in ["x", "a\tb######", String(repeating: "x", count: 129)] {
            #expect(try api.signFirst(ESignSample.invisible.merging(["passphrase": passphrase]) { $1 }).refusal == 2031)
        }
        #expect(try api.signFirst(ESignSample.invisible).status == 200)
    }

    @Test func `locks a program out that has it wrong too often, and says for how long`() throws {
        let api = try ESignSample()
        let wrong = ESignSample.invisible.merging(["passphrase": "Salah#2026"]) { $1 }
        for _ in 0..<5 { #expect(try api.signFirst(wrong).refusal == 2031) }
        let answer = try api.signFirst(ESignSample.invisible)
        #expect(try answer.status == 400 && answer.refusal == 2032)
        #expect(try api.signFirst(ESignSample.invisible, as: "kepegawaian").status == 200)
    }

    @Test(arguments: ["9999990101909999", "bukan nomor", "' OR 1=1"]) func `for nobody says so`(nik: String) throws {
        let answer = try ESignSample().signFirst(ESignSample.invisible.merging(["nik": nik]) { $1 })
        #expect(try answer.status == 400 && answer.refusal == 2011)
        #expect(try answer.json["error"]?.text == "User tidak terdaftar")
    }

    @Test func `for somebody who cannot sign says why, by the original's numbers`() throws {
        let api = try ESignSample()
        guard case .issued(let validity, _) = try api.office.person().account.holding else {
            throw Unexpected(words: "not issued")
        }
        let cases: [(VerificationStatus, Holding, Promotion, Int)] = [
            (.update(by: .owner), .issued(validity, next: nil), .none, 2026),
            (.verified, .renewing(validity, .asked), .none, 2023), (.verified, .revoking(validity), .none, 2025),
            (.verified, .issued(validity, next: nil), .invited, 2027),
        ]
        for (verification, holding, promotion, number) in cases {
            let account = try #require(Account(verification, holding, promotion: promotion))
            try api.office.change(account)
            let answer = try api.signFirst(ESignSample.invisible)
            #expect(try answer.status == 400 && answer.refusal == number, "\(holding)")
        }
    }

    @Test func `comes in the framework's shape where the program is not let in`() throws {
        let api = try ESignSample()
        let answer = try api.askNobody(.get, "/api/user/status/1")
        #expect(answer.status == 401 && answer.fields["WWW-Authenticate"]?.hasPrefix("Basic") == true)
        let json = try answer.json
        #expect(json["status"]?.integer == 401 && json["error"]?.text == "Unauthorized")
        #expect(json["path"]?.text == "/api/user/status/1" && json["timestamp"]?.text?.hasSuffix("+0000") == true)
        let other = try api.ask(.post, "/api/user/registrasi", .form(HTTPForm([])))
        #expect(try other.status == 403 && other.json["code"]?.text == "scope_missing")
    }
}

@Suite("A signing that is asked for again") struct RepeatedSigningTests {
    private static let key = ["Idempotency-Key": "surat-1"]

    @Test func `gives the same bytes, and signs once`() throws {
        let api = try ESignSample()
        let first = try api.signFirst(ESignSample.visible, with: Self.key)
        let again = try api.signFirst(ESignSample.visible, with: Self.key)
        #expect(first.status == 200 && again.content == first.content)
        #expect(again.fields["id_dokumen"] == first.fields["id_dokumen"])
        #expect(try api.office.base.auditLines().count { $0.contains("document.signed") } == 1)
    }

    @Test func `gives the second version the same as well`() throws {
        let api = try ESignSample()
        let ask = { try api.signSecond([("nik", .text(ESignSample.nik))], with: Self.key).files }
        let (first, second) = (try ask(), try ask())
        #expect(first == second && first.count == 1)
    }

    @Test func `is another one when anything but the passphrase differs`() throws {
        let api = try ESignSample()
        #expect(try api.signFirst(ESignSample.visible, with: Self.key).status == 200)
        let other = try api.signFirst(ESignSample.visible.merging(["yAxis": "61"]) { $1 }, with: Self.key)
        #expect(try other.status == 422 && other.refusal == 4091)
        let document = try api.signFirst(ESignSample.visible, file: Fixture.bytes("pdf/table.pdf"), with: Self.key)
        #expect(try document.refusal == 4091)
        #expect(try api.signFirst(ESignSample.visible, as: "kepegawaian", with: Self.key).status == 200)
    }

    @Test func `is refused the same, and counted once`() throws {
        let api = try ESignSample()
        let wrong = ESignSample.invisible.merging(["passphrase": "Salah#2026"]) { $1 }
        for _ in 0..<9 { #expect(try api.signFirst(wrong, with: Self.key).refusal == 2031) }
        #expect(try api.signFirst(ESignSample.invisible).status == 200)
        let missing = ESignSample.visible.merging(["page": "99"]) { $1 }
        let key = ["Idempotency-Key": "surat-2"]
        let (first, second) = (try api.signFirst(missing, with: key), try api.signFirst(missing, with: key))
        #expect(try first.refusal == 2042 && first.content == second.content)
    }

    @Test func `lets a person type a passphrase again`() throws {
        let api = try ESignSample()
        let wrong = ESignSample.invisible.merging(["passphrase": "Salah#2026"]) { $1 }
        #expect(try api.signFirst(wrong, with: Self.key).refusal == 2031)
        api.office.base.clock.move(.seconds(11))
        #expect(try api.signFirst(ESignSample.invisible, with: Self.key).status == 200)
    }

    @Test func `needs a key of some characters`() throws {
        for key in ["", String(repeating: "x", count: 201)] {
            #expect(try ESignSample().signFirst(ESignSample.invisible, with: ["Idempotency-Key": key]).refusal == 4001)
        }
    }
}
