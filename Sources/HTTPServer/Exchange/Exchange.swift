import CMicroHTTPD
import Channels
import HTTP
import Synchronization

/// One request on its way: read on an I/O thread, run on its lane, answered on the I/O thread again.
///
/// The library keeps one reference until it says that the request is over, the lane another until the handler has returned;
/// so neither meets the other's ruins. Between `suspend` and `resume`, of which there is one each, the library leaves the
/// connection alone (MHD_suspend_connection), and after `resume` only the I/O thread touches it.
final class Exchange: Sendable {
    enum Step {
        /// The request line is there.
        case line(target: [UInt8])
        case reading(Errand)
        /// Said at the end: the body is read and thrown away until then.
        case refused(HTTPRefusal)
        case waiting(HTTPRequest, Errand, until: Deadline)
        case running(Errand)
        case answered(Reply)
        /// Nobody is to be answered any more.
        case cut
        case sent
    }

    /// Where a request is going.
    struct Errand {
        let head: HTTPRequestHead
        let route: Route
        let parameters: PathParameters
    }

    struct Inside {
        var step: Step
        var head: HTTPRequestHead?
        var route: Route?
        var closesAfter = false
        /// Of what was read and thrown away.
        var discarded = 0
        var log = Log()
        var suspended: SuspendedConnection?
    }

    /// What is told about it at its end.
    struct Log {
        var begun = ContinuousClock.now
        var read: ContinuousClock.Instant?
        var run: ContinuousClock.Instant?
        var handled: ContinuousClock.Instant?
        var answered: ContinuousClock.Instant?
        var bodyBytes = 0
        var answerBytes = 0
        var status: Int?
    }

    let connection: Connection
    let intake: BodyIntake
    let inside: Mutex<Inside>

    init(_ connection: Connection, target: [UInt8]) {
        self.connection = connection
        intake = BodyIntake(connection.daemon.core.bodies)
        inside = Mutex(Inside(step: .line(target: target)))
    }

    var core: ServerCore { connection.daemon.core }

    /// Whether only the request line has been looked at.
    var isAtLine: Bool {
        inside.withLock { inside in
            if case .line = inside.step { true } else { false }
        }
    }

    var isLate: Bool {
        inside.withLock { inside in
            if case .waiting(_, _, let until) = inside.step { until.isPast } else { false }
        }
    }

    /// On a thread of the lane: the whole of the work, unless nobody waits for it any more.
    func run() {
        let begun = inside.withLock { inside -> (HTTPRequest, Errand, Deadline)? in
            guard case .waiting(let request, let errand, let until) = inside.step else { return nil }
            inside.step = .running(errand)
            inside.log.run = .now
            return (request, errand, until)
        }
        guard let (request, errand, until) = begun else { return }
        if connection.isPeerGone {
            core.observer.cut(.clientGone)
            return cut()
        }
        let response =
            until.isPast
            ? core.page(.waitedTooLong(retryAfter: core.limits.retryAfter), errand.head)
            : errand.route.handler(request, errand.parameters, until)
        inside.withLock { $0.log.handled = .now }
        guard let reply = makeReply(response, for: errand.head) else { return cut() }
        inside.withLock { inside in
            guard case .running = inside.step else { return }  // cut meanwhile
            inside.step = .answered(reply)
            Self.resume(&inside)
        }
    }

    /// Gives a request up that waits or runs; its connection ends. A handler that runs is not stopped, and its answer is lost.
    func cut() {
        inside.withLock { inside in
            switch inside.step {
            case .waiting, .running:
                inside.step = .cut
                Self.resume(&inside)
            case .line, .reading, .refused, .answered, .cut, .sent: break
            }
        }
    }

    /// The answer with what belongs to every answer; a page of our own where it cannot be made.
    func makeReply(_ response: HTTPResponse, for head: HTTPRequestHead?) -> Reply? {
        var response = head.map { Gzip.applied(to: response, for: $0.fields) } ?? response
        if let head { response.fields.set("X-Request-Id", head.identifier.description) }
        if response.fields["X-Content-Type-Options"] == nil {
            response.fields.append("X-Content-Type-Options", "nosniff")
        }
        return Reply(response) ?? Reply(core.page(.failed, head))
    }

    private static func resume(_ inside: inout Inside) {
        inside.suspended?.resume()
        inside.suspended = nil
    }
}
