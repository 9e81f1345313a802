import Foundation
import TestSupport
import TestTraits
import Testing

@Suite("A disk that fails", .waiting) struct DiskTests {
    private static let make = "\"$TEKEN\" pepper make new"
    private static let sign =
        "\"$TEKEN\" sign-hash \(String(repeating: "ab", count: 32)) \(Desk.opening.joined(separator: " "))"
    private static let change = """
        "$TEKEN" key change-passphrase key.sealed --pepper pepper --passphrase-file passphrase --new-passphrase-file new
        """
    private static let passing = "strace -f -o /dev/null"

    private func desk() throws -> Desk {
        let desk = try Desk()
        try desk.seal("signer-p256")
        try desk.write("sapi karapan 45\n", to: "new")
        return desk
    }

    @Test(arguments: [
        "key info key.sealed", "key info key.sealed --json", "key info key.sealed --public-key -", "--help",
        "sign-cms --help", "--version", "pepper make -",
        "sign-cms key.pem - --certificates key.pem \(Desk.opening.joined(separator: " "))",
        "sign-hash \(String(repeating: "ab", count: 32)) --format raw \(Desk.opening.joined(separator: " "))",
    ])
    func `is told to a script whose output is full or closed`(words: String) throws {
        let desk = try desk()
        let full = try desk.shell("\"$TEKEN\" \(words) >/dev/full")
        #expect(full.refuses("disk_full", exit: 6), "\(full.errors)")
        let closed = try desk.shell("\"$TEKEN\" \(words) >&-")
        #expect(closed.refuses("file_unwritable", exit: 6), "\(closed.errors)")
    }

    /// A file system of 32 KiB that only this script sees, with a key on it and no room left.
    private func onFullDisk(_ desk: Desk, _ script: String) throws -> ProgramRun {
        try desk.write(
            """
            set -u
            mkdir small && mount -t tmpfs -o size=32k none small && cp key.sealed small/
            dd if=/dev/zero of=small/fill bs=4096 2>/dev/null
            \(script)
            echo "exit $?"
            ls small
            cmp key.sealed small/key.sealed && echo same
            \(Self.sign.replacing("key.sealed", with: "small/key.sealed")) >/dev/null && echo opens
            """, to: "script")
        let mapped = geteuid() == 0 ? [] : ["--map-root-user"]
        return try desk.run("unshare", ["--mount"] + mapped + ["bash", "script"])
    }

    @Test(arguments: [
        "\"$TEKEN\" pepper make small/out", "\"$TEKEN\" pepper make small/fill --force",
        "\"$TEKEN\" key make small/out --kind p-256 --pepper pepper --passphrase-file new",
        "\(sign) --out small/out", "\"$TEKEN\" key info key.sealed --public-key small/out",
        "\"$TEKEN\" sign-cms key.pem small/out --certificates key.pem \(Desk.opening.joined(separator: " "))",
        change.replacing("key.sealed", with: "small/key.sealed"),
        "\"$TEKEN\" pepper make p --keep pepper && \"$TEKEN\" key rotate-pepper --pepper p small/key.sealed",
    ])
    func `for want of room leaves the folder as it was and the old key opening`(command: String) throws {
        let run = try onFullDisk(desk(), command)
        #expect(run.output == "exit 6\nfill\nkey.sealed\nsame\nopens\n", "\(run.output)\(run.errors)")
        #expect(run.errors.contains("[disk_full]\n"), "\(run.errors)")
    }

    @Test func `for want of room takes the certificates of an import back`() throws {
        let p12 = Fixture.path("pkcs12/p256.p12")
        // Room for the certificates, and none for the key after them.
        let run = try onFullDisk(
            desk(),
            """
            echo 'Contoh#2026' > password
            truncate -s -4096 small/fill
            "$TEKEN" key import '\(p12)' small/out --certificates small/chain.pem --pepper pepper \
                --password-file password --passphrase-file new
            """)
        #expect(run.output == "exit 6\nfill\nkey.sealed\nsame\nopens\n", "\(run.output)\(run.errors)")
        #expect(run.errors.contains("[disk_full]\n"))
    }

    @Test(arguments: [
        ("fsync", "fsync:error=EIO:when=1", "file_unwritable"), ("fsync", "fsync:error=ENOSPC:when=1", "disk_full"),
        ("write", "write:error=EIO:when=1", "file_unwritable"), ("write", "write:error=EDQUOT:when=1", "disk_full"),
        ("/^link", "/^link:error=ENOSPC:when=1", "disk_full"),
        ("/^link", "/^link:error=EPERM:when=1", "file_unwritable"),
        ("/^openat", "/^openat:error=ENOSPC:when=LAST", "disk_full"),
    ])
    func `at any call leaves nothing new behind`(call: String, fault: String, code: String) throws {
        let desk = try Desk()
        // The last file opened before the fault would be is the temporary one; count how many come first.
        let count = try desk.shell(
            "strace -f -o calls -e trace=/^openat \(Self.make); grep -n O_EXCL calls | cut -d: -f1")
        try desk.shell("rm -f new calls")
        let place = count.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let run = try desk.shell(
            "\(Self.passing) -e trace=\(call) -e inject=\(fault.replacing("LAST", with: place)) \(Self.make)")
        #expect(run.refuses(code, exit: 6), "\(run.errors)")
        #expect(try desk.folder.names == ["passphrase", "pepper"])
    }

    @Test(arguments: [
        ("fsync", "fsync:error=EIO:when=1", "file_unwritable"), ("write", "write:error=ENOSPC:when=1", "disk_full"),
        ("/^rename", "/^rename:error=ENOSPC:when=1", "disk_full"),
        ("/^rename", "/^rename:error=EIO:when=1", "file_unwritable"),
    ])
    func `at any call leaves the old key as it was`(call: String, fault: String, code: String) throws {
        let desk = try desk()
        let before = try (desk.folder.read("key.sealed"), desk.folder.names)
        let run = try desk.shell("\(Self.passing) -e trace=\(call) -e inject=\(fault) \(Self.change)")
        #expect(run.refuses(code, exit: 6), "\(run.errors)")
        #expect(try desk.folder.read("key.sealed") == before.0 && desk.folder.names == before.1)
        #expect(try desk.shell(Self.sign).isSuccess)
    }

    @Test(arguments: ["write:error=EINTR:when=1", "read:error=EINTR:when=1 -P passphrase", "fsync:error=EINVAL:when=2"])
    func `for a moment only is got over`(fault: String) throws {
        let desk = try desk()
        let call = String(fault.prefix { $0 != ":" })
        let run = try desk.shell("\(Self.passing) -e trace=\(call) -e inject=\(fault) \(Self.change)")
        #expect(run.isSuccess, "\(run.errors)")
        try desk.shell("mv new passphrase")
        #expect(try desk.shell(Self.sign).isSuccess)
    }

    @Test func `has no folder to write to, or one that may not be written to`() throws {
        let desk = try desk()
        // The folder is looked at first: the passphrase that is not there would otherwise be named.
        for (out, words) in [("nowhere/out", "No such file"), ("pepper/out", "Not a directory")] {
            let run = try desk.shell("\(Self.sign.replacing("file passphrase", with: "file nobody")) --out \(out)")
            #expect(run.refuses("file_unwritable", exit: 6) && run.errors.contains(words), "\(run.errors)")
        }
        // Root writes everywhere unless it gives that right up.
        let humble = geteuid() == 0 ? "setpriv --bounding-set -dac_override" : ""
        try desk.shell("mkdir shut; chmod 500 shut")
        let run = try desk.shell("\(humble) \(Self.make.replacing("new", with: "shut/new"))")
        #expect(run.refuses("file_unwritable", exit: 6) && run.errors.contains("Permission denied"), "\(run.errors)")
    }

    @Test func `that allows no larger files is an error like the others`() throws {
        let desk = try Desk()
        let run = try desk.shell("(ulimit -f 0; \(Self.make) 2>&1; echo \"exit $?\") | cat")
        #expect(run.output.hasSuffix("[file_unwritable]\nexit 6\n"), "\(run.output)\(run.errors)")
        #expect(try desk.folder.names == ["passphrase", "pepper"])
    }
}
