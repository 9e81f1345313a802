import Crypto
import Glibc
import Problems

/// The person's terminal, reached past any redirection: sole owner of a descriptor of `/dev/tty`.
struct Terminal: ~Copyable {
    private let descriptor: Int32

    /// What ends a program from outside, as `timeout` and a closed window do.
    private static let endings = [SIGTERM, SIGHUP, SIGQUIT]

    /// Nil where no terminal belongs to the process.
    init?() {
        let descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Asks for one line without showing it. Control-C stops the program with nothing done.
    func ask(_ prompt: String, most: Int) throws -> Secret {
        var before = termios()
        guard unsafe tcgetattr(descriptor, &before) == 0 else { throw Problem.cannotRead("/dev/tty", errno) }
        var silent = before
        // Keys one by one and no signals: a signal would end the program with the terminal left silent.
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        // Signals from elsewhere wait until the terminal shows again what is typed; `hasKey` looks for them meanwhile.
        var held = sigset_t()
        var usual = sigset_t()
        for ending in Self.endings { unsafe sigaddset(&held, ending) }
        unsafe pthread_sigmask(SIG_BLOCK, &held, &usual)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &usual, nil) }

        guard unsafe tcsetattr(descriptor, TCSAFLUSH, &silent) == 0 else { throw Problem.cannotRead("/dev/tty", errno) }
        defer {
            unsafe tcsetattr(descriptor, TCSAFLUSH, &before)
            show("\n")
        }
        show(prompt)
        var line = try Secret(zeros: most)
        guard let count = unsafe line.withMutableBytes({ unsafe readLine(into: $0) }) else {
            throw Problem.interrupted()
        }
        return try line.slice(from: 0, count: count)
    }

    /// How many bytes the line has; nil when it was abandoned. What exceeds the buffer is counted by filling it.
    private func readLine(into line: UnsafeMutableRawBufferPointer) -> Int? {
        var count = 0
        while true {
            guard hasKey() else { return nil }
            var key: UInt8 = 0
            let got = unsafe read(descriptor, &key, 1)
            if got < 0 && errno == EINTR { continue }
            guard got == 1 else { return nil }
            switch key {
            case 0x03, 0x1A: return nil  // control-C, control-Z
            case 0x04 where count == 0: return nil  // control-D on an empty line
            case 0x04, 0x0A, 0x0D: return count
            case 0x15: count = 0  // control-U
            case 0x08, 0x7F:
                // One character back, which in UTF-8 is all its following bytes and the first.
                while unsafe count > 0 && line[count - 1] & 0xC0 == 0x80 { count -= 1 }
                count = max(0, count - 1)
            default:
                guard count < line.count else { continue }
                unsafe line[count] = key
                count += 1
            }
        }
    }

    /// Waits for a key; false when somebody asked the program to end.
    private func hasKey() -> Bool {
        let restMilliseconds: Int32 = 200
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while true {
            let ready = unsafe poll(&watched, 1, restMilliseconds)
            if ready > 0 || (ready < 0 && errno != EINTR) { return true }  // what is wrong, reading will tell
            var pending = sigset_t()
            unsafe sigpending(&pending)
            if Self.endings.contains(where: { unsafe sigismember(&pending, $0) == 1 }) { return false }
        }
    }

    private func show(_ text: String) {
        let bytes = Array(text.utf8)
        unsafe write(descriptor, bytes, bytes.count)
    }
}
