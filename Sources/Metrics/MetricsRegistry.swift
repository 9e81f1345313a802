import Synchronization

/// All figures that a program shows, and how they are written down: Prometheus' text format, version 0.0.4.
///
/// Whoever has something to count asks for a metric once, when the program starts, and keeps it. Counting takes no lock.
package final class MetricsRegistry: Sendable {
    enum Kind: String {
        case counter, gauge, histogram
    }

    private struct Family: Sendable {
        let name: String
        let help: String
        let kind: Kind
        let samples: @Sendable () -> [Sample]
    }

    private let families = Mutex<[Family]>([])

    package init() {}

    /// What is `text`, for whoever fetches it.
    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// Something that only grows; its name ends in `_total`.
    package func counter(_ name: String, _ help: String, by labels: Label...) -> Counter {
        precondition(name.hasSuffix("_total"), "\(name): the name of a counter ends in _total")
        let counter = Counter(LabelSpace(labels))
        add(name, help, .counter) { counter.samples }
        return counter
    }

    /// Something that is set, and may fall.
    package func gauge(_ name: String, _ help: String, by labels: Label...) -> Gauge {
        let gauge = Gauge(LabelSpace(labels))
        add(name, help, .gauge) { gauge.samples }
        return gauge
    }

    /// Something that is looked up each time it is asked for. What cannot be had is left out.
    package func gauge(_ name: String, _ help: String, reading: @escaping @Sendable () -> [Reading]) {
        add(name, help, .gauge) { reading().map { Sample(labels: $0.labels, value: Exposition.number($0.value)) } }
    }

    /// How long something took: how often no longer than each of the bounds, how often in all, and the sum. Its name ends in
    /// `_seconds`.
    package func histogram(_ name: String, _ help: String, bounds: [Duration], by labels: Label...) -> Histogram {
        precondition(name.hasSuffix("_seconds"), "\(name): durations are written in seconds")
        let histogram = Histogram(LabelSpace(labels), bounds)
        add(name, help, .histogram) { histogram.samples }
        return histogram
    }

    /// Everything as it is now, metric by metric in the order they were asked for.
    package var text: String {
        var text = ""
        for family in families.withLock({ $0 }) {
            Exposition.write(family.name, family.help, family.kind, family.samples(), to: &text)
        }
        return text
    }

    private func add(_ name: String, _ help: String, _ kind: Kind, _ samples: @escaping @Sendable () -> [Sample]) {
        precondition(Exposition.isName(name), "\(name) is no name of a metric")
        families.withLock { families in
            precondition(!families.contains { $0.name == name }, "\(name) is there already")
            families.append(Family(name: name, help: help, kind: kind, samples: samples))
        }
    }
}

/// One value that was looked up.
package struct Reading: Sendable {
    let value: Double
    let labels: [(name: String, value: String)]

    /// The labels' values are the program's own words, and few.
    package init(_ value: Double, _ labels: KeyValuePairs<String, String> = [:]) {
        self.value = value
        self.labels = labels.map { ($0.key, $0.value) }
        precondition(labels.allSatisfy { Exposition.isName($0.key) }, "\(labels) has a name that is none")
    }
}
