import CLinux
import CSeccomp
import Glibc

/// Who may call what. Each line that is not plain says why it is there.
extension SystemCallFilter {
    /// A worker: reads strangers' files, knows one socket, and may be in a stranger's hands.
    ///
    /// Not on the list on purpose: `rt_sigreturn`, which sets the signal mask and could block the alarm (no handler is ever
    /// installed, so nothing returns from one); `newfstatat`, which takes paths; `ioctl`; anything that opens or starts.
    package static func worker() throws(WallsError) -> SystemCallFilter {
        try SystemCallFilter(workerCalls, otherwise: .kill)
    }

    /// The nursery: what its workers may, and what it takes to make one.
    static func nursery() throws(WallsError) -> SystemCallFilter {
        try SystemCallFilter(workerCalls + nurseryCalls, otherwise: .kill)
    }

    /// A foreign program that reads one document: may open what Landlock lets it, and start nothing beside itself.
    static func program() throws(WallsError) -> SystemCallFilter {
        try SystemCallFilter(programCalls, otherwise: .refuse)
    }

    private static let workerCalls: [AllowedCall] = [
        AllowedCall("read"), AllowedCall("write"), AllowedCall("close"),
        AllowedCall("recvmsg"), AllowedCall("sendmsg"), AllowedCall("poll"),
        // What `poll` is on newer machines. With a signal mask it could block the alarm and wait for ever.
        AllowedCall("ppoll", .argument(3, is: 0)),
        // Never executable, never shared (shared memory escapes the memory limit), never growing by itself (so does that).
        AllowedCall("mmap", .argument(2, hasOnly: UInt64(PROT_READ | PROT_WRITE)), .argument(3, hasOnly: plainMapping)),
        AllowedCall("mprotect", .argument(2, hasOnly: UInt64(PROT_READ | PROT_WRITE))),
        AllowedCall("munmap"), AllowedCall("mremap"), AllowedCall("brk"),
        // What malloc gives back. Other advice can poison pages or make memory survive a fork.
        AllowedCall("madvise", .argument(2, is: UInt64(MADV_DONTNEED))),
        AllowedCall("madvise", .argument(2, is: 8)),  // MADV_FREE
        // Waiting and waking only; the futexes that inherit priorities have been a way into the kernel.
        AllowedCall("futex", .argument(1, without: futexFlags, is: 0)),  // FUTEX_WAIT
        AllowedCall("futex", .argument(1, without: futexFlags, is: 1)),  // FUTEX_WAKE
        AllowedCall("futex", .argument(1, without: futexFlags, is: 9)),  // FUTEX_WAIT_BITSET
        AllowedCall("lseek"),  // the size of a document
        AllowedCall("fcntl", .argument(1, is: UInt64(CLinux_get_seals))),  // whether it is sealed
        AllowedCall("clock_gettime"),  // where the kernel's shared page cannot tell the time
        AllowedCall("getpid"),  // OpenSSL's random numbers, which blind its arithmetic on curves, notice a fork by it
        AllowedCall("getrandom"),  // Swift seeds its dictionaries with it
        AllowedCall("sysinfo"),  // glibc's qsort asks how much memory there is
        AllowedCall("restart_syscall"),  // the kernel's own, after the machine was suspended
        AllowedCall("exit"), AllowedCall("exit_group"),
    ]

    private static let nurseryCalls: [AllowedCall] = [
        AllowedCall("clone", .argument(0, is: CLinux_fork_flags())),  // fork, and nothing else that clone can do
        AllowedCall("set_robust_list"), AllowedCall("getpid"),  // by glibc in the forked process, and for it
        AllowedCall("wait4"), AllowedCall("pidfd_open"),
        // What a new worker does to itself before it takes these calls away.
        AllowedCall("prctl", .argument(0, is: UInt64(PR_SET_PDEATHSIG))), AllowedCall("getppid"),
        AllowedCall("dup2"), AllowedCall("dup3"), AllowedCall("close_range"),
        AllowedCall("prlimit64", .argument(0, is: 0)),
        AllowedCall("setitimer"), AllowedCall("seccomp"),
    ]

    private static let programCalls: [AllowedCall] =
        [
            // Being started and loading libraries.
            "execve", "arch_prctl", "set_tid_address", "set_robust_list", "rseq", "brk", "mmap", "mprotect", "munmap",
            "mremap", "madvise", "futex", "getrandom", "clock_gettime", "clock_getres", "gettimeofday", "sysinfo",
            "uname",
            "exit", "exit_group", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "restart_syscall", "getpid",
            "gettid",
            "getppid", "getuid", "geteuid", "getgid", "getegid", "getcwd", "sched_yield", "sched_getaffinity",
            // Reading files, as far as Landlock lets it, and writing what it has found.
            "open", "openat", "close", "read", "readv", "pread64", "write", "writev", "lseek", "stat", "fstat", "lstat",
            "newfstatat", "statx", "statfs", "fstatfs", "access", "faccessat", "faccessat2", "readlink", "readlinkat",
            "getdents64", "fadvise64", "dup", "poll", "ppoll",
        ].map { AllowedCall($0) } + [
            AllowedCall("fcntl", .argument(1, is: UInt64(F_GETFD))),
            AllowedCall("fcntl", .argument(1, is: UInt64(F_SETFD))),
            AllowedCall("fcntl", .argument(1, is: UInt64(F_GETFL))),
            AllowedCall("prlimit64", .argument(0, is: 0), .argument(2, is: 0)),  // asks for its own limits, sets none
            AllowedCall("ioctl", .argument(1, is: UInt64(TCGETS))),  // whether its output is a terminal
        ]

    private static let plainMapping = UInt64(MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK)
    private static let futexFlags: UInt64 = 0x80 | 0x100  // FUTEX_PRIVATE_FLAG, FUTEX_CLOCK_REALTIME
}
