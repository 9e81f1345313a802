import Foundation
import TestSupport

/// Somebody at a real terminal, `Tests/judges/at_a_terminal.py`: what they were asked, typed and saw.
struct Person: Decodable {
    let exitCode: Int32
    let screen: String
    /// For each question answered, whether the terminal showed what was typed.
    let echoes: [Bool]
    /// Whether the terminal behaves as before once the program has ended.
    let isRestored: Bool
    let questionsLeft: Int

    static let passphrase = "Passphrase / Passphrase: "
    static let newPassphrase = "Passphrase baru / New passphrase: "
    static let again = "Ulangi / Again: "

    /// Runs `command` in the folder and answers each question when it is asked.
    static func at(_ desk: Desk, _ command: [String], answering answers: [(String, String)]) throws -> Person {
        let script = Fixture.repository.appending(path: "Tests/judges/at_a_terminal.py").path
        let steps = String(decoding: try JSONEncoder().encode(answers.map { [$0.0, $0.1] }), as: UTF8.self)
        let run = try desk.run("python3", [script, steps] + command)
        guard run.isSuccess else { throw Failure(words: run.errors) }
        return try JSONDecoder().decode(Person.self, from: Data(run.output.utf8))
    }

    struct Failure: Error { let words: String }
}
