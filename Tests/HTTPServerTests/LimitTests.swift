import Foundation
import Glibc
import HTTP
@testable import HTTPServer
import Synchronization
import TestSupport
import TestTraits
import Testing

@Suite("A server's limits", .waiting) struct LimitTests {
    private func status(_ server: TestServer, _ request: String) throws -> Int { try server.once(request).status }

    private func padded(_ count: Int) -> String {
        let stem = "GET /hello HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n"
        return "GET /hello HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: count - stem.utf8.count))\r\n\r\n"
    }

    @Test func `are kept by a head of so many bytes, fields and letters of target, and by none with one more`() throws {
        let server = try TestServer()
        #expect(try status(server, padded(16 << 10)) == 200)
        #expect(try status(server, padded((16 << 10) + 1)) == 431)
        let fields = { (count: Int) in String(repeating: "X: y\r\n", count: count - 1) }
        #expect(try status(server, "GET /hello HTTP/1.1\r\nHost: a\r\n\(fields(100))\r\n") == 200)
        #expect(try status(server, "GET /hello HTTP/1.1\r\nHost: a\r\n\(fields(101))\r\n") == 431)
        let target = { (count: Int) in "/hello?" + String(repeating: "q", count: count - 7) }
        #expect(try status(server, "GET \(target(8 << 10)) HTTP/1.1\r\nHost: a\r\n\r\n") == 200)
        #expect(try status(server, "GET \(target((8 << 10) + 1)) HTTP/1.1\r\nHost: a\r\n\r\n") == 414)
    }

    @Test func `hold against two hundred thousand fields without growing`() throws {
        let server = try TestServer()
        for head in [
            "GET /hello HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: y\r\n", count: 200_000),
            String(repeating: "x", count: 300_000),
        ] {
            let client = try server.client()
            try? client.send(head)  // it is closed before all of it is sent
            let answer = String(decoding: client.everything(within: .seconds(1)), as: UTF8.self)
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 431") || answer.hasPrefix("HTTP/1.1 414"))
        }
        #expect(try status(server, padded(100)) == 200)
    }

    @Test func `are kept by a body as long as its route takes`() throws {
        let server = try TestServer()
        let post = { (count: Int) in
            "POST /bytes HTTP/1.1\r\nHost: a\r\nContent-Length: \(count)\r\n\r\n" + String(repeating: "b", count: count)
        }
        #expect(try status(server, post(1_000)) == 200)
        #expect(try status(server, post(1_001)) == 413)
        let chunked = { (count: Int) in
            "POST /bytes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(String(count, radix: 16))\r\n"
                + String(repeating: "b", count: count) + "\r\n0\r\n\r\n"
        }
        #expect(try status(server, chunked(1_000)) == 200)
        #expect(try status(server, chunked(1_001)) == 413)
    }

    @Test func `are told before a byte of the body is read`() throws {
        let server = try TestServer()
        let client = try server.client()
        try client.send("POST /bytes HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n")
        let answer = try client.answer()
        #expect(
            answer.status == 413 && answer.text.contains("body_too_large") && answer.fields["connection"] == "close")
        let polite = try server.client()
        try polite.send("POST /bytes HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
        usleep(50_000)
        try polite.send("abc")
        #expect(try polite.answer().status == 200)
    }

    @Test func `are heard by a client that goes on sending`() throws {
        let server = try TestServer()
        for _ in 0..<20 {
            let client = try server.client()
            try client.send("POST /bytes HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n")
            try? client.send([UInt8](repeating: 1, count: 2_000_000))
            #expect(try client.answer().status == 413)
        }
    }

    @Test func `cut a head that does not end, however busily it goes on`() throws {
        let server = try TestServer { $0.headTime = .milliseconds(400) }
        let silent = try server.client()
        let slow = try server.client()
        let clock = ContinuousClock()
        let begin = clock.now
        try slow.send("GET /hello HTTP/1.1\r\nHost: a\r\n")
        while clock.now - begin < .seconds(10), (try? slow.send("X: y\r\n")) != nil { usleep(50_000) }
        #expect(clock.now - begin < .seconds(8))
        #expect(silent.isClosed() && slow.isClosed())
        #expect(server.heard.waitForCut(.headTooSlow))
    }

    @Test func `cut a body below its floor, and none above it`() throws {
        let server = try TestServer {
            $0.bodyGrace = .milliseconds(300)
            $0.bodyBytesPerSecondMin = 100
        }
        let head = "POST /bytes HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"
        let slow = try server.client()
        try slow.send(head + "x")
        let steady = try server.client()
        try steady.send(head)
        for _ in 0..<10 {
            usleep(120_000)
            try steady.send(String(repeating: "x", count: 100))
            try? slow.send("x")  // it is closed on the way
        }
        #expect(try steady.answer().status == 200)
        #expect(slow.isClosed() && server.heard.waitForCut(.bodyTooSlow))
    }

    @Test func `cut who takes an answer too slowly`() throws {
        let server = try TestServer {
            $0.answerGrace = .milliseconds(300)
            $0.answerBytesPerSecondMin = 100 << 20
        }
        let client = try server.client()
        try client.send("GET /long/40000000 HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(server.heard.waitForCut(.answerTooSlow))
        #expect(client.everything().count < 40_000_000)
    }

    @Test func `end a connection that is idle`() throws {
        let server = try TestServer { $0.idleTime = .milliseconds(300) }
        let client = try server.client()
        try client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.answer().status == 200)
        #expect(client.isClosed() && server.heard.waitForCut(.idle))
    }

    @Test func `end a connection after so many requests`() throws {
        let server = try TestServer { $0.requestsPerConnectionMax = 3 }
        let client = try server.client()
        for number in 1...3 {
            try client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.answer().fields["connection"] == (number == 3 ? "close" : nil))
        }
        #expect(client.isClosed())
    }

    @Test func `bear so many connections and not one more, and as many again when they have gone`() throws {
        let server = try TestServer { $0.connectionsMax = 5 }
        for _ in 0..<2 {
            let clients = try (0..<5).map { _ in try server.client() }
            #expect(eventually { server.server.gauges.connections == 5 })
            #expect(try server.client().isClosed())
            for client in clients {
                try client.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                #expect(try client.answer().status == 200)
            }
            #expect(eventually { server.server.gauges.connections == 0 })
        }
        #expect(server.heard.cut.withLock { $0 } == [.tooManyConnections, .tooManyConnections])
    }

    @Test func `bear so many connections of one neighbour, and any number through a trusted proxy`() throws {
        let server = try TestServer { $0.connectionsPerNeighbourMax = 3 }
        let clients = try (0..<3).map { _ in try server.client() }
        #expect(eventually { server.server.gauges.connections == 3 })
        #expect(try server.client().isClosed() && server.heard.waitForCut(.tooManyFromOneNeighbour))
        withExtendedLifetime(clients) {}
        let block = try #require(AddressBlock("127.0.0.1"))
        let behind = try TestServer(proxies: TrustedProxies([block])) { $0.connectionsPerNeighbourMax = 3 }
        let many = try (0..<5).map { _ in try behind.client() }
        for client in many {
            try client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.answer().status == 200)
        }
    }
}
