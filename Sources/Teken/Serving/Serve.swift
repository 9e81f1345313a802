import Authority
import AuthorityFace
import Domain
import Glibc
import HTTP
import HTTPServer
import Metrics
import Problems
import Store

extension Command {
    static let serve = Command(
        name: ["serve"], summary: "serve the authority's certificates, lists, answers and timestamps over HTTP",
        operands: [], options: AuthorityHouse.options,
        notes: [
            "It runs until it is told to end (SIGTERM, SIGINT), and then finishes what it has begun. SIGHUP reads the TLS files again.",
            "A line of JSON for each request goes to standard error. Lists and answers are kept new meanwhile.",
        ]
    ) { arguments in
        // Before there is any thread that could be told in this one's place.
        let signals = WaitingSignals([SIGTERM, SIGINT, SIGHUP])
        signal(SIGPIPE, SIG_IGN)
        let house = try AuthorityHouse(arguments)
        let configuration = ServerConfiguration(house.folder.settings)
        let log: @Sendable (String) -> Void = { Console.note($0) }
        let face = AuthorityFace(house.authority, clock: WallClock.now)
        let metrics = ServiceMetrics(
            MetricsRegistry(), of: house.authority, for: try configuration.observers(),
            beside: face.routes + HealthRoutes(house.authority).routes)
        var settings = ServerSettings(
            try configuration.listeners(), router: Router(metrics.routes))
        settings.proxies = try configuration.proxies()
        settings.observer = metrics.observer(passingTo: RequestLog.observer(log))
        let server: HTTPServer
        do throws(ServerError) { server = try HTTPServer(settings) } catch { throw Problem(error) }
        metrics.watch(server)
        let upkeep = try Upkeep(house.authority, tell: log)
        for address in server.addresses { Console.note("teken: serving on \(address)") }
        while signals.wait() == SIGHUP { try reload(server, configuration, log) }
        let report = server.stop(within: stopTime)
        upkeep.stop()
        Console.note(
            "teken: ended; cut: \(report.connectionsCut) connections, \(report.waitingCut) waiting, \(report.runningCut) running"
        )
    }

    /// As long as an orchestrator waits before it kills.
    private static let stopTime = Duration.seconds(25)

    /// A new identity that is of no use leaves the old one in force, and is told.
    private static func reload(
        _ server: HTTPServer, _ configuration: ServerConfiguration, _ log: (String) -> Void
    ) throws {
        do {
            guard let identity = try configuration.identity() else { return }
            for (index, address) in server.addresses.enumerated() {
                if case .tcp = address { try server.reload(identity, listener: index) }
            }
            log(RequestLog.event("reload", "the TLS files were read again"))
        } catch {
            log(RequestLog.event("reload", Problem(facing: error).code))
        }
    }
}

/// Signals that are waited for instead of breaking in.
struct WaitingSignals {
    private var set = sigset_t()

    /// Blocks them for this thread and all that it starts.
    init(_ numbers: [Int32]) {
        unsafe sigemptyset(&set)
        for number in numbers { unsafe sigaddset(&set, number) }
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    func wait() -> Int32 {
        var (set, number): (sigset_t, Int32) = (set, 0)
        while unsafe sigwait(&set, &number) != 0 {}
        return number
    }
}

/// For whoever looks after the service: whether it lives, and whether it can do its work.
struct HealthRoutes: Sendable {
    private let authority: Authority

    init(_ authority: Authority) {
        self.authority = authority
    }

    var routes: [Route] {
        [
            Route("health", .get, "/healthz") { _, _, _ in Self.page(200, "alive") },
            Route("ready", .get, "/readyz") { _, _, _ in self.readiness() },
        ]
    }

    private func readiness() -> HTTPResponse {
        do throws(AuthorityError) {
            let behind = try authority.issuersBehind()
            return behind.isEmpty ? Self.page(200, "ready") : Self.page(200, "ready, and a list waits for its key")
        } catch {
            return Self.page(503, Problem(error).code)
        }
    }

    private static func page(_ status: Int, _ words: String) -> HTTPResponse {
        var page = HTTPResponse.text(words + "\n", type: "text/plain; charset=utf-8", status: status)
        page.fields.append("Cache-Control", "no-store")
        return page
    }
}
