import Glibc

/// One line of JSON: our figure, the limit of the same run, their ratio, and how our work was spread.
struct BenchReport {
    /// Whether the ratio compares rates (higher is better) or times (lower is better).
    enum Comparison {
        case rate
        case time
    }

    let name: String
    let threads: Int
    let comparison: Comparison
    /// Nil where the figure is told and nothing was promised.
    let target: Double?
    let measurement: PairedMeasurement

    var json: String {
        let subject = median(measurement.subject.map(figure))
        let limit = median(measurement.limit.map(figure))
        let ratios = zip(measurement.subject, measurement.limit).map { figure($0) / figure($1) }.sorted()
        let ratio = median(ratios)
        let latencies = measurement.subject.flatMap(\.latencies).sorted()
        let fields: [(String, String)] = [
            ("bench", "\"\(name)\""), ("threads", "\(threads)"), ("unit", comparison == .rate ? "\"1/s\"" : "\"s\""),
            ("figure", number(subject)), ("limit", number(limit)), ("ratio", number(ratio)),
            ("ratioMin", number(ratios.first ?? 0)), ("ratioMax", number(ratios.last ?? 0)),
            ("target", target.map { "\"\(comparison == .rate ? "≥" : "≤") \($0)\"" } ?? "null"),
            ("met", target.map { "\(comparison == .rate ? ratio >= $0 : ratio <= $0)" } ?? "null"),
            ("p50ms", number(1_000 * percentile(latencies, 0.50))),
            ("p90ms", number(1_000 * percentile(latencies, 0.90))),
            ("p99ms", number(1_000 * percentile(latencies, 0.99))), ("operations", "\(latencies.count)"),
        ]
        return "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    private func figure(_ slice: PairedMeasurement.Slice) -> Double {
        switch comparison {
        case .rate: slice.rate
        case .time: median(slice.latencies)
        }
    }

    private func median(_ values: [Double]) -> Double { percentile(values.sorted(), 0.5) }

    private func percentile(_ sorted: [Double], _ share: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    /// Four significant digits, the way JSON writes numbers.
    private func number(_ value: Double) -> String {
        guard value.isFinite, value > 0 else { return "0" }
        let scale = pow(10, 3 - floor(log10(value)))
        return "\((value * scale).rounded() / scale)"
    }
}
