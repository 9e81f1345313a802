package import Foundation

/// A judge under `Tests/judges`, written against a published format and sharing no code with us.
///
/// It runs in the virtual environment that `tools/test` makes, or in the one `TEKEN_JUDGES_PYTHON` names.
package enum PythonJudge {
    package static func run(_ script: String, _ arguments: [String] = [], input: [UInt8] = []) throws -> ProgramRun {
        try ProgramRun.of(python(), [folder.appending(path: script).path] + arguments, input: input)
    }

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
