import Channels
import Crypto
import Documents
import Domain
import HTTP
import Signing
import Store

/// What is answered to an order for signed documents.
struct DocumentsAnswer {
    enum Outcome {
        case signed(SigningHouse.MadeDocument)
        case refused(Refusal)

        init(_ result: Result<SigningHouse.MadeDocument, DocumentError>) {
            switch result {
            case .success(let made): self = .signed(made)
            case .failure(let error): self = .refused(Refusal(error))
            }
        }
    }

    let outcomes: [Outcome]
    let time: Duration

    static func schema(_ settings: APISettings) -> Schema {
        .object([
            .init(
                "documents",
                .list(
                    of: .object(
                        [
                            .optional(
                                "content", .text(.base64(bytesMax: settings.documentBytesMax * 2)),
                                "the signed PDF in base64"),
                            .optional("level", .text(.words(PDFSigning.Level.allCases.map(\.rawValue)))),
                            .optional(
                                "digest", .text(.hexadecimal(count: 64)),
                                "SHA-256 of the signed document, for a receipt"),
                            .optional(
                                "result", .text(.hexadecimal(count: 2 * ID<KeptResult>.byteCount)),
                                "where it can be fetched once, if it was kept"),
                            .optional("problem", Refusal.schema, "why it was not signed"),
                        ],
                        choices: [
                            Schema.Choice(sets: [
                                ["content", "level", "digest"], ["content", "level", "digest", "result"], ["problem"],
                            ])
                        ]), count: 1...settings.documentsMax)),
            .init("time_ms", .integer(0...Int(Int32.max))),
        ])
    }

    /// The one document itself for whoever accepts a PDF first, and everything in JSON for everybody else.
    func response(for head: HTTPRequestHead, over files: [MemoryFile], at now: Instant) -> HTTPResponse {
        if outcomes.count == 1, Self.wantsPDF(head) {
            switch outcomes[0] {
            case .signed(let made): return Self.pdf(made, over: files[0])
            case .refused(let refusal): return refusal.answer(at: now)
            }
        }
        var pieces: [HTTPResponse.Piece] = [.bytes(Array("{\"documents\":[".utf8))]
        for (index, outcome) in outcomes.enumerated() {
            if index > 0 { pieces.append(.bytes([UInt8(ascii: ",")])) }
            pieces.append(.bytes(Array(Self.text(outcome).utf8)))
        }
        let milliseconds = time.components.seconds * 1_000 + time.components.attoseconds / 1_000_000_000_000_000
        pieces.append(.bytes(Array("],\"time_ms\":\(milliseconds)}".utf8)))
        return HTTPResponse(status: 200, fields: ["Content-Type": "application/json"], body: .pieces(pieces))
    }

    /// A document is many megabytes of letters that need no escaping, so that it is not written as other texts are.
    private static func text(_ outcome: Outcome) -> String {
        switch outcome {
        case .signed(let made):
            var members: [(String, JSON)] = [
                ("level", .text(made.level.rawValue)), ("digest", .text(Hexadecimal.text(made.digest.bytes))),
            ]
            if let kept = made.kept { members.append(("result", .text(Hexadecimal.text(kept.bytes)))) }
            return "{\"content\":\"\(Base64.text(made.document.bytes))\",\(JSON.members(members).line.dropFirst())"
        case .refused(let refusal): return JSON.members([("problem", refusal.json)]).line
        }
    }

    private static func pdf(_ made: SigningHouse.MadeDocument, over file: MemoryFile) -> HTTPResponse {
        var fields: HTTPFields = [
            "Content-Type": "application/pdf", "Content-Disposition": "attachment; filename=\"dokumen.pdf\"",
            "Teken-Level": made.level.rawValue, "Teken-Digest": Hexadecimal.text(made.digest.bytes),
        ]
        if let kept = made.kept { fields.append("Teken-Result", Hexadecimal.text(kept.bytes)) }
        return HTTPResponse(
            status: 200, fields: fields, body: .pieces([.file(file, 0..<file.count), .bytes(made.document.update)]))
    }

    private static func wantsPDF(_ head: HTTPRequestHead) -> Bool {
        let accepted = head.fields.members("Accept").compactMap { MediaType($0)?.essence }
        return accepted.first { $0 == "application/pdf" || $0 == "application/json" } == "application/pdf"
    }
}
