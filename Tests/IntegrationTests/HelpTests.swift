import Foundation
import TestSupport
import Testing

@Suite("The program's help") struct HelpTests {
    private static let passphrase: Set = ["--passphrase-file", "--passphrase-fd"]

    /// The options of each command: a promise to scripts, so a name that changes must change here too.
    private static let options: [String: Set<String>] = [
        "pepper make": ["--keep", "--force"],
        "key make": passphrase.union(["--pepper", "--kind", "--owner", "--profile", "--public-key", "--force"]),
        "key import": passphrase.union([
            "--pepper", "--certificates", "--chain", "--owner", "--profile", "--password-file", "--password-fd",
            "--force",
        ]),
        "key change-passphrase": passphrase.union([
            "--pepper", "--owner", "--profile", "--new-passphrase-file", "--new-passphrase-fd",
        ]),
        "key rotate-pepper": ["--pepper", "--data", "--database"],
        "key info": ["--pepper", "--public-key", "--json", "--force"],
        "sign-cms": passphrase.union([
            "--key", "--pepper", "--certificates", "--owner", "--digest", "--pss-salt", "--timestamp",
            "--timestamp-trust",
            "--timestamp-policy", "--timestamp-timeout", "--timestamp-optional", "--force",
        ]),
        "sign-hash": passphrase.union([
            "--key", "--pepper", "--owner", "--digest", "--pss-salt", "--format", "--out", "--force",
        ]),
        "store create": ["--data", "--database"],
        "audit verify": ["--data", "--database", "--witness", "--head-key", "--json"],
        "audit head": ["--data", "--database", "--writer"],
        "audit proof": ["--data", "--database", "--writer", "--size", "--since"],
        "audit export": ["--data", "--database", "--writer", "--out", "--force"],
        "backup": ["--data", "--database", "--force"],
        "restore": ["--data", "--database", "--witness", "--accept-loss", "--accept-broken-log"],
        "verify": [
            "--json", "--as", "--trust", "--material", "--revocation", "--at", "--offline", "--fetch-inside", "--jobs",
            "--document-password-file", "--document-password-fd", "--worker-memory", "--document-time",
        ],
    ]

    @Test(arguments: options.keys.sorted())
    func `names every option of a command and every exit code`(command: String) throws {
        let words = command.split(separator: " ").map(String.init)
        for asked in [words + ["--help"], words + ["-h"], words + ["x", "--what", "--help"]] {
            let run = try Desk().teken(asked)
            #expect(run.isSuccess && run.errors.isEmpty)
            let named = run.output.split(separator: "\n").filter { $0.hasPrefix("  --") }.map {
                String($0.split(separator: " ")[0])
            }
            #expect(Set(named) == Self.options[command])
            let codes = run.output[try #require(run.output.firstRange(of: "exit codes:\n")).upperBound...]
            #expect(
                codes.split(separator: "\n").map { $0.split(separator: " ")[0] }
                    == ["0", "2", "3", "4", "5", "6", "10", "11", "12", "70", "130"])
        }
    }

    @Test(arguments: [[], ["help"], ["--help"], ["-h"]]) func `lists every command`(words: [String]) throws {
        let run = try Desk().teken(words)
        #expect(run.isSuccess && run.errors.isEmpty)
        for command in Self.options.keys { #expect(run.output.contains("\n  \(command) "), "\(command)") }
    }

    @Test(arguments: [
        (["sing"], "unknown_command", "sing"), (["key"], "unknown_command", "teken key info"),
        (["key", "mkae"], "unknown_command", "teken key make"), (["--quiet"], "unknown_command", "No command is named"),
        (["key", "info", "x", "--jsno"], "unknown_option", "--jsno"), (["key", "info"], "argument_missing", "FILE"),
        (["key", "info", "x", "--json=yes"], "option_without_value", "--json"),
        (["sign-hash", "x"], "argument_missing", "--key"), (["key", "info", "x", "y"], "too_many_arguments", "--help"),
    ])
    func `is where a mistyped line is sent`(words: [String], code: String, hint: String) throws {
        let run = try Desk().teken(words)
        #expect(run.refuses(code, exit: 2) && run.errors.contains(hint), "\(run.errors)")
    }

    @Test func `comes with a version`() throws {
        let run = try Desk().teken(["--version"])
        #expect(run.output.wholeMatch(of: #/teken \d+\.\d+\.\d+\n/#) != nil)
    }

    @Test(arguments: [["key", "info", "a\u{1B}[2Jb\nc"], ["key", "info", "x", "--\u{1B}[2J\r"], ["\u{1B}]0;x\u{7}"]])
    func `repeats a name without what a terminal would obey`(words: [String]) throws {
        let run = try Desk().teken(words)
        #expect(run.exitCode != 0)
        #expect(!run.errors.contains { $0 != "\n" && $0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } })
        #expect(run.errors.split(separator: "\n").count >= 5 && !run.errors.contains("\nc"))
    }
}
