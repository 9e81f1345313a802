import DatabasePostgres
import Foundation

/// A PostgreSQL of the tests' own: fresh, on a socket in a temporary folder, gone with the process that asked for it.
package final class PostgresServer: Sendable {
    /// Started when the first test asks for it, and shared by all of this process.
    package static let shared = Result { try PostgresServer() }

    /// Where its socket is.
    package let folder: String
    private let keeper: Process
    private let lifeline: Pipe
    private let answers: Pipe

    package static func running() throws -> PostgresServer { try shared.get() }

    /// What libpq needs to reach it; the words after it are added to the target.
    package func target(_ more: String = "") -> String { "host=\(folder) user=teken dbname=postgres \(more)" }

    /// Tables of one schema are strangers to those of another.
    package func freshTarget() throws -> String {
        let schema = "s" + UUID().uuidString.lowercased().replacing("-", with: "")
        try run("CREATE SCHEMA \(schema)")
        return target("options='-c search_path=\(schema)'")
    }

    package func freshDatabase() throws -> FreshDatabase {
        let target = try freshTarget()
        return FreshDatabase(driver: PostgresDriver(target: target), place: target, folder: nil)
    }

    /// A statement of the server's administrator, judged and answered by `psql`.
    @discardableResult package func run(_ statement: String, at target: String? = nil) throws -> String {
        let run = try ProgramRun.of(
            "psql", [target ?? self.target(), "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", statement])
        guard run.isSuccess else { throw PostgresServerFailure(words: run.errors) }
        return run.output
    }

    /// Kills every process of the server at once, as a crash of the machine does it: what was not written is gone.
    package func crash() throws { try say("crash", awaiting: "ended") }

    /// Starts a server that crashed.
    package func restart() throws { try say("start", awaiting: "ready") }

    private func say(_ word: String, awaiting answer: String) throws {
        try lifeline.fileHandleForWriting.write(contentsOf: Data("\(word)\n".utf8))
        try Self.await(answer, from: answers, in: folder)
    }

    private static func await(_ answer: String, from answers: Pipe, in folder: String) throws {
        guard try answers.fileHandleForReading.read(upToCount: 6) == Data("\(answer)\n".utf8) else {
            throw PostgresServerFailure(words: "PostgreSQL in \(folder) is not \(answer)")
        }
    }

    /// Ends by itself when the test process does, however that comes about: its standard input is then at its end.
    private static let script = """
        set -eu
        folder=$1 bin=$2
        as=()
        # PostgreSQL does not run as root.
        if [ "$(id -u)" = 0 ]; then as=(setpriv --reuid postgres --regid postgres --clear-groups); chown postgres "$folder"; fi
        cd "$folder"
        "${as[@]}" "$bin/initdb" -D "$folder/data" -U teken -A trust -E UTF8 --locale C.UTF-8 --no-sync >/dev/null
        start() {
            "${as[@]}" "$bin/postgres" -D "$folder/data" -c listen_addresses= -c unix_socket_directories="$folder" \\
                -c unix_socket_permissions=0777 -c fsync=on -c shared_buffers=32MB -c max_connections=200 \\
                >>"$folder/log" 2>&1 &
            server=$!
            for _ in $(seq 300); do "$bin/pg_isready" -q -h "$folder" && break; sleep 0.1; done
            "$bin/pg_isready" -q -h "$folder"
            echo ready
        }
        start
        while read -r word; do
            case $word in
            crash)
                children=$(pgrep -P $server || true)
                kill -KILL $server $children 2>/dev/null || true
                wait $server || true
                for child in $children; do while kill -0 $child 2>/dev/null; do sleep 0.02; done; done
                server=
                echo ended ;;
            start) start ;;
            esac
        done
        if [ -n "$server" ]; then kill -INT $server; wait $server || true; fi
        rm -rf "$folder"
        """

    /// One more, for a test that is rough with it.
    package init() throws {
        let bin = ["/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin"]
        guard let bin = bin.first(where: { FileManager.default.isExecutableFile(atPath: "\($0)/postgres") }) else {
            throw PostgresServerFailure(words: "PostgreSQL is not installed: run tools/setup")
        }
        folder = FileManager.default.temporaryDirectory.appending(path: "teken-pg-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        keeper = Process()
        keeper.executableURL = URL(filePath: "/bin/bash")
        keeper.arguments = ["-c", Self.script, "postgres", folder, bin]
        lifeline = Pipe()
        answers = Pipe()
        keeper.standardInput = lifeline
        keeper.standardOutput = answers
        try keeper.run()
        try Self.await("ready", from: answers, in: folder)
    }
}

package struct PostgresServerFailure: Error {
    package let words: String
}
