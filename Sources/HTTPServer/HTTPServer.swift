import HTTP
import Synchronization

/// A running server: its sockets, its threads and its connections. It stops when it is told to, or when it goes.
package final class HTTPServer: Sendable {
    private struct Door {
        let socket: ListeningSocket
        var daemon: Daemon
    }

    private let core: ServerCore
    private let sweeper: Sweeper
    private let doors: Mutex<[Door]>
    /// Where it listens, in the order of the settings, with the ports that were given to it.
    package let addresses: [Listener.Address]

    package init(_ settings: ServerSettings) throws(ServerError) {
        let core = try ServerCore(settings)
        // Sockets first: one that is in use ends it before anybody was served.
        var sockets: [ListeningSocket] = []
        var doors: [Door] = []
        do throws(ServerError) {
            for listener in settings.listeners { sockets.append(try ListeningSocket(listener.address)) }
            for (listener, socket) in zip(settings.listeners, sockets) {
                doors.append(Door(socket: socket, daemon: try Daemon(socket, tls: listener.tls, core: core)))
            }
            sweeper = try Sweeper(core)
        } catch {
            for lane in Lane.allCases { _ = core.lane(lane).close() }
            throw error
        }
        self.core = core
        self.doors = Mutex(doors)
        addresses = sockets.map(\.address)
    }

    deinit { stop(within: .zero) }

    package var gauges: ServerGauges { core.gauges }

    /// Another identity for the listener with this number, for connections from now on. Those that are there keep theirs
    /// and end after their next answer; nobody who connects meanwhile waits, because the socket never closes.
    package func reload(_ identity: TLSIdentity, listener: Int = 0) throws(ServerError) {
        let old = try doors.withLock { doors throws(ServerError) -> Daemon in
            guard doors.indices.contains(listener), doors[listener].daemon.isSecure else { throw .noTLS }
            let old = doors[listener].daemon
            doors[listener].daemon = try Daemon(doors[listener].socket, tls: identity, core: core)
            return old
        }
        old.retire(isLast: false)
        sweeper.watch(old)
    }

    /// What was left when the time was over.
    package struct StopReport: Equatable, Sendable {
        package let connectionsCut: Int
        package let waitingCut: Int
        package let runningCut: Int
    }

    /// Takes no connection any more, finishes what there is within the time, and cuts the rest. A handler that still runs
    /// then is left to itself; its answer goes nowhere. A second call finds nothing to do.
    @discardableResult package func stop(within time: Duration) -> StopReport {
        let closing = doors.withLock { doors in
            defer { doors = [] }
            return doors
        }
        guard !closing.isEmpty else { return StopReport(connectionsCut: 0, waitingCut: 0, runningCut: 0) }
        for door in closing {
            door.daemon.retire(isLast: true)
            door.socket.refuse()
        }
        let report = Stopping(core).run(within: time)
        for door in closing { door.daemon.stop() }
        sweeper.stop()
        return report
    }
}
