import Glibc
import HTTPClient
import TestSupport
import Testing

@Suite("Getting what a URL names") struct HTTPGetTests {
    /// `/3` is three redirects away from `/0`, and so on; the other paths are told apart by their words.
    private static func answer(_ path: String, _ port: UInt16) -> String {
        switch path {
        case "/0": Wire.page("here", type: "application/pkix-crl; x=y")
        case "/large": Wire.redirect(to: "/million")
        case "/million": Wire.page(String(repeating: "x", count: 1_000_000))
        case "/absolute": Wire.redirect(to: "http://127.0.0.1:\(port)/0")
        case "/elsewhere": Wire.redirect(to: "http://127.0.0.2:\(port)/0")
        case "/named": Wire.redirect(to: "http://localhost:\(port)/0")
        case "/port": Wire.redirect(to: "http://127.0.0.1:22/0")
        case "/user": Wire.redirect(to: "http://a:b@127.0.0.1:\(port)/0")
        case "/file": Wire.redirect(to: "file:///etc/passwd")
        case "/ftp": Wire.redirect(to: "ftp://127.0.0.1:\(port)/0")
        case "/round": Wire.redirect(to: "/round")
        case "/nowhere": "HTTP/1.1 302 so\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        case "/seen": Wire.redirect(304, to: "/0")
        case "/gone": Wire.page("gone", status: 410)
        default:
            Int(path.dropFirst()).map { $0 < 10 ? Wire.redirect(to: "/\($0 - 1)") : Wire.redirect($0, to: "/0") }
                ?? Wire.page("?", status: 404)
        }
    }

    private let server: ScriptedServer
    /// This server and nothing else.
    private let here: AddressGuard

    init() throws {
        server = try ScriptedServer(answer: Self.answer)
        here = AddressGuard(ports: [server.port]) { $0 == IPAddress(bytes: [127, 0, 0, 1]) }
    }

    private func get(
        _ path: String, addresses: AddressGuard = .any, totalTime: Duration = .seconds(10), bytesMax: Int = 1 << 20
    ) throws -> HTTPAnswer {
        try get(url: server.url + path, addresses: addresses, totalTime: totalTime, bytesMax: bytesMax)
    }

    private func get(
        url: String, addresses: AddressGuard, totalTime: Duration = .seconds(10), bytesMax: Int = 1 << 20
    ) throws -> HTTPAnswer {
        let limits = HTTPLimits(connectTime: .seconds(2), totalTime: totalTime, answerBytesMax: bytesMax)
        return try HTTPClient.get(
            HTTPGet(url: url, accept: "application/pkix-crl", limits: limits, addresses: addresses))
    }

    @Test func `brings status, media type and body back`() throws {
        let answer = try get("/0")
        #expect(answer.status == 200)
        #expect(answer.mediaType == "application/pkix-crl")
        #expect(answer.body == Array("here".utf8))
        let head = try #require(server.heads.first)
        #expect(head.hasPrefix("GET /0 HTTP/1.1\r\n"))
        #expect(head.contains("\r\nAccept: application/pkix-crl\r\n"))
        #expect(!head.contains("Content-"))
    }

    @Test func `takes a refusal for an answer`() throws {
        #expect(try get("/gone").status == 410)
    }

    @Test func `follows three redirects, and the fourth is the answer`() throws {
        #expect(try get("/3").status == 200)
        #expect(try get("/4").status == 302)
        #expect(try get("/round").status == 302)
        #expect(server.requests.count == 4 + 4 + 4)
    }

    @Test(arguments: [301, 302, 303, 307, 308]) func `follows what is a redirect`(status: Int) throws {
        #expect(try get("/\(status)").body == Array("here".utf8))
    }

    @Test(arguments: ["/300", "/305", "/seen", "/nowhere"]) func `follows nothing that is none`(path: String) throws {
        #expect(try (300..<400).contains(get(path).status))
        #expect(server.requests.count == 1)
    }

    @Test(arguments: ["/file", "/ftp"]) func `follows to http and https only`(path: String) {
        #expect(throws: HTTPClientError.unusableURL) { try get(path) }
    }

    @Test func `stops at the size it was allowed, behind a redirect too`() throws {
        #expect(try get("/large", bytesMax: 1_000_000).body.count == 1_000_000)
        #expect(throws: HTTPClientError.answerTooLarge(bytesMax: 999_999)) { try get("/large", bytesMax: 999_999) }
    }

    @Test func `takes no more time for several than for one`() throws {
        // Each answer would come in time, and both of them together do not.
        let slow = try ScriptedServer { path, _ in
            usleep(500_000)
            return path == "/0" ? Wire.page("late") : Wire.redirect(to: "/0")
        }
        #expect(throws: HTTPClientError.timedOut) {
            try get(url: slow.url + "/1", addresses: .any, totalTime: .milliseconds(800))
        }
        #expect(try get(url: slow.url + "/1", addresses: .any).status == 200)
    }

    @Test(arguments: [Duration.zero, .nanoseconds(1), .seconds(-1)])
    func `takes no time at all for no limit`(time: Duration) {
        #expect(throws: HTTPClientError.timedOut) { try get("/0", totalTime: time) }
    }

    @Test func `goes to loopback only where that is allowed`() throws {
        // Port 80 belongs to nobody here, and the guard must speak before it is known.
        for url in [
            "http://127.0.0.1/", "https://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/",
        ] {
            #expect(throws: HTTPClientError.addressRefused, "\(url)") { try get(url: url, addresses: .publicOnly) }
        }
        #expect(throws: HTTPClientError.addressRefused) { try get("/0", addresses: .publicOnly) }
        #expect(server.requests.isEmpty)
        #expect(try get("/0", addresses: .any).status == 200)
        #expect(try get("/0", addresses: here).status == 200)
    }

    @Test(arguments: [
        "http://10.1.2.3/", "http://169.254.169.254/latest/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/",
        "http://[fe80::1]/", "http://[64:ff9b::7f00:1]/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/",
    ])
    func `never knocks at a door that is not public`(url: String) {
        #expect(throws: HTTPClientError.addressRefused) { try get(url: url, addresses: .publicOnly) }
    }

    /// The names lead nowhere, which nobody gets to know.
    @Test(arguments: [
        "http://contoh.invalid:8080/", "https://contoh.invalid:22/", "http://a@contoh.invalid/",
        "http://a:b@contoh.invalid/",
    ])
    func `resolves no name on another port, or with a name and password`(url: String) {
        #expect(throws: HTTPClientError.addressRefused) { try get(url: url, addresses: .publicOnly) }
    }

    @Test(arguments: ["/absolute", "/1"]) func `follows where the guard lets it`(path: String) throws {
        #expect(try get(path, addresses: here).body == Array("here".utf8))
    }

    @Test(arguments: ["/elsewhere", "/port", "/user"])
    func `does not follow where the guard does not let it`(path: String) {
        #expect(throws: HTTPClientError.addressRefused) { try get(path, addresses: here) }
        #expect(server.requests == ["GET \(path) HTTP/1.1"])
    }

    @Test func `judges a name by what it was resolved to`() throws {
        // Where the name has an IPv6 address, it is tried, and nobody is there.
        let six = AddressGuard(ports: [server.port]) { $0 == IPAddress(bytes: [UInt8](repeating: 0, count: 15) + [1]) }
        let url = "http://localhost:\(server.port)/0"
        #expect(try get(url: url, addresses: here).status == 200)
        #expect(try get("/named", addresses: here).status == 200)
        let before = server.requests.count
        #expect(throws: HTTPClientError.addressRefused) { try get(url: url, addresses: six) }
        #expect(throws: HTTPClientError.addressRefused) {
            try get(url: url, addresses: AddressGuard(ports: [server.port]) { _ in false })
        }
        #expect(server.requests.count == before)
    }

    @Test(arguments: ["", "nonsense", "file:///etc/passwd", "gopher://127.0.0.1:70/", "http://127.0.0.1:99999/"])
    func `speaks http and https only`(url: String) {
        for addresses in [AddressGuard.any, .publicOnly] {
            #expect(throws: HTTPClientError.unusableURL) { try get(url: url, addresses: addresses) }
        }
    }
}
