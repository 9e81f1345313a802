import Foundation
import Glibc
import HTTP
@testable import HTTPServer
import Synchronization
import TestSupport
import TestTraits
import Testing

@Suite("A server with too much to do", .waiting) struct OverloadTests {
    private func get(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n" }

    private let unlock = "POST /unlock HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"

    @Test func `refuses at once what finds no place to wait`() throws {
        let server = try TestServer { $0.passphrase = LaneLimits(width: 1, waitingMax: 2) }
        let clients = try (0..<8).map { _ in try server.client() }
        for client in clients { try client.send(unlock) }
        // Those that are taken are not answered before the gate opens, so these are told while the lane is full.
        #expect(eventually { server.heard.refused.withLock { $0.count == 5 } })
        server.heard.gate.open()
        let answers = try clients.map { try $0.answer() }
        let full = answers.filter { $0.status == 503 && $0.text.contains("overloaded") }
        #expect(full.count == 5 && full.allSatisfy { $0.fields["retry-after"] == "2" })
        #expect(answers.count { $0.status == 200 } == 3 && server.heard.handled.load(ordering: .relaxed) == 3)
    }

    @Test func `says so before it reads a body`() throws {
        let server = try TestServer { $0.passphrase = LaneLimits(width: 1, waitingMax: 1) }
        defer { server.heard.gate.open() }
        let busy = try (0..<2).map { _ in try server.client() }
        for client in busy { try client.send(unlock) }
        #expect(eventually { server.server.gauges.passphrase == .init(waiting: 1, running: 1) })
        let late = try server.client()
        try late.send("POST /unlock HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n")
        #expect(try late.answer().status == 503)
    }

    @Test func `holds no more bodies than it has room for, and has it again once they are done`() throws {
        let server = try TestServer { $0.bodiesBytesMax = 5_000 }
        defer { server.heard.gate.open() }
        let body = String(repeating: "x", count: 4_000)
        let head = "POST /unlock HTTP/1.1\r\nHost: a\r\nContent-Length: 4000\r\n\r\n"
        let first = try server.client()
        try first.send(head + body)
        #expect(eventually { server.server.gauges.passphrase.running == 1 && server.server.gauges.bodyBytes == 4_000 })
        let late = try server.once(head + body)
        #expect(late.status == 503 && late.text.contains("overloaded"))
        server.heard.gate.open()
        #expect(try first.answer().status == 200)
        #expect(eventually { server.server.gauges.bodyBytes == 0 })
        #expect(try server.once(head + body).status == 200)
    }

    @Test func `turns strangers away before it reads what they bring`() throws {
        let server = try TestServer()
        let head = "POST /guarded HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
        let stranger = try server.client()
        try stranger.send(head + "\r\n")
        let answer = try stranger.answer()
        #expect(answer.status == 401 && answer.text == "who are you" && answer.fields["connection"] == "close")
        #expect(try server.once(head + "Authorization: x\r\n\r\nabc").status == 200)
    }

    @Test func `gives back the room of a body whose client went away`() throws {
        let server = try TestServer()
        do {
            let client = try server.client()
            try client.send(
                "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\na="
            )
            #expect(eventually { server.server.gauges.bodyBytes == 2 })
        }
        #expect(eventually { server.server.gauges.bodyBytes == 0 })
    }

    @Test func `keeps what is quick away from what is slow`() throws {
        let server = try TestServer { $0.passphrase = LaneLimits(width: 2, waitingMax: 20) }
        let busy = try (0..<10).map { _ in try server.client() }
        for client in busy { try client.send(unlock) }
        #expect(eventually { server.server.gauges.passphrase == .init(waiting: 8, running: 2) })
        for _ in 0..<20 { #expect(try server.once(get("/hello")).status == 200) }
        #expect(server.server.gauges.passphrase == .init(waiting: 8, running: 2))
        server.heard.gate.open()
        for client in busy { #expect(try client.answer().status == 200) }
    }

    @Test func `wakes the thread that has rested least, and leaves the others at rest`() throws {
        let server = try TestServer { $0.quick = LaneLimits(width: 24, waitingMax: 10) }
        let client = try server.client()
        let threads = try (0..<48).map { _ in
            try client.send(get("/thread"))
            return try client.answer().text
        }
        // Whoever answered may not be at rest yet when the next one comes.
        #expect(Set(threads).count <= 6)
    }

    @Test func `lets the threads of what is slow stand back`() throws {
        let server = try TestServer()
        #expect(try server.once(get("/slow/niceness")).text == "10")
        let own = "\(getpriority(Int32(PRIO_PROCESS.rawValue), 0))"
        #expect(try server.once(get("/niceness")).text == own)
        // Where the body tells, it is asked.
        for (body, niceness) in [("quick", own), ("other", "10")] {
            let request = "POST /either/niceness HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n\(body)"
            #expect(try server.once(request).text == niceness)
        }
    }

    @Test func `does not begin what has waited past its deadline, and says so before a thread is free`() throws {
        let server = try TestServer { $0.quick = LaneLimits(width: 1, waitingMax: 10) }
        let first = try server.client()
        try first.send(get("/held"))
        #expect(eventually { server.server.gauges.quick.running == 1 })
        let late = try server.once(get("/brief"))
        #expect(late.status == 503 && late.text.contains("waited_too_long"))
        server.heard.gate.open()
        #expect(try first.answer().status == 200)
        #expect(server.heard.handled.load(ordering: .relaxed) == 1)
    }

    @Test func `does not work for a client that has gone`() throws {
        let server = try TestServer { $0.passphrase = LaneLimits(width: 1, waitingMax: 10) }
        let first = try server.client()
        try first.send(unlock)
        #expect(eventually { server.server.gauges.passphrase.running == 1 })
        do {
            let impatient = try server.client()
            try impatient.send(unlock)
            #expect(eventually { server.server.gauges.passphrase.waiting == 1 })
        }
        server.heard.gate.open()
        #expect(try first.answer().status == 200)
        #expect(server.heard.waitForCut(.clientGone))
        #expect(server.heard.handled.load(ordering: .relaxed) == 1)
    }

    @Test func `outlives a thousand clients that go while it works for them`() throws {
        let server = try TestServer { $0.passphrase = LaneLimits(width: 2, waitingMax: 1_000) }
        for number in (0..<1_000).thinnedWhenWatched(to: 7) {
            let client = try server.client()
            try client.send("POST /nap/\(number % 3) HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
            if number % 2 == 0 { client.reset() }
            if number % 5 == 0 { usleep(1_000) }
        }
        #expect(eventually { server.server.gauges.connections == 0 })
        #expect(server.server.gauges.passphrase == .init(waiting: 0, running: 0))
        #expect(try server.once(get("/hello")).status == 200)
    }
}

@Suite("A server over a long time", .waiting, .serialized) struct EnduranceTests {
    private static func descriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }

    /// In a process of its own, where nobody else opens anything.
    @Test(.ownProcess) func `has as many descriptors after ten thousand mixed requests as before`() async {
        await #expect(processExitsWith: .success) { try Self.ask() }
    }

    /// Neither does anybody else need memory there. The sanitiser would.
    @Test(.ownProcess, .enabled(if: !isWatched)) func `holds no large file in its own memory`() async {
        await #expect(processExitsWith: .success) { try Self.send() }
    }

    private static func send() throws {
        let server = try TestServer()
        let folder = try TemporaryFolder()
        let url = "http://127.0.0.1:\(server.port)/form"
        var peaks: [Int] = []
        for (name, size) in [("small", 1 << 20), ("large", 24 << 20)] {
            let file = folder.path(name)
            try #require(try ProgramRun.of("truncate", ["-s", "\(size)", file]).isSuccess)
            let text = try ProgramRun.of("curl", ["-s", "--max-time", "60", "-F", "file=@\(file)", url]).output
            try #require(text.hasPrefix("file|\(name)|application/octet-stream|file \(size) "))
            peaks.append(try peak())
        }
        try #require(peaks[1] - peaks[0] < 8 << 20)
    }

    /// The most that this process has ever had in memory. A memory file that it does not map is not in it.
    private static func peak() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.filter(\.isNumber))) << 10
    }

    private static func ask() throws {
        let server = try TestServer { $0.lingerTime = .milliseconds(200) }
        let form = "--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\n0123456789\r\n--x--\r\n"
        let formHead =
            "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: "
        let requests = [
            "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n", "GET /pieces HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n", "GET /hello HTTP/1.1\r\n\r\n", "nonsense\r\n\r\n",
            "POST /bytes HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n",
            "POST /file HTTP/1.1\r\nHost: a\r\nContent-Type: application/pdf\r\nContent-Length: 3\r\n\r\nabc",
            "POST /file HTTP/1.1\r\nHost: a\r\nContent-Type: application/pdf\r\nContent-Length: 9\r\n\r\nabc",
            "\(formHead)\(form.utf8.count)\r\n\r\n\(form)", "\(formHead)500\r\n\r\n\(form)",
        ]
        let round = { (count: Int) in
            Threads.run(4) { thread in
                for number in 0..<count / 4 {
                    let kind = (number &+ thread) % requests.count
                    guard let client = try? server.client(), (try? client.send(requests[kind])) != nil else { continue }
                    // The last two of them never become whole.
                    if number % 3 != 0, kind != 7, kind != 9 { _ = try? client.answer() }
                }
            }
        }
        round(isWatched ? 40 : 400)
        try #require(eventually { server.server.gauges.connections == 0 })
        usleep(500_000)  // longer than a socket lingers
        let before = try Self.descriptors()
        round(isWatched ? 200 : 10_000)
        try #require(eventually { server.server.gauges.connections == 0 })
        usleep(500_000)
        try #require(abs(try Self.descriptors() - before) <= 5)
    }
}
