import CMicroHTTPD
import Glibc
import HTTP
import Synchronization

/// One socket that a client has connected, and what it is being waited for.
final class Connection: Sendable {
    /// What happens on it right now, and since when.
    enum Phase: Sendable {
        /// The request line or the fields are still to come.
        case head(until: ContinuousClock.Instant)
        /// Nothing has been asked since the last answer.
        case idle(until: ContinuousClock.Instant)
        case body(since: ContinuousClock.Instant, bytes: Int)
        /// Ours to be quick.
        case working
        case answering(until: ContinuousClock.Instant)
        /// Being ended; a second end would be another connection's.
        case closed
    }

    /// What the client has proved about itself, looked at once.
    enum Certificate: Sendable {
        case unknown
        case none
        case good([UInt8])
        case refused
    }

    private struct Inside {
        var phase: Phase
        var requests = 0
        var certificate = Certificate.unknown
        var mustLinger = false
        weak var exchange: Exchange?
    }

    let number: Int32
    let peer: PeerAddress
    let daemon: Daemon
    private let inside: Mutex<Inside>

    init(number: Int32, peer: PeerAddress, daemon: Daemon) {
        self.number = number
        self.peer = peer
        self.daemon = daemon
        inside = Mutex(Inside(phase: .head(until: .now + daemon.core.limits.headTime)))
    }

    /// Moves on, unless it is over.
    func enter(_ phase: Phase) {
        inside.withLock { inside in
            if case .closed = inside.phase { return }
            inside.phase = phase
        }
    }

    /// So many bytes of the body have come.
    func received(_ bytes: Int) {
        inside.withLock { inside in
            guard case .body(let since, let before) = inside.phase else { return }
            inside.phase = .body(since: since, bytes: before + bytes)
        }
    }

    /// What is being asked on it, for whoever must end that.
    var exchange: Exchange? {
        get { inside.withLock { $0.exchange } }
        set { inside.withLock { $0.exchange = newValue } }
    }

    /// Counts a request, and says which of the connection it is.
    func countRequest() -> Int {
        inside.withLock { inside in
            inside.requests += 1
            return inside.requests
        }
    }

    /// When it is closed, what has come and was not read must be, or the kernel takes back what was answered.
    func linger() { inside.withLock { $0.mustLinger = true } }

    func certificate(_ look: () -> Certificate) -> Certificate {
        let known = inside.withLock { $0.certificate }
        if case .unknown = known {
            let found = look()
            inside.withLock { $0.certificate = found }
            return found
        }
        return known
    }

    /// Whether its socket has been ended.
    var isOver: Bool {
        inside.withLock { inside in
            if case .closed = inside.phase { true } else { false }
        }
    }

    var isPeerGone: Bool { CMicroHTTPD_is_gone(number) != 0 }

    /// Ends it where its time is over, and says why.
    func cutIfOver(at now: ContinuousClock.Instant) -> ConnectionCut? {
        inside.withLock { inside in
            guard let reason = overdue(inside.phase, at: now) else { return nil }
            inside.phase = .closed
            shutdown(number, Int32(SHUT_RDWR))
            return reason
        }
    }

    /// Ends it whatever it does; the library notices and closes it.
    func cut() {
        inside.withLock { inside in
            if case .closed = inside.phase { return }
            inside.phase = .closed
            shutdown(number, Int32(SHUT_RDWR))
        }
    }

    /// Puts bytes on the wire past the library, which has not begun to answer. As much as fits at once, and it always does.
    func say(_ bytes: [UInt8]) {
        inside.withLock { inside in
            if case .closed = inside.phase { return }
            _ = unsafe send(number, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// Nothing more is said; what the library tries to say fails, and it closes.
    func fallSilent() {
        inside.withLock { inside in
            if case .closed = inside.phase { return }
            shutdown(number, Int32(SHUT_WR))
        }
    }

    /// From now on it may be idle for so long only.
    func shortenIdle(until: ContinuousClock.Instant) {
        inside.withLock { inside in
            guard case .idle(let end) = inside.phase, until < end else { return }
            inside.phase = .idle(until: until)
        }
    }

    /// The library is about to close the socket: its number must not be used any more. Whether it is to linger.
    func close() -> Bool {
        inside.withLock { inside in
            inside.phase = .closed
            return inside.mustLinger
        }
    }

    private func overdue(_ phase: Phase, at now: ContinuousClock.Instant) -> ConnectionCut? {
        let limits = daemon.core.limits
        switch phase {
        case .head(let until): return now >= until ? .headTooSlow : goneUnnoticed
        case .idle(let until): return now >= until && CMicroHTTPD_unread(number) == 0 ? .idle : goneUnnoticed
        case .answering(let until): return now >= until ? .answerTooSlow : nil
        case .working, .closed: return nil
        case .body(let since, let bytes):
            let time = now - since
            let isSlow =
                time > limits.bodyGrace && bytes < Int(time.components.seconds) * limits.bodyBytesPerSecondMin
            return isSlow ? .bodyTooSlow : goneUnnoticed
        }
    }

    /// An end that arrives together with bytes wakes the library once, for the bytes (0.9.75).
    private var goneUnnoticed: ConnectionCut? {
        isPeerGone && CMicroHTTPD_unread(number) == 0 ? .clientGone : nil
    }
}
