import Crypto
import Foundation
import TestSupport
import Testing

@Suite("Changing what a key is sealed under") struct KeyChangeTests {
    private static let change = [
        "key", "change-passphrase", "key.sealed", "--pepper", "pepper", "--passphrase-file", "passphrase",
        "--new-passphrase-file", "new",
    ]

    private func desk(parameters: KDFParameters = .standard) throws -> Desk {
        let desk = try Desk()
        try desk.seal("signer-p256", parameters: parameters)
        try desk.write("sapi karapan 45\n", to: "new")
        return desk
    }

    private func sign(_ desk: Desk, with passphrase: String, pepper: String = "pepper") throws -> ProgramRun {
        try desk.teken(
            ["sign-hash", String(repeating: "ab", count: 32), "--key", "key.sealed", "--pepper", pepper]
                + ["--passphrase-file", passphrase])
    }

    private func info(_ desk: Desk, _ file: String = "key.sealed") throws -> [String: String] {
        let told = try desk.teken(["key", "info", file, "--json"])
        return try JSONDecoder().decode([String: String].self, from: Data(told.output.utf8))
    }

    @Test func `lets the new passphrase in and the old one out`() throws {
        let desk = try desk()
        let before = try info(desk)
        let run = try desk.teken(Self.change)
        #expect(run.isSuccess && run.output.isEmpty, "\(run.errors)")
        #expect(try info(desk) == before)
        #expect(try desk.mode("key.sealed") == 0o600)
        #expect(try sign(desk, with: "passphrase").refuses("sealed_key_refused", exit: 4))
        #expect(try sign(desk, with: "new").isSuccess)
        #expect(try desk.folder.names == ["key.pem", "key.sealed", "new", "passphrase", "pepper"])
    }

    @Test(
        arguments: [
            ("passphrase", "bukan yang itu", "sealed_key_refused", 4), ("new", "pendek", "passphrase_too_short", 3),
            ("new", "", "passphrase_empty", 3), ("pepper", String(repeating: "a", count: 64), "sealed_key_refused", 4),
        ] as [(String, String, String, Int32)])
    func `leaves the file byte for byte as it was when refused`(
        name: String, text: String, code: String, exit: Int32
    ) throws {
        let desk = try desk()
        let before = try desk.folder.read("key.sealed")
        try desk.write(text, to: name)
        let run = try desk.teken(Self.change)
        #expect(run.refuses(code, exit: exit), "\(run.errors)")
        #expect(try desk.folder.read("key.sealed") == before)
    }

    @Test func `asks standard input for one of the two only`() throws {
        let desk = try desk()
        let words = Self.change.map { ["passphrase", "new"].contains($0) ? "-" : $0 }
        let run = try desk.teken(words, input: "kuda lumping 17\nsapi karapan 45\n")
        #expect(run.refuses("standard_input_twice", exit: 2), "\(run.errors)")
    }

    @Test func `raises a cheap key to the standard and never lowers a dear one unasked`() throws {
        for (parameters, words, after) in [
            (KDFParameters.cheapest, [], "m=65536 KiB, t=3, p=1"),
            (.standard, ["--profile", "high"], "m=262144 KiB, t=3, p=1"),
            (.high, [], "m=262144 KiB, t=3, p=1"), (.high, ["--profile", "standard"], "m=65536 KiB, t=3, p=1"),
        ] {
            let desk = try desk(parameters: parameters)
            #expect(try desk.teken(Self.change + words).isSuccess)
            #expect(try info(desk)["argon2id"] == after)
        }
    }

    @Test func `follows a symbolic link, so that the old passphrase opens no copy`() throws {
        let desk = try desk()
        try desk.shell("mkdir store; mv key.sealed store/siti.sealed; ln -s store/siti.sealed key.sealed")
        #expect(try desk.teken(Self.change).isSuccess)
        #expect(try desk.shell("test -L key.sealed && ls store").output == "siti.sealed\n")
        #expect(try sign(desk, with: "passphrase").refuses("sealed_key_refused", exit: 4))
        #expect(try sign(desk, with: "new").isSuccess)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func `leaves the file with the account it belongs to`() throws {
        let desk = try desk()
        try desk.shell("chown 65534:65534 key.sealed")
        #expect(try desk.teken(Self.change).isSuccess)
        #expect(try desk.shell("stat -c '%u:%g %a' key.sealed").output == "65534:65534 600\n")
    }

    @Test func `brings a key that was sealed cheaply up to the standard when it is used`() throws {
        let desk = try desk(parameters: KDFParameters(memoryKiB: 8 << 10, passes: 1, lanes: 1))
        #expect(try info(desk)["argon2id"] == "m=8192 KiB, t=1, p=1")
        let before = try info(desk)
        let first = try sign(desk, with: "passphrase")
        #expect(first.isSuccess && first.errors.contains("sealed anew"), "\(first.errors)")
        let after = try info(desk)
        #expect(after["argon2id"] == "m=65536 KiB, t=3, p=1")
        #expect(after.filter { $0.key != "argon2id" } == before.filter { $0.key != "argon2id" })
        let second = try sign(desk, with: "passphrase")
        #expect(second.isSuccess && second.errors.isEmpty, "\(second.errors)")
    }

    @Test func `does not undo what another process did while the passphrase was typed`() throws {
        let desk = try desk()
        let run = try desk.shell(
            """
            "$TEKEN" pepper make both --keep pepper 2>/dev/null
            { sleep 1; "$TEKEN" key rotate-pepper key.sealed --pepper both 2>/dev/null; cp key.sealed rotated
              cat passphrase; } |
            "$TEKEN" key change-passphrase key.sealed --pepper both --passphrase-file - --new-passphrase-file new
            """)
        #expect(run.refuses("file_changed_meanwhile", exit: 6), "\(run.errors)")
        #expect(try desk.folder.read("key.sealed") == desk.folder.read("rotated"))
        #expect(try sign(desk, with: "passphrase", pepper: "both").isSuccess)
    }

    @Test func `does not keep anybody from signing when the new seal cannot be stored`() throws {
        let desk = try desk(parameters: .cheapest)
        let before = try desk.folder.read("key.sealed")
        let run = try desk.shell(
            """
            strace -f -o /dev/null -e trace=/^rename -e inject=/^rename:error=ENOSPC \
                "$TEKEN" sign-hash \(String(repeating: "ab", count: 32)) \(Desk.opening.joined(separator: " "))
            """)
        #expect(run.isSuccess && run.output.count > 80, "\(run.errors)")
        #expect(run.errors.hasSuffix("key.sealed stays sealed below today's standard [disk_full]\n"), "\(run.errors)")
        #expect(try desk.folder.read("key.sealed") == before)
    }
}
