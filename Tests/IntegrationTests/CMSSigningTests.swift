import Foundation
import TestSupport
import Testing

@Suite("Signing a file") struct CMSSigningTests {
    private static let sign = ["sign-cms", "letter", "letter.p7s", "--certificates", "key.pem"]

    private func desk(_ signer: String) throws -> Desk {
        let desk = try Desk()
        try desk.seal(signer)
        try desk.folder.write(Array("surat\r\ndua baris\n".utf8), to: "letter")
        return desk
    }

    private func openSSLAccepts(_ desk: Desk, over content: String = "letter") throws -> Bool {
        try desk.run(
            "openssl",
            ["cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "letter.p7s", "-content", content]
                + ["-CAfile", Fixture.path("pki/root.pem"), "-purpose", "any", "-out", "/dev/null"]
        ).isSuccess
    }

    @Test(
        arguments: [
            ("signer-rsa2048", "sha256", nil), ("signer-rsa2048", "sha384", nil), ("signer-rsa2048", "sha512", nil),
            ("signer-rsa2048", "sha256", 32), ("signer-rsa2048", "sha512", 0), ("signer-rsa3072", "sha256", nil),
            ("signer-rsa4096", "sha512", nil), ("signer-p256", "sha256", nil), ("signer-p256", "sha512", nil),
            ("signer-p384", "sha384", nil),
        ] as [(String, String, Int?)])
    func `gives what openssl accepts over that file and over no other`(
        signer: String, digest: String, salt: Int?
    ) throws {
        let desk = try desk(signer)
        let pss = salt.map { ["--pss-salt", "\($0)"] } ?? []
        let run = try desk.teken(Self.sign + ["--digest", digest] + pss + Desk.opening)
        #expect(run.isSuccess && run.output.isEmpty, "\(run.errors)")
        #expect(run.errors.contains("level B-B"))
        #expect(try openSSLAccepts(desk))
        try desk.folder.write(Array("surat\ndua baris\n".utf8), to: "letter.altered")
        #expect(try !openSSLAccepts(desk, over: "letter.altered"))
        let printed = try desk.run("openssl", ["cms", "-cmsout", "-print", "-inform", "DER", "-in", "letter.p7s"])
        #expect(printed.output.contains("algorithm: \(digest) ("))
        #expect(printed.output.contains("rsassaPss") == (salt != nil))
        #expect(!printed.output.contains("signingTime"))
    }

    @Test func `takes the file from standard input and gives the signature on standard output`() throws {
        let desk = try desk("signer-p256")
        let run = try desk.shell(
            "cat letter | \"$TEKEN\" sign-cms - - --certificates key.pem \(Desk.opening.joined(separator: " ")) >letter.p7s"
        )
        #expect(run.isSuccess, "\(run.errors)")
        #expect(try openSSLAccepts(desk))
    }

    @Test(arguments: ["", "a"]) func `does for the smallest files`(content: String) throws {
        let desk = try desk("signer-p256")
        try desk.folder.write(Array(content.utf8), to: "letter")
        #expect(try desk.teken(Self.sign + Desk.opening).isSuccess)
        #expect(try openSSLAccepts(desk))
    }

    @Test func `holds a large file in no more memory than a small one`() throws {
        let desk = try desk("signer-p256")
        try desk.shell("truncate -s 200M letter")
        let words = (Self.sign + Desk.opening).joined(separator: " ")
        let script = """
            import os, resource, subprocess
            subprocess.run([os.environ["TEKEN"], *"\(words)".split()], check=True, stderr=subprocess.DEVNULL)
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
            """
        let run = try desk.run("python3", ["-c", script])
        let peakKiB = try #require(Int(run.output.trimmingCharacters(in: .whitespacesAndNewlines)), "\(run.errors)")
        // 64 MiB of it are Argon2id's.
        #expect((64 << 10..<100 << 10).contains(peakKiB))
        #expect(try openSSLAccepts(desk))
    }

    @Test(arguments: [
        ("pki/signer-rsa2048-twin.pem", "certificate_key_mismatch"), ("pki/issuing.pem", "certificate_key_mismatch"),
        ("pki/root.key", "certificate_missing"), ("pkcs12/junk.p12", "certificate_missing"),
        ("pkcs12/empty.p12", "certificate_missing"),
    ])
    func `names a certificate of another key before anybody types a passphrase`(file: String, code: String) throws {
        let desk = try desk("signer-rsa2048")
        let run = try desk.teken(
            ["sign-cms", "letter", "letter.p7s", "--certificates", Fixture.path(file), "--key", "key.sealed"]
                + ["--pepper", "pepper", "--passphrase-file", "nowhere"])
        #expect(run.refuses(code, exit: 3), "\(run.errors)")
    }

    @Test(arguments: [
        ("signer-expired", "certificate_expired"), ("signer-future", "certificate_not_yet_valid"),
        ("signer-keyencipherment", "certificate_not_for_signing"),
    ])
    func `refuses a certificate that is not to be signed with before anybody types a passphrase`(
        signer: String, code: String
    ) throws {
        let desk = try desk(signer)
        try FileManager.default.removeItem(atPath: desk.path("passphrase"))
        let run = try desk.teken(Self.sign + Desk.opening)
        #expect(run.refuses(code, exit: 3), "\(run.errors)")
        #expect(!desk.has("letter.p7s"))
    }

    @Test(arguments: ["pki/foreign-root.pem", "pki/signer-p384.pem", "pki/signer-p256.pem"])
    func `refuses a chain with a stranger in it`(stranger: String) throws {
        let desk = try desk("signer-rsa2048")
        try desk.shell("cat '\(Fixture.path(stranger))' >> key.pem")
        let run = try desk.teken(Self.sign + Desk.opening)
        #expect(run.refuses("certificate_chain_broken", exit: 3), "\(run.errors)")
        #expect(!desk.has("letter.p7s"))
    }

    @Test(
        arguments: [
            (["letter", "letter", "--force"], "same_file_twice", 2),
            (["letter", "key.sealed", "--force"], "same_file_twice", 2),
            (["letter", "key.pem"], "same_file_twice", 2), (["nowhere", "out"], "file_not_found", 6),
            ([".", "out"], "file_unreadable", 6),
            (["letter"], "argument_missing", 2), (["letter", "a", "b"], "too_many_arguments", 2),
            (["letter", "out", "--digest", "sha1"], "digest_too_weak", 3),
            (["-", "out", "--passphrase-fd", "99"], "options_conflict", 2),
            (["letter", "out", "--timestamp-trust", "key.pem"], "option_incomplete", 2),
            (["letter", "out", "--timestamp-optional"], "option_incomplete", 2),
            (["letter", "out", "--timestamp", "http://127.0.0.1:9"], "option_incomplete", 2),
        ] as [([String], String, Int32)])
    func `refuses a line that cannot be meant, and writes nothing`(words: [String], code: String, exit: Int32) throws {
        let desk = try desk("signer-p256")
        let before = try (desk.folder.read("key.sealed"), desk.folder.read("letter"))
        let run = try desk.teken(["sign-cms"] + words + ["--certificates", "key.pem"] + Desk.opening)
        #expect(run.refuses(code, exit: exit), "\(run.errors)")
        #expect(try desk.folder.read("key.sealed") == before.0 && desk.folder.read("letter") == before.1)
        #expect(!desk.has("out"))
    }
}
