import CLinux
import Glibc

/// How a process locks itself in, for good.
package enum Walls {
    /// Puts up every wall and says which version of Landlock stands, 0 for none. When it throws, the process must end.
    ///
    /// Descriptors beyond `keeping` are closed: the standard three, which should lead nowhere, and those right after them.
    static func lockIn(
        behind filter: SystemCallFilter, limits: ResourceLimits, keeping last: Int32, usesLandlock: Bool,
        readable: [String] = [], blocking blocked: Int32? = nil
    ) throws(WallsError) -> Int {
        guard try isAlone() else { throw .severalThreads }
        try resetSignals(blocking: blocked)
        guard CLinux_drop_capabilities() == 0 else { throw .last("capset") }
        guard CLinux_forbid_new_privileges() == 0 else { throw .last("PR_SET_NO_NEW_PRIVS") }
        // Both are undone by a change of rights, so they come after the last one.
        guard CLinux_die_with_parent() == 0 else { throw .last("PR_SET_PDEATHSIG") }
        guard CLinux_forbid_dumping() == 0 else { throw .last("PR_SET_DUMPABLE") }
        guard clearenv() == 0 else { throw .last("clearenv") }
        guard CLinux_close_from(UInt32(last) + 1) == 0 else { throw .last("close_range") }
        let landlock = usesLandlock ? try Landlock.enter(readable: readable) : 0
        try limits.apply()
        try filter.install()
        return landlock
    }

    /// The folder has a link for each thread, beside the two that every folder has.
    private static func isAlone() throws(WallsError) -> Bool {
        var status = stat()
        guard unsafe stat("/proc/self/task", &status) == 0 else { throw .last("stat /proc/self/task") }
        return status.st_nlink == 3
    }

    /// Signals do what they do by default, and none but `blocked` is held back, whatever the parent had. Swift's crash report
    /// prints memory, which may be a person's document; a plain death does not.
    private static func resetSignals(blocking blocked: Int32?) throws(WallsError) {
        for number in 1...SIGSYS where number != SIGKILL && number != SIGSTOP { signal(number, SIG_DFL) }
        var mask = sigset_t()
        unsafe sigemptyset(&mask)
        if let blocked { unsafe sigaddset(&mask, blocked) }
        guard unsafe sigprocmask(SIG_SETMASK, &mask, nil) == 0 else { throw .last("sigprocmask") }
    }
}
