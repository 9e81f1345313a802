import Domain
import HTTP
import Store

/// One thing that can be asked for: what it is, what is sent and answered, and who does it. The route, its line in the document for
/// programs and its part of the page for people are made of this value and of nothing else.
struct Operation: Sendable {
    /// Stays: programs that are generated from the document call their functions so.
    let name: String
    let method: HTTPMethod
    let path: String
    let tag: String
    let summary: Bilingual
    /// More than the summary says, in English.
    var words = ""
    var pathFields: [Schema.Member] = []
    /// Behind the question mark, each once at most: nothing secret, and nobody's data. What has none of them takes nothing there.
    var queryFields: [Schema.Member] = []
    var isRepeatable = false
    var bodies: [Body] = []
    var rules = RouteRules()
    let answers: [Answer]
    /// Statuses of refusals besides those that every request may get.
    var refusals: [Int] = []
    /// Behind `curl`, one argument after the other.
    var example: [String] = []
    let work: Work

    /// What the body is, for each type of it.
    struct Body: Sendable {
        let type: String
        /// Nil for a file as it is.
        let schema: Schema?
        /// Parts of a form that are files, with what they are.
        var files: [File] = []

        struct File: Sendable {
            let name: String
            let types: [String]
            let count: ClosedRange<Int>
            let words: String
        }
    }

    struct Answer: Sendable {
        let status: Int
        let words: String
        var contents: [Content] = []

        struct Content: Sendable {
            let type: String
            /// Nil for bytes.
            let schema: Schema?
        }

        static func json(_ status: Int, _ words: String, _ schema: Schema) -> Answer {
            Answer(status: status, words: words, contents: [Content(type: "application/json", schema: schema)])
        }
    }

    enum Work: Sendable {
        /// For anybody.
        case open(@Sendable (HTTPRequest) -> HTTPResponse)
        /// For programs that may do what the scope names.
        case program(ClientScopes, @Sendable (Call) throws(Refusal) -> HTTPResponse)
    }
}

/// A request that was let in.
struct Call: Sendable {
    let request: HTTPRequest
    let path: PathParameters
    let client: ClientRecord
    /// Of the program's scopes those that it was let in with: a token may stand for fewer.
    let scopes: ClientScopes

    var head: HTTPRequestHead { request.head }
}

extension Operation {
    /// What the server refuses before anybody here sees the request (`HTTPRefusal`), and what is no request's fault.
    static let serversOwn = [400, 414, 431, 500, 503]

    /// Every status of a refusal, in order.
    var refused: [Int] {
        var all = Set(Self.serversOwn).union(refusals)
        switch work {
        case .open: break
        case .program: all.formUnion([401, 403, 429])
        }
        // A body that is announced where none is taken is too large.
        all.insert(413)
        if !bodies.isEmpty { all.insert(415) }
        if isRepeatable { all.formUnion([409, 422]) }
        return all.sorted()
    }

    var scope: ClientScopes? {
        switch work {
        case .open: nil
        case .program(let scope, _): scope
        }
    }
}
