import Crypto
import Domain
import Problems
import Registry
import Store

extension PersonStanding {
    /// Why the person cannot sign; nil where he can.
    var obstacle: Problem? {
        switch verdict {
        case .can: nil
        case .cannot(let obstacle): Problem(obstacle)
        }
    }

    var line: String {
        let obstacle = obstacle.map { "cannot sign [\($0.code)]" } ?? "can sign"
        return "\(data.name), NIK \(maskedNIK), \(data.email), \(institution): account \(verification.word), "
            + "certificate \(certificate.rawValue), \(obstacle); id \(id)"
    }

    var lines: [String] {
        var lines = [
            "\(data.name), NIK \(maskedNIK), \(data.email)", "\(institution); \(role.rawValue); id \(id)",
            "account \(verification.word), certificate \(certificate.rawValue)",
        ]
        if let serial, let validity { lines.append("serial \(serial), until \(validity.notAfter)") }
        if method != .esign { lines.append("the key is not kept here") }
        if promotion != .none { lines.append("a request for another role is open: \(promotion.rawValue)") }
        return lines + verdictLines
    }

    var verdictLines: [String] {
        guard let obstacle else { return ["can sign / dapat menandatangani"] }
        return [
            "cannot sign: \(obstacle.what.english) [\(obstacle.code)]", "  → \(obstacle.next.english)",
            "tidak dapat menandatangani: \(obstacle.what.indonesian)", "  → \(obstacle.next.indonesian)",
        ]
    }

    var verdictJSON: JSON {
        .members([
            ("id", .text("\(id)")), ("canSign", .boolean(verdict == .can)), ("code", .optional(obstacle?.code)),
            ("what", .optional(obstacle?.what.english)), ("next", .optional(obstacle?.next.english)),
            ("verification", .text(verification.word)), ("certificate", .text(certificate.rawValue)),
        ])
    }

    var json: JSON {
        .members([
            ("id", .text("\(id)")), ("name", .text(data.name)), ("nik", .text(maskedNIK)), ("email", .text(data.email)),
            ("institution", .text(institution)), ("role", .text(role.rawValue)),
            ("roleRequest", .text(promotion.rawValue)), ("method", .text(method.rawValue)),
            ("verification", .text(verification.word)), ("certificate", .text(certificate.rawValue)),
            ("serial", .optional(serial?.description)), ("notAfter", .optional(validity?.notAfter.description)),
            ("verdict", verdictJSON),
        ])
    }
}

extension InstitutionRecord {
    var line: String {
        let on = InstitutionRules.named.filter { rules[keyPath: $0.rule] }.map(\.name)
        return "\(name): \(on.isEmpty ? "no rule is on" : on.joined(separator: ", "))"
    }

    var json: JSON {
        .members([
            ("id", .text("\(id)")), ("name", .text(name)),
            (
                "rules",
                .members(InstitutionRules.named.map { ($0.name, .boolean(rules[keyPath: $0.rule])) })
            ),
        ])
    }
}

extension ClientRecord {
    func line(_ institutions: [InstitutionRecord]) -> String {
        let place = institution.map { id in institutions.first { $0.id == id }?.name ?? "\(id)" } ?? "all institutions"
        let from = addresses.isEmpty ? "anywhere" : addresses
        return "\(name): \(state.rawValue), \(place), may \(scopes.words), from \(from)"
    }

    func json(_ institutions: [InstitutionRecord]) -> JSON {
        .members([
            ("id", .text("\(id)")), ("name", .text(name)), ("state", .text(state.rawValue)),
            ("institution", .optional(institution.map { id in institutions.first { $0.id == id }?.name ?? "\(id)" })),
            ("scopes", .texts(scopes.words.split(separator: " ").map(String.init))),
            ("addresses", .texts(addresses.split(separator: " ").map(String.init))),
        ])
    }
}

extension Console {
    /// A result in lines, or as one line of JSON where a program asked.
    static func say(
        _ arguments: borrowing CommandArguments, _ lines: @autoclosure () -> [String], _ json: @autoclosure () -> JSON
    ) throws(Problem) {
        if arguments.has(.json) { return try say(json().line) }
        let lines = lines()
        // Names come from people: a terminal would obey what is hidden in them.
        if !lines.isEmpty { try say(lines.map(tame).joined(separator: "\n")) }
    }
}
