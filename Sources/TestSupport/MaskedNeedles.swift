import Foundation

/// What must not be found in another process's memory, written so that the writing is not a finding itself.
package struct MaskedNeedles {
    private var lines: [String] = []

    package init() {}

    /// `bytes` as they are and in the reverse order, which is how OpenSSL keeps the limbs of a number.
    package mutating func add(_ name: String, bothOrders bytes: [UInt8]) {
        add(name, bytes)
        add("\(name)-limbs", bytes.reversed())
    }

    package mutating func add(_ name: String, _ bytes: [UInt8]) {
        lines.append("\(name) " + bytes.map { String(format: "%02x", $0 ^ 0xA5) }.joined())
    }

    package var text: String { lines.joined(separator: "\n") + "\n" }

    /// The private numbers of a PEM key, as `openssl pkey -text` prints them. The middle of each number is enough to find it.
    package mutating func addPrivateNumbers(ofKeyAt path: String) throws {
        let text = try ProgramRun.of("openssl", ["pkey", "-in", path, "-noout", "-text"]).output
        let names = [
            "privateExponent:": "d", "prime1:": "p", "prime2:": "q", "exponent1:": "dp", "exponent2:": "dq",
            "coefficient:": "qinv", "priv:": "scalar",
        ]
        var current: String?
        var numbers: [String: [UInt8]] = [:]
        for line in text.split(separator: "\n") {
            if line.hasPrefix(" "), let current {
                let digits = line.split(separator: ":").compactMap {
                    UInt8($0.trimmingCharacters(in: .whitespaces), radix: 16)
                }
                numbers[current, default: []] += digits
            } else {
                current = names[String(line)]
            }
        }
        for (name, number) in numbers { add(name, bothOrders: Array(number.dropFirst(4).prefix(24))) }
    }
}
