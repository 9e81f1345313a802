import Crypto
import Foundation
import TestSupport
import Testing

@Suite("A key that does not open") struct KeyRefusalTests {
    private static let sign = ["sign-hash", String(repeating: "ab", count: 32), "--key", "key.sealed"]

    private func sign(
        _ desk: Desk, pepper: String = "pepper", passphrase: String = "passphrase", _ more: String...
    ) throws -> ProgramRun {
        try desk.teken(Self.sign + ["--pepper", pepper, "--passphrase-file", passphrase] + more)
    }

    /// Changes the file and gives it the checksum that fits, as whoever means harm would.
    private func alter(_ desk: Desk, _ change: (inout [UInt8]) -> Void) throws {
        var body = Array(try desk.folder.read("key.sealed").dropLast(8))
        change(&body)
        try desk.folder.write(body + Digest(.sha256, of: body).bytes.prefix(8), to: "key.sealed")
    }

    @Test func `is refused in the same words whatever the cause`() throws {
        let desk = try Desk()
        try desk.seal("signer-p256")
        #expect(try sign(desk).isSuccess)
        try desk.write("bukan yang itu\n", to: "wrong")
        try desk.writePepper("foreign")
        var refusals = [
            try sign(desk, passphrase: "wrong"), try sign(desk, pepper: "foreign"),
            try sign(desk, "--owner", "0190f0de-0000-4000-8000-000000000009"),
        ]
        let whole = try desk.folder.read("key.sealed")
        for place in [9, 10, 26, 43, whole.count / 2, whole.count - 9] {
            try desk.folder.write(whole, to: "key.sealed")
            try alter(desk) { $0[place] ^= place == 9 ? 1 : 4 }
            refusals.append(try sign(desk))
        }
        for run in refusals { #expect(run.refuses("sealed_key_refused", exit: 4), "\(run.errors)") }
        #expect(Set(refusals.map(\.errors)).count == 1)
    }

    @Test(arguments: [
        ("", "not_a_sealed_key"), ("halo", "not_a_sealed_key"), ("TEKENKEY", "sealed_key_damaged"),
        ("TEKENKEY dan lain-lain", "sealed_key_damaged"),
        (String(repeating: "A", count: 20_000), "file_too_large"),
    ])
    func `is named for what it is when it is none`(content: String, code: String) throws {
        let desk = try Desk()
        try desk.folder.write(Array(content.utf8), to: "key.sealed")
        for run in [try sign(desk), try desk.teken(["key", "info", "key.sealed"])] {
            #expect(run.refuses(code, exit: 3), "\(run.errors)")
        }
    }

    @Test func `is named as damaged, newer or too dear before anybody types a passphrase`() throws {
        let desk = try Desk()
        try desk.seal("signer-p256", parameters: .cheapest)
        let whole = try desk.folder.read("key.sealed")
        func refusal(_ change: () throws -> Void) throws -> ProgramRun {
            try desk.folder.write(whole, to: "key.sealed")
            try change()
            // Nobody is there to type: the refusal comes first, or the missing passphrase would be named.
            return try sign(desk, passphrase: "nowhere")
        }
        let half = try refusal { try desk.folder.write(Array(whole.prefix(whole.count / 2)), to: "key.sealed") }
        #expect(half.refuses("sealed_key_damaged", exit: 3), "\(half.errors)")
        let flipped = try refusal { try desk.folder.write([84] + whole.dropFirst().dropLast() + [0], to: "key.sealed") }
        #expect(flipped.refuses("sealed_key_damaged", exit: 3), "\(flipped.errors)")
        let newer = try refusal { try alter(desk) { $0[8] = 2 } }
        #expect(newer.refuses("sealed_key_newer_version", exit: 3), "\(newer.errors)")
        let dear = try refusal { try alter(desk) { $0[42] = 0x7F } }
        #expect(dear.refuses("kdf_beyond_ceiling", exit: 3), "\(dear.errors)")
    }

    @Test func `is told apart for the operator by its pepper`() throws {
        let desk = try Desk()
        try desk.seal("signer-p256", parameters: .cheapest)
        try desk.writePepper("foreign")
        #expect(try desk.teken(["key", "info", "key.sealed", "--pepper", "pepper"]).isSuccess)
        let foreign = try desk.teken(["key", "info", "key.sealed", "--pepper", "foreign"])
        #expect(foreign.refuses("pepper_does_not_open", exit: 4), "\(foreign.errors)")
        try alter(desk) { $0[20] ^= 4 }
        let altered = try desk.teken(["key", "info", "key.sealed", "--pepper", "pepper"])
        #expect(altered.refuses("pepper_does_not_open", exit: 4), "\(altered.errors)")
    }

    @Test(arguments: [0o644, 0o640, 0o604]) func `is not even tried under a pepper that others can read`(mode: Int)
        throws
    {
        let desk = try Desk()
        try desk.seal("signer-p256", parameters: .cheapest)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: desk.path("pepper"))
        let run = try sign(desk)
        #expect(run.refuses("file_open_to_others", exit: 3), "\(run.errors)")
        #expect(run.errors.contains("chmod 600 pepper"))
    }

    @Test(arguments: [
        "", "\n", "abc\n", String(repeating: "g", count: 64) + "\n", String(repeating: "a", count: 63) + "\n",
        String(repeating: "a", count: 64) + "\r\n",
        String(repeating: String(repeating: "a", count: 64) + "\n", count: 3),
    ])
    func `is not even tried under a malformed pepper`(text: String) throws {
        let desk = try Desk()
        try desk.seal("signer-p256", parameters: .cheapest)
        try desk.write(text, to: "pepper")
        let run = try sign(desk)
        #expect(run.refuses("pepper_malformed", exit: 3), "\(run.errors)")
    }

    @Test(arguments: [("key.sealed", "nowhere"), ("pepper", "nowhere"), ("pepper", "folder")])
    func `is looked for in vain where a name is wrong`(name: String, instead: String) throws {
        let desk = try Desk()
        try desk.seal("signer-p256", parameters: .cheapest)
        try desk.shell("mkdir folder")
        let words = (Self.sign + ["--pepper", "pepper", "--passphrase-file", "passphrase"]).map {
            $0 == name ? instead : $0
        }
        let run = try desk.teken(words)
        #expect(run.refuses(instead == "folder" ? "file_unreadable" : "file_not_found", exit: 6), "\(run.errors)")
        #expect(run.errors.contains(instead))
    }
}
