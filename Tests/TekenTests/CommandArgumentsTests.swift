import Problems
import Testing

@testable import Teken

@Suite("The words after a command") struct CommandArgumentsTests {
    private static let file = Command.Option(name: "--file", value: "FILE", help: "")
    private static let loud = Command.Option(name: "--loud", help: "")
    private static let url = Command.Option(name: "--url", value: "URL", help: "", isRepeatable: true)
    private static let need = Command.Option(name: "--need", value: "N", help: "", isRequired: true)
    private static let command = Command(
        name: ["do"], summary: "", operands: [.init(name: "IN")], options: [file, loud, url, need], run: { _ in })

    private func parse(_ words: String...) throws(Problem) -> CommandArguments {
        try CommandArguments(words, for: Self.command)
    }

    @Test func `come apart into operands, values and switches`() throws {
        let arguments = try parse("a", "--need", "1", "--file=x=y", "--loud", "--url", "u", "--url", "v")
        #expect(arguments.operands == ["a"])
        #expect(arguments.required(Self.need) == "1")
        #expect(arguments.value(Self.file) == "x=y")
        #expect(arguments.has(Self.loud))
        #expect(arguments.values(Self.url) == ["u", "v"])
    }

    @Test func `are operands after two dashes, and a single dash is one too`() throws {
        #expect(try parse("--need", "1", "--", "--loud").operands == ["--loud"])
        #expect(try parse("--need", "1", "-").operands == ["-"])
    }

    @Test(arguments: [
        (["a", "--need", "1", "--what"], "unknown_option"), (["a", "--need"], "option_value_missing"),
        (["a", "--need", "1", "--loud=yes"], "option_without_value"), (["a"], "argument_missing"),
        (["--need", "1"], "argument_missing"), (["a", "b", "--need", "1"], "too_many_arguments"),
        (["a", "--need", "1", "--need", "2"], "option_repeated"),
        (["a", "--need", "1", "--passphrase", "rahasia"], "secret_in_argument"),
    ])
    func `are refused by a code`(words: [String], code: String) {
        #expect {
            try CommandArguments(words, for: Self.command)
        } throws: { error in
            (error as? Problem)?.code == code && (error as? Problem)?.exitCode == .usage
        }
    }

    @Test func `never come back in a message when they may be a secret`() {
        for words in [["a", "--passphrase=rahasia-sekali"], ["a", "--what=rahasia-sekali"]] {
            #expect {
                try CommandArguments(words, for: Self.command)
            } throws: { error in
                !"\(error)".contains("rahasia-sekali")
            }
        }
    }

    @Test(arguments: [("1", 1), ("9", 9)]) func `are numbers within bounds`(text: String, number: Int) throws {
        #expect(try parse("a", "--need", text).number(Self.need, in: 1...9) == number)
    }

    @Test(arguments: ["0", "10", "-1", "1.5", "", "nine"]) func `are refused as numbers outside them`(text: String)
        throws
    {
        let arguments = try parse("a", "--need", text)
        #expect(throws: Problem.numberOutOfBounds("--need", 1...9)) { try arguments.number(Self.need, in: 1...9) }
    }

    @Test func `leave out an operand that need not be there, and are told so by the help`() throws {
        let command = Command(
            name: ["do"], summary: "", operands: [.init(name: "FILE", isRepeatable: true, isOptional: true)],
            options: [], run: { _ in })
        #expect(try CommandArguments([], for: command).operands.isEmpty)
        #expect(try CommandArguments(["a", "b"], for: command).operands == ["a", "b"])
        #expect(CommandHelp.page(for: command).contains("usage: teken do [FILE...]\n"))
    }
}
