import Crypto
import Domain
import Problems
import Registry
import Store

extension SealStanding {
    private var ownerWords: String { owner.map { "\($0.name), \($0.email)" } ?? "erased" }

    /// Why it cannot seal; nil where it can.
    private var obstacle: Problem? {
        switch verdict {
        case .can: nil
        case .cannot(let obstacle): Problem(obstacle)
        }
    }

    var line: String {
        let end = validity.map { " until \($0.notAfter)" } ?? ""
        return "\(subscriber.text): \(name), \(institution); \(status.rawValue)\(end); owner \(ownerWords)"
    }

    var lines: [String] {
        var lines = ["\(name) (\(subscriber.text)), \(institution); id \(id)", "owner \(ownerWords)"]
        lines.append("certificate \(status.rawValue)")
        if let serial, let validity { lines.append("serial \(serial), until \(validity.notAfter)") }
        if let obstacle {
            lines += [
                "cannot seal: \(obstacle.what.english) [\(obstacle.code)]", "  → \(obstacle.next.english)",
                "tidak dapat menyegel: \(obstacle.what.indonesian)", "  → \(obstacle.next.indonesian)",
            ]
        } else {
            lines.append("can seal / dapat menyegel")
        }
        return lines
            + activations.map { "activated for \($0.client): \($0.used) of \($0.count) used, until \($0.deadline)" }
    }

    var json: JSON {
        .members([
            ("id", .text("\(id)")), ("subscriber", .text(subscriber.text)), ("name", .text(name)),
            ("institution", .text(institution)),
            (
                "owner",
                owner.map { .members([("name", .text($0.name)), ("email", .text($0.email))]) } ?? .null
            ), ("status", .text(status.rawValue)), ("canSeal", .boolean(verdict == .can)),
            ("code", .optional(obstacle?.code)), ("serial", .optional(serial?.description)),
            ("notAfter", .optional(validity?.notAfter.description)),
            (
                "activations",
                .array(
                    activations.map {
                        .members([
                            ("client", .text($0.client)), ("count", .integer($0.count)), ("used", .integer($0.used)),
                            ("until", .text($0.deadline.description)),
                        ])
                    })
            ),
        ])
    }
}
