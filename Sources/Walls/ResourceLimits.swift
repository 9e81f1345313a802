import CLinux
import Glibc

/// What the kernel lets a process use at most; nil leaves a limit as it is.
struct ResourceLimits: Sendable {
    var openFiles: Int?
    /// Of the longest file it could write.
    var fileBytes: Int? = 0
    var stackBytes: Int? = 8 << 20
    var processorSeconds: Int?
    /// Private memory that can be written.
    var memoryBytes: Int?
    /// All of the address space, mapped files included.
    var addressBytes: Int?

    func apply() throws(WallsError) {
        try Self.set("RLIMIT_CORE", RLIMIT_CORE, 0)
        try Self.set("RLIMIT_MEMLOCK", __RLIMIT_MEMLOCK, 0)
        try Self.set("RLIMIT_MSGQUEUE", __RLIMIT_MSGQUEUE, 0)
        try Self.set("RLIMIT_NOFILE", RLIMIT_NOFILE, openFiles)
        try Self.set("RLIMIT_FSIZE", RLIMIT_FSIZE, fileBytes)
        try Self.set("RLIMIT_STACK", RLIMIT_STACK, stackBytes)
        try Self.set("RLIMIT_CPU", RLIMIT_CPU, processorSeconds)
        try Self.set("RLIMIT_DATA", RLIMIT_DATA, memoryBytes)
        try Self.set("RLIMIT_AS", RLIMIT_AS, addressBytes)
    }

    private static func set(_ name: String, _ limit: __rlimit_resource, _ most: Int?) throws(WallsError) {
        guard let most else { return }
        guard CLinux_limit(Int32(limit.rawValue), UInt64(most)) == 0 else { throw .last(name) }
    }
}

/// How much a process uses already, so that a limit can be said as "so much more".
struct MemoryUse: Sendable {
    let addressBytes: Int
    let memoryBytes: Int

    /// From `/proc/self/statm`, in pages: the first number is everything, the sixth what can be written (proc(5)).
    static func now() throws(WallsError) -> MemoryUse {
        let number = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw .last("open /proc/self/statm") }
        defer { close(number) }

        var text = [UInt8](repeating: 0, count: 256)
        let count = unsafe read(number, &text, text.count)
        guard count > 0 else { throw .last("read /proc/self/statm") }
        let fields = String(decoding: text.prefix(count), as: UTF8.self).split { !$0.isNumber }.compactMap { Int($0) }
        guard fields.count == 7 else { throw .system(operation: "read /proc/self/statm", code: EINVAL) }
        let page = sysconf(Int32(_SC_PAGESIZE))
        return MemoryUse(addressBytes: fields[0] * page, memoryBytes: fields[5] * page)
    }
}
