import Foundation
import Glibc
import HTTP
@testable import HTTPServer
import Synchronization
import TestSupport
import TestTraits
import Testing

@Suite("A server that stops", .waiting) struct StoppingTests {
    @Test func `finishes what it has taken, and takes nothing more`() throws {
        let server = try TestServer { $0.quick = LaneLimits(width: 1, waitingMax: 10) }
        let clients = try (0..<3).map { _ in try server.client() }
        for client in clients { try client.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n") }
        #expect(eventually { server.server.gauges.quick.waiting == 2 })
        let reports = Mutex<[HTTPServer.StopReport]>([])
        Threads.run(2) { thread in
            if thread == 0 {
                let report = server.server.stop(within: .seconds(20))
                reports.withLock { $0.append(report) }
            } else {
                usleep(100_000)  // by then it is stopping
                // Nobody is kept waiting at a door that does not open again.
                #expect(throws: RawClientFailure.self) { try server.client() }
                server.heard.gate.open()
            }
        }
        let whole = HTTPServer.StopReport(connectionsCut: 0, waitingCut: 0, runningCut: 0)
        #expect(reports.withLock { $0 } == [whole])
        for client in clients {
            let answer = try client.answer()
            #expect(answer.status == 200 && answer.fields["connection"] == "close")
        }
        #expect(throws: RawClientFailure.self) { try server.once("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n") }
        #expect(server.server.stop(within: .seconds(5)) == whole)
    }

    @Test func `cuts what does not end in time, and says how much`() throws {
        let server = try TestServer { $0.quick = LaneLimits(width: 1, waitingMax: 10) }
        defer { server.heard.gate.open() }
        let clients = try (0..<3).map { _ in try server.client() }
        for client in clients { try client.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n") }
        #expect(eventually { server.server.gauges.quick.waiting == 2 })
        let report = server.server.stop(within: .milliseconds(200))
        // Those that wait are cut first, and may have gone by the time that connections are counted.
        #expect(1...3 ~= report.connectionsCut && report.runningCut == 1 && report.waitingCut == 2)
        for client in clients { #expect(client.isClosed()) }
    }

    @Test func `breaks no request of clients that keep asking`() throws {
        for _ in 0..<5 {
            let server = try TestServer()
            let broken = Atomic<Int>(0)
            let answered = Atomic<Int>(0)
            let isStopping = Atomic<Bool>(false)
            Threads.run(5) { thread in
                if thread == 4 {
                    _ = eventually { answered.load(ordering: .relaxed) > 20 }
                    isStopping.store(true, ordering: .relaxed)
                    server.server.stop(within: .seconds(5))
                    return
                }
                while let client = try? server.client() {
                    while true {
                        guard (try? client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")) != nil,
                            let answer = try? client.answer()
                        else {
                            // A connection that was made and not yet taken when the door closed.
                            if !isStopping.load(ordering: .relaxed) { broken.add(1, ordering: .relaxed) }
                            return
                        }
                        answered.add(1, ordering: .relaxed)
                        if answer.fields["connection"] == "close" { return }
                    }
                }
            }
            #expect(broken.load(ordering: .relaxed) == 0 && answered.load(ordering: .relaxed) > 20)
        }
    }

    /// In a process of its own, which would be gone with the library. It has two ways to crash there (0.9.75): a head that it cannot
    /// read while it is being stopped, and a listener that two of its threads take out of the same set.
    @Test(.ownProcess) func `outlives heads that come while it goes and that nobody can read`() async {
        await #expect(processExitsWith: .success) {
            for _ in 0..<(isWatched ? 10 : 100) {
                let server = try TestServer()
                let isOver = Atomic<Bool>(false)
                Threads.run(5) { thread in
                    if thread == 4 {
                        usleep(3_000)
                        server.server.stop(within: .zero)
                        isOver.store(true, ordering: .relaxed)
                        return
                    }
                    while !isOver.load(ordering: .relaxed), let client = try? server.client() {
                        try? client.send("nonsense\r\n\r\n")
                        _ = client.isClosed(within: .milliseconds(20))
                    }
                }
            }
        }
    }

    @Test func `goes with the last who knows it`() throws {
        let port: UInt16
        do {
            let server = try TestServer()
            port = server.port
            #expect(try server.once("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").status == 200)
        }
        #expect(throws: RawClientFailure.self) { try RawClient(port: port) }
    }
}
