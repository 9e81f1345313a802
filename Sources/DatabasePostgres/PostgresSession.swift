import CLibPQ
import Database
import Glibc

/// Sole owner of a `PGconn` that stands.
@safe struct PostgresSession: ~Copyable {
    let pointer: OpaquePointer
    /// How many warnings came so far; libpq has the place and writes there while it reads an answer.
    private let counter: UnsafeMutablePointer<Int32>

    /// What is demanded of a server.
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
        let counter = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
        unsafe counter.initialize(to: 0)
        do throws(DatabaseError) {
            try unsafe Self.prepare(pointer, counter, waits)
        } catch {
            unsafe PQfinish(pointer)
            unsafe counter.deallocate()
            throw error
        }
        unsafe self.pointer = pointer
        unsafe self.counter = counter
    }

    private static func prepare(
        _ pointer: OpaquePointer, _ counter: UnsafeMutablePointer<Int32>, _ waits: PostgresWaits
    ) throws(DatabaseError) {
        guard unsafe PQstatus(pointer) == CONNECTION_OK else {
            throw .unreachable(unsafe PostgresText.line(PQerrorMessage(pointer)))
        }
        unsafe CLibPQ_count_warnings(pointer, counter)
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

    deinit {
        unsafe PQfinish(pointer)
        unsafe counter.deallocate()
    }

    var warnings: Int32 { unsafe counter.pointee }

    /// Statements without values, one after the other.
    func execute(_ script: String) throws(DatabaseError) {
        try unsafe Self.execute(script, on: pointer)
    }

    private static func execute(_ script: String, on pointer: OpaquePointer) throws(DatabaseError) {
        _ = try unsafe PostgresAnswer(owning: PQexec(pointer, script), of: pointer, doing: "execute")
    }

    /// The same, waited for until then and no longer: a commit that waits for a standby is ended by no timeout of the server's.
    func execute(_ script: String, before end: ContinuousClock.Instant) throws(DatabaseError) -> PostgresAnswer {
        guard unsafe PQsendQuery(pointer, script) == 1 else { throw .lost(unsafe Self.words(of: pointer)) }
        let clock = ContinuousClock()
        while unsafe PQisBusy(pointer) == 1 {
            let left = end - clock.now
            guard left > .zero else { throw .tooSlow }
            var watched = pollfd(fd: unsafe PQsocket(pointer), events: Int16(POLLIN), revents: 0)
            unsafe poll(&watched, 1, Int32(clamping: left.wholeMilliseconds + 1))
            guard unsafe PQconsumeInput(pointer) == 1 else { throw .lost(unsafe Self.words(of: pointer)) }
        }
        return try unsafe PostgresAnswer(owning: PQgetResult(pointer), of: pointer, doing: "execute")
    }

    private static func words(of pointer: OpaquePointer) -> String { unsafe PostgresText.line(PQerrorMessage(pointer)) }

    /// A server that confirms what it has not written, or does not take writes, is no place for a store.
    func requireDurability() throws(DatabaseError) {
        let script = """
            SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commits,
                current_setting('transaction_read_only') AS read_only
            """
        let answer = try unsafe PostgresAnswer(owning: PQexec(pointer, script), of: pointer, doing: "settings")
        guard let settings = try answer.rows().first else { throw .library(operation: "settings", words: "no answer") }
        let (fsync, commits, readOnly): (String, String, String) =
            (try settings["fsync"], try settings["commits"], try settings["read_only"])
        guard fsync == "on" else { throw .notDurable("fsync is off") }
        guard readOnly == "off" else { throw .readOnly }
        // Never less than the server's own choice: `remote_apply` waits for more than `on` does.
        if commits != "remote_apply" { try execute("SET synchronous_commit = on") }
    }

    /// While nothing is asked a server says nothing but that it goes away: then it is noticed before anything depends on it.
    func requireStanding() throws(DatabaseError) {
        var watched = pollfd(fd: unsafe PQsocket(pointer), events: Int16(POLLIN), revents: 0)
        // First its words, then the end of the connection.
        for _ in 0..<2 where unsafe poll(&watched, 1, 0) > 0 {
            guard unsafe PQconsumeInput(pointer) == 1 else { break }
            _ = unsafe PQisBusy(pointer)
        }
        guard isStanding else { throw .lost(unsafe Self.words(of: pointer)) }
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
