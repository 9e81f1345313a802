import CLinux
import Channels
import Dispatch
import Glibc
import Synchronization

/// What the callers of a pool and its keeper share: the roster, and the processes behind its numbers.
final class PoolState: Sendable {
    private struct Inside {
        var roster: Roster
        var handles: [Roster.WorkerNumber: WorkerHandle] = [:]
        var waiters: [Roster.Ticket: Waiter] = [:]
        var numbersGiven = 0
        var landlock: Int?
        /// Why no worker can be started at the moment.
        var trouble: String?
        var isClosing = false

        mutating func nextNumber() -> Int {
            numbersGiven += 1
            return numbersGiven
        }
    }

    /// Somebody who waits for a worker.
    private final class Waiter: Sendable {
        let bell = DispatchSemaphore(value: 0)
        let outcome = Mutex<Result<WorkerHandle, WorkerError>?>(nil)

        func settle(_ result: Result<WorkerHandle, WorkerError>) {
            outcome.withLock { $0 = result }
            bell.signal()
        }
    }

    private let inside: Mutex<Inside>
    /// Wakes the keeper.
    let bell: Descriptor

    init(_ limits: PoolLimits) throws(WorkerError) {
        let number = CLinux_bell()
        guard number >= 0 else { throw .unavailable("eventfd: error \(errno)") }
        bell = Descriptor(owning: number)
        inside = Mutex(Inside(roster: Roster(limits)))
    }

    /// One event: the rules decide, and what they decide is done before anybody else gets a word in.
    private func event<Outcome: Sendable>(ringing: Bool = true, _ body: (inout sending Inside) -> Outcome) -> Outcome {
        let (outcome, needsKeeper) = inside.withLock { inside in
            let outcome = body(&inside)
            let acts = inside.roster.takeActs()
            for act in acts {
                switch act {
                case .grant(let ticket, let worker):
                    guard let handle = inside.handles[worker] else { continue }
                    inside.waiters.removeValue(forKey: ticket)?.settle(.success(handle))
                case .kill(let worker): inside.handles[worker]?.kill()
                }
            }
            return (outcome, inside.roster.isForkWanted || !inside.roster.dying.isEmpty)
        }
        if ringing && needsKeeper { ring() }
        return outcome
    }

    private func ring() {
        var one: UInt64 = 1
        _ = unsafe write(bell.number, &one, MemoryLayout<UInt64>.size)  // full means that it rings already
    }

    // What callers do.

    /// A worker for this client, waited for until the deadline.
    func worker(for client: ClientKey?, by deadline: Deadline) throws(WorkerError) -> WorkerHandle {
        let waiter = Waiter()
        let (ticket, refusal) = event { inside -> (Int, WorkerError?) in
            let ticket = inside.nextNumber()
            inside.waiters[ticket] = waiter
            guard inside.roster.ask(ticket, for: client, at: .now) else { return (ticket, .overloaded) }
            return (ticket, inside.trouble.map { .unavailable($0) })
        }
        // A worker may have been found although no new one can be started.
        if let refusal { return try take(ticket, from: waiter, else: refusal).get() }
        let wait = deadline.remaining.components
        let nanoseconds = Int(wait.seconds) * 1_000_000_000 + Int(wait.attoseconds / 1_000_000_000)
        _ = waiter.bell.wait(timeout: .now() + .nanoseconds(nanoseconds))
        return try take(ticket, from: waiter, else: .overloaded).get()
    }

    /// What the waiter got; the refusal when it got nothing, and then it waits no longer.
    private func take(
        _ ticket: Int, from waiter: Waiter, else refusal: WorkerError
    ) -> Result<WorkerHandle, WorkerError> {
        event { inside in
            if let result = waiter.outcome.withLock({ $0 }) { return result }
            inside.roster.withdraw(ticket)
            inside.waiters[ticket] = nil
            return .failure(refusal)
        }
    }

    func release(_ worker: WorkerHandle, isWell: Bool) {
        event { $0.roster.release(worker.number, isWell: isWell, at: .now) }
    }

    var landlock: Int? { inside.withLock { $0.landlock } }

    func close() {
        inside.withLock { $0.isClosing = true }
        ring()
    }

    // What the keeper does.

    var isClosing: Bool { inside.withLock { $0.isClosing } }

    /// The number of a worker to fork now, nil when there are enough.
    func beginFork() -> Int? {
        event(ringing: false) { inside in inside.roster.beginFork() ? inside.nextNumber() : nil }
    }

    func forked(_ worker: WorkerHandle) {
        event(ringing: false) { inside in
            inside.handles[worker.number] = worker
            inside.roster.forked(worker.number, at: .now)
        }
    }

    var isForkWanted: Bool { inside.withLock { $0.roster.isForkWanted } }

    func forkFailed() { event(ringing: false) { $0.roster.forkFailed() } }

    func nurseryStands(landlock: Int) {
        inside.withLock { inside in
            inside.landlock = landlock
            inside.trouble = nil
        }
    }

    func nurseryDied() { event(ringing: false) { $0.roster.nurseryDied() } }

    /// Until a nursery stands again nobody waits for one.
    func despair(_ trouble: String) {
        let waiters = inside.withLock { inside in
            inside.trouble = trouble
            return inside.roster.withdrawAll().compactMap { inside.waiters.removeValue(forKey: $0) }
        }
        for waiter in waiters { waiter.settle(.failure(.unavailable(trouble))) }
    }

    /// Does what time has made due, and says when there is something to do next.
    func tick() -> Deadline {
        event(ringing: false) { inside in
            inside.roster.tick(at: .now)
            return inside.roster.nextTick
        }
    }

    var dying: [WorkerHandle] {
        inside.withLock { inside in inside.roster.dying.compactMap { inside.handles[$0] } }
    }

    func gone(_ worker: WorkerHandle) {
        event(ringing: false) { inside in
            inside.handles[worker.number] = nil
            inside.roster.gone(worker.number)
        }
    }

    var everyone: [WorkerHandle] { inside.withLock { Array($0.handles.values) } }
}
