import Channels
import Dispatch
import HTTP
import Synchronization

/// Looks again and again at what takes too long. libmicrohttpd only notices who is silent, not who is slow.
final class Sweeper: Sendable {
    private let core: ServerCore
    /// Daemons that take no connection any more and go with their last one.
    private let retired = Mutex<[Daemon]>([])
    private let bell = DispatchSemaphore(value: 0)

    init(_ core: ServerCore) throws(ServerError) {
        self.core = core
        do throws(PlainThread.Refused) {
            try PlainThread.start { [self] in
                while bell.wait(timeout: .now() + .milliseconds(Self.tick)) == .timedOut { sweep() }
            }
        } catch {
            throw ServerError(error)
        }
    }

    private static let tick = Int(ServerLimits.sweepTime / .milliseconds(1))

    /// Looks no more, and stops the daemons it watched. Here and not by the last who lets go of one: that may be a thread of
    /// the daemon's own, which cannot wait for itself.
    func stop() {
        bell.signal()
        let left = retired.withLock { retired in
            defer { retired = [] }
            return retired
        }
        for daemon in left { daemon.stop() }
    }

    func watch(_ daemon: Daemon) { retired.withLock { $0.append(daemon) } }

    private func sweep() {
        let now = ContinuousClock.now
        for connection in core.book.all {
            if let reason = connection.cutIfOver(at: now) { core.observer.cut(reason) }
        }
        for lane in Lane.allCases { core.lane(lane).expire() }
        core.lingering.read()
        let over = retired.withLock { retired in
            let over = retired.filter { $0.connections == 0 }
            retired.removeAll { one in over.contains { $0 === one } }
            return over
        }
        for daemon in over { daemon.stop() }
    }
}
