import Documents
import Domain
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
        try Console.say(arguments.has(json) ? report.json.line : report.text)
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

    var json: JSON {
        [
            "version": .text(version), "bytes": .integer(bytes), "pages": .integer(pages),
            "repaired": .boolean(isRepaired),
            "protection": protection.map {
                [
                    "revision": .integer($0.revision), "streams": .text($0.streams), "strings": .text($0.strings),
                    "openedByOwner": .boolean($0.openedByOwner), "permitsSigning": .boolean($0.permitsSigning),
                ]
            } ?? .null,
            "revisions": .array(
                revisions.map {
                    [
                        "kind": .text($0.kind), "start": .integer($0.start), "end": .integer($0.end),
                        "objects": .integer($0.objects),
                    ]
                }),
            "signatures": .array(
                signatures.map {
                    [
                        "field": .text($0.field), "subFilter": .text($0.subFilter),
                        "documentTimestamp": .boolean($0.isDocumentTimestamp),
                        "byteRange": .array($0.byteRange.map(JSON.integer)), "certifies": .optional($0.certifies),
                    ]
                }),
            "fields": .array(
                fields.map { ["name": .text($0.name), "kind": .text($0.kind), "signed": .boolean($0.isSigned)] }),
        ]
    }
}
