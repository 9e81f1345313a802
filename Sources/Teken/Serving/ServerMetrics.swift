import HTTP
import HTTPServer
import Metrics

/// Requests and connections, as a server tells of them. Routes go by their names: what strangers write becomes no label.
struct ServerMetrics: Sendable {
    /// Where no route was found.
    private static let noRoute = "none"
    /// From a look at a list to the longest deadline of a route.
    private static let bounds: [Duration] = [
        .microseconds(100), .microseconds(250), .microseconds(500), .milliseconds(1), .microseconds(2_500),
        .milliseconds(5), .milliseconds(10), .milliseconds(25), .milliseconds(50), .milliseconds(100),
        .milliseconds(250), .milliseconds(500), .seconds(1), .milliseconds(2_500), .seconds(5), .seconds(10),
        .seconds(30),
    ]

    private let requests: Counter
    private let queued: Histogram
    private let handled: Histogram
    private let received: Counter
    private let sent: Counter
    private let refusals: Counter
    private let cuts: Counter

    init(_ registry: MetricsRegistry, routes: [String]) {
        let route = Label("route", routes + [Self.noRoute])
        requests = registry.counter(
            "teken_http_requests_total", "Requests that had a head, by what became of them.", by: route,
            Label("method", HTTPMethod.allCases.map(\.rawValue)),
            Label("status", (2...5).map { "\($0)xx" } + [Self.unanswered]))
        queued = registry.histogram(
            "teken_http_queued_seconds", "How long whole requests waited for a thread.", bounds: Self.bounds, by: route)
        handled = registry.histogram(
            "teken_http_handled_seconds", "How long handlers took.", bounds: Self.bounds, by: route)
        received = registry.counter("teken_http_received_bytes_total", "Bytes of requests' bodies.")
        sent = registry.counter("teken_http_sent_bytes_total", "Bytes of answers' bodies.")
        refusals = registry.counter(
            "teken_http_refusals_total", "What the server refused before or instead of a handler.",
            by: Label("code", HTTPRefusal.Code.allCases.map(\.rawValue)))
        cuts = registry.counter(
            "teken_http_connections_cut_total", "Connections that were ended before their time.",
            by: Label("reason", ConnectionCut.allCases.map(\.rawValue)))
    }

    func count(_ record: RequestRecord) {
        let route = record.route ?? Self.noRoute
        let status = record.status == 0 ? Self.unanswered : "\(record.status / 100)xx"
        requests.add(1, route, record.method?.rawValue ?? Label.other, status)
        queued.observe(record.queued, route)
        handled.observe(record.handling, route)
        received.add(record.bodyBytes)
        sent.add(record.answerBytes)
    }

    func count(_ refusal: HTTPRefusal) { refusals.add(1, refusal.code.rawValue) }

    func count(_ reason: ConnectionCut) { cuts.add(1, reason.rawValue) }

    /// The client went away, or the server did, before there was an answer.
    private static let unanswered = "unanswered"
}
