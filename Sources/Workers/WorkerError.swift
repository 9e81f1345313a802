package import Channels
import Glibc

/// Why a request got no answer. Each costs that request only; whether to try again is the caller's choice.
package enum WorkerError: Error, Equatable, Sendable {
    /// The worker died: of the document, of a forbidden call, of too much memory, or with its nursery.
    case crashed
    /// It did not answer in time and was killed.
    case timedOut
    /// Too many callers wait already, or the deadline passed before a worker was free. Nothing was read.
    case overloaded
    /// No worker can be started; the words are for the log.
    case unavailable(String)
    case answerTooLarge(bytes: Int, most: Int)
    case malformedAnswer
}

/// Whose documents a worker may see one after the other. Nobody else is ever served by the same worker.
package struct ClientKey: Hashable, Sendable {
    private let name: String

    package init(_ name: String) { self.name = name }
}

/// How many workers there may be, how long anything lasts, how much is accepted.
package struct PoolLimits: Sendable {
    /// All workers at once, those that are being started or ending included.
    package var workersMax: Int
    /// Forked ahead of need, as far as `workersMax` has room.
    package var sparesMax = 2
    package var waitingMax = 256
    /// A worker waits this long for the next request of its client, and is ended soon after.
    package var idleTime = Duration.seconds(10)
    /// No request takes longer, whatever its own deadline.
    package var requestTimeMax = Duration.seconds(60)
    package var requestBytesMax = Frame.bytesMax
    package var answerBytesMax = Frame.bytesMax
    /// How long the program may take to warm up.
    package var startTimeMax = Duration.seconds(30)
    package var terms = WorkerTerms()

    package init() {
        workersMax = 2 * max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    /// A worker older than this gets no request any more: its alarm might ring before the answer.
    var workingAge: Duration { terms.lifetime - requestTimeMax }
}
