import CLinux
import Crypto
import Glibc

/// What the process is protected by, before and after it protects itself, and how it dies.
enum HardeningReport {
    static func run(_ mode: String) throws -> Never {
        if mode == "crash-unprotected" { crash() }
        if mode == "hardening" { report("before") }
        try ProcessHardening.apply()
        try OpenSSLRuntime.require()
        if mode == "crash" { crash() }
        report("after")
        exit(0)
    }

    private static func crash() -> Never {
        preconditionFailure("the probe was told to crash")
    }

    private static func report(_ moment: String) {
        var core = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &core)
        print("\(moment) core=\(core.rlim_cur)/\(core.rlim_max) dumpable=\(CLinux_is_dumpable()) locked=\(lockedKiB())")
    }

    /// `VmLck` of `/proc/self/status`, -1 where it cannot be read.
    private static func lockedKiB() -> Int {
        guard let file = unsafe fopen("/proc/self/status", "r") else { return -1 }
        defer { unsafe fclose(file) }

        var line = [CChar](repeating: 0, count: 256)
        while unsafe fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text.hasPrefix("VmLck:") { return text.split { !$0.isNumber }.first.flatMap { Int($0) } ?? -1 }
        }
        return -1
    }
}
