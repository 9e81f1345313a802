import Foundation
import TestSupport
import Testing

@Suite("Making a key") struct KeyMakingTests {
    private static let make = ["key", "make", "key.sealed", "--pepper", "pepper", "--passphrase-file", "passphrase"]

    @Test(arguments: [
        ("rsa-2048", "RSA-2048", "(2048 bit)"), ("rsa-3072", "RSA-3072", "(3072 bit)"),
        ("rsa-4096", "RSA-4096", "(4096 bit)"), ("p-256", "P-256", "NIST CURVE: P-256"),
        ("p-384", "P-384", "NIST CURVE: P-384"),
    ])
    func `gives a sealed file of its owner's alone and a public key that openssl reads`(
        asked: String, kind: String, words: String
    ) throws {
        let desk = try Desk()
        let owner = "0190f0de-0000-4000-8000-000000000001"
        let made = try desk.teken(Self.make + ["--kind", asked, "--owner", owner, "--public-key", "key.pub"])
        #expect(made.isSuccess && made.output.isEmpty, "\(made.errors)")
        #expect(try desk.mode("key.sealed") == 0o600)
        #expect(
            try desk.run("openssl", ["pkey", "-pubin", "-in", "key.pub", "-noout", "-text"]).output.contains(words))

        let told = try desk.teken(["key", "info", "key.sealed", "--pepper", "pepper", "--json"])
        let info = try JSONDecoder().decode([String: String].self, from: Data(told.output.utf8))
        #expect(info["kind"] == kind && info["owner"] == owner)
        #expect(info["argon2id"] == "m=65536 KiB, t=3, p=1")
        let digest = try desk.shell("openssl pkey -pubin -in key.pub -outform DER | sha256sum")
        #expect(info["publicKeySHA256"] == digest.output.split(separator: " ").first.map(String.init))

        let text = try desk.teken(["key", "info", "key.sealed"]).output
        for (name, value) in info { #expect(text.contains(name) && text.contains(value)) }
        let publicKey = try desk.teken(["key", "info", "key.sealed", "--public-key", "-"]).output
        #expect(try publicKey == String(decoding: desk.folder.read("key.pub"), as: UTF8.self))
    }

    @Test(arguments: [("022", 0o644), ("027", 0o640), ("077", 0o600)])
    func `gives others no more of the public key than the person's umask does`(mask: String, mode: Int) throws {
        let desk = try Desk()
        try desk.seal("signer-p256")
        let run = try desk.shell("umask \(mask) && \"$TEKEN\" key info key.sealed --public-key key.pub")
        #expect(run.isSuccess, "\(run.errors)")
        #expect(try desk.mode("key.pub") == mode)
    }

    @Test func `costs whoever guesses four times as much under the high profile`() throws {
        let desk = try Desk()
        #expect(try desk.teken(Self.make + ["--kind", "p-256", "--profile", "high"]).isSuccess)
        #expect(try desk.teken(["key", "info", "key.sealed"]).output.contains("m=262144 KiB, t=3, p=1"))
        let digest = String(repeating: "0", count: 64)
        #expect(try desk.teken(["sign-hash", digest] + Desk.opening).isSuccess)
    }

    @Test func `leaves a file alone that is there, and replaces it when told to`() throws {
        let desk = try Desk()
        try desk.folder.write(Array("surat".utf8), to: "key.sealed")
        let run = try desk.teken(Self.make + ["--kind", "p-256"])
        #expect(run.refuses("file_exists", exit: 6), "\(run.errors)")
        #expect(try desk.folder.read("key.sealed") == Array("surat".utf8))
        #expect(try desk.teken(Self.make + ["--kind", "p-256", "--force"]).isSuccess)
        #expect(try desk.teken(["key", "info", "key.sealed", "--pepper", "pepper"]).isSuccess)
    }

    @Test func `leaves a file alone that appears while the passphrase is typed`() throws {
        let desk = try Desk()
        let run = try desk.shell(
            """
            { sleep 1; printf surat > key.sealed; cat passphrase; } |
            "$TEKEN" key make key.sealed --kind p-256 --pepper pepper --passphrase-file -
            """)
        #expect(run.refuses("file_exists", exit: 6), "\(run.errors)")
        #expect(try desk.folder.read("key.sealed") == Array("surat".utf8))
        #expect(try desk.folder.names == ["key.sealed", "passphrase", "pepper"])
    }

    @Test(
        arguments: [
            (["--kind", "rsa-1024"], "key_unsupported", 3), (["--kind", "ed25519"], "key_unsupported", 3),
            (["--profile", "low"], "unknown_choice", 2), (["--owner", "siti"], "not_an_identifier", 2),
            (["--public-key", "key.sealed"], "same_file_twice", 2), (["--public-key", "pepper"], "same_file_twice", 2),
            (["--public-key", "./pepper", "--force"], "same_file_twice", 2),
            (["--public-key", "nowhere/key.pub"], "file_unwritable", 6), (["--public-key", ""], "file_unwritable", 6),
            (["--public-key", "folder"], "not_a_plain_file", 6), (["--public-key", "pipe"], "not_a_plain_file", 6),
            (["--public-key", "pipe", "--force"], "not_a_plain_file", 6),
        ] as [([String], String, Int32)])
    func `makes nothing of what cannot be meant`(words: [String], code: String, exit: Int32) throws {
        let desk = try Desk()
        try desk.shell("mkdir folder; mkfifo pipe")
        let pepper = try desk.folder.read("pepper")
        let run = try desk.teken(Self.make + (words.contains("--kind") ? [] : ["--kind", "p-256"]) + words)
        #expect(run.refuses(code, exit: exit), "\(run.errors)")
        #expect(try desk.folder.names == ["folder", "passphrase", "pepper", "pipe"])
        #expect(try desk.folder.read("pepper") == pepper)
    }
}
