import Synchronization

/// How long something took, again and again.
package final class Histogram: Sendable {
    private final class Cell: Sendable {
        let count = Atomic<Int>(0)
    }

    private final class Series: Sendable {
        /// One for each bound, not added up, and one for what took longer than all.
        let buckets: [Cell]
        let nanoseconds = Atomic<Int>(0)

        init(_ buckets: Int) { self.buckets = (0..<buckets).map { _ in Cell() } }
    }

    private let space: LabelSpace
    private let bounds: [Duration]
    private let series: [Series]

    init(_ space: LabelSpace, _ bounds: [Duration]) {
        precondition(!bounds.isEmpty && zip(bounds, bounds.dropFirst()).allSatisfy(<), "bounds rise")
        self.space = space
        self.bounds = bounds
        series = (0..<space.count).map { _ in Series(bounds.count + 1) }
    }

    package func observe(_ time: Duration, _ values: String...) {
        let series = series[space.place(of: values)]
        let bucket = bounds.firstIndex { time <= $0 } ?? bounds.count
        series.nanoseconds.wrappingAdd(time.nanoseconds, ordering: .relaxed)
        series.buckets[bucket].count.wrappingAdd(1, ordering: .relaxed)
    }

    var samples: [Sample] {
        let counts = series.map { $0.buckets.map { $0.count.load(ordering: .relaxed) } }
        return space.shown { counts[$0].contains { $0 != 0 } }.flatMap { place in
            let labels = space.pairs(at: place)
            let limits = bounds.map { Exposition.number($0.seconds) } + ["+Inf"]
            var (samples, count): ([Sample], Int) = ([], 0)
            for (limit, more) in zip(limits, counts[place]) {
                count += more
                samples.append(Sample("_bucket", labels: labels + [("le", limit)], value: "\(count)"))
            }
            let sum = Duration.nanoseconds(series[place].nanoseconds.load(ordering: .relaxed))
            // Out of the same counts as the last bucket, which readers hold it against.
            return samples + [
                Sample("_sum", labels: labels, value: Exposition.number(sum.seconds)),
                Sample("_count", labels: labels, value: "\(count)"),
            ]
        }
    }
}

extension Duration {
    fileprivate var seconds: Double { self / .seconds(1) }

    fileprivate var nanoseconds: Int {
        Int(components.seconds) &* 1_000_000_000 &+ Int(components.attoseconds / 1_000_000_000)
    }
}
