package import Channels

/// What the braces of a pattern stood for.
package struct PathParameters: Hashable, Sendable {
    private let values: [String: String]

    init(_ values: [String: String]) { self.values = values }

    /// A name that the route's pattern has.
    package subscript(_ name: String) -> String {
        guard let value = values[name] else { preconditionFailure("the pattern has no {\(name)}") }
        return value
    }
}

/// One address with one method, and who answers there.
package struct Route: Sendable {
    package typealias Handler = @Sendable (HTTPRequest, PathParameters, Deadline) -> HTTPResponse

    /// What logs and metrics call it; it never changes.
    package let name: String
    package let method: HTTPMethod
    let pattern: RoutePattern
    package let rules: RouteRules
    package let handler: Handler

    /// `/api/user/status/{nik}`: a segment in braces stands for any that is not empty. `/ocsp/{request*}` at the end stands for
    /// whatever follows, just as it was sent.
    package init(
        _ name: String, _ method: HTTPMethod, _ pattern: String, toleratesTrailingSlash: Bool = false,
        rules: RouteRules = RouteRules(), handler: @escaping Handler
    ) {
        precondition(method != .head && method != .options, "HEAD and OPTIONS are answered by the server")
        self.name = name
        self.method = method
        self.pattern = RoutePattern(pattern, toleratesTrailingSlash: toleratesTrailingSlash)
        self.rules = rules
        self.handler = handler
    }
}

/// The shape of a route's path.
struct RoutePattern: Sendable {
    enum Segment: Hashable, Sendable {
        case literal(String)
        case parameter
    }

    let segments: [Segment]
    /// In the order of the braces.
    let names: [String]
    let toleratesTrailingSlash: Bool
    /// The path below which everything is one segment; nil where there is none.
    let opaquePath: String?

    init(_ text: String, toleratesTrailingSlash: Bool) {
        precondition(text.hasPrefix("/") && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }, "a pattern begins with a slash")
        var (segments, names): ([Segment], [String]) = ([], [])
        var text = text
        if text.hasSuffix("*}"), let brace = text.lastIndex(of: "{") {
            opaquePath = String(text[..<brace].dropLast())
            text = String(text.dropLast(2)) + "}"
            precondition(opaquePath?.contains { "{}".contains($0) } == false, "\(text): a name before the rest")
        } else {
            opaquePath = nil
        }
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            if part.hasPrefix("{") && part.hasSuffix("}") {
                segments.append(.parameter)
                names.append(String(part.dropFirst().dropLast()))
            } else {
                precondition(!part.contains { "{}?#%".contains($0) }, "\(text): braces hold a whole segment")
                segments.append(.literal(String(part)))
            }
        }
        precondition(!names.contains("") && Set(names).count == names.count, "\(text): each brace has its own name")
        precondition(segments.count == 1 || segments.last != .literal(""), "\(text): a slash at the end is tolerated")
        self.segments = segments
        self.names = names
        self.toleratesTrailingSlash = toleratesTrailingSlash
    }
}
