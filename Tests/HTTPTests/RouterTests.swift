import Channels
import HTTP
import TestSupport
import TestTraits
import Testing

@Suite("A router") struct RouterTests {
    private static func route(
        _ name: String, _ method: HTTPMethod, _ pattern: String, slash: Bool = false
    ) -> Route {
        Route(name, method, pattern, toleratesTrailingSlash: slash) { _, _, _ in HTTPResponse(status: 200) }
    }

    private let router = Router([
        route("root", .get, "/"),
        route("status", .get, "/api/user/status/{nik}"),
        route("me", .get, "/api/user/status/me"),
        route("sign", .post, "/api/sign/pdf"),
        route("list", .get, "/api/people", slash: true),
        route("add", .post, "/api/people"),
        route("letter", .get, "/api/{institution}/letters/{letter}"),
        route("replace", .put, "/api/{other}/letters/{name}"),
    ])

    private func match(_ method: HTTPMethod?, _ path: String) throws -> Router.Match {
        router.match(method, try HTTPTarget(Array(path.utf8), host: nil))
    }

    private func name(_ method: HTTPMethod, _ path: String) throws -> String? {
        if case .route(let route, _) = try match(method, path) { route.name } else { nil }
    }

    private func refusal(_ method: HTTPMethod?, _ path: String) throws -> HTTPRefusal? {
        if case .refused(let refusal) = try match(method, path) { refusal } else { nil }
    }

    @Test(arguments: [
        (HTTPMethod.get, "/", "root"), (.get, "/api/user/status/317", "status"), (.get, "/api/user/status/me", "me"),
        (.post, "/api/sign/pdf", "sign"), (.get, "/api/people", "list"), (.get, "/api/people?a=b", "list"),
        (.post, "/api/people", "add"), (.get, "/api/bkn/letters/7", "letter"), (.put, "/api/bkn/letters/7", "replace"),
        (.get, "/api/user/letters/7", "letter"), (.head, "/", "root"), (.head, "/api/people", "list"),
    ])
    func `finds the route of a method and an address`(method: HTTPMethod, path: String, expected: String) throws {
        #expect(try name(method, path) == expected)
    }

    @Test(arguments: [
        "/api", "/api/", "/api/user/status", "/api/user/status/", "/api/user/status/1/2", "//", "/api//letters/7",
        "/api/sign/pdf/", "/API/sign/pdf", "/api/user/status/me/",
    ])
    func `finds nothing elsewhere`(path: String) throws {
        #expect(try refusal(.get, path) == .noSuchRoute)
    }

    @Test(arguments: [
        ("/ocsp/MEUw%2FQ%3D%3D", "MEUw%2FQ%3D%3D"), ("/ocsp/a/b//../c%00", "a/b//../c%00"), ("/ocsp/+a=?x", "+a="),
    ])
    func `hands the rest of an address on as it was sent, where a route wants it so`(path: String, rest: String) throws
    {
        let router = Router([Self.route("ask", .get, "/ocsp/{request*}"), Self.route("post", .post, "/ocsp")])
        #expect(router.opaquePaths == ["/ocsp"])
        let target = try HTTPTarget(Array(path.utf8), host: nil, opaqueBelow: router.opaquePaths)
        guard case .route(let route, let values) = router.match(.get, target) else { return #expect(Bool(false)) }
        #expect(route.name == "ask" && values["request"] == rest)
        let elsewhere = try HTTPTarget(Array("/ocsp".utf8), host: nil, opaqueBelow: router.opaquePaths)
        guard case .route(let posted, _) = router.match(.post, elsewhere) else { return #expect(Bool(false)) }
        #expect(posted.name == "post")
        #expect(throws: HTTPTarget.Defect.encodedSlash) {
            try HTTPTarget(Array("/ocspx/a%2Fb".utf8), host: nil, opaqueBelow: router.opaquePaths)
        }
    }

    @Test func `gives each brace its value, decoded`() throws {
        guard case .route(_, let values) = try match(.get, "/api/b%20k/letters/a%2Bb") else {
            return #expect(Bool(false))
        }
        #expect(values["institution"] == "b k" && values["letter"] == "a+b")
        guard case .route(_, let others) = try match(.put, "/api/x/letters/y") else { return #expect(Bool(false)) }
        #expect(others["other"] == "x" && others["name"] == "y")
    }

    @Test func `tolerates a slash at the end where the route says so`() throws {
        #expect(try name(.get, "/api/people/") == "list")
        #expect(try refusal(.post, "/api/people/") == .methodNotAllowed(allowed: [.get, .head, .options]))
        #expect(try refusal(.get, "/api/people//") == .noSuchRoute)
    }

    @Test func `says which methods an address has`() throws {
        #expect(try refusal(.delete, "/api/people") == .methodNotAllowed(allowed: [.get, .head, .post, .options]))
        #expect(try refusal(.get, "/api/sign/pdf") == .methodNotAllowed(allowed: [.post, .options]))
        #expect(try refusal(.head, "/api/sign/pdf") == .methodNotAllowed(allowed: [.post, .options]))
        #expect(try refusal(nil, "/") == .methodNotAllowed(allowed: [.get, .head, .options]))
        guard case .options(let allowed) = try match(.options, "/api/x/letters/y") else { return #expect(Bool(false)) }
        #expect(allowed == [.get, .head, .put, .options])
        guard case .options(let all) = try match(.options, "*") else { return #expect(Bool(false)) }
        #expect(all == HTTPMethod.allCases)
        #expect(try refusal(.get, "*") != nil)
    }

    @Test func `leads nobody to a route that is there for others`() throws {
        let blocks = try ["10.0.0.0/8", "::1", "unix"].map { try #require(AddressBlock($0)) }
        var rules = RouteRules()
        rules.onlyFor = blocks
        let router = Router([
            Route("metrics", .get, "/metrics", rules: rules) { _, _, _ in HTTPResponse(status: 200) },
            Self.route("file", .get, "/open/{file}"),
        ])
        let target = try HTTPTarget(Array("/metrics".utf8), host: nil)
        for method in HTTPMethod.allCases {
            guard case .refused(.noSuchRoute) = router.match(method, target, for: try #require(PeerAddress("9.9.9.9")))
            else { return #expect(Bool(false), "\(method)") }
        }
        for peer in [PeerAddress("10.255.0.1"), PeerAddress("::1"), .unix] {
            guard case .route = router.match(.get, target, for: try #require(peer)) else { return #expect(Bool(false)) }
            guard case .refused(.methodNotAllowed) = router.match(.post, target, for: try #require(peer)) else {
                return #expect(Bool(false))
            }
        }
    }

    @Test func `takes no longer with ten thousand routes`() throws {
        let numbers = (0..<10_000).thinnedWhenWatched(to: 20)
        let routes = numbers.map { Self.route("r\($0)", .get, "/a/\($0)/{x}/b\($0)") }
        let large = Router(routes)
        let clock = ContinuousClock()
        let time = try clock.measure {
            for number in numbers {
                let target = try HTTPTarget(Array("/a/\(number)/v/b\(number)".utf8), host: nil)
                guard case .route(let route, _) = large.match(.get, target) else { return #expect(Bool(false)) }
                #expect(route.name == "r\(number)")
            }
        }
        #expect(time < .seconds(5))  // a search through all of them takes minutes
    }

    @Test(.ownProcess) func `is not built of routes that collide`() async {
        await #expect(processExitsWith: .failure) {
            _ = Router([Self.route("a", .get, "/x/{a}"), Self.route("b", .get, "/x/{b}")])
        }
        await #expect(processExitsWith: .failure) {
            _ = Router([Self.route("a", .get, "/x"), Self.route("a", .get, "/y")])
        }
    }

    @Test(.ownProcess) func `is not built of patterns that are none`() async {
        await #expect(processExitsWith: .failure) { _ = Self.route("a", .get, "x") }
        await #expect(processExitsWith: .failure) { _ = Self.route("a", .get, "/x{a}") }
        await #expect(processExitsWith: .failure) { _ = Self.route("a", .get, "/{a}/{a}") }
        await #expect(processExitsWith: .failure) { _ = Self.route("a", .get, "/x/") }
        await #expect(processExitsWith: .failure) { _ = Self.route("a", .head, "/x") }
    }
}
