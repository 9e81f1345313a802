package import Foundation
import Synchronization

/// A judge under `Tests/judges`, written against a published format and sharing no code with us.
///
/// It runs in the virtual environment that `tools/test` makes, or in the one `TEKEN_JUDGES_PYTHON` names.
package enum PythonJudge {
    package static func run(_ script: String, _ arguments: [String] = [], input: [UInt8] = []) throws -> ProgramRun {
        try room.get().run([script] + arguments, input: input)
    }

    private static let room = Result { try JudgesRoom() }

    package static let folder = Fixture.repository.appending(path: "Tests/judges")

    package static func python() throws -> String {
        let usual = Fixture.repository.appending(path: ".build/judges/bin/python3").path
        let python = ProcessInfo.processInfo.environment["TEKEN_JUDGES_PYTHON"] ?? usual
        guard FileManager.default.isExecutableFile(atPath: python) else { throw PythonJudgeMissing() }
        return python
    }
}

package struct PythonJudgeMissing: Error, CustomStringConvertible {
    package let description =
        "The judges' Python is missing: run tools/test once, or set TEKEN_JUDGES_PYTHON to a python3 with the packages "
        + "of Tests/judges/requirements.txt."
}

/// The process that has loaded what judges need, for the whole run: `Tests/judges/judges.py`.
private final class JudgesRoom: Sendable {
    private struct Order: Encodable {
        let words: [String]
        let `in`, out, err, end: String
    }

    private static let longest = Duration.seconds(300)

    private let orders: Mutex<FileHandle>
    private let process: Process

    init() throws {
        let pipe = Pipe()
        process = Process()
        process.executableURL = URL(filePath: try PythonJudge.python())
        process.arguments = [PythonJudge.folder.appending(path: "judges.py").path]
        process.standardInput = pipe
        try process.run()
        orders = Mutex(pipe.fileHandleForWriting)
    }

    func run(_ words: [String], input: [UInt8]) throws -> ProgramRun {
        let scratch = try TemporaryFolder()
        for (name, content) in [("in", input), ("out", []), ("err", [])] { try scratch.write(content, to: name) }
        let order = Order(
            words: words, in: scratch.path("in"), out: scratch.path("out"), err: scratch.path("err"),
            end: scratch.path("end"))
        let line = try JSONEncoder().encode(order) + Data("\n".utf8)
        try orders.withLock { try $0.write(contentsOf: line) }
        let patience = ContinuousClock.now + Self.longest
        while !FileManager.default.fileExists(atPath: order.end) {
            guard process.isRunning, .now < patience else { throw JudgesSilent(words: words) }
            Thread.sleep(forTimeInterval: 0.005)
        }
        return ProgramRun(
            exitCode: Int32(try String(contentsOfFile: order.end, encoding: .utf8)) ?? -1,
            output: try String(contentsOfFile: order.out, encoding: .utf8),
            errors: try String(contentsOfFile: order.err, encoding: .utf8))
    }
}

private struct JudgesSilent: Error, CustomStringConvertible {
    let words: [String]
    var description: String { "no judgement came of \(words.joined(separator: " "))" }
}
