import Channels

/// Who works for whom and who waits: the rules of the pool, without a process or a clock.
///
/// Every event is a method; what it wants done it adds to `acts`, which the pool takes and carries out.
struct Roster {
    typealias Ticket = Int
    typealias WorkerNumber = Int

    enum Act: Equatable {
        case grant(Ticket, WorkerNumber)
        case kill(WorkerNumber)
    }

    private enum State: Equatable {
        case spare
        /// nil is a stranger's.
        case busy(ClientKey?)
        case idle(ClientKey, since: Deadline)
        /// Killed; its place is not free before it is gone.
        case dying
    }

    private struct Entry {
        var state: State
        let born: Deadline
        var served = 0
    }

    private let limits: PoolLimits
    private var entries: [WorkerNumber: Entry] = [:]
    private var waiting: [(ticket: Ticket, client: ClientKey?)] = []
    private var forksUnderWay = 0
    private var acts: [Act] = []

    init(_ limits: PoolLimits) {
        precondition(limits.workersMax > 0 && limits.waitingMax > 0, "a pool has workers, and room to wait for them")
        precondition(limits.workingAge > .zero, "a worker lives longer than a request may take")
        self.limits = limits
    }

    var workers: [WorkerNumber] { Array(entries.keys) }
    var dying: [WorkerNumber] { entries.filter { $0.value.state == .dying }.map(\.key) }
    var isAnybodyWaiting: Bool { !waiting.isEmpty }

    mutating func takeActs() -> [Act] {
        defer { acts = [] }
        return acts
    }

    /// False when too many wait already.
    mutating func ask(_ ticket: Ticket, for client: ClientKey?, at now: Deadline) -> Bool {
        waiting.append((ticket, client))
        settle(at: now)
        guard waiting.count > limits.waitingMax else { return true }
        waiting.removeLast()  // the last to come is the one who goes
        return false
    }

    mutating func withdraw(_ ticket: Ticket) { waiting.removeAll { $0.ticket == ticket } }

    /// Everyone who waits goes away empty-handed.
    mutating func withdrawAll() -> [Ticket] {
        defer { waiting = [] }
        return waiting.map(\.ticket)
    }

    /// A worker has answered, or failed. A stranger's, a spent and an old one go; the others wait for their client.
    mutating func release(_ worker: WorkerNumber, isWell: Bool, at now: Deadline) {
        guard case .busy(let client) = entries[worker]?.state else { return }
        entries[worker]?.served += 1
        if isWell, let client, isUsable(worker, at: now) {
            entries[worker]?.state = .idle(client, since: now)
        } else {
            kill(worker)
        }
        settle(at: now)
    }

    /// Whether one more should be forked now; if so it counts until `forked` or `forkFailed`.
    mutating func beginFork() -> Bool {
        guard isForkWanted else { return false }
        forksUnderWay += 1
        return true
    }

    var isForkWanted: Bool {
        let spares = entries.values.count { $0.state == .spare }
        return waiting.count + limits.sparesMax > spares + forksUnderWay
            && entries.count + forksUnderWay < limits.workersMax
    }

    mutating func forked(_ worker: WorkerNumber, at now: Deadline) {
        forksUnderWay -= 1
        entries[worker] = Entry(state: .spare, born: now)
        settle(at: now)
    }

    mutating func forkFailed() { forksUnderWay -= 1 }

    mutating func gone(_ worker: WorkerNumber) { entries[worker] = nil }

    /// The nursery is dead and its workers with it. Those who are asked right now are noticed by their askers.
    mutating func nurseryDied() {
        for (worker, entry) in entries {
            switch entry.state {
            case .spare, .idle: kill(worker)
            case .busy, .dying: break
            }
        }
    }

    /// Sends away who has waited too long or is too old.
    mutating func tick(at now: Deadline) {
        for worker in workers where expiry(of: worker).map({ $0 <= now }) ?? false { kill(worker) }
        settle(at: now)
    }

    /// When `tick` has something to do next.
    var nextTick: Deadline { workers.compactMap { expiry(of: $0) }.min() ?? .never }

    /// First come, first served. Who is first and finds every place taken gets that of the worker idle for longest, also
    /// where somebody behind could have used it: otherwise a busy client would keep the others out.
    private mutating func settle(at now: Deadline) {
        var unserved: [(ticket: Ticket, client: ClientKey?)] = []
        for one in waiting {
            if let worker = ownWorker(of: one.client, at: now) ?? spareWorker(at: now) {
                entries[worker]?.state = .busy(one.client)
                acts.append(.grant(one.ticket, worker))
            } else {
                unserved.append(one)
                let coming = forksUnderWay + dying.count + max(0, limits.workersMax - entries.count - forksUnderWay)
                if coming < unserved.count, let idle = longestIdle() { kill(idle) }
            }
        }
        waiting = unserved
    }

    private mutating func kill(_ worker: WorkerNumber) {
        entries[worker]?.state = .dying
        acts.append(.kill(worker))
    }

    private func ownWorker(of client: ClientKey?, at now: Deadline) -> WorkerNumber? {
        guard let client else { return nil }
        return entries.first { number, entry in
            if case .idle(client, let since) = entry.state {
                isUsable(number, at: now) && now < since + limits.idleTime
            } else {
                false
            }
        }?.key
    }

    private func spareWorker(at now: Deadline) -> WorkerNumber? {
        entries.first { $0.value.state == .spare && isUsable($0.key, at: now) }?.key
    }

    private func isUsable(_ worker: WorkerNumber, at now: Deadline) -> Bool {
        guard let entry = entries[worker] else { return false }
        return entry.served < limits.terms.requestsMax && now < entry.born + limits.workingAge
    }

    private func longestIdle() -> WorkerNumber? {
        entries.compactMap { number, entry -> (number: WorkerNumber, since: Deadline)? in
            if case .idle(_, let since) = entry.state { (number, since) } else { nil }
        }.min { $0.since < $1.since }?.number
    }

    private func expiry(of worker: WorkerNumber) -> Deadline? {
        guard let entry = entries[worker] else { return nil }
        let old = entry.born + limits.workingAge
        return switch entry.state {
        case .spare: old
        case .idle(_, let since): min(old, since + limits.idleTime)
        case .busy, .dying: nil
        }
    }
}
