import Foundation
import TestSupport
import TestTraits
import Testing

@Suite("At the terminal a passphrase", .waiting) struct TerminalTests {
    private static let make = ["key", "make", "key.sealed", "--kind", "p-256", "--pepper", "pepper"]
    private static let word = "kuda lumping 17"

    private func make(_ desk: Desk, _ first: String, _ second: String?) throws -> Person {
        let answers = [(Person.passphrase, first)] + (second.map { [(Person.again, $0)] } ?? [])
        return try Person.at(desk, [BuiltProduct.path("teken")] + Self.make, answering: answers)
    }

    private func opens(_ desk: Desk) throws -> Bool {
        try desk.teken(["sign-hash", String(repeating: "ab", count: 32)] + Desk.opening).isSuccess
    }

    @Test func `is asked for twice and never shown`() throws {
        let desk = try Desk()
        let person = try make(desk, "\(Self.word)\n", "\(Self.word)\r")
        #expect(person.exitCode == 0 && person.questionsLeft == 0 && person.isRestored, "\(person.screen)")
        #expect(person.echoes == [false, false])
        #expect(!person.screen.contains("kuda") && !person.screen.contains("lumping"))
        #expect(try opens(desk))
    }

    @Test(arguments: [
        "kuda lumping 1\u{E9}\u{7F}7\n", "kuda lumping \u{6F22}\u{1F600}\u{7F}\u{8}17\n",
        "salah\u{15}kuda lumping 17\n",
        "\u{7F}kuda lumping 17\u{4}", "x\u{7F}\u{7F}\u{7F}kuda lumping 17\n",
    ])
    func `can be corrected a whole character at a time`(typed: String) throws {
        let desk = try Desk()
        let person = try make(desk, typed, "\(Self.word)\n")
        #expect(person.exitCode == 0, "\(person.screen)")
        #expect(try opens(desk))
    }

    @Test func `typed in two ways is taken in neither`() throws {
        let desk = try Desk()
        let person = try make(desk, "\(Self.word)\n", "kuda lumping 18\n")
        #expect(person.exitCode == 3 && person.screen.contains("[passphrases_differ]"), "\(person.screen)")
        #expect(person.isRestored && !person.screen.contains("kuda"))
        #expect(try desk.folder.names == ["passphrase", "pepper"])
    }

    @Test(arguments: ["kuda\u{3}", "\u{3}", "\u{4}", "kuda lumping 17\u{1A}"])
    func `can be abandoned, with the terminal as it was and nothing made`(typed: String) throws {
        let desk = try Desk()
        let person = try make(desk, typed, nil)
        #expect(person.exitCode == 130 && person.screen.contains("[interrupted]"), "\(person.screen)")
        #expect(person.isRestored && !person.screen.contains("kuda"))
        #expect(try desk.folder.names == ["passphrase", "pepper"])
    }

    @Test func `longer than any is refused and not cut`() throws {
        let desk = try Desk()
        let person = try make(
            desk, String(repeating: "x", count: 3_000) + "\n", String(repeating: "x", count: 3_000) + "\n")
        #expect(person.exitCode == 3 && person.screen.contains("[passphrase_too_long]"), "\(person.screen)")
    }

    @Test func `is asked for past a redirected input, where the document comes from`() throws {
        let desk = try Desk()
        try desk.seal("signer-p256")
        let sign = "printf surat | \"$TEKEN\" sign-cms - out --key key.sealed --pepper pepper --certificates key.pem"
        let person = try Person.at(
            desk, ["bash", "-c", sign], answering: [(Person.passphrase, "\(Self.word)\n")])
        #expect(person.exitCode == 0 && person.echoes == [false], "\(person.screen)")
        #expect(desk.has("out"))
    }

    @Test func `is changed by typing the old one once and the new one twice`() throws {
        let desk = try Desk()
        try desk.seal("signer-p256", parameters: .cheapest)
        let person = try Person.at(
            desk, [BuiltProduct.path("teken"), "key", "change-passphrase", "key.sealed", "--pepper", "pepper"],
            answering: [
                (Person.passphrase, "\(Self.word)\n"), (Person.newPassphrase, "sapi karapan 45\n"),
                (Person.again, "sapi karapan 45\n"),
            ])
        #expect(person.exitCode == 0 && person.echoes == [false, false, false], "\(person.screen)")
        #expect(try !opens(desk))
        try desk.write("sapi karapan 45", to: "passphrase")
        #expect(try opens(desk))
    }

    @Test(arguments: [("TERM", 124), ("HUP", 124), ("QUIT", 124)] as [(String, Int32)])
    func `nobody types leaves the terminal as it was when the program is told to end`(signal: String, exit: Int32)
        throws
    {
        let desk = try Desk()
        let waiting = ["timeout", "--foreground", "--signal", signal, "2", BuiltProduct.path("teken")]
        let person = try Person.at(desk, waiting + Self.make, answering: [(Person.passphrase, "kuda")])
        #expect(person.exitCode == exit && person.echoes == [false] && person.isRestored, "\(person.screen)")
        #expect(try desk.folder.names == ["passphrase", "pepper"])
    }
}
