import Channels
import Dispatch
import Glibc
import Synchronization
import Testing

@Suite("A plain thread") struct PlainThreadTests {
    private static var nicenessHere: Int32 { getpriority(Int32(PRIO_PROCESS.rawValue), 0) }

    @Test func `is one more, and a group waits for all of them`() throws {
        let group = DispatchGroup()
        let threads = Mutex<Set<UInt>>([])
        for _ in 0..<20 {
            try PlainThread.start(in: group) {
                usleep(10_000)  // so that none has gone when the last begins
                let here = UInt(pthread_self())
                threads.withLock { _ = $0.insert(here) }
            }
        }
        group.wait()
        #expect(threads.withLock { $0.count } == 20)
    }

    @Test(arguments: [Int32(0), 5, 19]) func `steps back as far as it is told, and takes nobody along`(
        niceness: Int32
    ) throws {
        let group = DispatchGroup()
        let before = Self.nicenessHere
        let seen = Mutex<Int32?>(nil)
        try PlainThread.start(in: group, niceness: niceness) { seen.withLock { $0 = Self.nicenessHere } }
        group.wait()
        #expect(seen.withLock { $0 } == max(before, niceness) && Self.nicenessHere == before)
    }
}
