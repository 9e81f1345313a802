import Dispatch
import Synchronization

/// One body on its way through the store.
final class WriteJob: Sendable {
    /// Runs the body and keeps what it returned or threw. False when it threw.
    let run: @Sendable (TransactionCore) -> Bool
    private let settled = Mutex<StoreError?>(nil)
    private let bell = DispatchSemaphore(value: 0)

    init(run: @escaping @Sendable (TransactionCore) -> Bool) {
        self.run = run
    }

    /// The end: without an error what the body returned or threw stands.
    func settle(_ error: StoreError?) {
        settled.withLock { $0 = error }
        bell.signal()
    }

    func wait() -> StoreError? {
        bell.wait()
        return settled.withLock { $0 }
    }

    /// Nil while it is not settled.
    func wait(for time: Duration) -> StoreError?? {
        guard bell.wait(timeout: .now() + time.dispatchInterval) == .success else { return .none }
        return .some(settled.withLock { $0 })
    }
}

/// Bodies that wait for the next commit.
final class WriteQueue: Sendable {
    private struct Inside {
        var waiting: [WriteJob] = []
        var isClosing = false
        var isTakerAsleep = false
        var commits = 0
        var failure: (error: StoreError, moment: ContinuousClock.Instant)?
    }

    private let inside = Mutex(Inside())
    private let bell = DispatchSemaphore(value: 0)
    private let limits: StoreLimits

    init(_ limits: StoreLimits) {
        self.limits = limits
    }

    /// Waits until the body has been run and its commit is on the disk, or will not be. Nil when all went well.
    func perform(_ job: WriteJob) -> StoreError? {
        let (refusal, mustWake) = inside.withLock { inside -> (StoreError?, Bool) in
            if inside.isClosing { return (.closed, false) }
            guard inside.waiting.count < limits.waitingMax else { return (.overloaded, false) }
            inside.waiting.append(job)
            defer { inside.isTakerAsleep = false }
            return (nil, inside.isTakerAsleep)
        }
        if let refusal { return refusal }
        if mustWake { bell.signal() }
        if let outcome = job.wait(for: limits.waitMax) { return outcome }
        // Too long: it leaves, unless it has begun.
        let hasLeft = inside.withLock { inside in
            guard let index = inside.waiting.firstIndex(where: { $0 === job }) else { return false }
            inside.waiting.remove(at: index)
            return true
        }
        return hasLeft ? .overloaded : job.wait()
    }

    /// Everyone who waits, up to the bound; sleeps while there is nobody. Nil when the store is closed and nobody waits.
    func take() -> [WriteJob]? {
        while true {
            let (jobs, isOver) = inside.withLock { inside -> ([WriteJob], Bool) in
                let jobs = Array(inside.waiting.prefix(limits.bodiesPerCommitMax))
                inside.waiting.removeFirst(jobs.count)
                inside.isTakerAsleep = jobs.isEmpty && !inside.isClosing
                return (jobs, jobs.isEmpty && inside.isClosing)
            }
            if isOver { return nil }
            if !jobs.isEmpty { return jobs }
            bell.wait()
        }
    }

    /// How many commits there were so far, which is fewer than bodies where these share one.
    var commits: Int { inside.withLock { $0.commits } }

    func countCommit() {
        inside.withLock { inside in
            inside.commits += 1
            inside.failure = nil
        }
    }

    /// Why nothing was written the last time, if that was no longer ago.
    func failure(within time: Duration) -> StoreError? {
        inside.withLock { $0.failure.flatMap { $0.moment + time > .now ? $0.error : nil } }
    }

    func keepFailure(_ error: StoreError) { inside.withLock { $0.failure = (error, .now) } }

    /// What waits is still done; nothing more is taken on.
    func close() {
        let mustWake = inside.withLock { inside in
            inside.isClosing = true
            defer { inside.isTakerAsleep = false }
            return inside.isTakerAsleep
        }
        if mustWake { bell.signal() }
    }
}
