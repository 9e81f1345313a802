import Foundation

/// A metric as Prometheus' own parser reads it.
package struct CollectedMetric: Decodable, Sendable {
    package struct Sample: Decodable, Sendable {
        package let name: String
        package let labels: [String: String]
        /// As Python writes numbers.
        fileprivate let value: String
    }

    /// The parser leaves the end of a counter's name out.
    package let name: String
    package let help: String
    package let kind: String
    package let samples: [Sample]

    package static func all(_ text: String) throws -> [CollectedMetric] {
        let run = try PythonJudge.run("read_metrics.py", input: Array(text.utf8))
        guard run.isSuccess else { throw UnreadableMetrics(description: run.errors) }
        return try JSONDecoder().decode([CollectedMetric].self, from: Data(run.output.utf8))
    }

    /// The value of the sample with this name and these labels.
    package func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        samples.first { $0.name == name && $0.labels == labels }.flatMap { Double($0.value) }
    }
}

extension [CollectedMetric] {
    /// The value of the only sample with this name and these labels among all metrics.
    package func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        compactMap { $0.value(name, labels) }.first
    }

    /// All values under a name, whatever their labels.
    package func values(_ name: String) -> [Double] {
        flatMap(\.samples).filter { $0.name == name }.compactMap { Double($0.value) }
    }
}

private struct UnreadableMetrics: Error, CustomStringConvertible {
    let description: String
}
