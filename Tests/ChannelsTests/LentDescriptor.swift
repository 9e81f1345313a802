import Channels
import Glibc

/// A descriptor that is given away, and a way to see whether anybody still has it.
struct LentDescriptor {
    private let reading: Descriptor
    private(set) var lent: Descriptor?

    init() {
        var ends: [Int32] = [-1, -1]
        precondition(unsafe pipe(&ends) == 0, "a test needs a pipe")
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        reading = Descriptor(owning: ends[0])
        lent = Descriptor(owning: ends[1])
    }

    /// Gives up our own, and says whether that was the last one. Programs that other tests start hold it for a moment.
    mutating func isReturned() throws -> Bool {
        lent = nil
        return try reading.waitUntilReadable(by: .after(.seconds(3)))
    }
}
