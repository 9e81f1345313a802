import CLinux
import Glibc

/// Keeps the memory of this process from other eyes: no core dump, no reading or tracing by the same user, no crash report.
package enum ProcessHardening {
    package enum Failure: Error, Equatable, Sendable {
        case coreDumps
        case dumpable
    }

    /// To be called first thing in `main`; it cannot be undone by the process's own children, which start afresh.
    package static func apply() throws(Failure) {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0 else { throw .coreDumps }
        guard CLinux_forbid_dumping() == 0, CLinux_is_dumpable() == 0 else { throw .dumpable }
        // Swift's own crash report prints registers and the memory they point at, which may be a key; a plain death does not.
        for crash in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] { signal(crash, SIG_DFL) }
    }
}
