import Domain
import HTTP
import Testing

@Suite("A request's head") struct HeadTests {
    private func read(
        _ line: String = "GET / HTTP/1.1", _ fields: [(String, String)] = [("Host", "a")]
    ) throws(HTTPRefusal) -> RawHead.Read {
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map { Array($0.utf8) }
        return try RawHead(
            method: words[0], target: words[1], version: words[2],
            fields: fields.map { (Array($0.0.utf8), Array($0.1.utf8)) }
        ).read()
    }

    @Test func `is read once it is strict`() throws {
        let head = try read(
            "POST /a?b=c HTTP/1.1", [("Host", "teken.id:8080"), ("content-length", "5"), ("X-A", "\tb ")])
        #expect(head.method == .post && head.target.segments == ["a"] && head.framing == .length(5))
        #expect(head.fields["X-a"] == "b")
        #expect(try read("BREW / HTTP/1.1").method == nil)
        #expect(try read("get / HTTP/1.1").method == nil)
        #expect(try read("GET / HTTP/1.0", []).framing == .length(0))
        #expect(try read("POST / HTTP/1.1", [("Host", "a"), ("Transfer-Encoding", "Chunked")]).framing == .chunked)
        #expect(try read("OPTIONS * HTTP/1.1").target.path == "*")
    }

    @Test(
        arguments: [
            ("HTTP/1.2", .malformed(.head)), ("http/1.1", .malformed(.head)), ("HTTP/2.0", .malformed(.head)),
        ] as [(String, HTTPRefusal)])
    func `has one of two versions`(version: String, refusal: HTTPRefusal) {
        #expect(throws: refusal) { try read("GET / \(version)") }
    }

    @Test(arguments: ["Content-Length ", " Content-Length", "Content\u{0}Length", "", "a:b", "é", "a\rb"])
    func `has names that are tokens`(name: String) {
        #expect(throws: HTTPRefusal.malformed(.head)) { try read("GET / HTTP/1.1", [("Host", "a"), (name, "1")]) }
    }

    @Test(arguments: ["a\rb", "a\nb", "a\u{0}b", "a\u{7f}", "\u{1b}[2J"]) func `has values on one line`(value: String) {
        #expect(throws: HTTPRefusal.malformed(.head)) { try read("GET / HTTP/1.1", [("Host", "a"), ("X", value)]) }
    }

    @Test(
        arguments: [
            [], [("Host", "")], [("Host", "a"), ("Host", "a")], [("Host", "a"), ("host", "b")], [("Host", "a/b")],
            [("Host", "a b")], [("Host", "a,b")], [("Host", "a@b")], [("Host", "a?b")],
        ] as [[(String, String)]])
    func `names its host exactly once`(fields: [(String, String)]) {
        #expect(throws: HTTPRefusal.malformed(.host)) { try read("GET / HTTP/1.1", fields) }
    }

    @Test(
        arguments: [
            [("Content-Length", "5"), ("Content-Length", "5")], [("Content-Length", "5"), ("Content-Length", "6")],
            [("Content-Length", "5, 5")], [("Content-Length", "+5")], [("Content-Length", "-5")],
            [("Content-Length", "0x5")], [("Content-Length", "5 5")], [("Content-Length", "")],
            [("Content-Length", "5"), ("Transfer-Encoding", "chunked")],
            [("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "chunked")],
            [("Transfer-Encoding", "xchunked")], [("Transfer-Encoding", "chunked, identity")],
            [("Transfer-Encoding", "identity")], [("Transfer-Encoding", "chunked;q=1")],
            [("Transfer-Encoding", "chunked, chunked")], [("Transfer-Encoding", "\"chunked\"")],
            [("Transfer-Encoding", "")], [("Transfer-Encoding", "gzip")], [("Transfer-Encoding", "chunked,")],
            [("Transfer_Encoding", "chunked")], [("Content_Length", "5")],
            [("Content_length", "5"), ("Content-Length", "5")],
        ] as [[(String, String)]])
    func `leaves no doubt where its body ends`(fields: [(String, String)]) {
        #expect(throws: HTTPRefusal.malformed(.framing)) { try read("POST / HTTP/1.1", [("Host", "a")] + fields) }
    }

    @Test func `has a length beyond every limit, and not a small one, when it is long`() throws {
        let head = try read("POST / HTTP/1.1", [("Host", "a"), ("Content-Length", "99999999999999999999999")])
        #expect(head.framing == .length(.max))
    }

    @Test(arguments: ["gzip, chunked", "deflate,chunked", "GZIP, Chunked"])
    func `may ask for an encoding that nobody speaks here`(encoding: String) {
        #expect(throws: HTTPRefusal.unsupportedTransferEncoding) {
            try read("POST / HTTP/1.1", [("Host", "a"), ("Transfer-Encoding", encoding)])
        }
    }

    @Test func `of HTTP/1.0 has no chunks`() {
        #expect(throws: HTTPRefusal.malformed(.framing)) {
            try read("POST / HTTP/1.0", [("Transfer-Encoding", "chunked")])
        }
    }
}

@Suite("The layout of a head") struct HeadLayoutTests {
    private typealias Place = HeadLayout.Place

    /// As the library leaves it: `|` for each zero it has written.
    private func fits(
        _ picture: String, fields: [(Place, Place)] = [(Place(start: 16, count: 4), Place(start: 22, count: 1))]
    )
        -> Bool
    {
        HeadLayout(
            method: Place(start: 0, count: 3), target: Place(start: 4, count: 1), version: Place(start: 6, count: 8),
            fields: fields.map { (name: $0.0, value: $0.1) }
        ).fits(picture.utf8.map { $0 == UInt8(ascii: "|") ? 0 : $0 })
    }

    @Test func `is what strict lines leave`() {
        #expect(fits("GET|/|HTTP/1.1||Host| a||||"))
        #expect(fits("GET|/|HTTP/1.1||||", fields: []))
        #expect(fits("GET|/|HTTP/1.1||Host|a||||", fields: [(Place(start: 16, count: 4), Place(start: 21, count: 1))]))
        #expect(
            fits(
                "GET|/|HTTP/1.1||Host| \t|||||".replacing("|||||", with: "||||"),
                fields: [(Place(start: 16, count: 4), Place(start: 23, count: 0))]))
    }

    @Test(arguments: [
        "GET|/|HTTP/1.1|Host| a||||", "GET|/|HTTP/1.1||Host| a|||", "GET|/|HTTP/1.1||Host| a||",
        "GET|/|HTTP/1.1||Host| a|b||||",
        "GET|/|HTTP/1.1||Host| a|||||", "GET|/|HTTP/1.1||Host| a||X|b||||", "GET|/|HTTP/1.1||Host|xa||||",
        "GET /|HTTP/1.1||Host| a||||", "GET|/|HTTP/1.1 |Host| a||||", "", "GET",
    ])
    func `is nothing else`(picture: String) { #expect(!fits(picture)) }
}

@Suite("Fields") struct FieldTests {
    @Test func `are found without case, in order, and as lists`() {
        let fields: HTTPFields = ["A": "1, 2", "b": "x", "a": " 3 ,,"]
        #expect(
            fields["B"] == "x" && fields.values("A") == ["1, 2", " 3 ,,"] && fields.members("a") == ["1", "2", "3"])
    }

    @Test func `keep to their line whatever they are given`() {
        let fields: HTTPFields = ["Content-Disposition": "a\r\nSet-Cookie: b\u{0}"]
        #expect(fields.all.map(\.value) == ["a  Set-Cookie: b "])
    }
}

@Suite("The rules of a route") struct RouteRulesTests {
    private func plan(_ rules: RouteRules, _ framing: HTTPFraming, _ type: String?) throws(HTTPRefusal) -> BodyPlan? {
        try rules.plan(for: framing, contentType: type)
    }

    @Test func `choose how a body is kept`() throws {
        let rules = RouteRules(
            bodies: [.bytes(["application/json"]), .file(["application/pdf"]), .form], bodyBytesMax: 100)
        #expect(try plan(rules, .length(5), "Application/JSON; charset=utf-8") == .bytes(most: 100))
        #expect(try plan(rules, .chunked, "application/pdf") == .file(most: 100))
        #expect(
            try plan(rules, .length(5), "application/x-www-form-urlencoded") == .urlEncoded(most: 100, partsMax: 64))
        #expect(
            try plan(rules, .length(5), "multipart/form-data; boundary=a")
                == .multipart(boundary: "a", most: 100, FormLimits()))
        #expect(try plan(rules, .length(0), "text/plain") == nil)
        #expect(try plan(RouteRules(bodies: [.bytes(["*"])]), .length(1), nil) == .bytes(most: 64 << 10))
    }

    @Test func `refuse the rest before it is read`() {
        let rules = RouteRules(bodies: [.bytes(["application/json"]), .form], bodyBytesMax: 100)
        for type in [nil, "text/plain", "nonsense", "application/json, text/plain"] as [String?] {
            #expect {
                try plan(rules, .length(5), type)
            } throws: { error in
                if case HTTPRefusal.unsupportedMediaType = error { true } else { false }
            }
        }
        #expect(throws: HTTPRefusal.tooLarge(.body(bytesMax: 100))) {
            try plan(rules, .length(101), "application/json")
        }
        #expect(throws: Never.self) { try plan(rules, .length(100), "application/json") }
        #expect(throws: HTTPRefusal.tooLarge(.body(bytesMax: 0))) { try plan(RouteRules(), .length(1), nil) }
        for type in ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"é\""] {
            #expect(throws: HTTPRefusal.malformed(.form)) { try plan(rules, .length(5), type) }
        }
        var counted = rules
        counted.requiresLength = true
        #expect(throws: HTTPRefusal.lengthRequired) { try plan(counted, .chunked, "application/json") }
    }
}
