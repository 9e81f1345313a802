import CLinux
import Channels
import Glibc

/// A program this process has started: nothing is inherited but what it was given, and it is gone when this object is.
final class SpawnedProgram: Sendable {
    let process: pid_t
    /// Tells its end, and kills exactly it.
    let descriptor: Descriptor

    /// `given[n]` becomes descriptor `n`; of the standard three, what is not given leads nowhere. No environment, no signal
    /// blocked or ignored.
    init(_ path: String, _ arguments: [String], giving given: [Int32: Descriptor]) throws(WorkerError) {
        // Numbers out of the way of those they become, which would overwrite one another.
        var sources: [Int32: Descriptor] = [:]
        do throws(ChannelError) {
            for (number, descriptor) in given { sources[number] = try descriptor.duplicate(least: 16) }
        } catch {
            throw .unavailable("\(error)")
        }
        let (status, process) = Self.spawn(path, arguments, sources)
        guard status == 0 else { throw .unavailable("\(path): error \(status)") }
        let number = CLinux_process_descriptor(process)
        guard number >= 0 else {
            Self.kill(process)
            throw .unavailable("pidfd_open: error \(errno)")
        }
        self.process = process
        descriptor = Descriptor(owning: number)
        withExtendedLifetime(sources) {}
    }

    deinit { Self.kill(process) }

    /// Waits for the end: 0 where the program says that all is well, another number where not, nil past the deadline.
    func outcome(by deadline: Deadline) throws(ChannelError) -> Int32? {
        guard try descriptor.waitUntilReadable(by: deadline) else { return nil }
        // Looked at and not collected: until then the number means this process.
        var told = unsafe siginfo_t()
        guard unsafe waitid(P_PID, id_t(process), &told, WEXITED | WNOWAIT) == 0 else { return nil }
        return unsafe told.si_code == Int32(CLD_EXITED) ? told._sifields._sigchld.si_status : -1
    }

    private static func kill(_ process: pid_t) {
        Glibc.kill(process, SIGKILL)
        while waitpid(process, nil, 0) < 0 && errno == EINTR {}
    }

    private static func spawn(
        _ path: String, _ arguments: [String], _ sources: [Int32: Descriptor]
    ) -> (status: Int32, process: pid_t) {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }

        for number in STDIN_FILENO...STDERR_FILENO where sources[number] == nil {
            unsafe posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
        }
        for (number, source) in sources { unsafe posix_spawn_file_actions_adddup2(&actions, source.number, number) }
        let first = max(STDERR_FILENO, sources.keys.max() ?? 0) + 1
        unsafe CLinux_spawn_closing_from(&actions, first)
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var words: [UnsafeMutablePointer<CChar>?] = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe words.indices { unsafe free(words[index]) } }

        var environment: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
        var process: pid_t = 0
        let status = unsafe posix_spawn(&process, path, &actions, &attributes, &words, &environment)
        return (status, process)
    }
}
