import Domain
import HTTP
import Problems
import Synchronization

/// For whoever looks after the service: whether it lives, and whether it can do its work. What it found last is what it says.
final class Health: Sendable {
    /// Between two looks.
    static let interval = Duration.seconds(3_600)

    private let check: SelfCheck
    private let tell: @Sendable (String) -> Void
    private let found = Mutex<[SelfCheck.Finding]>([])

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

    /// The last look, and now whether the store answers at all.
    private func readiness() -> HTTPResponse {
        let findings = [check.store()] + found.withLock { $0 }
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
