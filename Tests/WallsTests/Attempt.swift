/// The names of what `Tests/CAttempts` tries, one system call each.
enum Attempt {
    static let all = files + network + processes + limits + memory + kernel

    private static let files = [
        "open a file", "open for writing", "create a file", "unlink a file", "open through proc", "open its own memory",
        "open as of old", "open by handle", "stat a file", "chroot", "mount", "chmod a file", "make a memory file",
    ]
    private static let network = [
        "open an internet socket", "open a local socket", "open a netlink socket", "make a socket pair", "connect",
    ]
    private static let processes = [
        "execute a program", "fork", "fork as of old", "clone3", "fork as the nursery does", "make a thread", "unshare",
        "trace its parent", "be traced", "read its parent's memory", "kill its parent", "kill everybody",
        "kill a thread", "open its parent",
    ]
    private static let limits = [
        "raise a limit", "change a limit", "put off the alarm", "put off the alarm as of old", "handle the alarm",
        "block the alarm", "poll with the alarm blocked", "survive the nursery", "become dumpable",
        "ask for another filter", "set the clock", "sleep",
    ]
    private static let memory = [
        "map executable memory", "make memory executable", "make memory executable by key", "map shared memory",
        "map growing memory", "advise the kernel badly", "get shared memory", "lock a futex that inherits",
    ]
    private static let kernel =
        [
            "set up io_uring", "load a bpf program", "open userfaultfd", "add a key", "watch performance",
            "change its personality",
        ] + otherNumbers

    /// System calls in the manner of the processor's other architectures, whose numbers mean other calls.
    #if arch(x86_64)
        private static let otherNumbers = ["call with the numbers of x32", "call as a program of 32 bits"]
    #else
        private static let otherNumbers: [String] = []
    #endif
}
