import Domain
import HTTP
import Problems
import Synchronization

/// For whoever looks after the service: whether it lives, and whether it can do its work. What it found last is what it says.
final class Health: Sendable {
    /// Between two looks, where the last one found nothing that fails.
    private static let interval = Duration.seconds(3_600)
    /// Whoever asks is told so until the next look, and a node that was busy for a moment is not to stand aside for an hour.
    private static let intervalAfterFailure = Duration.seconds(30)

    private let check: SelfCheck
    private let tell: @Sendable (String) -> Void
    private let found = Mutex<[SelfCheck.Finding]>([])

    /// How long what was found last stands.
    var untilNextLook: Duration {
        found.withLock { $0.contains { $0.state == .failing } } ? Self.intervalAfterFailure : Self.interval
    }

    init(_ check: SelfCheck, tell: @escaping @Sendable (String) -> Void) {
        self.check = check
        self.tell = tell
    }

    var routes: [Route] {
        [
            Route("health", .get, "/healthz") { _, _, _ in Self.page(200, "alive") },
            Route("ready", .get, "/readyz") { _, _, _ in self.readiness() },
        ]
    }

    /// Looks at all of it, and tells what is not well.
    func look() {
        let findings = check.findings(at: WallClock.now())
        for finding in findings where finding.state != .well {
            tell(RequestLog.event("self-check", "\(finding.state.rawValue) \(finding.part) \(finding.detail ?? "")"))
        }
        found.withLock { $0 = findings }
    }

    /// The last look, and now whether the store answers at all and the clock is still believed: a jump stops every stamp at once.
    private func readiness() -> HTTPResponse {
        let now = [check.store(), check.clock()]
        let findings = now + found.withLock { $0 }.filter { old in !now.contains { $0.part == old.part } }
        if let failing = findings.first(where: { $0.state == .failing }) {
            return Self.page(503, "\(failing.part): \(failing.detail ?? "")")
        }
        guard let warning = findings.first(where: { $0.state == .warning }) else { return Self.page(200, "ready") }
        return Self.page(200, "ready; \(warning.part): \(warning.what.english)")
    }

    private static func page(_ status: Int, _ words: String) -> HTTPResponse {
        var page = HTTPResponse.text(words + "\n", type: "text/plain; charset=utf-8", status: status)
        page.fields.append("Cache-Control", "no-store")
        return page
    }
}
