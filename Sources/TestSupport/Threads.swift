import Dispatch
import Foundation
import Synchronization

/// Real threads, for what must be asked by several at the same time; the test waits for all of them.
package enum Threads {
    package static func run(_ count: Int, _ work: @escaping @Sendable (_ thread: Int) -> Void) {
        let done = DispatchSemaphore(value: 0)
        for number in 0..<count {
            Thread {
                work(number)
                done.signal()
            }.start()
        }
        for _ in 0..<count { done.wait() }
    }
}

/// Threads for tests that wait: for a socket, a program, a moment. The runner has as many of its own as there are cores, and a
/// test that waits on one of those keeps others from running.
package final class WaitingThreads: TaskExecutor {
    /// So many wait at the same time, and no more: where everything happens at once, nothing happens in time.
    package static let shared = WaitingThreads(8)
    /// For what goes on at once whenever it can: nothing on these waits for anything.
    package static let forOwnProcesses = WaitingThreads(2)

    private let jobs = Mutex<[UnownedJob]>([])
    private let bell = DispatchSemaphore(value: 0)

    private init(_ count: Int) {
        for _ in 0..<count { Thread { [self] in while true { runNext() } }.start() }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        bell.signal()
    }

    private func runNext() {
        bell.wait()
        let job = jobs.withLock { $0.removeFirst() }
        unsafe job.runSynchronously(on: asUnownedTaskExecutor())
    }
}
