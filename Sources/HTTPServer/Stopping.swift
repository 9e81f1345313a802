import Glibc
import HTTP

/// The last moments of a server.
struct Stopping {
    private let core: ServerCore

    init(_ core: ServerCore) { self.core = core }

    /// A client that kept a connection to use it again gets this long to do so, and is then told that it was the last time.
    private static let lastWord = Duration.milliseconds(500)

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
        return HTTPServer.StopReport(
            connectionsCut: left.count, waitingCut: waiting.count,
            runningCut: gauges.quick.running + gauges.passphrase.running)
    }
}
