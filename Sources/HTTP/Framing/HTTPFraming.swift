/// Where a request's body ends. Two readers on the way of one connection must never differ about it: what could be read
/// in two ways is refused (RFC 9112 §6.3, and stricter).
package enum HTTPFraming: Hashable, Sendable {
    case length(Int)
    case chunked

    package init(_ fields: HTTPFields, isVersion11: Bool) throws(HTTPRefusal) {
        // Some programs behind a proxy take `_` for `-`; a field that only they understand is sent to mislead.
        for field in fields.all where field.name.contains("_") {
            let name = field.name.replacing("_", with: "-").lowercased()
            guard !["content-length", "transfer-encoding", "host"].contains(name) else { throw .malformed(.framing) }
        }
        let lengths = fields.values("Content-Length")
        let encodings = fields.values("Transfer-Encoding")
        switch (lengths.count, encodings.count) {
        case (0, 0): self = .length(0)
        case (1, 0): self = .length(try Self.length(lengths[0]))
        case (0, 1):
            guard isVersion11 else { throw .malformed(.framing) }
            try Self.requireChunked(encodings[0])
            self = .chunked
        case (_, _): throw .malformed(.framing)
        }
    }

    private static func length(_ text: String) throws(HTTPRefusal) -> Int {
        guard !text.isEmpty, text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
            throw .malformed(.framing)
        }
        return Int(text) ?? .max
    }

    private static func requireChunked(_ text: String) throws(HTTPRefusal) {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.lowercased() }
        if names == ["chunked"] { return }
        // Written as it should be, it is merely something we do not do; else it is a disguise.
        let known = ["gzip", "x-gzip", "deflate", "compress", "x-compress", "chunked"]
        let isPlain =
            names.allSatisfy { known.contains(HTTPFields.trimmed($0)) }
            && names.last.map(HTTPFields.trimmed) == "chunked"
        throw isPlain && names.filter { $0.contains("chunked") }.count == 1
            ? .unsupportedTransferEncoding : .malformed(.framing)
    }
}
