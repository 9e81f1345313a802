import Channels
import Foundation
import TestSupport
import Testing

@testable import Workers

/// Figures, not judgements: `TEKEN_MEASURE=1 swift test --filter MeasuringTests`.
@Suite("The price of a worker", .serialized, .enabled(if: ProcessInfo.processInfo.environment["TEKEN_MEASURE"] != nil))
struct MeasuringTests {
    private static let rounds = 3_000

    private func measure(
        _ name: String, rounds: Int = rounds, apart pause: UInt32 = 0, _ work: () throws -> Void
    ) rethrows {
        var times: [Duration] = []
        for _ in 0..<rounds {
            usleep(pause)
            let start = ContinuousClock.now
            try work()
            times.append(ContinuousClock.now - start)
        }
        times.sort()
        let microseconds = [times[times.count / 2], times[times.count * 99 / 100]].map { $0 / .microseconds(1) }
        print("\(name): p50 \(Int(microseconds[0])) µs, p99 \(Int(microseconds[1])) µs")
    }

    @Test func `is told for a fork, a fresh worker and one used again`() throws {
        let nursery = try NurseryProcess(BuiltProduct.path("WallsProbe"), ["nursery"], by: .after(.seconds(20)))
        let request = Frame(.request, bytes: Array("count".utf8))
        measure("fork alone") { (try? nursery.fork(1, terms: WorkerTerms()))?.kill() }
        try measure("fork, first request, exit") {
            let worker = try #require(try nursery.fork(1, terms: WorkerTerms()))
            try worker.channel.send(request, by: .after(.seconds(5)))
            _ = try worker.channel.receive(by: .after(.seconds(5)))
            worker.kill()
            _ = try worker.process.waitUntilReadable(by: .after(.seconds(5)))
        }
        var terms = WorkerTerms()
        terms.requestsMax = Self.rounds
        let worker = try #require(try nursery.fork(1, terms: terms))
        try measure("request to the same worker") {
            try worker.channel.send(request, by: .after(.seconds(5)))
            _ = try worker.channel.receive(by: .after(.seconds(5)))
        }
    }

    @Test func `is told through a pool`() throws {
        let probe = try ProbePool()
        let document = try MemoryFile([UInt8](repeating: 1, count: 300_000))
        try measure("pool, stranger") { _ = try probe.ask("count") }
        try measure("pool, stranger, 5 ms apart", rounds: 500, apart: 5_000) { _ = try probe.ask("count") }
        try measure("pool, one client") { _ = try probe.ask("count", for: "a") }
        try measure("pool, one client, document of 300 kB") { _ = try probe.ask("sizes", [document], for: "a") }
        try measure("pool, one client, answer of 1 MB", rounds: 500) {
            _ = try probe.pool.exchange(Array("long 1000000".utf8), for: ClientKey("a"), deadline: .seconds(5))
        }
        measure("memory file of 300 kB", rounds: 500) { _ = try? MemoryFile([UInt8](repeating: 1, count: 300_000)) }
    }
}
