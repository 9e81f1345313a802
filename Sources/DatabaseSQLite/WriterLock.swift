import CSQLite
import Database
import Glibc

/// The right to write to one database file: a lock on a file beside it, which the kernel takes back when the process dies.
///
/// SQLite's own locks would let a second process write between two transactions of the first; see `SQLiteLibrary`.
final class WriterLock: Sendable {
    private static let pause: UInt32 = 20_000

    private let descriptor: Int32

    init(_ path: String, wait: Duration) throws(DatabaseError) {
        let descriptor = try Self.open(path)
        let clock = ContinuousClock()
        let end = clock.now + wait
        // Waiting in the kernel would have no end; a lock that is free is had at once.
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let error = errno
            guard error == EWOULDBLOCK || error == EINTR else {
                close(descriptor)
                throw .inputOutput(unsafe String(cString: strerror(error)))
            }
            guard clock.now < end else {
                close(descriptor)
                throw .inUse(path)
            }
            usleep(Self.pause)
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Makes a file that its owner alone may read, if there is none. SQLite gives its log and index the same rights.
    static func makePrivate(_ path: String) throws(DatabaseError) {
        close(try open(path))
        syncFolder(of: path)
    }

    private static func open(_ path: String) throws(DatabaseError) -> Int32 {
        let descriptor = unsafe CSQLite_open_private(path)
        guard descriptor >= 0 else {
            let error = errno
            switch error {
            case ENOENT, ENOTDIR: throw .missing(path)
            case EROFS, EACCES, EPERM: throw .readOnly
            case ENOSPC, EDQUOT: throw .full
            default: throw .inputOutput(unsafe String(cString: strerror(error)))
            }
        }
        return descriptor
    }

    /// So that the name of a new file survives a power cut.
    private static func syncFolder(of path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
