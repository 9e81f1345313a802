import Foundation

/// A judge under `Tests/judges`, written against a published format and sharing no code with us.
///
/// It runs in the virtual environment that `tools/test` makes, or in the one `TEKEN_JUDGES_PYTHON` names.
package enum PythonJudge {
    package static func run(_ script: String, _ arguments: [String] = [], input: [UInt8] = []) throws -> ProgramRun {
        let usual = Fixture.repository.appending(path: ".build/judges/bin/python3").path
        let python = ProcessInfo.processInfo.environment["TEKEN_JUDGES_PYTHON"] ?? usual
        guard FileManager.default.isExecutableFile(atPath: python) else { throw PythonJudgeMissing() }
        let path = Fixture.repository.appending(path: "Tests/judges/\(script)").path
        return try ProgramRun.of(python, [path] + arguments, input: input)
    }
}

package struct PythonJudgeMissing: Error, CustomStringConvertible {
    package let description =
        "The judges' Python is missing: run tools/test once, or set TEKEN_JUDGES_PYTHON to a python3 with the packages "
        + "of Tests/judges/requirements.txt."
}
