import Channels
import Foundation
import Glibc
import HTTP
@testable import HTTPServer
import Synchronization
import TestSupport
import TestTraits
import Testing

@Suite("A server", .waiting) struct ServingTests {
    private let server: TestServer

    init() throws { server = try TestServer() }

    private func get(_ path: String, _ fields: String = "", method: String = "GET") throws -> RawAnswer {
        let client = try server.client()
        try client.send("\(method) \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
        return try client.answer(toHead: method == "HEAD")
    }

    @Test func `answers what its handlers say`() throws {
        let answer = try get("/hello")
        #expect(answer.status == 200 && answer.text == "halo")
        #expect(answer.fields["content-type"] == "text/plain")
        #expect(answer.fields["x-content-type-options"] == "nosniff")
        #expect(answer.fields["x-request-id"]?.count == 32)
        #expect(answer.fields["date"]?.hasSuffix(" GMT") == true)
        #expect(answer.fields["server"] == nil)
        #expect(try get("/word/a%20b?c=d&c=e").text == "a b|c=d,c=e")
    }

    @Test func `answers one after the other on the same connection, also when they are asked at once`() throws {
        let client = try server.client()
        for _ in 0..<3 {
            try client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.answer().text == "halo")
        }
        try client.send(String(repeating: "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n", count: 20))
        var all = ""
        let haveCome = eventually {
            all += String(decoding: client.everything(within: .milliseconds(200)), as: UTF8.self)
            return all.components(separatedBy: "halo").count == 21
        }
        #expect(haveCome)
    }

    @Test func `answers HEAD with the length and nothing else`() throws {
        let client = try server.client()
        try client.send(
            "HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        let all = String(decoding: client.everything(), as: UTF8.self)
        #expect(all.components(separatedBy: "Content-Length: 4\r\n").count == 3)
        #expect(all.components(separatedBy: "halo").count == 2)
    }

    @Test func `answers OPTIONS, and refuses what it has not, without ending the connection`() throws {
        let client = try server.client()
        for (line, status, allow) in [
            ("OPTIONS /hello", 204, "GET, HEAD, OPTIONS"),
            ("OPTIONS *", 204, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
            ("DELETE /hello", 405, "GET, HEAD, OPTIONS"), ("BREW /hello", 405, "GET, HEAD, OPTIONS"),
        ] {
            try client.send("\(line) HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try client.answer()
            #expect(answer.status == status && answer.fields["allow"] == allow)
        }
        try client.send("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = try client.answer()
        #expect(answer.status == 404 && answer.text.contains("no_such_address") && answer.fields["connection"] == nil)
        #expect(answer.fields["x-request-id"]?.count == 32)
    }

    @Test func `compresses where the answer may, the client wants it and it is worth it`() throws {
        let small = try get("/long/1024", "Accept-Encoding: gzip\r\n")
        #expect(small.fields["content-encoding"] == nil && small.body.count == 1_024)
        let large = try get("/long/8000", "Accept-Encoding: br, GZIP;q=0.5\r\n")
        #expect(large.fields["content-encoding"] == "gzip" && large.fields["vary"] == "Accept-Encoding")
        #expect(large.body.count < 200)
        let url = "http://127.0.0.1:\(server.port)/long/8000"
        #expect(try ProgramRun.of("curl", ["-s", "--compressed", url]).output.count == 8_000)
        for field in ["", "Accept-Encoding: gzip;q=0\r\n", "Accept-Encoding: identity\r\n"] {
            let plain = try get("/long/8000", field)
            #expect(plain.body.count == 8_000 && plain.fields["vary"] == "Accept-Encoding")
        }
    }

    @Test func `sends a memory file and what was added in one answer`() throws {
        let answer = try get("/pieces", "Accept-Encoding: gzip\r\n")
        #expect(answer.body == TestServer.original + Array("added".utf8))
        #expect(answer.fields["content-encoding"] == nil)
    }

    @Test func `keeps a body as its route wants it`() throws {
        let url = "http://127.0.0.1:\(server.port)"
        let folder = try TemporaryFolder()
        let file = try folder.write(TestServer.original, to: "surat.pdf")
        let sum = TestServer.sum(TestServer.original)
        #expect(try curl(["-d", "a=b&c", "\(url)/bytes"]) == "bytes \(TestServer.sum(Array("a=b&c".utf8)))")
        #expect(
            try curl(["-H", "Content-Type: application/pdf", "--data-binary", "@\(file)", "\(url)/file"])
                == "file \(sum)")
        #expect(
            try curl([
                "-H", "Content-Type: application/pdf", "-H", "Transfer-Encoding: chunked", "--data-binary", "@\(file)",
                "\(url)/file",
            ])
                == "file \(sum)")
        #expect(try curl(["-X", "POST", "\(url)/file"]) == "none")
        #expect(
            try curl(["-F", "nik=317", "-F", "file=@\(file);type=application/pdf", "-F", "e=@/dev/null", "\(url)/form"])
                == "nik|-|-|bytes \(TestServer.sum(Array("317".utf8)))\nfile|surat.pdf|application/pdf|file \(sum)\n"
                + "e|null|application/octet-stream|bytes 0 0")
        #expect(try curl(["-d", "a=b%26&c=+", "\(url)/form"]).split(separator: "\n").count == 2)
    }

    @Test func `refuses a body it does not take, and says which it takes`() throws {
        let url = "http://127.0.0.1:\(server.port)"
        for (arguments, status) in [
            (["-H", "Content-Type: text/plain", "-d", "a", "\(url)/file"], "415"),
            (["-d", "a", "\(url)/hello"], "405"),
            (["-H", "Transfer-Encoding: chunked", "-d", "a", "\(url)/counted"], "411"),
            (["-H", "Content-Type: multipart/form-data", "-d", "a", "\(url)/form"], "400"),
            (["-H", "Content-Type: multipart/form-data; boundary=x", "-d", "a", "\(url)/form"], "400"),
            (["-H", "Transfer-Encoding: gzip, chunked", "-d", "a", "\(url)/bytes"], "501"),
            (["-X", "GET", "-d", "a", "\(url)/hello"], "413"),
        ] { #expect(try curl(["-o", "/dev/null", "-w", "%{http_code}"] + arguments) == status, "\(arguments)") }
    }

    @Test func `takes a thousand parts`() throws {
        let parts = (0..<1_000).map { "--x\r\nContent-Disposition: form-data; name=\"p\($0)\"\r\n\r\n\($0)\r\n" }
            .joined()
        let client = try server.client()
        let body = parts + "--x--\r\n"
        try client.send(
            "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                + body)
        #expect(try client.answer().text.split(separator: "\n").count == 1_000)
    }

    @Test func `listens in several places at once, and a file is one`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("teken.sock")
        let six = Listener(.tcp("::1", port: 0))
        let many = try TestServer(more: [six, Listener(.unix(path: path, mode: 0o600))])
        #expect(try curl(["--unix-socket", path, "http://a/about"]).hasPrefix("unix|false|"))
        #expect(try curl(["http://127.0.0.1:\(many.port)/about"]).hasPrefix("127.0.0.1|false|"))
        if case .tcp(_, let port) = many.server.addresses[1] {
            #expect(try curl(["http://[::1]:\(port)/about"]).hasPrefix("::1|false|"))
        }
        var status = stat()
        #expect(unsafe lstat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(throws: ServerError.addressInUse(path)) { try TestServer(Listener(.unix(path: path, mode: 0o600))) }
        many.server.stop(within: .zero)
        // What a dead process leaves behind.
        #expect(
            try ProgramRun.of("python3", ["-c", "import socket; socket.socket(socket.AF_UNIX).bind('\(path)')"])
                .isSuccess)
        let again = try TestServer(Listener(.unix(path: path, mode: 0o660)))
        #expect(try curl(["--unix-socket", path, "http://a/hello"]) == "halo")
        again.server.stop(within: .zero)
        let plain = try folder.write([1], to: "plain")
        #expect(throws: ServerError.addressInUse(plain)) { try TestServer(Listener(.unix(path: plain, mode: 0o600))) }
    }

    @Test func `is not started where it cannot listen`() throws {
        let taken = Listener.Address.tcp("127.0.0.1", port: server.port)
        #expect(throws: ServerError.addressInUse("127.0.0.1:\(server.port)")) { try TestServer(Listener(taken)) }
        for host in ["", "localhost", "1.2.3", "::g"] {
            #expect(throws: ServerError.unusableAddress("\(host):0")) { try TestServer(Listener(.tcp(host, port: 0))) }
        }
        #expect(throws: ServerError.self) { try TestServer(Listener(.tcp("203.0.113.1", port: 0))) }
    }

    @Test func `believes a proxy it was told to trust, and nobody else`() throws {
        let fields = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\nX-Request-Id: dari-proxy-1\r\n"
        #expect(try get("/about", fields).text.hasPrefix("127.0.0.1|false|"))
        let block = try #require(AddressBlock("127.0.0.0/8"))
        let behind = try TestServer(proxies: TrustedProxies([block]))
        let answer = try behind.once("GET /about HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
        #expect(answer.text == "203.0.113.9|true|dari-proxy-1|-")
        #expect(answer.fields["x-request-id"] == "dari-proxy-1")
    }

    @Test func `tells what it did without telling what was asked`() throws {
        _ = try get("/word/rahasia?token=rahasia")
        _ = try get("/rahasia")
        #expect(eventually { server.heard.finished.withLock { $0.count == 2 } })
        let records = server.heard.finished.withLock { $0 }.sorted { ($0.route ?? "") > ($1.route ?? "") }
        #expect(records[0].route == "word" && records[0].status == 200 && records[0].isComplete)
        #expect(records[0].answerBytes == "rahasia|token=rahasia".utf8.count && records[0].method == .get)
        #expect(records[1].route == nil && records[1].status == 404)
        #expect(!"\(records)".contains("rahasia"))
        #expect(server.heard.refused.withLock { $0 } == [.noSuchRoute])
    }

    private func curl(_ arguments: [String]) throws -> String {
        try ProgramRun.of("curl", ["-s", "--max-time", "20"] + arguments).output
    }
}
