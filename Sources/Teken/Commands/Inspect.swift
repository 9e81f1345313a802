import Documents
import Workers

extension Command {
    private static let json = Option(name: "--json", help: "print one JSON object")

    static let inspect = Command(
        name: ["inspect"], summary: "tell what a PDF is made of: revisions, signatures, fields, protection",
        operands: [Operand(name: "FILE")],
        options: [json] + SecretSource.documentPassword.options + Workshop.limits,
        notes: ["Nothing is verified: a signature named here may be anybody's, over anything."]
    ) { arguments in
        let document = try DocumentFile.read(arguments.operands[0])
        let report = try Workshop.desk(arguments, workers: 1).inspect(
            document, password: documentPassword(arguments), client: nil, deadline: Workshop.documentTime(arguments))
        try Console.say(arguments.has(json) ? report.json : report.text)
    }
}

extension DocumentReport {
    var text: String {
        var lines = ["PDF \(version), \(bytes) bytes, \(pages) page\(pages == 1 ? "" : "s")"]
        if isRepaired { lines.append("cross-reference unusable: the objects were found by reading the whole file") }
        if let protection {
            let permits = protection.permitsSigning ? "permits" : "does not permit"
            lines.append(
                "protected: revision \(protection.revision), streams \(protection.streams), strings \(protection.strings), "
                    + "opened as \(protection.openedByOwner ? "owner" : "user"), its author \(permits) signing")
        }
        lines.append("revisions: \(revisions.count)")
        for (index, revision) in revisions.enumerated() {
            lines.append(
                "  \(index + 1): bytes \(revision.start)..<\(revision.end), \(revision.kind), "
                    + "\(revision.objects) object\(revision.objects == 1 ? "" : "s")")
        }
        lines.append("signatures: \(signatures.count)")
        for signature in signatures {
            let kind = signature.isDocumentTimestamp ? "document timestamp" : signature.subFilter
            let covers = signature.byteRange.map(String.init).joined(separator: " ")
            let level = signature.certifies.map { ", certifies with level \($0)" } ?? ""
            lines.append("  \(signature.field): \(kind), range [\(covers)]\(level)")
        }
        lines.append("fields: \(fields.count)")
        for field in fields {
            let state = field.kind == "Sig" ? (field.isSigned ? ", signed" : ", empty") : ""
            lines.append("  \(field.name): \(field.kind.isEmpty ? "no type" : field.kind)\(state)")
        }
        // A field's name is a stranger's, and may hold what a terminal obeys.
        return lines.map(Console.tame).joined(separator: "\n")
    }

    var json: String {
        let revisions = revisions.map {
            "{\"kind\":\(JSON.text($0.kind)),\"start\":\($0.start),\"end\":\($0.end),\"objects\":\($0.objects)}"
        }
        let signatures = signatures.map {
            "{\"field\":\(JSON.text($0.field)),\"subFilter\":\(JSON.text($0.subFilter)),"
                + "\"documentTimestamp\":\($0.isDocumentTimestamp),\"byteRange\":\($0.byteRange),"
                + "\"certifies\":\($0.certifies.map(String.init) ?? "null")}"
        }
        let fields = fields.map {
            "{\"name\":\(JSON.text($0.name)),\"kind\":\(JSON.text($0.kind)),\"signed\":\($0.isSigned)}"
        }
        let protection = protection.map {
            "{\"revision\":\($0.revision),\"streams\":\(JSON.text($0.streams)),\"strings\":\(JSON.text($0.strings)),"
                + "\"openedByOwner\":\($0.openedByOwner),\"permitsSigning\":\($0.permitsSigning)}"
        }
        return "{\"version\":\(JSON.text(version)),\"bytes\":\(bytes),\"pages\":\(pages),\"repaired\":\(isRepaired),"
            + "\"protection\":\(protection ?? "null"),\"revisions\":[\(revisions.joined(separator: ","))],"
            + "\"signatures\":[\(signatures.joined(separator: ","))],\"fields\":[\(fields.joined(separator: ","))]}"
    }
}

/// A string as JSON has it (RFC 8259 §7).
enum JSON {
    static func text(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            // Those that must be, and those that a terminal would obey.
            case _ where scalar.properties.generalCategory == .control:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
