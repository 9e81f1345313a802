/// What a request line points at, read once and strictly: what two readers could take differently is refused.
package struct HTTPTarget: Hashable, Sendable {
    /// Why a target is none. Each is a bad request.
    package enum Defect: Error, Equatable, Sendable {
        /// Neither a path, nor a URL of this service, nor the asterisk of OPTIONS.
        case form
        /// A byte that has no place in a URL, or a percent sign that stands for none.
        case encoding
        /// Decoded it is no UTF-8, or holds a control character.
        case text
        /// `%2F`: whether it separates is a question that every reader answers differently, so nobody asks it here.
        case encodedSlash
        /// `.` or `..`, written or encoded: where it leads depends on who resolves it.
        case dotSegment
        /// The URL in the request line names another host than the field `Host`.
        case otherHost
    }

    package struct Parameter: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    /// As it was sent, from the first slash to the question mark; `*` for the whole server.
    package let path: String
    /// Between the slashes, decoded. `/` is one empty segment, and a slash at the end leaves an empty one.
    package let segments: [String]
    /// In the order they were sent; a name may occur more than once.
    package let query: [Parameter]

    /// `host` is the field of that name, which an absolute URL must agree with (RFC 9112 §3.2.2). What follows one of the paths of
    /// `opaqueBelow` is one segment, just as it was sent, slashes and percent signs among it: whoever is asked there reads it.
    package init(_ raw: [UInt8], host: String?, opaqueBelow: [String] = []) throws(Defect) {
        guard raw.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "#") }) else { throw .encoding }
        let text = try Self.withoutOrigin(String(decoding: raw, as: UTF8.self), host: host)
        let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(halves[0])
        query = halves.count > 1 ? try Self.query(halves[1]) : []
        guard path != "*" else {
            segments = []
            return
        }
        guard path.utf8.first == UInt8(ascii: "/") else { throw .form }
        var (segments, plain): ([String], Substring) = ([], path.dropFirst())
        var opaque: [String] = []
        let sent = path
        if let start = opaqueBelow.first(where: { sent.hasPrefix($0 + "/") }) {
            plain = path.prefix(start.count).dropFirst()
            opaque = [String(path.dropFirst(start.count + 1))]
        }
        for part in plain.split(separator: "/", omittingEmptySubsequences: false) {
            let segment = try Self.decoded(part, plusIsSpace: false)
            guard !segment.utf8.contains(UInt8(ascii: "/")) else { throw .encodedSlash }
            guard segment != ".", segment != ".." else { throw .dotSegment }
            segments.append(segment)
        }
        self.segments = segments + opaque
    }

    /// The first parameter of this name.
    package subscript(query name: String) -> String? { query.first { $0.name == name }?.value }

    private static func withoutOrigin(_ text: String, host: String?) throws(Defect) -> String {
        guard text.utf8.first != UInt8(ascii: "/"), text != "*" else { return text }
        guard let colon = text.firstRange(of: "://"),
            ["http", "https"].contains(text[..<colon.lowerBound].lowercased())
        else { throw .form }
        let rest = text[colon.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.isEmpty, !authority.utf8.contains(UInt8(ascii: "@")) else { throw .form }
        guard let host, HTTPFields.isSame(String(authority), host) else { throw .otherHost }
        let path = rest[authority.endIndex...]
        return path.utf8.first == UInt8(ascii: "/") ? String(path) : "/" + path
    }

    private static func query(_ text: Substring) throws(Defect) -> [Parameter] {
        var parameters: [Parameter] = []
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            parameters.append(
                Parameter(
                    name: try decoded(parts[0], plusIsSpace: true),
                    value: parts.count > 1 ? try decoded(parts[1], plusIsSpace: true) : ""))
        }
        return parameters
    }

    private static func decoded(_ text: Substring, plusIsSpace: Bool) throws(Defect) -> String {
        guard let bytes = PercentEncoding.decoded(text.utf8, plusIsSpace: plusIsSpace) else { throw .encoding }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), let text = String(validating: bytes, as: UTF8.self) else {
            throw .text
        }
        return text
    }
}
