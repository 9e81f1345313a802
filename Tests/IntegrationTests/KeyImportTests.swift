import Foundation
import TestSupport
import Testing

@Suite("Importing a PKCS#12 file") struct KeyImportTests {
    private func importing(
        _ name: String, at desk: Desk, password: String = "Contoh#2026", _ more: [String] = []
    ) throws -> ProgramRun {
        try desk.write(password, to: "password")
        return try desk.teken(
            ["key", "import", Fixture.path("pkcs12/\(name).p12"), "key.sealed", "--certificates", "key.pem"]
                + ["--pepper", "pepper", "--password-file", "password", "--passphrase-file", "passphrase"] + more)
    }

    private func signsForOpenSSL(_ desk: Desk) throws -> ProgramRun {
        try desk.folder.write(Array("surat".utf8), to: "letter")
        let signed = try desk.teken(["sign-cms", "letter", "letter.p7s", "--certificates", "key.pem"] + Desk.opening)
        guard signed.isSuccess else { return signed }
        return try desk.run(
            "openssl",
            ["cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "letter.p7s", "-content", "letter"]
                + ["-CAfile", Fixture.path("pki/root.pem"), "-purpose", "any", "-out", "verified"])
    }

    @Test(arguments: [
        ("aes256", "Contoh#2026"), ("p256", "Contoh#2026"), ("triple-des", "Contoh#2026"),
        ("shuffled-chain", "Contoh#2026"), ("empty-password", ""), ("empty-password", "\n"),
        ("unicode-password", "kata sandi é漢字 2026"), ("aes256", "Contoh#2026\r\n"),
    ])
    func `gives a key whose signatures openssl accepts`(name: String, password: String) throws {
        let desk = try Desk()
        let run = try importing(name, at: desk, password: password)
        #expect(run.isSuccess && run.output.isEmpty, "\(run.errors)")
        #expect(try desk.mode("key.sealed") == 0o600)
        let verified = try signsForOpenSSL(desk)
        #expect(verified.isSuccess, "\(verified.errors)")
    }

    @Test(
        arguments: [
            ("rc2-40", "pkcs12_cipher_unsupported", 3), ("no-chain", "pkcs12_no_chain", 3),
            ("no-certificate", "pkcs12_no_certificate", 3), ("no-key", "pkcs12_no_key", 3),
            ("two-keys", "pkcs12_several_keys", 3), ("mismatched", "certificate_key_mismatch", 3),
            ("no-mac", "pkcs12_without_mac", 3), ("huge-mac-iterations", "pkcs12_too_many_iterations", 3),
            ("huge-pbkdf2-iterations", "pkcs12_too_many_iterations", 3), ("weak-rsa1024", "key_unsupported", 3),
            ("ed25519", "key_unsupported", 3), ("truncated", "pkcs12_malformed", 3), ("junk", "pkcs12_malformed", 3),
            ("empty", "pkcs12_malformed", 3), ("empty-password", "pkcs12_wrong_password", 4),
            ("unicode-password", "pkcs12_wrong_password", 4), ("nowhere", "file_not_found", 6),
        ] as [(String, String, Int32)])
    func `is refused by name, and nothing is written`(name: String, code: String, exit: Int32) throws {
        let desk = try Desk()
        let run = try importing(name, at: desk)
        #expect(run.refuses(code, exit: exit), "\(run.errors)")
        #expect(try desk.folder.names == ["passphrase", "password", "pepper"])
    }

    @Test(arguments: ["", "contoh#2026", "Contoh#2026 ", "Contoh#2026\n\n", "\u{1}"])
    func `with a wrong password is refused before a passphrase is asked for`(password: String) throws {
        let desk = try Desk()
        try FileManager.default.removeItem(atPath: desk.path("passphrase"))
        let run = try importing("aes256", at: desk, password: password)
        #expect(run.refuses("pkcs12_wrong_password", exit: 4), "\(run.errors)")
    }

    @Test func `is completed by the issuers of another file`() throws {
        let desk = try Desk()
        #expect(try importing("no-chain", at: desk).errors.contains("--chain"))
        let run = try importing("no-chain", at: desk, ["--chain", Fixture.path("pki/issuing.pem")])
        #expect(run.isSuccess, "\(run.errors)")
        let verified = try signsForOpenSSL(desk)
        #expect(verified.isSuccess, "\(verified.errors)")
        let count = try String(decoding: desk.folder.read("key.pem"), as: UTF8.self).split(separator: "BEGIN").count - 1
        #expect(count == 2)
    }

    @Test func `is not completed by strangers`() throws {
        let desk = try Desk()
        let run = try importing("no-chain", at: desk, ["--chain", Fixture.path("pki/foreign-root.pem")])
        #expect(run.refuses("pkcs12_no_chain", exit: 3), "\(run.errors)")
    }

    @Test(arguments: ["key.sealed", "key.pem"]) func `leaves either file alone that is there`(name: String) throws {
        let desk = try Desk()
        try desk.write("surat", to: name)
        let run = try importing("p256", at: desk)
        #expect(run.refuses("file_exists", exit: 6), "\(run.errors)")
        #expect(try desk.folder.names == [name, "passphrase", "password", "pepper"].sorted())
        #expect(try desk.folder.read(name) == Array("surat".utf8))
        #expect(try importing("p256", at: desk, ["--force"]).isSuccess)
    }

    @Test func `writes nothing when the passphrase is too short`() throws {
        let desk = try Desk()
        try desk.write("pendek", to: "passphrase")
        #expect(try importing("p256", at: desk).refuses("passphrase_too_short", exit: 3))
        #expect(try desk.folder.names == ["passphrase", "password", "pepper"])
    }
}
