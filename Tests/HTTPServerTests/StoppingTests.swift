import Foundation
import Glibc
import HTTP
@testable import HTTPServer
import Synchronization
import TestSupport
import Testing

@Suite("A server that stops") struct StoppingTests {
    @Test func `finishes what it has taken, and takes nothing more`() throws {
        let server = try TestServer { $0.quick = LaneLimits(width: 1, waitingMax: 10) }
        let clients = try (0..<3).map { _ in try server.client() }
        for client in clients { try client.send("GET /slow/600 HTTP/1.1\r\nHost: a\r\n\r\n") }
        #expect(eventually { server.server.gauges.quick.waiting == 2 })
        let report = server.server.stop(within: .seconds(5))
        #expect(report == .init(connectionsCut: 0, waitingCut: 0, runningCut: 0))
        for client in clients {
            let answer = try client.answer()
            #expect(answer.status == 200 && answer.fields["connection"] == "close")
        }
        #expect(throws: RawClientFailure.self) { try server.once("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n") }
        #expect(server.server.stop(within: .seconds(5)) == report)
    }

    @Test func `cuts what does not end in time, and says how much`() throws {
        let server = try TestServer { $0.quick = LaneLimits(width: 1, waitingMax: 10) }
        let clients = try (0..<3).map { _ in try server.client() }
        for client in clients { try client.send("GET /slow/6000 HTTP/1.1\r\nHost: a\r\n\r\n") }
        #expect(eventually { server.server.gauges.quick.waiting == 2 })
        let begin = ContinuousClock.now
        let report = server.server.stop(within: .milliseconds(200))
        #expect(ContinuousClock.now - begin < .seconds(3))
        // Those that wait may have passed their deadline and been told so before.
        #expect(1...3 ~= report.connectionsCut && report.runningCut == 1 && report.waitingCut <= 2)
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
                    usleep(100_000)
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
