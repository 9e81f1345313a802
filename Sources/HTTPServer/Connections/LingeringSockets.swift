import Channels
import Glibc
import Synchronization

/// Sockets that have said their last word and listen a little longer.
///
/// Closing a socket with bytes unread makes the kernel reset the connection, and a client that is still sending a body loses
/// the answer that told it not to (RFC 9112 §9.6). So a second descriptor is kept and read until the client stops.
final class LingeringSockets: Sendable {
    private struct Guest {
        let descriptor: Descriptor
        let until: ContinuousClock.Instant
        var bytesLeft = LingeringSockets.bytesMax
    }

    static let bytesMax = 64 << 20
    static let guestsMax = 256

    private let guests = Mutex<[Guest]>([])
    private let time: Duration

    init(_ limits: ServerLimits) { time = limits.lingerTime }

    /// The number is the library's, which will close it; ours is another for the same socket.
    func take(_ number: Int32) {
        guests.withLock { guests in
            guard guests.count < Self.guestsMax else { return }
            let copy = fcntl(number, F_DUPFD_CLOEXEC, 0)
            guard copy >= 0 else { return }
            guests.append(Guest(descriptor: Descriptor(owning: copy), until: .now + time))
        }
    }

    /// Reads what has come, and lets go of who has stopped or stayed too long.
    func read() {
        guests.withLock { guests in
            guard !guests.isEmpty else { return }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            let now = ContinuousClock.now
            for index in guests.indices.reversed() {
                if now >= guests[index].until || isOver(&guests[index], &buffer) { guests.remove(at: index) }
            }
        }
    }

    private func isOver(_ guest: inout Guest, _ buffer: inout [UInt8]) -> Bool {
        while guest.bytesLeft > 0 {
            let got = unsafe recv(guest.descriptor.number, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if got < 0 && errno == EINTR { continue }
            if got <= 0 { return got == 0 || errno != EAGAIN }
            guest.bytesLeft -= got
        }
        return true
    }
}
