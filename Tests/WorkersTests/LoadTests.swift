import Channels
import Foundation
import TestSupport
import TestTraits
import Testing
import Workers

/// Each runs in a process of its own, so that the counts of processes and descriptors are of nothing else.
@Suite("A pool under load") struct LoadTests {
    private static let observed: [any PartialKeyPath<ExitTest.Result> & Sendable] = [
        \.standardOutputContent, \.standardErrorContent,
    ]

    /// The figures, which a process of its own would keep to itself.
    private func report(_ result: ExitTest.Result?) {
        let words = (result?.standardOutputContent ?? []) + (result?.standardErrorContent ?? [])
        if !words.isEmpty { print(String(decoding: words, as: UTF8.self)) }
    }

    @Test(.ownProcess) func `answers nine hundred of a thousand when one in ten kills its worker`() async {
        await report(
            #expect(processExitsWith: .success, observing: Self.observed) {
                let probe = try ProbePool { $0.workersMax = 4 }
                let (right, crashed) = (Outcomes(), Outcomes())
                let (seen, together) = (Peak(), Peak())
                Threads.run(8) { thread in
                    for number in 0..<125 {
                        let client = number % 3 == 0 ? nil : "\(thread % 4)"
                        if (thread * 125 + number) % 10 == 0 {
                            let deaths = ["segfault", "trap", "attempt 0 open a file", "write nothing-more"]
                            crashed.add(probe.outcome(deaths[number % deaths.count], for: client))
                        } else {
                            let text = "\(thread)-\(number)"
                            let outcome = probe.outcome("echo \(text)", for: client)
                            right.add(outcome == .success(text) ? outcome : .failure(.malformedAnswer))
                        }
                        if number % 25 == 0 {
                            let workers = ProcessTree.grandchildrenAtOnce()
                            seen.see(workers.seen)
                            together.see(workers.together)
                        }
                    }
                }
                print("right \(right.successes), crashed \(crashed.failures), most workers at once \(together.most)")
                #expect(right.successes == 900 && right.failures == 0)
                #expect(crashed.count(.failure(.crashed)) == 100)
                #expect(together.most <= 4 && seen.most > 0)
            })
    }

    @Test(.ownProcess) func `outlives its nursery`() async {
        await report(
            #expect(processExitsWith: .success, observing: Self.observed) {
                let probe = try ProbePool()
                #expect(try probe.ask("count", for: "a") == "1")
                let outcomes = Outcomes()
                Threads.run(5) { thread in
                    guard thread == 4 else {
                        for _ in 0..<300 { outcomes.add(probe.outcome("count", for: "\(thread)")) }
                        return
                    }
                    for _ in 0..<2 {
                        Thread.sleep(forTimeInterval: 0.05)
                        for nursery in ProcessTree.below().children { kill(pid_t(nursery.number), SIGKILL) }
                    }
                }
                let (lost, answered) = (outcomes.count(.failure(.crashed)), outcomes.successes)
                print("answered \(answered), lost with the nursery \(lost) of \(answered + outcomes.failures)")
                #expect(lost == outcomes.failures && lost <= 8)  // two deaths, four requests at a time
                #expect(try probe.ask("echo again") == "again")
                #expect(try probe.ask("count", for: "new") == "1")
            })
    }

    @Test(.ownProcess) func `tells callers at once when its nursery dies again and again`() async {
        await report(
            #expect(processExitsWith: .success, observing: Self.observed) {
                let probe = try ProbePool()
                #expect(try probe.ask("echo a") == "a")
                let killing = Deadline.after(.seconds(3))
                var wasTold = false
                while !killing.isPast && !wasTold {
                    for nursery in ProcessTree.below().children { kill(pid_t(nursery.number), SIGKILL) }
                    let start = Deadline.now
                    if case .failure(.unavailable) = probe.outcome("echo b") { wasTold = true }
                    #expect(.now < start + .seconds(2))
                }
                #expect(wasTold)
                let recovery = Deadline.after(.seconds(10))
                while probe.outcome("echo c") != .success("c") && !recovery.isPast { usleep(50_000) }
                #expect(try probe.ask("echo d") == "d")
            })
    }

    @Test(.ownProcess) func `keeps a nursery that cannot fork at the moment`() async {
        await report(
            #expect(processExitsWith: .success, observing: Self.observed) {
                let probe = try ProbePool(["barren"])
                usleep(200_000)
                let nursery = ProcessTree.below().children.map(\.number)
                #expect(probe.outcome("count", within: .seconds(1)) == .failure(.overloaded))
                #expect(ProcessTree.below().children.map(\.number) == nursery && nursery.count == 1)
            })
    }

    @Test(.ownProcess) func `leaves no process and no descriptor behind`() async {
        await report(
            #expect(processExitsWith: .success, observing: Self.observed) {
                // What the first round opens once for all, such as the runtime's own, is no leak; what each round adds is one.
                var descriptors: Int?
                for _ in 0..<3 {
                    let workers = try Self.workersOfABusyLife()
                    let left = workers.intersection(ProcessTree.all().map(\.number))  // zombies included
                    let children = ProcessTree.below().children.count
                    let leaked = ProcessTree.openDescriptors - (descriptors ?? ProcessTree.openDescriptors)
                    descriptors = descriptors ?? ProcessTree.openDescriptors
                    print("workers \(workers.count), left \(left.count), children \(children), descriptors \(leaked)")
                    #expect(workers.count > 40 && left.isEmpty && children == 0 && leaked == 0)
                }
            })
    }

    /// The numbers of all workers that were seen; the pool is gone when they are returned.
    private static func workersOfABusyLife() throws -> Set<Int> {
        let probe = try ProbePool()
        let file = try MemoryFile([1, 2, 3])
        var workers: Set<Int> = []
        for number in 0..<60 {
            _ = probe.outcome(["count", "segfault", "write nonsense", "exit"][number % 4], for: "\(number % 7)")
            #expect(try probe.ask("sum", [file]) == "6")
            workers.formUnion(ProcessTree.below().grandchildren.map(\.number))
        }
        // With all that is dead collected, what is open depends on who lives alone.
        Thread.sleep(forTimeInterval: 0.3)
        let (nurseries, living) = ProcessTree.below()
        #expect(nurseries.count == 1 && living.allSatisfy { !$0.isZombie } && living.count <= 4)
        return workers
    }
}
