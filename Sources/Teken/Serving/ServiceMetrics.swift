import Authority
import HTTP
import HTTPServer
import Metrics

/// What a running service shows of itself at `/metrics`. Whatever else counts adds its own to the registry.
struct ServiceMetrics: Sendable {
    /// All that is served: the routes that were given, and the one that shows the figures.
    let routes: [Route]
    let registry: MetricsRegistry
    private let server: ServerMetrics

    init(_ registry: MetricsRegistry, of authority: Authority, for observers: [AddressBlock], beside routes: [Route]) {
        var rules = RouteRules()
        rules.onlyFor = observers
        let own = Route("metrics", .get, "/metrics", rules: rules) { _, _, _ in
            var page = HTTPResponse.text(registry.text, type: MetricsRegistry.mediaType)
            page.fields.append("Cache-Control", "no-store")
            return page
        }
        self.routes = routes + [own]
        self.registry = registry
        server = ServerMetrics(registry, routes: self.routes.map(\.name))
        ProcessMetrics.add(to: registry)
        AuthorityMetrics.add(authority, to: registry)
    }

    /// An observer that counts what it is told, and passes it on.
    func observer(passingTo other: ServerObserver) -> ServerObserver {
        var observer = other
        observer.finished = { record in
            server.count(record)
            other.finished(record)
        }
        observer.refused = { refusal in
            server.count(refusal)
            other.refused(refusal)
        }
        observer.cut = { reason in
            server.count(reason)
            other.cut(reason)
        }
        return observer
    }

    /// Shows what is going on in a server, as long as it is there: it holds the routes, and they hold the registry.
    func watch(_ server: HTTPServer) {
        registry.gauge("teken_http_connections", "Connections that are open.") { [weak server] in
            server.map { [Reading(Double($0.gauges.connections))] } ?? []
        }
        registry.gauge("teken_http_body_bytes", "Bytes of bodies that are held.") { [weak server] in
            server.map { [Reading(Double($0.gauges.bodyBytes))] } ?? []
        }
        registry.gauge("teken_http_lane_waiting", "Requests that wait for a thread of their lane.") { [weak server] in
            server.map { Self.readings($0.gauges, \.waiting) } ?? []
        }
        registry.gauge("teken_http_lane_running", "Requests that are being handled.") { [weak server] in
            server.map { Self.readings($0.gauges, \.running) } ?? []
        }
    }

    private static func readings(_ gauges: ServerGauges, _ value: (ServerGauges.LaneGauges) -> Int) -> [Reading] {
        Lane.allCases.map { lane in
            let lanes =
                switch lane {
                case .quick: gauges.quick
                case .passphrase: gauges.passphrase
                }
            return Reading(Double(value(lanes)), ["lane": lane.rawValue])
        }
    }
}
