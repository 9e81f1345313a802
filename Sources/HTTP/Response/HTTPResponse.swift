package import Channels

/// What is answered.
package struct HTTPResponse: Sendable {
    package var status: Int
    package var fields: HTTPFields
    package var body: Body
    /// Whether it may leave compressed: never where a secret stands beside what a stranger chose (BREACH).
    package var mayBeCompressed: Bool

    package enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// One after the other, without being put together first: an original from its memory file, then what was added.
        case pieces([Piece])
    }

    package enum Piece: Sendable {
        case bytes([UInt8])
        case file(MemoryFile, Range<Int>)

        package var count: Int {
            switch self {
            case .bytes(let bytes): bytes.count
            case .file(_, let range): range.count
            }
        }
    }

    package init(
        status: Int, fields: HTTPFields = HTTPFields(), body: Body = .none, mayBeCompressed: Bool = false
    ) {
        precondition(200...599 ~= status, "an answer is a final one")
        self.status = status
        self.fields = fields
        self.body = body
        self.mayBeCompressed = mayBeCompressed
    }

    /// A text of a media type, such as JSON or HTML.
    package static func text(
        _ text: String, type: String, status: Int = 200, mayBeCompressed: Bool = true
    ) -> HTTPResponse {
        HTTPResponse(
            status: status, fields: ["Content-Type": type], body: .bytes(Array(text.utf8)),
            mayBeCompressed: mayBeCompressed)
    }

    package var bodyBytes: Int {
        switch body {
        case .none: 0
        case .bytes(let bytes): bytes.count
        case .pieces(let pieces): pieces.reduce(0) { $0 + $1.count }
        }
    }
}

extension HTTPFields: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, String)...) {
        self.init()
        for (name, value) in elements { append(name, value) }
    }
}
