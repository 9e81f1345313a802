import Crypto
import Foundation
import TestSupport
import Testing

@Suite("Verifying at the command line") struct VerifyTests {
    private static let made = Result { try VerifyingDesk() }

    private func made() throws -> VerifyingDesk { try Self.made.get() }

    // MARK: Outcomes

    @Test(
        arguments: [
            ("signed.pdf", VerifyingDesk.knowing, 0, "Sah / Valid [TOTAL-PASSED]"),
            ("changed.pdf", VerifyingDesk.knowing, 10, "Tidak sah / Not valid [TOTAL-FAILED/HASH_FAILURE]"),
            (
                "signed.pdf", VerifyingDesk.trusting, 11,
                "Belum dapat dipastikan / Cannot be determined [INDETERMINATE/TRY_LATER]"
            ),
            (
                "signed.pdf", [], 11,
                "Belum dapat dipastikan / Cannot be determined [INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND]"
            ),
            ("letter.pdf", VerifyingDesk.knowing, 12, "Tanpa tanda tangan / No signature"),
        ] as [(String, [String], Int32, String)])
    func `tells by words and exit code`(file: String, words: [String], exit: Int32, title: String) throws {
        let run = try made().verify(words + [file])
        #expect(run.exitCode == exit, "\(run.output)\(run.errors)")
        #expect(run.output.hasPrefix("\(file): \(title)\n"), "\(run.output)")
        #expect(run.errors.isEmpty, "\(run.errors)")
    }

    @Test func `refuses what is no PDF, by name`() throws {
        let run = try made().verify(VerifyingDesk.knowing + ["text.pdf"])
        #expect(run.refuses("document_not_pdf", exit: 3), "\(run.errors)")
        #expect(run.errors.contains("text.pdf"))
        let missing = try made().verify(VerifyingDesk.knowing + ["tidak-ada.pdf"])
        #expect(!missing.isSuccess && missing.output.isEmpty && missing.errors.contains("tidak-ada.pdf"))
    }

    @Test(
        arguments: [
            (["signed.pdf", "signed.pdf"], 0), (["signed.pdf", "letter.pdf"], 12), (["letter.pdf", "signed.pdf"], 12),
            (["letter.pdf", "open.pdf", "signed.pdf"], 11), (["open.pdf", "text.pdf", "signed.pdf"], 3),
            (["changed.pdf", "text.pdf", "open.pdf", "letter.pdf", "signed.pdf"], 10),
            (["signed.pdf", "letter.pdf", "open.pdf", "text.pdf", "changed.pdf"], 10),
        ] as [([String], Int32)])
    func `tells of many in their order, and the worst decides`(files: [String], exit: Int32) throws {
        let made = try made()
        // Signed by somebody whom nobody here trusts.
        try made.desk.bring("signed-once.pdf", as: "open.pdf")
        for jobs in ["1", "4"] {
            let run = try made.verify(VerifyingDesk.knowing + ["--jobs", jobs] + files)
            #expect(run.exitCode == exit, "\(run.output)\(run.errors)")
            let told = run.output.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
            #expect(told.map(String.init) == files.filter { $0 != "text.pdf" })
            let refused = files.filter { $0 == "text.pdf" }.count
            #expect(run.errors.hasSuffix("teken: \(files.count - refused) judged, \(refused) refused\n"))
        }
    }

    // MARK: For programs

    @Test func `prints one object for each file in a line, and one for what cannot be read`() throws {
        // By the path it was given, since two folders may have files of one name.
        let files = ["letter.pdf", "./signed.pdf", "./text.pdf", "changed.pdf"]
        let objects = try made().objects(VerifyingDesk.knowing + ["--json"] + files)
        #expect(objects.map { $0["file"] as? String } == files)
        let outcomes = ["NO_SIGNATURE", "TOTAL-PASSED", "UNREADABLE", "TOTAL-FAILED"]
        #expect(objects.map { $0["outcome"] as? String } == outcomes)
        let problem = try #require(objects[2]["problem"] as? [String: Any])
        #expect(problem["code"] as? String == "document_not_pdf")
        #expect(Set(problem.keys) == ["code", "sentence", "next"])
        let signature = try #require((objects[1]["signatures"] as? [[String: Any]])?.first)
        #expect(signature["level"] as? String == "PAdES-BASELINE-B")
        #expect(signature["anchor"] as? String == "akar")
    }

    @Test func `prints what office applications know`() throws {
        let first = try made().objects(
            VerifyingDesk.knowing + ["--as", "v1", "signed.pdf", "changed.pdf", "letter.pdf"])
        #expect(first.map { $0["summary"] as? String } == ["VALID", "TIDAK SAH", nil])
        #expect(first.map { $0["jumlah_signature"] as? Int } == [1, 1, 0])
        #expect(first.map { $0["nama_dokumen"] as? String } == ["signed.pdf", "changed.pdf", "letter.pdf"])
        let second = try made().objects(
            VerifyingDesk.knowing + ["--as", "v2", "signed.pdf", "changed.pdf", "letter.pdf"])
        #expect(second.map { $0["conclusion"] as? String } == ["VALID", "INVALID", "NO_SIGNATURE"])
        let open = try made().objects(["--as", "v2", "signed.pdf"])
        #expect(open.map { $0["conclusion"] as? String } == ["INDETERMINATE"])
    }

    // MARK: Trust, material, time

    private func anchor(_ words: [String]) throws -> String? {
        let objects = try made().objects(words + ["--revocation", "when-known", "--offline", "--json", "signed.pdf"])
        return (objects.first?["signatures"] as? [[String: Any]])?.first?["anchor"] as? String
    }

    @Test func `tells the anchor by the name it was given, or by its file's`() throws {
        let made = try made()
        let pem = try made.desk.folder.read("akar.pem")
        try made.desk.folder.write(pem, to: "a=b.pem")
        try made.desk.folder.write(pem, to: ".pem")
        try made.desk.folder.write(made.trial.certificate("akar").der, to: "akar.v2.cer")
        #expect(try anchor(["--trust", "akar.pem"]) == "akar")
        #expect(try anchor(["--trust", "Induk Contoh=akar.pem"]) == "Induk Contoh")
        #expect(try anchor(["--trust", "a=b.pem"]) == "a=b")
        #expect(try anchor(["--trust", "Induk=a=b.pem"]) == "Induk")
        #expect(try anchor(["--trust", "akar.v2.cer"]) == "akar.v2")
        #expect(try anchor(["--trust", ".pem"]) == ".pem")
        #expect(try anchor(["--trust", "orang.pem", "--trust", "Kedua=akar.pem"]) != nil)
    }

    @Test func `judges with lists, answers and certificates, PEM or DER`() throws {
        let made = try made()
        let list = try OpenSSLCommand(
            "crl -inform DER -in list -out pem", with: ["list": made.desk.folder.read("daftar.der")]
        ).file("pem")
        try made.desk.folder.write(
            Array("Daftar:\n".utf8) + (made.trial.files["akar.pem"] ?? []) + list, to: "campur.pem")
        let serial = try made.trial.run("x509 -in orang.pem -noout -serial").run.output.dropFirst(7).prefix {
            $0 != "\n"
        }
        let index = "V\t490101000000Z\t\t\(serial)\tunknown\t/CN=orang\n"
        let answer = try made.trial.run(
            "ocsp -index index -CA akar.pem -rsigner akar.pem -rkey akar.key -ndays 3 -issuer akar.pem -cert orang.pem "
                + "-no_nonce -respout answer", with: ["index": Array(index.utf8)]
        ).file("answer")
        try made.desk.folder.write(answer, to: "jawaban.der")
        for file in ["daftar.der", "campur.pem", "jawaban.der"] {
            let run = try made.verify(VerifyingDesk.trusting + ["--material", file, "signed.pdf"])
            #expect(run.exitCode == 0, "\(file): \(run.output)\(run.errors)")
        }
        // Nothing of it is trusted by itself.
        #expect(try made.verify(["--material", "campur.pem", "signed.pdf"]).exitCode == 11)
    }

    @Test func `heeds a revocation that it is told of, in either mode`() throws {
        let made = try made()
        try made.desk.folder.write(made.trial.list(by: "akar", revoking: ["orang"]), to: "dicabut.der")
        for demand in ["always", "when-known"] {
            let run = try made.verify(
                VerifyingDesk.trusting + ["--material", "dicabut.der", "--revocation", demand, "signed.pdf"])
            #expect(run.exitCode == 11 && run.output.contains("REVOKED_NO_POE"), "\(run.output)")
        }
        let known = try made.verify(VerifyingDesk.trusting + ["--revocation", "when-known", "--offline", "signed.pdf"])
        #expect(known.exitCode == 0, "\(known.output)")
    }

    @Test(
        arguments: [
            ("2020-01-01", 10, "NOT_YET_VALID"), ("2090-01-01T07:00:00+07:00", 11, "OUT_OF_BOUNDS_NO_POE"),
        ] as [(String, Int32, String)])
    func `judges as of another moment`(time: String, exit: Int32, word: String) throws {
        let run = try made().verify(VerifyingDesk.knowing + ["--at", time, "signed.pdf"])
        #expect(run.exitCode == exit && run.output.contains(word), "\(run.output)")
    }

    // MARK: Refusals

    @Test(
        arguments: [
            (["--at", "besok", "signed.pdf"], "not_a_time", 2),
            (["--at", "2026-02-30", "signed.pdf"], "not_a_time", 2),
            (["--revocation", "never", "signed.pdf"], "unknown_choice", 2),
            (["--as", "v3", "signed.pdf"], "unknown_choice", 2),
            (["--as", "v1", "--json", "signed.pdf"], "options_conflict", 2),
            (["--offline", "--fetch-inside", "signed.pdf"], "options_conflict", 2),
            (["--jobs", "0", "signed.pdf"], "number_out_of_bounds", 2), ([], "argument_missing", 2),
            (["-", "-"], "standard_input_twice", 2), (["--trust", "-", "-"], "standard_input_twice", 2),
            (["--trust", "kosong", "signed.pdf"], "nothing_to_trust", 3),
            (["--trust", "text.pdf", "signed.pdf"], "nothing_to_trust", 3),
            (["--trust", "daftar.der", "signed.pdf"], "nothing_to_trust", 3),
            (["--trust", "terpotong.pem", "signed.pdf"], "nothing_to_trust", 3),
            (["--material", "kosong", "signed.pdf"], "material_unreadable", 3),
            (["--material", "text.pdf", "signed.pdf"], "material_unreadable", 3),
            (["--material", "terpotong.pem", "signed.pdf"], "material_unreadable", 3),
        ] as [([String], String, Int32)])
    func `refuses before any document is read`(words: [String], code: String, exit: Int32) throws {
        let made = try made()
        try made.desk.write("", to: "kosong")
        try made.desk.folder.write(Array((made.trial.files["akar.pem"] ?? []).dropLast(40)), to: "terpotong.pem")
        let run = try made.verify(words)
        #expect(run.refuses(code, exit: exit), "\(run.errors)")
    }

    @Test func `opens a protected document with its password alone`() throws {
        let made = try made()
        let password = ["--document-password-file", "document-password"]
        try made.desk.bring("encrypted-aes-128.pdf", as: "tertutup.pdf")
        try made.sign("tertutup.pdf", to: "tertutup-signed.pdf", password)
        let run = try made.verify(VerifyingDesk.knowing + password + ["tertutup-signed.pdf"])
        #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
        #expect(
            try made.verify(VerifyingDesk.knowing + ["tertutup-signed.pdf"])
                .refuses("document_password_needed", exit: 3))
    }

    // MARK: Streams

    @Test func `reads a document from standard input`() throws {
        let made = try made()
        let run = try made.verify(VerifyingDesk.knowing + ["-"], input: made.desk.folder.read("signed.pdf"))
        #expect(run.exitCode == 0 && run.output.hasPrefix("-: Sah / Valid"), "\(run.output)\(run.errors)")
    }

    @Test(arguments: [">&-", "> /dev/full"])
    func `never takes a verdict that nobody got for given`(stdout: String) throws {
        let words = VerifyingDesk.knowing.joined(separator: " ")
        let run = try made().desk.shell("\"$TEKEN\" verify \(words) signed.pdf signed.pdf \(stdout)")
        #expect(run.exitCode == 6, "\(run.exitCode) \(run.errors)")
    }

    @Test func `lets no word of a stranger's speak to the terminal`() throws {
        let made = try VerifyingDesk()
        try made.sign(
            "letter.pdf", to: "merah.pdf", ["--new-field", "merah\u{1B}[31m\u{9B}2J", "--reason", "x\u{7}y\nSah"])
        let run = try made.verify(VerifyingDesk.knowing + ["merah.pdf"])
        #expect(run.exitCode == 0 && run.output.contains("merah"), "\(run.output)\(run.errors)")
        let obeyed = run.output.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
        #expect(obeyed.isEmpty, "\(run.output)")
        // A line of his own would look like one of ours.
        #expect(!run.output.contains("\nSah"))
    }
}
