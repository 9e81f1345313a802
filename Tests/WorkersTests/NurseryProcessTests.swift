import Channels
import Foundation
import Glibc
import TestSupport
import TestTraits
import Testing

@testable import Workers

/// Without a pool around it: what holds when the parent does nothing, or is gone.
@Suite("A nursery") struct NurseryProcessTests {
    private func nursery() throws -> NurseryProcess {
        try NurseryProcess(BuiltProduct.path("WallsProbe"), ["nursery"], by: .after(.seconds(20)))
    }

    private func terms(_ adjust: (inout WorkerTerms) -> Void) -> WorkerTerms {
        var terms = WorkerTerms()
        adjust(&terms)
        return terms
    }

    @Test(arguments: ["wait", "spin", "attempt 0 block the alarm"])
    func `lets no worker live longer than its terms, whatever its parent does`(request: String) throws {
        let nursery = try nursery()
        let worker = try #require(try nursery.fork(1, terms: terms { $0.lifetime = .seconds(1) }))
        let start = Deadline.now
        try worker.channel.send(Frame(.request, bytes: Array(request.utf8)), by: .after(.seconds(5)))
        #expect(throws: ChannelError.closed) { try worker.channel.receive(by: .after(.seconds(10))) }
        #expect(Deadline.now < start + .seconds(3))
        #expect(try worker.process.waitUntilReadable(by: .after(.seconds(1))))
    }

    @Test func `ends a worker after its last request`() throws {
        let nursery = try nursery()
        let worker = try #require(try nursery.fork(1, terms: terms { $0.requestsMax = 2 }))
        for count in ["1", "2"] {
            try worker.channel.send(Frame(.request, bytes: Array("count".utf8)), by: .after(.seconds(5)))
            #expect(try worker.channel.receive(by: .after(.seconds(5))).bytes == Array(count.utf8))
        }
        #expect(throws: ChannelError.closed) { try worker.channel.receive(by: .after(.seconds(5))) }
    }

    @Test func `gives each worker its own memory`() throws {
        let nursery = try nursery()
        let little = try #require(try nursery.fork(1, terms: terms { $0.memoryMiBMax = 16 }))
        let much = try #require(try nursery.fork(2, terms: terms { $0.memoryMiBMax = 64 }))
        for (worker, isEnough) in [(little, false), (much, true)] {
            try worker.channel.send(Frame(.request, bytes: Array("allocate 32 1".utf8)), by: .after(.seconds(5)))
            let answer = try worker.channel.receive(by: .after(.seconds(5))).bytes
            #expect(answer == Array((isEnough ? "allocated" : "refused after 0").utf8))
        }
    }

    @Test func `does not count documents as memory, up to a size of their own`() throws {
        let nursery = try nursery()
        let document = try MemoryFile([UInt8](repeating: 1, count: 40 << 20))
        for (most, isEnough) in [(100, true), (1, false)] {
            let terms = terms {
                $0.memoryMiBMax = 16
                $0.documentsMiBMax = most
            }
            let worker = try #require(try nursery.fork(1, terms: terms))
            let frame = Frame(.request, bytes: Array("sizes".utf8), descriptors: [document.descriptor])
            try worker.channel.send(frame, by: .after(.seconds(5)))
            let answer = try? worker.channel.receive(by: .after(.seconds(5))).bytes
            #expect(answer == (isEnough ? Array("\(40 << 20)".utf8) : nil))
        }
    }

    /// As `teken serve` does with signals before it starts a thread.
    @Test(.ownProcess) func `ends at a signal that its parent blocks and ignores, and so does a worker`() async {
        await #expect(processExitsWith: .success) {
            for signal in [SIGTERM, SIGINT, SIGHUP] {
                var held = sigset_t()
                unsafe sigemptyset(&held)
                unsafe sigaddset(&held, signal)
                unsafe pthread_sigmask(SIG_BLOCK, &held, nil)
                Glibc.signal(signal, SIG_IGN)
                let nursery = try NurseryProcess(BuiltProduct.path("WallsProbe"), ["nursery"], by: .after(.seconds(20)))
                let worker = try #require(try nursery.fork(1, terms: WorkerTerms()))
                let (children, grandchildren) = ProcessTree.below()
                try #require(children.count == 1 && grandchildren.count == 1)
                // The nursery and its workers see to it themselves; that whoever starts a program does, this one shows.
                let plain = try SpawnedProgram("/bin/sleep", ["60"], giving: [:])
                for (number, death) in [
                    (grandchildren[0].number, worker.process), (children[0].number, nursery.death),
                    (Int(plain.process), plain.descriptor),
                ] {
                    kill(pid_t(number), signal)
                    try #require(try death.waitUntilReadable(by: .after(.seconds(5))))
                }
            }
        }
    }

    @Test func `takes its workers along when it dies`() throws {
        let workers: [WorkerHandle]
        do {
            let nursery = try nursery()
            workers = try (0..<3).map { try #require(try nursery.fork($0, terms: WorkerTerms())) }
            for (worker, request) in zip(workers, ["spin", "wait", "echo a"]) {
                try worker.channel.send(Frame(.request, bytes: Array(request.utf8)), by: .after(.seconds(5)))
            }
            #expect(try workers[2].channel.receive(by: .after(.seconds(5))).kind == .answer)
        }
        for worker in workers { #expect(try worker.process.waitUntilReadable(by: .after(.seconds(2)))) }
    }

    @Test(.ownProcess) func `is gone with its parent, however that one ends, and so are its workers`() async throws {
        let result = await #expect(processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]) {
            let probe = try ProbePool()
            _ = try probe.ask("count", for: "a")
            Thread { _ = probe.outcome("spin", for: "b") }.start()
            Thread { _ = probe.outcome("wait", for: "c") }.start()
            usleep(200_000)
            let (nurseries, workers) = ProcessTree.below()
            let numbers = (nurseries + workers).map { "\($0.number)" }.joined(separator: " ")
            FileHandle.standardOutput.write(Data(numbers.utf8))
            kill(getpid(), SIGKILL)
        }
        let numbers = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
            .split(separator: " ").compactMap { Int($0) }
        #expect(numbers.count >= 4)
        let deadline = Deadline.after(.seconds(2))
        func alive() -> [Int] { ProcessTree.all().filter { !$0.isZombie }.map(\.number).filter(numbers.contains) }
        while !alive().isEmpty && !deadline.isPast { usleep(20_000) }
        #expect(alive() == [])
    }
}
