/// One line.
struct Sample {
    let suffix: String
    let labels: [(name: String, value: String)]
    let value: String

    init(_ suffix: String = "", labels: [(name: String, value: String)], value: String) {
        self.suffix = suffix
        self.labels = labels
        self.value = value
    }
}

/// Prometheus' text format, version 0.0.4.
enum Exposition {
    static func write(
        _ name: String, _ help: String, _ kind: MetricsRegistry.Kind, _ samples: [Sample], to text: inout String
    ) {
        text += "# HELP \(name) \(escaped(help, quoted: false))\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            text += name + sample.suffix
            if !sample.labels.isEmpty {
                let pairs = sample.labels.map { "\($0.name)=\"\(escaped($0.value, quoted: true))\"" }
                text += "{\(pairs.joined(separator: ","))}"
            }
            text += " \(sample.value)\n"
        }
    }

    /// As Go reads numbers; the ends of the line and what is no number have names of their own.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        return value.isInfinite ? (value < 0 ? "-Inf" : "+Inf") : "\(value)"
    }

    /// Without a colon, which is left to those who compute metrics out of others.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= first), !text.hasPrefix("__")
        else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }

    private static func escaped(_ text: String, quoted: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quoted: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
