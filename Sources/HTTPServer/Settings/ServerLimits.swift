import HTTP
import Glibc

/// How much of everything one server bears. A client that is slow, silent or greedy costs one connection for a bounded time.
package struct ServerLimits: Sendable {
    /// From the method to the empty line.
    package var headBytesMax = 16 << 10
    package var fieldsMax = 100
    /// Of path and query together.
    package var targetBytesMax = 8 << 10
    /// From the connection, TLS included, or from the request line where there was a request before.
    package var headTime = Duration.seconds(10)
    /// A body that is slower than this, measured from its beginning, is given up.
    package var bodyBytesPerSecondMin = 1 << 10
    /// So long nobody looks at how fast a body is.
    package var bodyGrace = Duration.seconds(5)
    /// An answer that is taken more slowly is given up.
    package var answerBytesPerSecondMin = 8 << 10
    package var answerGrace = Duration.seconds(30)
    /// Between one request and the next, and the longest that nothing at all moves.
    package var idleTime = Duration.seconds(60)
    /// After the last word to a client that is still sending: so long it is read, and not longer.
    package var lingerTime = Duration.seconds(2)
    package var connectionsMax = 1_024
    /// From one IPv4 address, or one /64 of IPv6. Trusted proxies and sockets in the file system are not counted.
    package var connectionsPerNeighbourMax = 128
    package var requestsPerConnectionMax = 10_000
    /// Of the bodies that are held at once, all together; a quarter of the machine's memory if nothing else is said.
    package var bodiesBytesMax: Int
    /// What a refusal for want of room tells a client to wait.
    package var retryAfter = Duration.seconds(2)
    /// Threads that read and write, for each listener.
    package var ioThreads: Int
    package var quick: LaneLimits
    package var passphrase: LaneLimits

    package init() {
        let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        ioThreads = min(4, cores)
        bodiesBytesMax = max(256 << 20, sysconf(Int32(_SC_PHYS_PAGES)) / 4 * sysconf(Int32(_SC_PAGESIZE)))
        // Most of these wait for a commit, and whoever waits for the same one shares it: a thread for each.
        quick = LaneLimits(width: 16 * cores, waitingMax: 512)
        // A tenth of a core beside one that never rests. At 5 the kernel let Argon2id run on to its next tick while a quick request
        // waited; at 19 (a sixtieth) it waited no less, and whoever signed beside a full quick lane waited twice as long.
        passphrase = LaneLimits(width: cores, waitingMax: 32 * cores, niceness: 10)
    }

    func lane(_ lane: Lane) -> LaneLimits {
        switch lane {
        case .quick: quick
        case .passphrase: passphrase
        }
    }

    /// How long an answer of so many bytes may take to leave.
    func answerTime(bytes: Int) -> Duration { answerGrace + .seconds(bytes / max(1, answerBytesPerSecondMin)) }

    /// How often slow ones are looked for; a bound may be passed by that much.
    static let sweepTime = Duration.milliseconds(100)

    /// What libmicrohttpd may use for one connection: the head, its list of fields, the head of the answer, and the room a
    /// body is read through. Above 32 KiB it is a mapping, which the kernel wipes when it is given back.
    static let connectionMemory = 64 << 10
}

/// How many handlers of a lane run at once, and how many requests wait for them.
package struct LaneLimits: Sendable {
    package var width: Int
    package var waitingMax: Int
    /// How far its threads step back behind those that read, write and look things up: 0 not at all, 19 as far as they can.
    package var niceness: Int32

    package init(width: Int, waitingMax: Int, niceness: Int32 = 0) {
        precondition(width > 0 && waitingMax > 0, "a lane has a thread and a place to wait")
        precondition(0...19 ~= niceness, "a thread steps back, and never forward")
        self.width = width
        self.waitingMax = waitingMax
        self.niceness = niceness
    }
}
