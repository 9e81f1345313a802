import Foundation
import TestSupport
import Testing

@Suite("A passphrase") struct PassphraseTests {
    private static let digest = String(repeating: "ab", count: 32)
    private static let sign = ["sign-hash", digest, "--key", "key.sealed", "--pepper", "pepper"]
    private static let command = "\"$TEKEN\" \(sign.joined(separator: " "))"

    @Test(arguments: [
        "--passphrase-fd 3 3<<<'kuda lumping 17'", "--passphrase-fd 3 3<passphrase", "--passphrase-fd=0 <passphrase",
        "--passphrase-file - <<<'kuda lumping 17'", "--passphrase-file <(printf 'kuda lumping 17')",
        "--passphrase-file <(printf 'kuda lumping 17\\r\\n')", "--passphrase-file=passphrase",
        "--passphrase-fd 3 3< <(printf 'kuda '; sleep 0.2; printf 'lumping 17')",
    ])
    func `opens the key whichever way it comes`(way: String) throws {
        let desk = try Desk()
        try desk.seal("signer-p256")
        let run = try desk.shell("\(Self.command) \(way)")
        #expect(run.isSuccess && run.output.count > 80, "\(run.errors)")
    }

    @Test(
        arguments: [
            ("kuda lumping 17\\n\\n", "passphrase_control_character", 3),
            ("kuda lumping 17\\r\\n\\r\\n", "passphrase_control_character", 3),
            ("kuda lumping 17\\r", "passphrase_control_character", 3),
            ("kuda\\tlumping 17", "passphrase_control_character", 3),
            ("kuda\\0lumping", "passphrase_control_character", 3),
            ("kuda lumping 17 ", "sealed_key_refused", 4), (" kuda lumping 17", "sealed_key_refused", 4),
            ("Kuda lumping 17", "sealed_key_refused", 4), ("", "passphrase_empty", 3), ("\\n", "passphrase_empty", 3),
            ("1234567", "passphrase_too_short", 3), ("12345678", "sealed_key_refused", 4),
            ("éééé", "passphrase_too_short", 3), ("%0128d", "sealed_key_refused", 4),
            ("%0129d", "passphrase_too_long", 3),
            ("%02049d", "passphrase_too_long", 3), ("%09000d", "file_too_large", 3),
            ("kuda \\377 lumping", "passphrase_not_utf8", 3), ("kuda lumping \\303", "passphrase_not_utf8", 3),
            ("kuda lumping \\xf0\\xaf\\xbf\\xbe", "passphrase_unassigned_character", 3),
        ] as [(String, String, Int32)])
    func `is refused by what is wrong with it`(text: String, code: String, exit: Int32) throws {
        let desk = try Desk()
        try desk.seal("signer-p256")
        let run = try desk.shell("printf '\(text)' > word; \(Self.command) --passphrase-file word")
        #expect(run.refuses(code, exit: exit), "\(run.errors)")
    }

    @Test func `is the same however an accent was typed`() throws {
        let desk = try Desk()
        try desk.write("caf\u{E9} di kota\n", to: "composed")
        try desk.write("cafe\u{301} di kota\n", to: "decomposed")
        #expect(try desk.folder.read("composed") != desk.folder.read("decomposed"))
        for (made, used) in [("composed", "decomposed"), ("decomposed", "composed")] {
            let make = ["key", "make", "key.sealed", "--force", "--kind", "p-256", "--pepper", "pepper"]
            #expect(try desk.teken(make + ["--passphrase-file", made]).isSuccess)
            let run = try desk.teken(Self.sign + ["--passphrase-file", used])
            #expect(run.isSuccess, "\(run.errors)")
        }
    }

    @Test(
        arguments: [
            ("", "passphrase_source_missing", 2, "--passphrase-file"),
            ("--passphrase-file nowhere", "file_not_found", 6, "nowhere"),
            ("--passphrase-file .", "file_unreadable", 6, "Is a directory"),
            ("--passphrase-fd 99", "file_unreadable", 6, "--passphrase-fd 99"),
            ("--passphrase-file - <&-", "file_unreadable", 6, "Standard input"),
            ("--passphrase-fd satu", "number_out_of_bounds", 2, "0 to 1023"),
            ("--passphrase-fd 1024", "number_out_of_bounds", 2, "0 to 1023"),
            ("--passphrase-file passphrase --passphrase-fd 0", "options_conflict", 2, "--passphrase-fd"),
            ("--passphrase-file passphrase --passphrase-file passphrase", "option_repeated", 2, "--passphrase-file"),
            ("--passphrase-file", "option_value_missing", 2, "--passphrase-file"),
            ("--passphrase rahasia-sekali", "secret_in_argument", 2, "--passphrase-file"),
            ("--passphrase=rahasia-sekali", "secret_in_argument", 2, "--passphrase-fd"),
            ("--password=rahasia-sekali", "secret_in_argument", 2, "--passphrase-fd"),
            ("--pin=rahasia-sekali", "secret_in_argument", 2, "--passphrase-fd"),
            ("--passphrse=rahasia-sekali", "unknown_option", 2, "--passphrse"),
        ] as [(String, String, Int32, String)])
    func `that cannot be had is refused with the way out, and never repeated`(
        way: String, code: String, exit: Int32, word: String
    ) throws {
        let desk = try Desk()
        try desk.seal("signer-p256", parameters: .cheapest)
        // Foundation leaves sockets of its own open to whatever is started meanwhile, under any number.
        let run = try desk.shell("exec 99>&-; exec setsid --wait \(Self.command) \(way)")
        #expect(run.refuses(code, exit: exit), "\(run.errors)")
        #expect(run.errors.contains(word), "\(run.errors)")
        #expect(!run.errors.contains("rahasia"))
    }

    @Test(arguments: [
        (["key", "import"], "--password", "--password-file"), (["key", "import"], "--pin", "--passphrase-file"),
        (["key", "change-passphrase"], "--new-passphrase", "--new-passphrase-fd"),
        (["key", "info"], "--passphrase", "needs none"), (["pepper", "make"], "--password", "needs none"),
    ])
    func `given as an argument is sent to an option that the command has`(
        command: [String], option: String, words: String
    ) throws {
        let run = try Desk().teken(command + [option, "rahasia-sekali"])
        #expect(run.refuses("secret_in_argument", exit: 2) && run.errors.contains(words), "\(run.errors)")
        #expect(!run.errors.contains("rahasia"))
    }
}
