import CMicroHTTPD
import Channels
import Glibc
import HTTP
import Synchronization

/// One running instance of libmicrohttpd, with the identity it was started with.
@safe final class Daemon: Sendable {
    /// The habits that `HeadLayout` and the wiping of bodies rest on are those of this version.
    static let version = "0.9.75"

    let core: ServerCore
    let isSecure: Bool
    /// As the library holds it. It is taken out by whoever stops it, so that nobody does twice.
    private let handle = Mutex<DaemonHandle?>(nil)
    /// The listener of a daemon that takes no connections any more.
    private let retired = Atomic<Int32>(-1)
    private let openCount = Atomic<Int>(0)
    private let closing = Atomic<Bool>(false)
    private let stopping = Atomic<Bool>(false)

    init(_ socket: ListeningSocket, tls: TLSIdentity?, core: ServerCore) throws(ServerError) {
        self.core = core
        isSecure = tls != nil
        let version = unsafe String(cString: MHD_get_version())
        guard version == Self.version else { throw .unknownLibrary(version: version) }
        guard tls.map(Self.holdsCertificates) ?? true else { throw .unusableIdentity }
        guard let started = start(socket, tls) else {
            throw tls == nil ? .library("the daemon does not start") : .unusableIdentity
        }
        handle.withLock { $0 = started }
    }

    deinit { stop() }

    /// Each answer from now on is the last on its connection.
    var isClosing: Bool { closing.load(ordering: .relaxed) }
    /// The whole server goes, and not this daemon only.
    var isStopping: Bool { stopping.load(ordering: .relaxed) }
    var connections: Int { openCount.load(ordering: .relaxed) }

    /// No connection is taken any more; those that are there end after their next answer.
    func retire(isLast: Bool) {
        closing.store(true, ordering: .relaxed)
        stopping.store(isLast, ordering: .relaxed)
        guard let listener = handle.withLock({ $0?.quiesce() }) else { return }
        // Not closed by the library from now on (MHD_quiesce_daemon). Its threads look at it no more once they have woken,
        // and must not find another file under its number before; so it goes when the daemon does.
        if listener >= 0 { retired.store(listener, ordering: .relaxed) }
    }

    /// Ends every connection. Nothing may be suspended any more (MHD_stop_daemon).
    func stop() {
        guard let taken = handle.withLock({ $0.take() }) else { return }
        taken.stop()
        let listener = retired.exchange(-1, ordering: .relaxed)
        if listener >= 0 { close(listener) }
    }

    func opened() { openCount.add(1, ordering: .relaxed) }
    func closed() { openCount.subtract(1, ordering: .relaxed) }

    /// The library takes a text without any certificate, and then has none to show or to check with.
    private static func holdsCertificates(_ identity: TLSIdentity) -> Bool {
        let texts = [identity.certificates] + (identity.clientAuthorities.map { [$0] } ?? [])
        return texts.allSatisfy { unsafe CMicroHTTPD_certificates($0, $0.count) > 0 }
    }

    /// A started daemon, with a listener of its own for the same socket.
    private func start(_ socket: ListeningSocket, _ tls: TLSIdentity?) -> DaemonHandle? {
        let number = fcntl(socket.descriptor.number, F_DUPFD_CLOEXEC, 0)
        guard number >= 0 else { return nil }
        var settings = unsafe CMicroHTTPD_settings()
        unsafe settings.listener = number
        unsafe settings.threads = UInt32(core.limits.ioThreads)
        // Ours are counted over all daemons, and a connection too many is told so; the library only stops to accept.
        unsafe settings.connections = UInt32(core.limits.connectionsMax * 2 + 64)
        unsafe settings.silence_seconds = UInt32(clamping: core.limits.idleTime.components.seconds + 2)
        unsafe settings.memory = ServerLimits.connectionMemory
        unsafe settings.context = Unmanaged.passUnretained(self).toOpaque()
        unsafe settings.unescape = CMicroHTTPD_leave_escaped
        unsafe DaemonCalls.install(into: &settings)
        let texts = unsafe SecretTexts(tls)
        let started = unsafe withExtendedLifetime(texts) {
            if let texts = unsafe texts {
                unsafe settings.certificates = texts.certificates
                unsafe settings.key = texts.key
                unsafe settings.trust = texts.trust
            }
            return unsafe TLSIdentity.priorities.withCString { priorities in
                unsafe settings.priorities = priorities
                return unsafe CMicroHTTPD_start(&settings).map { unsafe DaemonHandle(adopting: $0) }
            }
        }
        // Where it does not start, the library has closed the listener or not, depending on how far it came (0.9.75). By now the
        // number may be somebody else's, so it is looked at before it is closed.
        if started == nil, Self.areSame(number, socket.descriptor.number) { close(number) }
        return started
    }

    private static func areSame(_ one: Int32, _ other: Int32) -> Bool {
        var (first, second) = (stat(), stat())
        return unsafe fstat(one, &first) == 0 && fstat(other, &second) == 0 && first.st_ino == second.st_ino
            && first.st_dev == second.st_dev
    }
}

/// What the library calls a daemon.
@safe private struct DaemonHandle: @unchecked Sendable {
    // Sendable: both calls are made by threads of ours, which is what they are for (MHD_quiesce_daemon, MHD_stop_daemon).

    private let pointer: OpaquePointer

    init(adopting pointer: OpaquePointer) { unsafe self.pointer = pointer }

    func quiesce() -> Int32 { unsafe MHD_quiesce_daemon(pointer) }
    func stop() { unsafe MHD_stop_daemon(pointer) }
}
