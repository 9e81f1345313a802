import Domain
import Glibc
import Problems

/// The two streams a person reads: results on one, everything else on the other.
enum Console {
    /// A result that could not be delivered is a failure: a script must not take silence for it.
    static func say(_ text: String) throws(Problem) {
        try OutputFile(path: "-").write(text + "\n")
    }

    static func note(_ text: String, lineEnd: String = "\n") {
        var left = Array("\(text)\(lineEnd)".utf8)[...]
        while !left.isEmpty {
            let written = unsafe left.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return }  // nobody is listening any more, and there is nowhere left to say so
            left = left.dropFirst(written)
        }
    }

    /// A line that the next one takes the place of.
    static func noteInPlace(_ text: String) {
        note("\r\u{1B}[2K\(text)", lineEnd: "")
    }

    /// A refusal: what happened in both languages, what to do next, and the code for a program.
    static func report(_ problem: Problem) {
        var lines = ["teken: \(problem.what.indonesian)", "       \(problem.what.english)"]
        lines += ["       → \(problem.next.indonesian)", "       → \(problem.next.english)"]
        if let detail = problem.detail { lines.append("       (\(detail))") }
        lines.append("       [\(problem.code)]")
        note(lines.map(tame).joined(separator: "\n"))
    }

    /// File names and other programs' words may hold control characters, which a terminal would obey.
    static func tame(_ line: String) -> String {
        var tamed = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            tamed.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
        }
        return String(tamed)
    }
}
