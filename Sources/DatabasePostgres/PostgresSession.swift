import CLibPQ
import Database
import Glibc

/// Sole owner of a `PGconn` that stands.
@safe struct PostgresSession: ~Copyable {
    let pointer: OpaquePointer

    /// What `pg_current_xact_id` and `pg_xact_status` need.
    private static let oldestServer: Int32 = 130_000

    /// What the target may overrule, because it stands behind these (libpq, PQconnectdbParams): a server that is gone is
    /// noticed within seconds, and not when TCP despairs.
    private static let usual = [
        ("connect_timeout", "5"), ("fallback_application_name", "teken"), ("tcp_user_timeout", "10000"),
        ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
    ]

    init(_ target: String, waits: PostgresWaits) throws(DatabaseError) {
        let settings = Self.usual + [("dbname", target), ("client_encoding", "UTF8")]
        guard let pointer = unsafe Self.connect(settings) else {
            throw .library(operation: "connect", words: "out of memory")
        }
        do throws(DatabaseError) {
            try unsafe Self.prepare(pointer, waits)
        } catch {
            unsafe PQfinish(pointer)
            throw error
        }
        unsafe self.pointer = pointer
    }

    private static func prepare(_ pointer: OpaquePointer, _ waits: PostgresWaits) throws(DatabaseError) {
        guard unsafe PQstatus(pointer) == CONNECTION_OK else {
            throw .unreachable(unsafe PostgresText.line(PQerrorMessage(pointer)))
        }
        unsafe CLibPQ_be_silent(pointer)
        let version = unsafe PQserverVersion(pointer)
        guard version >= oldestServer else {
            throw .unsuitable("the server is version \(version / 10_000); 13 or newer is needed")
        }
        try unsafe execute(
            """
            SET standard_conforming_strings = on; SET TimeZone = 'UTC';
            SET statement_timeout = \(waits.forStatement.wholeMilliseconds);
            SET lock_timeout = \(waits.forLock.wholeMilliseconds);
            SET idle_in_transaction_session_timeout = \(waits.forStatement.wholeMilliseconds)
            """, on: pointer)
    }

    deinit { unsafe PQfinish(pointer) }

    /// Statements without values, one after the other.
    func execute(_ script: String) throws(DatabaseError) {
        try unsafe Self.execute(script, on: pointer)
    }

    private static func execute(_ script: String, on pointer: OpaquePointer) throws(DatabaseError) {
        _ = try unsafe PostgresAnswer(owning: PQexec(pointer, script), of: pointer, doing: "execute")
    }

    var isStanding: Bool { unsafe PQstatus(pointer) == CONNECTION_OK }

    private static func connect(_ settings: [(name: String, value: String)]) -> OpaquePointer? {
        unsafe PostgresText.withList(settings.map(\.name)) { names in
            unsafe PostgresText.withList(settings.map(\.value)) { values in
                unsafe PQconnectdbParams(names, values, 1)
            }
        }
    }
}

enum PostgresText {
    /// A list of C strings with a null pointer behind them, for the time of the call.
    static func withList<Value>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
    ) -> Value {
        let copies = unsafe texts.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }

        let pointers = unsafe copies.map { unsafe UnsafePointer($0) } + [nil]
        return unsafe pointers.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("the list has an end at least") }
            return unsafe body(start)
        }
    }

    /// The library's words on one line.
    static func line(_ text: UnsafePointer<CChar>?) -> String {
        guard let text = unsafe text else { return "" }
        return unsafe String(cString: text).split(separator: "\n").joined(separator: " ")
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
