import Authority
import AuthorityFace
import Delivery
import Domain
import ESignAPI
import Glibc
import HTTP
import HTTPServer
import Metrics
import Problems
import Signing
import Signing
import Workers

extension Command {
    static let serve = Command(
        name: ["serve"],
        summary: "serve programs that sign and verify, and the authority's lists, answers and timestamps",
        operands: [], options: AuthorityHouse.options + Workshop.limits,
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
        let limits = ServerLimits()
        // Reading documents keeps cores busy, and more of it at once only takes memory.
        let jobLimits = JobDesk.Limits(width: limits.passphrase.width)
        let desk = try Workshop.desk(
            arguments, workers: PoolLimits().workersMax + limits.passphrase.width + jobLimits.width)
        let jobs = try JobDesk(jobLimits)
        let service = try ServiceHouse(house, desk: desk, jobs: jobs)
        let health = Health(service.selfCheck, tell: log)
        health.look()
        let pages = StartPage(
            organisation: house.authority.settings.organisation,
            people: try house.folder.settings.isTrial() ? Trial.people : [])
        let metrics = ServiceMetrics(
            MetricsRegistry(), of: house.authority, for: try configuration.observers(),
            beside: AuthorityFace(house.authority, clock: WallClock.now).routes + service.routes + health.routes
                + [pages.route]
                + (try house.folder.settings.isTrial() ? Inbox(service.signing, in: service.zone).routes : []))
        var settings = ServerSettings(
            try configuration.listeners(), router: Router(metrics.routes))
        settings.proxies = try configuration.proxies()
        settings.observer = metrics.observer(passingTo: RequestLog.observer(log))
        settings.refusalPage = { refusal, head in
            head.flatMap { ESignAPI.page(refusal, $0) } ?? HTTPRefusal.problemPage(refusal, head)
        }
        let server: HTTPServer
        do throws(ServerError) { server = try HTTPServer(settings) } catch { throw Problem(error) }
        metrics.watch(server)
        OutboxMetrics.add(service.delivery, to: metrics.registry)
        let deliveries = try DeliveryThreads(service.delivery) { trouble in
            log(RequestLog.event("outbox", trouble.map { Problem($0).code } ?? "well again"))
        }
        let upkeep = try Upkeep(service.signing, health, tell: log)
        for address in server.addresses { Console.note("teken: serving on \(address)") }
        while signals.wait() == SIGHUP { try reload(server, configuration, log) }
        let end = ContinuousClock.now + stopTime
        let report = server.stop(within: stopTime)
        let isEveryJobEnded = jobs.stop(within: max(.zero, end - .now))
        deliveries.stop()
        upkeep.stop()
        Console.note(
            "teken: ended; cut: \(report.connectionsCut) connections, \(report.waitingCut) waiting, \(report.runningCut) running\(isEveryJobEnded ? "" : ", jobs")"
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
