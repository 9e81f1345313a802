import Glibc
import HTTP

/// The last moments of a server.
struct Stopping {
    private let core: ServerCore

    init(_ core: ServerCore) { self.core = core }

    /// A client that kept a connection to use it again gets this long to do so, and is then told that it was the last time.
    private static let lastWord = Duration.milliseconds(500)
    /// The library lets go of a connection that was cut as soon as it looks at it.
    private static let farewell = Duration.seconds(2)

    func run(within time: Duration) -> HTTPServer.StopReport {
        let end = ContinuousClock.now + time
        let silent = min(end, ContinuousClock.now + Self.lastWord)
        while core.book.count > 0, ContinuousClock.now < end {
            for connection in core.book.all { connection.shortenIdle(until: silent) }
            usleep(5_000)
        }
        let gauges = core.gauges
        let waiting = Lane.allCases.flatMap { core.lane($0).close() }
        for exchange in waiting { exchange.cut() }
        let left = core.book.all
        for connection in left {
            connection.cut()
            connection.exchange?.cut()
            core.observer.cut(.stopped)
        }
        awaitLast()
        return HTTPServer.StopReport(
            connectionsCut: left.count, waitingCut: waiting.count,
            runningCut: gauges.quick.running + gauges.passphrase.running)
    }

    /// The library is stopped with nobody in it: while it stops it takes no answer, and one of its own, to a head that it cannot
    /// read just then, it sends without having got it (0.9.75, `MHD_queue_response`).
    private func awaitLast() {
        let end = ContinuousClock.now + Self.farewell
        while core.book.count > 0, ContinuousClock.now < end {
            // Some were let in meanwhile.
            for connection in core.book.all { connection.cut() }
            usleep(1_000)
        }
    }
}
