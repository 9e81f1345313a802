import Channels
import Foundation
import TestSupport
import Testing
import Workers

@Suite("A pool of workers") struct WorkerPoolTests {
    @Test func `answers, and hands documents over`() throws {
        let pool = try ProbePool()
        let files = [
            try MemoryFile([1, 2, 3]), try MemoryFile([]), try MemoryFile(.init(repeating: 2, count: 70_000)),
        ]
        #expect(try pool.ask("echo isi surat") == "isi surat")
        #expect(try pool.ask("sizes", files) == "3 0 70000")
        for _ in 0..<20 { #expect(try pool.ask("sum", files, for: "a") == "140006") }
        #expect(try pool.ask("sizes", .init(repeating: files[0], count: 8), for: "a") == "3 3 3 3 3 3 3 3")
    }

    @Test func `lets a worker go on for its client, and never for two`() throws {
        let pool = try ProbePool()
        #expect(try (1...5).map { _ in try pool.ask("count", for: "a") } == ["1", "2", "3", "4", "5"])
        #expect(try (1...3).map { _ in try pool.ask("count", for: "b") } == ["1", "2", "3"])
        #expect(try pool.ask("count", for: "a") == "6")
        for number in 0..<12 { #expect(try pool.ask("count", for: "\(number)") == "1") }
    }

    @Test func `uses a stranger's worker once`() throws {
        let pool = try ProbePool()
        for _ in 0..<20 { #expect(try pool.ask("count") == "1") }
        #expect(try pool.ask("count", for: "a") == "1")
    }

    @Test func `gives a worker up after so many requests, and after so long without one`() throws {
        let pool = try ProbePool { limits in
            limits.terms.requestsMax = 3
            limits.idleTime = .milliseconds(300)
        }
        #expect(try (1...7).map { _ in try pool.ask("count", for: "a") } == ["1", "2", "3", "1", "2", "3", "1"])
        #expect(try pool.ask("count", for: "a") == "2")
        Thread.sleep(forTimeInterval: 0.6)
        #expect(try pool.ask("count", for: "a") == "1")
    }

    @Test func `gives a worker up before its alarm can ring in a request`() throws {
        let pool = try ProbePool { limits in
            limits.terms.lifetime = .seconds(3)
            limits.requestTimeMax = .seconds(2)
        }
        #expect(try pool.ask("count", for: "a") == "1")
        Thread.sleep(forTimeInterval: 1.2)
        #expect(try pool.ask("count", for: "a") == "1")
    }

    @Test(
        arguments: [
            ("spin", .timedOut), ("wait", .timedOut), ("exit", .crashed), ("abort", .crashed), ("trap", .crashed),
            ("segfault", .crashed), ("recurse", .crashed), ("write nonsense", .malformedAnswer),
            ("write a-huge-length", .answerTooLarge(bytes: 0xFFFF_FFFF, most: 1_000_000)),
            ("write half-an-answer", .timedOut), ("write another-kind", .malformedAnswer),
            ("write descriptors", .malformedAnswer), ("write nothing-more", .crashed),
            ("long 1000001", .answerTooLarge(bytes: 1_000_001, most: 1_000_000)),
        ] as [(String, WorkerError)])
    func `loses one request to a worker that went wrong, and no more`(request: String, error: WorkerError) throws {
        let pool = try ProbePool { $0.answerBytesMax = 1_000_000 }
        #expect(try pool.ask("count", for: "a") == "1")
        let start = Deadline.now
        #expect(pool.outcome(request, for: "a", within: .seconds(1)) == .failure(error))
        #expect(Deadline.now < start + .seconds(2), "the deadline holds to within a second")
        #expect(try pool.ask("count", for: "a") == "1")
        #expect(try pool.ask("count", for: "b") == "1")
        #expect(try pool.ask("long 1000000", for: "b").utf8.count == 1_000_000)
    }

    @Test(arguments: ["allocate 4096 1", "allocate 8 80", "allocate 600 1"])
    func `keeps memory within its limit`(request: String) throws {
        let pool = try ProbePool()
        #expect(try pool.ask("allocate 8 40") == "allocated")
        #expect(try pool.ask(request, for: "a").hasPrefix("refused after"))
        #expect(try pool.ask("count", for: "b") == "1")
    }

    @Test func `shows a worker nothing but its channel`() throws {
        let pool = try ProbePool()
        for client in ["a", "b", "c"] {
            #expect(try pool.ask("descriptors", for: client) == "0 1 2 3")
            #expect(try pool.ask("environment", for: client) == "empty")
        }
    }

    @Test func `has as many workers as it may, and refuses who cannot wait any more`() throws {
        let pool = try ProbePool { limits in
            limits.workersMax = 2
            limits.waitingMax = 2
        }
        let outcomes = Outcomes()
        Threads.run(6) { thread in
            let isFirst = thread < 2
            if !isFirst { usleep(1_000_000) }
            outcomes.add(pool.outcome("wait", for: "\(thread)", within: .seconds(isFirst ? 4 : 1)))
        }
        #expect(outcomes.count(.failure(.timedOut)) == 2)
        #expect(outcomes.count(.failure(.overloaded)) == 4)  // two found no room, two waited in vain
        #expect(try pool.ask("count", for: "a") == "1")
    }

    @Test func `serves who came first, though another could use the free worker`() throws {
        let pool = try ProbePool { limits in
            limits.workersMax = 1
            limits.sparesMax = 0
        }
        let outcomes = Outcomes()
        Threads.run(8) { thread in
            for _ in 0..<10 { outcomes.add(pool.outcome("count", for: thread == 0 ? "rare" : "busy")) }
        }
        #expect(outcomes.failures == 0)
    }

    @Test func `says that it cannot start, at once, and why`() throws {
        for (program, arguments) in [
            ("/nonexistent/teken-pdf", []), (BuiltProduct.path("WallsProbe"), ["nursery", "no-start"]),
        ] {
            let pool = try WorkerPool(program: program, arguments: arguments)
            let start = Deadline.now
            #expect {
                try pool.exchange([], for: nil, deadline: .seconds(20))
            } throws: { error in
                if case .unavailable(let words) = error as? WorkerError { words.contains(program) } else { false }
            }
            #expect(Deadline.now < start + .seconds(5))
        }
    }

    @Test func `does not start behind walls that would leave a thread outside`() throws {
        let probe = try ProbePool(["thread"])
        guard case .failure(.unavailable(let words)) = probe.outcome("count") else {
            Issue.record("it started")
            return
        }
        #expect(words.contains("severalThreads"))
    }

    @Test func `tells which Landlock its workers are behind`() throws {
        let with = try ProbePool()
        let without = try ProbePool(["no-landlock"])
        _ = (try with.ask("count"), try without.ask("count"))
        #expect(with.pool.landlock.map { $0 >= 0 } == true)
        #expect(without.pool.landlock == 0)
    }
}
