import Channels
import Dispatch
import Synchronization

/// Requests that wait for a thread of their lane, first come, first served, and the threads.
final class LaneQueue: Sendable {
    private struct Inside {
        /// Nil where one was taken: its body may be a secret, and goes when it is answered.
        var waiting: [Exchange?] = []
        /// The place of the next.
        var first = 0
        /// Places given out to requests that are about to be put.
        var reserved = 0
        var running = 0
        var isClosed = false
        /// Threads with nothing to do; the last to rest is the first to be woken, what it works with being still near.
        var resting: [DispatchSemaphore] = []

        var count: Int { waiting.count - first }

        mutating func take() -> Exchange? {
            guard first < waiting.count else { return nil }
            let next = waiting[first].take()
            first += 1
            // In batches, so that a long queue is not moved for each.
            if first == waiting.count || first > 64 {
                waiting.removeFirst(first)
                first = 0
            }
            return next
        }
    }

    private let inside = Mutex(Inside())
    private let limits: LaneLimits

    init(_ limits: LaneLimits) throws(ServerError) {
        self.limits = limits
        do throws(PlainThread.Refused) {
            for _ in 0..<limits.width {
                try PlainThread.start(niceness: limits.niceness) { [self] in
                    let bell = DispatchSemaphore(value: 0)
                    while runNext(orRestUntil: bell) {}
                }
            }
        } catch {
            throw ServerError(error)
        }
    }

    var gauges: ServerGauges.LaneGauges {
        inside.withLock { ServerGauges.LaneGauges(waiting: $0.count, running: $0.running) }
    }

    /// Whether another request may come; what is read of its body would be for nothing otherwise.
    var hasRoom: Bool {
        inside.withLock { !$0.isClosed && $0.count + $0.reserved < limits.waitingMax + idle($0) }
    }

    /// A place for a request, which must then be put.
    func reserve() -> Bool {
        inside.withLock { inside in
            guard !inside.isClosed, inside.count + inside.reserved < limits.waitingMax + idle(inside) else {
                return false
            }
            inside.reserved += 1
            return true
        }
    }

    func put(_ exchange: Exchange) {
        let (isTaken, bell) = inside.withLock { inside -> (Bool, DispatchSemaphore?) in
            inside.reserved -= 1
            guard !inside.isClosed else { return (false, nil) }
            inside.waiting.append(exchange)
            return (true, inside.resting.popLast())
        }
        if isTaken { bell?.signal() } else { exchange.cut() }
    }

    /// Answers those that have waited past their deadline, in case no thread comes to it.
    func expire() {
        let late = inside.withLock { inside in
            let all = inside.waiting[inside.first...].compactMap(\.self)
            let late = all.filter(\.isLate)
            guard !late.isEmpty else { return late }
            (inside.waiting, inside.first) = (all.filter { one in !late.contains { $0 === one } }, 0)
            return late
        }
        for exchange in late { exchange.run() }  // which sees that it is late
    }

    /// No request is begun any more. Those that wait come back; those that run go on.
    func close() -> [Exchange] {
        let (left, bells) = inside.withLock { inside in
            inside.isClosed = true
            defer { (inside.waiting, inside.first, inside.resting) = ([], 0, []) }
            return (inside.waiting.compactMap(\.self), inside.resting)
        }
        for bell in bells { bell.signal() }
        return left
    }

    /// Threads that will take a request at once: it does not wait.
    private func idle(_ inside: borrowing Inside) -> Int { limits.width - inside.running }

    /// False when there is nothing to do any more.
    private func runNext(orRestUntil bell: DispatchSemaphore) -> Bool {
        let (next, isClosed) = inside.withLock { inside in
            let next = inside.take()
            if next != nil { inside.running += 1 } else if !inside.isClosed { inside.resting.append(bell) }
            return (next, inside.isClosed)
        }
        if let next {
            next.run()
            inside.withLock { $0.running -= 1 }
        } else if !isClosed {
            bell.wait()
        }
        return next != nil || !isClosed
    }
}
