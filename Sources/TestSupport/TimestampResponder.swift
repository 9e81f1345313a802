import Foundation

/// The scripted timestamp authority on loopback, `tools/timestamp-responder`, running until this value goes.
package final class TimestampResponder: Sendable {
    /// `http://127.0.0.1:PORT`, without a path: the paths choose how it misbehaves.
    package let url: String
    private let process: Process

    package init() throws {
        process = Process()
        process.executableURL = Fixture.repository.appending(path: "tools/timestamp-responder")
        process.arguments = [
            "--certificate", Fixture.path("pki/tsa.pem"), "--key", Fixture.path("pki/tsa.key"),
            "--chain", Fixture.path("pki/chain-tsa.pem"),
            "--other-certificate", Fixture.path("pki/foreign-tsa.pem"),
            "--other-key", Fixture.path("pki/foreign-tsa.key"), "--other-chain", Fixture.path("pki/foreign-root.pem"),
            "--listen", "127.0.0.1:0", "--scripted", "--until-stdin-closes",
        ]
        let announcement = Pipe()
        process.standardInput = Pipe()  // it ends when this process does
        process.standardOutput = announcement
        process.standardError = FileHandle.nullDevice
        try process.run()
        let line = String(decoding: announcement.fileHandleForReading.availableData, as: UTF8.self)
        url = String(line.dropFirst("listening on ".count).prefix { !$0.isNewline })
    }

    deinit { process.terminate() }
}
