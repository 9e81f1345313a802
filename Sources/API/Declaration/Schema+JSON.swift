import Domain

extension Schema {
    /// As JSON Schema has it, draft 2020-12, which OpenAPI 3.1 refers to.
    var json: JSON {
        switch self {
        case .object(let members, let choices): Self.object(members, choices)
        case .list(let element, let count):
            [
                "type": .text("array"), "items": element.json, "minItems": .integer(count.lowerBound),
                "maxItems": .integer(count.upperBound),
            ]
        case .text(let form): form.json
        case .integer(let range): Self.numeric("integer", range)
        case .number(let range): Self.numeric("number", range)
        case .boolean: ["type": .text("boolean")]
        case .either(let schemas): ["anyOf": .array(schemas.map(\.json))]
        case .null: ["type": .text("null")]
        case .anything: ["type": .text("object")]
        case .named(let name, _): ["$ref": .text("#/components/schemas/\(name)")]
        }
    }

    /// Every schema in it that has a name, the inner ones first.
    var named: [(name: String, schema: Schema)] {
        switch self {
        case .object(let members, _): members.flatMap(\.schema.named)
        case .list(let element, _): element.named
        case .either(let schemas): schemas.flatMap(\.named)
        case .named(let name, let schema): schema.named + [(name, schema)]
        case .text, .integer, .number, .boolean, .null, .anything: []
        }
    }

    private static func object(_ members: [Member], _ choices: [Choice]) -> JSON {
        let properties = members.map { member in
            (member.name, member.words.isEmpty ? member.schema.json : member.schema.json.described(member.words))
        }
        var parts: [(String, JSON)] = [("type", .text("object")), ("properties", .members(properties))]
        let required = members.filter(\.isRequired).map(\.name)
        if !required.isEmpty { parts.append(("required", .texts(required))) }
        parts.append(("additionalProperties", .boolean(false)))
        switch choices.count {
        case 0: break
        case 1: parts.append(("oneOf", choices[0].json))
        default: parts.append(("allOf", .array(choices.map { ["oneOf": $0.json] })))
        }
        return .members(parts)
    }

    private static func numeric(_ type: String, _ range: ClosedRange<Int>) -> JSON {
        ["type": .text(type), "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
    }
}

extension Schema.Choice {
    /// A member that another set has is forbidden, so that no two sets ever fit at once.
    fileprivate var json: JSON {
        .array(
            sets.map { set in
                var parts: [(String, JSON)] = []
                if !set.isEmpty { parts.append(("required", .texts(set))) }
                let others = names.filter { !set.contains($0) }
                if !others.isEmpty {
                    parts.append(("properties", .members(others.map { ($0, .boolean(false)) })))
                }
                return .members(parts)
            })
    }
}

extension TextForm {
    fileprivate var json: JSON {
        var parts: [(String, JSON)] = [("type", .text("string"))]
        switch self {
        case .plain(let most):
            parts += [
                ("minLength", .integer(1)), ("maxLength", .integer(most)),
                ("pattern", .text(#"^[^\u0000-\u001f\u007f-\u009f]*$"#)),
            ]
        case .lines(let most): parts.append(("maxLength", .integer(most)))
        case .secret(let most):
            parts += [
                ("minLength", .integer(1)), ("maxLength", .integer(most)), ("pattern", .text(#"^[^\u0000]*$"#)),
                ("format", .text("password")),
            ]
        case .words(let words): parts.append(("enum", .texts(words)))
        case .digits(let most): parts.append(("pattern", .text("^[0-9]{1,\(most)}$")))
        case .email:
            parts += [
                ("minLength", .integer(3)), ("maxLength", .integer(PersonName.bytesMax)),
                ("pattern", .text(#"^[!-?A-~]+@[!-?A-~]+$"#)),
            ]
        case .uuid:
            parts += [
                ("format", .text("uuid")),
                ("pattern", .text("^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$")),
            ]
        case .hexadecimal(let count): parts.append(("pattern", .text("^[0-9A-Fa-f]{\(count)}$")))
        case .base64(let most):
            parts += [
                ("contentEncoding", .text("base64")), ("minLength", .integer(2)),
                ("maxLength", .integer((most + 2) / 3 * 4)),
                ("pattern", .text("^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$")),
            ]
        case .moment: parts.append(("format", .text("date-time")))
        }
        return .members(parts)
    }
}

extension JSON {
    /// With a sentence beside it; next to a reference that is allowed since OpenAPI 3.1.
    func described(_ words: String) -> JSON {
        switch self {
        case .object(let members): .members(members.map { ($0.name, $0.value) } + [("description", .text(words))])
        case .null, .boolean, .integer, .text, .array: self
        }
    }
}
