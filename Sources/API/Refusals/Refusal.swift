import ClientGate
import Domain
import HTTP
import JSONInput
import Problems

/// Why something was not done, as programs and people read it (RFC 9457).
struct Refusal: Error {
    let status: Int
    let problem: Problem
    /// Fields of the request that cannot be used.
    var errors: [FieldError] = []
    var fields = HTTPFields()
    /// Before this moment it is of no use to ask again.
    var notBefore: Instant?

    static let mediaType = "application/problem+json"

    init(_ status: Int, _ problem: Problem) {
        (self.status, self.problem) = (status, problem)
    }

    init(_ refusal: GateRefusal) {
        self.init(refusal.status, refusal.problem)
        fields = refusal.fields
    }

    /// What the server says by itself elsewhere.
    init(_ refusal: HTTPRefusal) {
        self.init(
            refusal.status,
            Problem(code: refusal.code.rawValue, kind: .usage, what: refusal.words, next: refusal.nextStep))
        fields = refusal.fields
    }

    /// Whether the same request may have another end if it is sent again, nothing having been done yet.
    var isTransient: Bool { status >= 500 || status == 409 || status == 429 }

    func answer(at now: Instant) -> HTTPResponse {
        var answer = HTTPResponse.text(json.line, type: Self.mediaType, status: status, mayBeCompressed: false)
        for field in fields.all { answer.fields.set(field.name, field.value) }
        if let notBefore {
            let wait = notBefore.since(now).components
            answer.fields.set("Retry-After", String(max(1, wait.seconds + (wait.attoseconds > 0 ? 1 : 0))))
        }
        return answer
    }

    /// The problem alone, as it also stands beside documents of which only some were refused.
    var json: JSON {
        var members: [(String, JSON)] = [
            ("type", .text("urn:teken:problem:\(problem.code)")), ("status", .integer(status)),
            ("code", .text(problem.code)), ("title", .text(problem.what.indonesian)),
            ("title_en", .text(problem.what.english)), ("next", .text(problem.next.indonesian)),
            ("next_en", .text(problem.next.english)),
        ]
        if let detail = problem.detail { members.append(("detail", .text(detail))) }
        if !errors.isEmpty { members.append(("errors", .array(errors.map(\.json)))) }
        return .members(members)
    }

    static let schema = Schema.named(
        "Problem",
        .object([
            .init("type", .text(.plain(charactersMax: 200)), "a URN that stays, made of the code"),
            .init("status", .integer(400...599), "the HTTP status"),
            .init("code", .text(.plain(charactersMax: 60)), "what programs branch on; codes stay"),
            .init("title", .text(.plain(charactersMax: 2_000)), "what happened, in Indonesian"),
            .init("title_en", .text(.plain(charactersMax: 2_000)), "the same in English"),
            .optional("next", .text(.plain(charactersMax: 2_000)), "what to do next, in Indonesian"),
            .optional("next_en", .text(.plain(charactersMax: 2_000)), "the same in English"),
            .optional("detail", .text(.lines(charactersMax: 2_000)), "a number or a library's own words, for the log"),
            .optional(
                "errors",
                .list(
                    of: .object([
                        .optional(
                            "field", .text(.plain(charactersMax: 400)), "missing where the body as a whole is meant"),
                        .init("message", .text(.plain(charactersMax: 2_000))),
                        .init("message_en", .text(.plain(charactersMax: 2_000))),
                    ]), count: 1...Schema.errorsMax), "fields that cannot be used"),
        ]))
}

extension FieldError {
    fileprivate var json: JSON {
        let words: [(String, JSON)] = [("message", .text(what.indonesian)), ("message_en", .text(what.english))]
        return .members((field.isEmpty ? [] : [("field", .text(field))]) + words)
    }
}

extension Refusal {
    /// As it is kept for a request that comes again.
    var remembered: [UInt8] { Array(json.line.utf8) }

    /// Answers that are no refusals have no code.
    static func isRemembered(_ bytes: [UInt8]) -> Bool { (try? JSONInput(bytes))?["code"] != nil }

    init(remembered bytes: [UInt8]) {
        let root = try? JSONInput(bytes)
        let text = { (name: String) in root?[name]?.text ?? "" }
        self.init(
            root?["status"]?.integer ?? 500,
            Problem(
                code: root?["code"]?.text ?? "unexpected", kind: .badInput,
                what: Bilingual(text("title"), text("title_en")), next: Bilingual(text("next"), text("next_en")),
                detail: root?["detail"]?.text))
        errors =
            root?["errors"]?.elements?.map { error in
                let text = { (name: String) in error[name]?.text ?? "" }
                return FieldError(text("field"), text("message"), text("message_en"))
            } ?? []
    }
}
