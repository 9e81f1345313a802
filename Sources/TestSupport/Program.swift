import Foundation

/// Another program, run to its end: the independent judge of what we made.
package struct ProgramRun: Sendable {
    package let exitCode: Int32
    package let output: String
    package let errors: String

    package var isSuccess: Bool { exitCode == 0 }

    /// Runs a program found in `PATH`, or by its path, with `input` on its standard input.
    package static func of(
        _ program: String, _ arguments: [String], input: [UInt8] = [], in folder: String? = nil,
        environment: [String: String] = [:]
    ) throws -> ProgramRun {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }

        // Files and not pipes: a program that prints more than a pipe holds would wait for us for ever.
        let scratch = try TemporaryFolder()
        let files = try ["in", "out", "err"].map { name in
            let path = scratch.path(name)
            try Data(name == "in" ? input : []).write(to: URL(filePath: path))
            return path
        }
        process.standardInput = FileHandle(forReadingAtPath: files[0])
        process.standardOutput = FileHandle(forWritingAtPath: files[1])
        process.standardError = FileHandle(forWritingAtPath: files[2])
        try process.run()
        process.waitUntilExit()
        return ProgramRun(
            exitCode: process.terminationStatus, output: try String(contentsOfFile: files[1], encoding: .utf8),
            errors: try String(contentsOfFile: files[2], encoding: .utf8))
    }
}

/// A folder that goes with the value that made it.
package final class TemporaryFolder: Sendable {
    private let url: URL

    package init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "teken-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }  // a folder left over does no harm

    package func path(_ name: String) -> String { url.appending(path: name).path }

    @discardableResult package func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(filePath: path(name)))
        return path(name)
    }

    package func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path(name))))
    }

    package var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
    }
}
