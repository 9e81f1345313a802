/// The `openssl` command, run in a folder of its own beside the files it is to read.
package struct OpenSSLCommand {
    package let run: ProgramRun
    private let folder: TemporaryFolder

    /// Runs one line such as `x509 -in certificate -noout`; its words are separated by single spaces.
    package init(_ line: String, with files: [String: [UInt8]] = [:]) throws {
        try self.init(words: line.split(separator: " ").map(String.init), with: files)
    }

    /// The same for words that hold spaces themselves.
    package init(words: [String], with files: [String: [UInt8]] = [:]) throws {
        folder = try TemporaryFolder()
        for (name, bytes) in files { try folder.write(bytes, to: name) }
        run = try ProgramRun.of("openssl", words, in: folder.path(""))
    }

    package var isSuccess: Bool { run.isSuccess }

    /// A file that the command wrote; a command that failed has none.
    package func file(_ name: String) throws -> [UInt8] {
        guard run.isSuccess else { throw OpenSSLCommandFailure(words: run.errors) }
        return try folder.read(name)
    }
}

package struct OpenSSLCommandFailure: Error {
    package let words: String
}
