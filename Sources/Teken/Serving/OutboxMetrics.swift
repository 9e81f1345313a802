import Delivery
import Domain
import Metrics
import Store

/// Whether programs hear what they are told.
enum OutboxMetrics {
    static func add(_ delivery: Delivery, to registry: MetricsRegistry) {
        registry.gauge("teken_outbox_waiting", "Messages to programs that wait to be sent.") {
            readings(delivery) { Double($0.waiting) }
        }
        registry.gauge("teken_outbox_failed", "Messages to programs that were given up.") {
            readings(delivery) { Double($0.failed) }
        }
        registry.gauge("teken_outbox_oldest_seconds", "How long the oldest of those that wait has waited.") {
            readings(delivery) { $0.oldest.map { WallClock.now().since($0) / .seconds(1) } ?? 0 }
        }
    }

    /// None where the store cannot be read.
    private static func readings(_ delivery: Delivery, _ value: (OutboxFigures) -> Double) -> [Reading] {
        (try? delivery.figures).map { [Reading(value($0))] } ?? []
    }
}
