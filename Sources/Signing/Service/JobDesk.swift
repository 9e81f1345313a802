package import Channels
import Dispatch
import Synchronization

/// Where accepted work waits for its turn, first come, first served, and the threads that do it.
///
/// It lies in this process alone: what is not begun when the process ends is told to have come to nothing.
package final class JobDesk: Sendable {
    package struct Limits: Sendable {
        package var width: Int
        package var waitingMax = 256
        /// Of all documents that wait or are being signed.
        package var bytesMax = 512 << 20
        /// What is not begun by then is not begun.
        package var waitMax = Duration.seconds(300)
        /// As far as the threads step back behind whoever waits for an answer.
        package var niceness: Int32 = 15

        package init(width: Int) { self.width = width }
    }

    /// Whether the work is to be done, or only to be ended.
    package enum Turn: Sendable {
        case begin
        case tooLate
    }

    private struct Waiting {
        let bytes: Int
        let since = ContinuousClock.now
        let work: @Sendable (Turn) -> Void
    }

    private struct Inside {
        var waiting: [Waiting] = []
        var reserved = 0
        /// Of all that is there, or about to be.
        var bytes = 0
        var running = 0
        var isClosed = false
    }

    package struct Gauges: Equatable, Sendable {
        package let waiting: Int
        package let running: Int
    }

    private let limits: Limits
    private let inside = Mutex(Inside())
    private let bell = DispatchSemaphore(value: 0)
    private let threads = DispatchGroup()

    package init(_ limits: Limits) throws(PlainThread.Refused) {
        self.limits = limits
        for _ in 0..<limits.width {
            try PlainThread.start(in: threads, niceness: limits.niceness) { [self] in while runNext() {} }
        }
    }

    package var gauges: Gauges {
        inside.withLock { Gauges(waiting: $0.waiting.count, running: $0.running) }
    }

    /// A place for work, which must then be put or given back. False where it is full, or closed.
    package func reserve(bytes: Int) -> Bool {
        inside.withLock { inside in
            guard !inside.isClosed, inside.waiting.count + inside.reserved < limits.waitingMax,
                inside.bytes + bytes <= limits.bytesMax
            else { return false }
            inside.reserved += 1
            inside.bytes += bytes
            return true
        }
    }

    package func giveBack(bytes: Int) {
        inside.withLock { inside in
            inside.reserved -= 1
            inside.bytes -= bytes
        }
    }

    package func put(bytes: Int, _ work: @escaping @Sendable (Turn) -> Void) {
        let isTaken = inside.withLock { inside in
            inside.reserved -= 1
            guard !inside.isClosed else { return false }
            inside.waiting.append(Waiting(bytes: bytes, work: work))
            return true
        }
        if isTaken { bell.signal() } else { work(.tooLate) }
    }

    /// Begins nothing more, ends what waits, and returns once what runs has ended or the time is over. False where something runs on.
    package func stop(within time: Duration) -> Bool {
        let left = inside.withLock { inside in
            inside.isClosed = true
            defer { inside.waiting = [] }
            return inside.waiting
        }
        for waiting in left { waiting.work(.tooLate) }
        for _ in 0..<limits.width { bell.signal() }
        let milliseconds = Int(time / .milliseconds(1))
        return threads.wait(timeout: .now() + .milliseconds(milliseconds)) == .success
    }

    /// False when there is nothing to do any more.
    private func runNext() -> Bool {
        bell.wait()
        let next: Waiting? = inside.withLock { inside in
            guard !inside.waiting.isEmpty else { return nil }
            inside.running += 1
            return inside.waiting.removeFirst()
        }
        guard let next else { return inside.withLock { !$0.isClosed } }
        next.work(ContinuousClock.now - next.since > limits.waitMax ? .tooLate : .begin)
        inside.withLock { inside in
            inside.running -= 1
            inside.bytes -= next.bytes
        }
        return true
    }
}
