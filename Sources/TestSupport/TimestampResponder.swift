package import Crypto
import Foundation

/// The scripted timestamp authority on loopback, `tools/timestamp-responder`, running until this value goes.
package final class TimestampResponder: Sendable {
    /// `http://127.0.0.1:PORT`, without a path: the paths choose how it misbehaves.
    package let url: String
    private let process: Process

    /// One for every test that needs nothing special; it ends with this process.
    package static var shared: TimestampResponder { get throws { try started.get() } }

    private static let started = Result { try TimestampResponder() }

    /// `other` signs on the path `/other-certificate`; its issuers come from `otherChain`. Every token carries `chain`.
    package convenience init(
        other: String = "foreign-tsa", otherChain: String = "foreign-root", chain: String = "chain-tsa"
    ) throws {
        try self.init(
            certificate: Fixture.path("pki/tsa.pem"), key: Fixture.path("pki/tsa.key"),
            chain: Fixture.path("pki/\(chain).pem"), other: other, otherChain: otherChain)
    }

    /// Stamps with a certificate and key from these files.
    package init(
        certificate: String, key: String, chain: String, other: String = "foreign-tsa",
        otherChain: String = "foreign-root"
    ) throws {
        process = Process()
        process.executableURL = Fixture.repository.appending(path: "tools/timestamp-responder")
        process.arguments = [
            "--certificate", certificate, "--key", key, "--chain", chain,
            "--other-certificate", Fixture.path("pki/\(other).pem"), "--other-key", Fixture.path("pki/\(other).key"),
            "--other-chain", Fixture.path("pki/\(otherChain).pem"),
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

    /// Asks on a path through the `curl` command, and takes whatever bytes come back.
    package func authority(_ path: String, named name: String? = nil) -> TimestampAuthority {
        let address = url + path
        return TimestampAuthority(name: name ?? path) { request throws(TimestampFailure) in
            do {
                let folder = try TemporaryFolder()
                let run = try ProgramRun.of(
                    "curl",
                    [
                        "--silent", "--show-error", "--noproxy", "*", "--max-time", "10", "--output",
                        folder.path("reply"), "--header", "Content-Type: application/timestamp-query",
                        "--data-binary", "@-", address,
                    ], input: request)
                guard run.isSuccess else { throw TimestampFailure.unreachable("curl \(run.exitCode)") }
                return (try? folder.read("reply")) ?? []  // curl writes no file for an empty body
            } catch let failure as TimestampFailure {
                throw failure
            } catch {
                throw .unreachable("curl does not run")
            }
        }
    }
}
