import Foundation

/// A PostgreSQL of the tests' own: fresh, on a socket in a temporary folder, gone with the process that asked for it.
package final class PostgresServer: Sendable {
    /// Started when the first test asks for it, and shared by all of this process.
    package static let shared = Result { try PostgresServer() }

    /// Where its socket is.
    package let folder: String
    private let keeper: Process
    private let lifeline: Pipe

    package static func running() throws -> PostgresServer { try shared.get() }

    /// What libpq needs to reach it; the words after it are added to the target.
    package func target(_ more: String = "") -> String { "host=\(folder) user=teken dbname=postgres \(more)" }

    /// Tables of one schema are strangers to those of another.
    package func freshTarget() throws -> String {
        let schema = "s" + UUID().uuidString.lowercased().replacing("-", with: "")
        try run("CREATE SCHEMA \(schema)")
        return target("options='-c search_path=\(schema)'")
    }

    /// A statement of the server's administrator, judged and answered by `psql`.
    @discardableResult package func run(_ statement: String, at target: String? = nil) throws -> String {
        let run = try ProgramRun.of(
            "psql", [target ?? self.target(), "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", statement])
        guard run.isSuccess else { throw PostgresServerFailure(words: run.errors) }
        return run.output
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
        "${as[@]}" "$bin/postgres" -D "$folder/data" -c listen_addresses= -c unix_socket_directories="$folder" \\
            -c unix_socket_permissions=0777 -c fsync=on -c shared_buffers=32MB -c max_connections=200 >"$folder/log" 2>&1 &
        server=$!
        for _ in $(seq 300); do "$bin/pg_isready" -q -h "$folder" && break; sleep 0.1; done
        "$bin/pg_isready" -q -h "$folder"
        echo ready
        cat >/dev/null || true
        kill -INT $server
        wait $server || true
        rm -rf "$folder"
        """

    private init() throws {
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
        let answer = Pipe()
        keeper.standardInput = lifeline
        keeper.standardOutput = answer
        try keeper.run()
        guard try answer.fileHandleForReading.read(upToCount: 5) == Data("ready".utf8) else {
            throw PostgresServerFailure(words: "PostgreSQL did not start in \(folder)")
        }
    }
}

package struct PostgresServerFailure: Error {
    package let words: String
}
