import CMicroHTTPD
import Channels
import Glibc

/// A socket that clients connect to. It outlives the daemons that take connections from it, so that one may follow another.
final class ListeningSocket: Sendable {
    static let backlog: Int32 = 1_024

    let descriptor: Descriptor
    /// Where it listens, with the port that was given to it.
    let address: Listener.Address

    init(_ address: Listener.Address) throws(ServerError) {
        switch address {
        case .tcp(let host, let port):
            let (descriptor, port) = try Self.tcp(host, port: port)
            self.descriptor = descriptor
            self.address = .tcp(host, port: port)
        case .unix(let path, let mode):
            descriptor = try Self.unix(path, mode: mode)
            self.address = address
        }
        guard listen(descriptor.number, Self.backlog) == 0 else { throw .last("listen") }
    }

    /// From now on whoever connects is refused, as by a port where nobody listens, and a proxy goes to the next node; the number
    /// stays taken. Without it the kernel would go on taking connections that nobody looks at, until the process ends (tcp(7)
    /// says nothing of it; Linux takes a listener that is shut down out of LISTEN, `inet_shutdown`).
    func refuse() { _ = shutdown(descriptor.number, Int32(SHUT_RDWR)) }

    deinit {
        if case .unix(let path, _) = address { unsafe unlink(path) }
    }

    private static func tcp(_ host: String, port: UInt16) throws(ServerError) -> (Descriptor, UInt16) {
        let name = "\(host):\(port)"
        var four = sockaddr_in()
        if unsafe inet_pton(AF_INET, host, &four.sin_addr) == 1 {
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            let descriptor = try new(AF_INET)
            try allowReuse(descriptor)
            try unsafe bind(descriptor, &four, name)
            return (descriptor, UInt16(bigEndian: four.sin_port))
        }
        var six = sockaddr_in6()
        guard unsafe inet_pton(AF_INET6, host, &six.sin6_addr) == 1 else { throw .unusableAddress(name) }
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = port.bigEndian
        let descriptor = try new(AF_INET6)
        try allowReuse(descriptor)
        // IPv4 has listeners of its own; through this one its addresses would look like others.
        var yes: Int32 = 1
        guard unsafe setsockopt(descriptor.number, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &yes, 4) == 0 else {
            throw .last("setsockopt")
        }
        try unsafe bind(descriptor, &six, name)
        return (descriptor, UInt16(bigEndian: six.sin6_port))
    }

    private static func unix(_ path: String, mode: UInt32) throws(ServerError) -> Descriptor {
        var address = sockaddr_un()
        guard unsafe CMicroHTTPD_path_address(path, &address) > 0, !path.isEmpty else { throw .unusableAddress(path) }
        try removeStale(path, address)
        let descriptor = try new(AF_UNIX)
        // Before it has a name: otherwise it could be connected to for a moment by whom it is not for.
        guard fchmod(descriptor.number, mode) == 0 else { throw .last("fchmod") }
        try unsafe bind(descriptor, &address, path)
        guard unsafe chmod(path, mode) == 0 else { throw .last("chmod") }
        return descriptor
    }

    /// A socket that a dead process left behind is in the way; one that somebody answers on, or anything else, is theirs.
    private static func removeStale(_ path: String, _ address: sockaddr_un) throws(ServerError) {
        let probe = try new(AF_UNIX)
        var address = address
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(probe.number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        switch (status, errno) {
        case (0, _): throw .addressInUse(path)
        case (_, ENOENT): return
        // A plain file refuses too, and must stay.
        case (_, ECONNREFUSED) where isSocket(path): unsafe unlink(path)
        default: throw .addressInUse(path)
        }
    }

    private static func isSocket(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
    }

    private static func new(_ family: Int32) throws(ServerError) -> Descriptor {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let number = socket(family, kind, 0)
        guard number >= 0 else { throw .last("socket") }
        return Descriptor(owning: number)
    }

    private static func allowReuse(_ descriptor: Descriptor) throws(ServerError) {
        var yes: Int32 = 1
        guard unsafe setsockopt(descriptor.number, SOL_SOCKET, SO_REUSEADDR, &yes, 4) == 0 else {
            throw .last("setsockopt")
        }
    }

    /// Binds, and fills in the address that it came to.
    private static func bind<Address>(
        _ descriptor: Descriptor, _ address: UnsafeMutablePointer<Address>, _ name: String
    ) throws(ServerError) {
        var length = socklen_t(MemoryLayout<Address>.size)
        let status = unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
            guard unsafe Glibc.bind(descriptor.number, generic, length) == 0 else { return errno }
            return unsafe getsockname(descriptor.number, generic, &length) == 0 ? 0 : errno
        }
        switch status {
        case 0: return
        case EADDRINUSE: throw .addressInUse(name)
        default: throw .system(operation: "bind", code: status)
        }
    }
}
