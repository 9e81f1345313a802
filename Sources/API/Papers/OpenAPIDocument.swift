import Domain
import HTTP
import Store

/// What programs are told of this API: OpenAPI 3.1, written from the operations themselves.
struct OpenAPIDocument {
    private let operations: [Operation]

    static let version = "1.0.0"
    private static let problemType = Refusal.mediaType

    init(_ operations: [Operation]) {
        self.operations = operations
    }

    private static let words = """
        Signing, verification, receipts, people and programs. Every request names its application by HTTP Basic or by a token. Sentences come in \
        Indonesian first. Refusals are problems (RFC 9457) with a code that stays. The API of office applications (/api), the \
        authority's own addresses (/ca, /crl, /ocsp, /tsa) and the service's health (/healthz, /readyz) have shapes of their own and are \
        not described here.
        """

    var json: JSON {
        [
            "openapi": .text("3.1.0"),
            "info": [
                "title": .text("Teken"), "version": .text(Self.version), "description": .text(Self.words),
            ],
            "servers": .array([["url": .text("/")]]), "tags": .array(tags), "paths": paths,
            "components": ["schemas": schemas, "securitySchemes": Self.securitySchemes],
        ]
    }

    private var tags: [JSON] {
        operations.map(\.tag).reduce(into: [String]()) { tags, tag in if !tags.contains(tag) { tags.append(tag) } }
            .map { ["name": .text($0)] }
    }

    private var paths: JSON {
        var paths: [(String, [(String, JSON)])] = []
        for operation in operations {
            let member = (operation.method.rawValue.lowercased(), json(of: operation))
            if let index = paths.firstIndex(where: { $0.0 == operation.path }) {
                paths[index].1.append(member)
            } else {
                paths.append((operation.path, [member]))
            }
        }
        return .members(paths.map { ($0.0, .members($0.1)) })
    }

    private func json(of operation: Operation) -> JSON {
        var parts: [(String, JSON)] = [
            ("operationId", .text(operation.name)), ("tags", .texts([operation.tag])),
            ("summary", .text(operation.summary.english)),
            (
                "description",
                .text([operation.summary.indonesian, operation.words].filter { !$0.isEmpty }.joined(separator: "\n\n"))
            ),
        ]
        let parameters =
            operation.pathFields.map { Self.parameter($0, in: "path") }
            + operation.queryFields.map { Self.parameter($0, in: "query") }
            + (operation.isRepeatable ? [Self.repeatKey] : [])
        if !parameters.isEmpty { parts.append(("parameters", .array(parameters))) }
        if !operation.bodies.isEmpty {
            parts.append(
                (
                    "requestBody",
                    [
                        "required": .boolean(true),
                        "content": .members(operation.bodies.map { ($0.type, Self.content(of: $0)) }),
                    ]
                ))
        }
        parts.append(("responses", Self.responses(of: operation)))
        parts.append(("security", Self.security(of: operation)))
        return .members(parts)
    }

    // MARK: What is sent

    private static func parameter(_ field: Schema.Member, in place: String) -> JSON {
        [
            "name": .text(field.name), "in": .text(place), "required": .boolean(field.isRequired),
            "schema": field.schema.json,
            "description": .text(field.words),
        ]
    }

    private static let repeatKey: JSON = [
        "name": .text("Idempotency-Key"), "in": .text("header"), "required": .boolean(false),
        "schema": [
            "type": .text("string"), "minLength": .integer(1), "maxLength": .integer(200),
            "pattern": .text("^[!-~]+$"),
        ],
        "description": .text(
            "The same request with the same key gets the same answer for a day, and is done and counted once. Use a UUID."
        ),
    ]

    private static func content(of body: Operation.Body) -> JSON {
        guard let schema = body.schema else { return [:] }
        guard !body.files.isEmpty else { return ["schema": schema.json] }
        // A file in a form is a part without a schema of its own, and says by its media type what it is.
        let members = schema.members
        let files = body.files.map { file -> (String, JSON) in
            let part: JSON = ["contentMediaType": .text(file.types[0])]
            guard file.count != 1...1, file.count != 0...1 else { return (file.name, part.described(file.words)) }
            let list: JSON = [
                "type": .text("array"), "items": part, "minItems": .integer(file.count.lowerBound),
                "maxItems": .integer(file.count.upperBound),
            ]
            return (file.name, list.described(file.words))
        }
        let required =
            members.filter(\.isRequired).map(\.name) + body.files.filter { $0.count.lowerBound > 0 }.map(\.name)
        let objects = members.filter { !$0.schema.members.isEmpty }.map {
            ($0.name, ["contentType": .text("application/json")] as JSON)
        }
        return [
            "schema": [
                "type": .text("object"),
                "properties": .members(members.map { ($0.name, $0.schema.json.described($0.words)) } + files),
                "required": .texts(required), "additionalProperties": .boolean(false),
            ],
            "encoding": .members(
                objects
                    + body.files.map { ($0.name, ["contentType": .text($0.types.joined(separator: ", "))] as JSON) }),
        ]
    }

    // MARK: What is answered

    private static func responses(of operation: Operation) -> JSON {
        var responses = operation.answers.map {
            ($0.status, response($0, isRefused: operation.refused.contains($0.status)))
        }
        for status in operation.refused where !operation.answers.contains(where: { $0.status == status }) {
            responses.append((status, response(Operation.Answer(status: status, words: ""), isRefused: true)))
        }
        let named = responses.sorted { $0.0 < $1.0 }.map { ("\($0.0)", $0.1) }
        let anyOther: JSON = [
            "description": .text("Whatever else the server refuses."),
            "content": [problemType: ["schema": Refusal.schema.json]],
        ]
        return .members(named + [("default", anyOther)])
    }

    private static func response(_ answer: Operation.Answer, isRefused: Bool) -> JSON {
        var contents = answer.contents.map { content -> (String, JSON) in
            (content.type, content.schema.map { ["schema": $0.json] } ?? [:])
        }
        if isRefused { contents.append((problemType, ["schema": Refusal.schema.json])) }
        let words = answer.words.isEmpty ? RefusalWords.of(answer.status).english : answer.words
        var parts: [(String, JSON)] = [("description", .text(words))]
        if [409, 429, 503].contains(answer.status) {
            parts.append(
                (
                    "headers",
                    [
                        "Retry-After": [
                            "schema": ["type": .text("integer"), "minimum": .integer(1)],
                            "description": .text("seconds, where it is of use to ask again"),
                        ]
                    ]
                ))
        }
        if !contents.isEmpty { parts.append(("content", .members(contents))) }
        return .members(parts)
    }

    // MARK: What several have in common

    private var schemas: JSON {
        var all: [(String, Schema)] = []
        for operation in operations {
            let shapes =
                operation.bodies.compactMap(\.schema) + operation.answers.flatMap(\.contents).compactMap(\.schema)
                + [Refusal.schema]
            for (name, schema) in shapes.flatMap(\.named) where !all.contains(where: { $0.0 == name }) {
                all.append((name, schema))
            }
        }
        return .members(all.map { ($0.0, $0.1.json) })
    }

    private static func security(of operation: Operation) -> JSON {
        guard let scope = operation.scope else { return .array([]) }
        return .array([["basic": .array([])], ["token": .texts(scope.words.split(separator: " ").map(String.init))]])
    }

    private static let securitySchemes: JSON = [
        "basic": ["type": .text("http"), "scheme": .text("basic")],
        "token": [
            "type": .text("oauth2"),
            "flows": [
                "clientCredentials": [
                    "tokenUrl": .text("/teken/v1/token"),
                    "scopes": .members(
                        ClientScopes.named.map { ($0.name, .text("what an application may do: \($0.name)")) }),
                ]
            ],
        ],
    ]
}
