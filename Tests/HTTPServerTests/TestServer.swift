import Channels
import Dispatch
import Glibc
import HTTP
@testable import HTTPServer
import Synchronization
import TestSupport

/// What a server told about itself.
final class Heard: Sendable {
    let finished = Mutex<[RequestRecord]>([])
    let refused = Mutex<[HTTPRefusal]>([])
    let cut = Mutex<[ConnectionCut]>([])
    let handled = Atomic<Int>(0)
    let gate = Gate()

    var observer: ServerObserver {
        var observer = ServerObserver()
        observer.finished = { record in self.finished.withLock { $0.append(record) } }
        observer.refused = { refusal in self.refused.withLock { $0.append(refusal) } }
        observer.cut = { reason in self.cut.withLock { $0.append(reason) } }
        return observer
    }

    func waitForCut(_ reason: ConnectionCut) -> Bool { eventually { self.cut.withLock { $0.contains(reason) } } }
}

/// Where handlers wait until a test has seen what it wanted to see of a server with work to do.
final class Gate: Sendable {
    private let bell = DispatchSemaphore(value: 0)

    /// For all who wait and all who come.
    func open() { bell.signal() }

    func pass() {
        // A test that forgot to open it fails by what comes too late, and not by a thread that stays for ever.
        _ = bell.wait(timeout: .now() + .seconds(20))
        bell.signal()
    }
}

/// Asks again and again, for twenty seconds at most: a machine with other things to do may be that slow.
func eventually(_ holds: () -> Bool) -> Bool {
    let end = Deadline.after(.seconds(20))
    while !holds() {
        if end.isPast { return false }
        usleep(2_000)
    }
    return true
}

/// A server on loopback whose handlers say what they were given.
final class TestServer: Sendable {
    let server: HTTPServer
    let heard: Heard
    let port: UInt16

    init(
        _ listener: Listener = Listener(.tcp("127.0.0.1", port: 0)), more: [Listener] = [],
        proxies: TrustedProxies = .none, _ change: (inout ServerLimits) -> Void = { _ in }
    ) throws {
        let heard = Heard()
        var settings = ServerSettings([listener] + more, router: Router(Self.routes(heard)))
        settings.proxies = proxies
        settings.observer = heard.observer
        change(&settings.limits)
        server = try HTTPServer(settings)
        self.heard = heard
        port = if case .tcp(_, let port) = server.addresses[0] { port } else { 0 }
    }

    func client() throws -> RawClient { try RawClient(port: port) }

    /// One request on a connection of its own, and everything that came back before it was closed.
    func once(_ request: String) throws -> RawAnswer {
        let client = try client()
        try client.send(request)
        return try client.answer()
    }

    /// More than the library reads at once.
    static let original = [UInt8]((0..<(isWatched ? 70_000 : 300_000)).map { UInt8(truncatingIfNeeded: $0 &* 31) })

    private static func routes(_ heard: Heard) -> [Route] {
        let original = try? MemoryFile(Self.original)
        var form = RouteRules(bodies: [.form], bodyBytesMax: 100 << 20)
        form.form.partsMax = 1_000
        form.form.partBytesMax = 80 << 20
        var counted = RouteRules(bodies: [.bytes(["*"])])
        counted.requiresLength = true
        var guarded = RouteRules(bodies: [.file(["*"])], bodyBytesMax: 80 << 20)
        guarded.doorman = { head in
            head.fields["Authorization"] == nil ? .text("who are you", type: "text/plain", status: 401) : nil
        }
        var either = RouteRules(lane: .passphrase, bodies: [.bytes(["*"])])
        either.laneOfBody = { body in
            if case .bytes(let bytes) = body, bytes.contains("quick") { .quick } else { .passphrase }
        }
        let unlocking = RouteRules(lane: .passphrase, bodies: [.bytes(["*"])])
        return [
            Route("hello", .get, "/hello") { _, _, _ in
                heard.handled.add(1, ordering: .relaxed)
                return .text("halo", type: "text/plain")
            },
            Route("word", .get, "/word/{word}") { request, parameters, _ in
                let query = request.target.query.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
                return .text("\(parameters["word"])|\(query)", type: "text/plain; charset=utf-8")
            },
            Route("about", .get, "/about") { request, _, _ in
                let head = request.head
                let certificate = head.clientCertificate.map { "\($0.count)" } ?? "-"
                return .text(
                    "\(head.peer)|\(head.isSecure)|\(head.identifier)|\(certificate)", type: "text/plain")
            },
            Route("long", .get, "/long/{bytes}") { _, parameters, _ in
                .text(String(repeating: "abcdefgh", count: (Int(parameters["bytes"]) ?? 0) / 8), type: "text/plain")
            },
            Route("pieces", .get, "/pieces") { _, _, _ in
                guard let original else { return HTTPResponse(status: 500) }
                return HTTPResponse(
                    status: 200, fields: ["Content-Type": "application/pdf"],
                    body: .pieces([.file(original, 0..<original.count), .bytes(Array("added".utf8))]))
            },
            Route(
                "bytes", .post, "/bytes", rules: RouteRules(bodies: [.bytes(["*"])], bodyBytesMax: 1_000),
                handler: describe),
            Route("counted", .post, "/counted", rules: counted, handler: describe),
            Route(
                "file", .post, "/file", rules: RouteRules(bodies: [.file(["application/pdf"])], bodyBytesMax: 80 << 20),
                handler: describe),
            Route("form", .post, "/form", rules: form, handler: describe),
            Route("guarded", .post, "/guarded", rules: guarded, handler: describe),
            Route("held", .get, "/held") { _, _, _ in held(heard) },
            Route("brief", .get, "/brief", rules: RouteRules(deadline: .milliseconds(300))) { _, _, _ in held(heard) },
            Route("unlock", .post, "/unlock", rules: unlocking) { _, _, _ in held(heard) },
            Route("niceness", .get, "/niceness") { _, _, _ in niceness() },
            Route("niceness.slow", .get, "/slow/niceness", rules: RouteRules(lane: .passphrase)) { _, _, _ in
                niceness()
            },
            Route("niceness.either", .post, "/either/niceness", rules: either) { _, _, _ in niceness() },
            Route("thread", .get, "/thread") { _, _, _ in .text("\(pthread_self())", type: "text/plain") },
            Route("nap", .post, "/nap/{ms}", rules: unlocking) { _, parameters, _ in
                usleep((UInt32(parameters["ms"]) ?? 0) * 1_000)
                return .text("slept", type: "text/plain")
            },
        ]
    }

    /// Of the thread it is asked on.
    private static func niceness() -> HTTPResponse {
        .text("\(getpriority(Int32(PRIO_PROCESS.rawValue), 0))", type: "text/plain")
    }

    private static func held(_ heard: Heard) -> HTTPResponse {
        heard.handled.add(1, ordering: .relaxed)
        heard.gate.pass()
        return .text("passed", type: "text/plain")
    }

    /// Says what kind of body came, how long its parts are, and what they add up to.
    private static let describe: Route.Handler = { request, _, _ in
        let text =
            switch request.body {
            case .none: "none"
            case .bytes(let bytes): "bytes \(sum(bytes.copy()))"
            case .file(let file): "file \(sum(of: file))"
            case .form(let form):
                form.parts.map { part in
                    let content =
                        switch part.content {
                        case .bytes(let bytes): "bytes \(sum(bytes.copy()))"
                        case .file(let file): "file \(sum(of: file))"
                        }
                    return "\(part.name)|\(part.fileName ?? "-")|\(part.contentType ?? "-")|\(content)"
                }.joined(separator: "\n")
            }
        return .text(text, type: "text/plain")
    }

    static func sum(_ bytes: [UInt8]) -> String { "\(bytes.count) \(bytes.reduce(0) { $0 &* 31 &+ UInt32($1) })" }

    /// A piece at a time, as a handler would that minds its memory.
    private static func sum(of file: MemoryFile) -> String {
        var (total, place): (UInt32, Int) = (0, 0)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = file.read(into: &buffer, at: place), count > 0 {
            for byte in buffer[..<count] { total = total &* 31 &+ UInt32(byte) }
            place += count
        }
        return "\(file.count) \(total)"
    }
}
