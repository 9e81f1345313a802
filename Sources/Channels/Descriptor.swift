import CLinux
import Glibc

/// Sole owner of a file descriptor, which is closed when the last reference goes.
///
/// A class and no noncopyable struct: a message carries an array of them, and one document goes to several workers.
package final class Descriptor: Sendable {
    package let number: Int32

    /// Adopts an open descriptor.
    package init(owning number: Int32) {
        precondition(number >= 0, "a descriptor has no negative number")
        self.number = number
    }

    deinit { close(number) }

    /// A second descriptor for the same open file, its number not below `least`.
    package func duplicate(least: Int32 = 0) throws(ChannelError) -> Descriptor {
        let copy = CLinux_duplicate(number, least)
        guard copy >= 0 else { throw .last("fcntl") }
        return Descriptor(owning: copy)
    }

    /// Waits until the descriptor can be read or has ended, and says whether it came to that before the deadline.
    package func waitUntilReadable(by deadline: Deadline) throws(ChannelError) -> Bool {
        try wait(for: Int16(POLLIN), by: deadline)
    }

    func waitUntilWritable(by deadline: Deadline) throws(ChannelError) -> Bool {
        try wait(for: Int16(POLLOUT), by: deadline)
    }

    private func wait(for events: Int16, by deadline: Deadline) throws(ChannelError) -> Bool {
        while true {
            var entry = pollfd(fd: number, events: events, revents: 0)
            let ready = unsafe poll(&entry, 1, deadline.pollMilliseconds)
            if ready > 0 { return true }
            if ready < 0 && errno != EINTR { throw .last("poll") }
            if deadline.isPast { return false }
        }
    }
}
