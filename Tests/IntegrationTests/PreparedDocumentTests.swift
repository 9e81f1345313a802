import Foundation
import TestSupport
import Testing

@Suite("A document prepared for a signature made elsewhere") struct PreparedDocumentTests {
    private func prepared(_ fixture: String = "table.pdf", _ words: [String] = []) throws -> Desk {
        let desk = try Desk.withLetter(fixture)
        let run = try desk.teken(["prepare", "letter.pdf", "waiting.pdf"] + words)
        try #require(run.isSuccess, "\(run.errors)")
        return desk
    }

    /// What another program makes: a CMS by pyHanko's signer over the file without its hole.
    private func signElsewhere(_ desk: Desk, _ more: [String] = [], over name: String = "waiting.pdf") throws {
        let run = try PythonJudge.run(
            "sign_elsewhere.py",
            [desk.path(name), desk.path("signature.der"), "--p12", Fixture.path("pkcs12/aes256.p12")] + more)
        try #require(run.isSuccess, "\(run.errors)")
    }

    private func embed(_ desk: Desk, _ words: [String] = []) throws -> ProgramRun {
        try desk.teken(["embed", "waiting.pdf", "signature.der", "signed.pdf"] + words)
    }

    @Test(
        arguments: [
            ("table.pdf", Desk.look), ("stream-predictor.pdf", Desk.box), ("hybrid.pdf", []),
            ("signed-twice.pdf", Desk.look),
            ("linearised-stream.pdf", ["--reason", "Menyetujui", "--new-field", "Persetujuan"]),
            ("field-empty-visible.pdf", ["--field", "Persetujuan", "--line", "Siti Contoh"]),
        ] as [(String, [String])])
    func `takes a CMS that another program made`(fixture: String, words: [String]) throws {
        let desk = try prepared(fixture, words)
        try signElsewhere(desk)
        let run = try embed(desk)
        #expect(run.isSuccess && run.output.isEmpty, "\(run.errors)")
        try desk.expectAccepted()
    }

    @Test func `takes one of a protected document`() throws {
        let password = ["--document-password-file", "document-password"]
        let desk = try Desk.withLetter("encrypted-aes-256-r6.pdf")
        #expect(try desk.teken(["prepare", "letter.pdf", "waiting.pdf"] + password).isSuccess)
        try signElsewhere(desk)
        #expect(try embed(desk).refuses("document_password_needed", exit: 3))
        #expect(try embed(desk, password).isSuccess)
        try desk.expectAccepted("signed.pdf", ["--password", Desk.passwordOfDocuments])
    }

    @Test(arguments: ["sha256", "sha384", "sha512"])
    func `tells its digest in words and in bytes, and openssl comes to the same`(digest: String) throws {
        let desk = try Desk.withLetter()
        let run = try desk.teken(
            [
                "prepare", "letter.pdf", "waiting.pdf", "--digest", digest, "--digest-out", "digest",
                "--contents-bytes", "4000",
            ])
        let bytes = try desk.folder.read("waiting.pdf")
        let hole = try #require(bytes.firstRange(of: Array("<00000000".utf8))).lowerBound
        let size = 2 + 2 * 4_000
        #expect(bytes[hole + size - 1] == UInt8(ascii: ">"))
        try desk.folder.write(Array(bytes[..<hole] + bytes[(hole + size)...]), to: "signed-bytes")
        let judge = try desk.run("openssl", ["dgst", "-\(digest)", "-r", "signed-bytes"]).output.prefix { $0 != " " }
        #expect(run.output.hasSuffix(" \(judge)\n"), "\(run.output)")
        #expect(try desk.folder.read("digest").map { String(format: "%02x", $0) }.joined() == judge)

        try signElsewhere(desk, ["--digest", digest])
        #expect(try embed(desk, ["--digest", digest]).isSuccess)
        try desk.expectAccepted()
        if digest != "sha256" {
            let wrong = try desk.teken(["embed", "waiting.pdf", "signature.der", "other.pdf"])
            #expect(wrong.exitCode == 3 && !desk.has("other.pdf"), "\(wrong.errors)")
        }
    }

    /// Over the very bytes that are to be signed, by the right key, and yet not what a PDF may hold.
    @Test(
        arguments: [
            ("", "signature_with_signing_time"), ("-cades", "signature_with_signing_time"),
            ("-noattr", "signature_names_no_certificate"), ("-nodetach", "signature_not_detached"),
            ("-nocerts", "signature_without_certificate"),
        ])
    func `refuses what openssl cms makes, and says what is wrong with it`(words: String, code: String) throws {
        let desk = try prepared()
        let bytes = try desk.folder.read("waiting.pdf")
        let hole = try #require(bytes.firstRange(of: Array("<00000000".utf8))).lowerBound
        let end = try #require(bytes[hole...].firstIndex(of: UInt8(ascii: ">")))
        try desk.folder.write(Array(bytes[..<hole] + bytes[(end + 1)...]), to: "signed-bytes")
        let signer = Fixture.path("pki/signer-rsa2048")
        let made = try desk.shell(
            "openssl cms -sign -binary -md sha256 -in signed-bytes -signer '\(signer).pem' -inkey '\(signer).key' "
                + "-outform DER -out signature.der \(words)")
        #expect(made.isSuccess, "\(made.errors)")
        let run = try embed(desk)
        #expect(run.refuses(code, exit: 3) && !desk.has("signed.pdf"), "\(run.errors)")
        if code.hasSuffix("time") { #expect(run.errors.contains("signing-time attribute"), "\(run.errors)") }
    }

    @Test func `refuses a signature over another document`() throws {
        let desk = try prepared()
        try desk.bring("stream-predictor.pdf", as: "other.pdf")
        #expect(try desk.teken(["prepare", "other.pdf", "other-waiting.pdf"]).isSuccess)
        try signElsewhere(desk, over: "other-waiting.pdf")
        #expect(try embed(desk).refuses("signature_over_other_content", exit: 3))
        #expect(!desk.has("signed.pdf"))
    }

    @Test func `refuses a signature once the document is touched anywhere`() throws {
        let desk = try prepared("table.pdf", ["--reason", "Menyetujui"])
        try signElsewhere(desk)
        let whole = try desk.folder.read("waiting.pdf")
        let title = try #require(whole.firstRange(of: Array("Nota Dinas".utf8))).lowerBound
        let reason = try #require(whole.firstRange(of: Array("Menyetujui".utf8))).lowerBound
        for place in [title, reason] {
            var touched = whole
            touched[place] = UInt8(ascii: "X")
            try desk.folder.write(touched, to: "waiting.pdf")
            #expect(try embed(desk).refuses("signature_over_other_content", exit: 3))
        }
        try desk.folder.write(whole + Array("\n".utf8), to: "waiting.pdf")
        #expect(try embed(desk).refuses("nothing_prepared", exit: 3))
        try desk.folder.write(Array(whole.dropLast(9)), to: "waiting.pdf")
        #expect(try embed(desk).exitCode == 3)
        #expect(!desk.has("signed.pdf"))
    }

    @Test(arguments: ["table.pdf", "signed-once.pdf", "field-empty-visible.pdf", "signed-document-timestamp.pdf"])
    func `is the only one that takes a signature`(fixture: String) throws {
        let desk = try prepared()
        try signElsewhere(desk)
        try desk.bring(fixture, as: "waiting.pdf")
        let run = try embed(desk)
        #expect(run.refuses("nothing_prepared", exit: 3), "\(run.errors)")
        #expect(!desk.has("signed.pdf"))
    }

    @Test func `comes whole over standard output, and its digest is told beside it`() throws {
        let desk = try Desk.withLetter()
        let run = try desk.shell("\"$TEKEN\" prepare - - <letter.pdf 2>told | cat >waiting.pdf")
        #expect(run.isSuccess, "\(run.errors)")
        #expect(try String(decoding: desk.folder.read("told"), as: UTF8.self).hasPrefix("SHA-256 "))
        try signElsewhere(desk)
        #expect(try embed(desk).isSuccess)
        try desk.expectAccepted()
        let bytes = try desk.shell("\"$TEKEN\" prepare letter.pdf other.pdf --digest-out - 2>told | wc -c")
        #expect(bytes.output.trimmingCharacters(in: .whitespacesAndNewlines) == "32", "\(bytes.output)")
        let both = try desk.teken(["prepare", "letter.pdf", "-", "--digest-out", "-"])
        #expect(both.refuses("same_file_twice", exit: 2), "\(both.errors)")
    }

    @Test func `takes its signature once`() throws {
        let desk = try prepared()
        try signElsewhere(desk)
        #expect(try embed(desk).isSuccess)
        try desk.shell("mv signed.pdf waiting.pdf")
        #expect(try embed(desk).refuses("nothing_prepared", exit: 3))
    }

    @Test func `refuses what is no CMS, and one too large for its hole`() throws {
        let desk = try prepared("table.pdf", ["--contents-bytes", "512"])
        for junk in [[], Array("bukan tanda tangan".utf8), [0x30, 0x80], try Fixture.bytes("pki/root.pem")] {
            try desk.folder.write(junk, to: "signature.der")
            #expect(try embed(desk).refuses("signature_unreadable", exit: 3))
        }
        try signElsewhere(desk)
        let run = try embed(desk)
        #expect(run.refuses("signature_too_large", exit: 3), "\(run.errors)")
        let size = try desk.folder.read("signature.der").count
        #expect(run.errors.contains("--contents-bytes \(size)"), "\(run.errors)")
        #expect(!desk.has("signed.pdf"))
    }

    @Test(arguments: ["511", "1048577", "-1", "x"]) func `has room within bounds`(bytes: String) throws {
        let desk = try Desk.withLetter()
        let run = try desk.teken(["prepare", "letter.pdf", "waiting.pdf", "--contents-bytes", bytes])
        #expect(run.refuses("number_out_of_bounds", exit: 2))
    }

    @Test func `is not there when its digest could not be written`() throws {
        let desk = try Desk.withLetter()
        let mapped = geteuid() == 0 ? [] : ["--map-root-user"]
        let script = """
            mkdir full && mount -t tmpfs -o size=4k none full && echo x >full/x
            "$TEKEN" prepare letter.pdf waiting.pdf --digest-out full/digest; echo "exit $?"; ls full
            """
        let run = try desk.run("unshare", ["--mount"] + mapped + ["bash", "-c", script])
        #expect(run.output == "exit 6\nx\n" && run.errors.hasSuffix("[disk_full]\n"), "\(run.output)\(run.errors)")
        #expect(!desk.has("waiting.pdf"))
    }
}
