import Glibc
import Problems
import Synchronization

/// How far a run over many files has come, told on a terminal while it runs and everywhere when it is over.
final class Progress: Sendable {
    private struct Counts {
        var done = 0
        var refused = 0
    }

    private let total: Int
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let counts = Mutex(Counts())

    init(of total: Int) { self.total = total }

    var hasTold: Bool { counts.withLock { $0.refused > 0 } }

    func done() {
        counts.withLock { counts in
            counts.done += 1
            show(counts)
        }
    }

    func refused(_ problem: Problem) {
        counts.withLock { counts in
            counts.refused += 1
            if isTerminal { Console.noteInPlace("") }
            Console.report(problem)
            show(counts)
        }
    }

    /// One that was told elsewhere.
    func refused() {
        counts.withLock { counts in
            counts.refused += 1
            show(counts)
        }
    }

    /// Makes room for a line of another kind.
    func pause() {
        if isTerminal { Console.noteInPlace("") }
    }

    func finish(as deed: String = "signed") {
        counts.withLock { counts in
            pause()
            Console.note("teken: \(counts.done) \(deed), \(counts.refused) refused")
        }
    }

    private func show(_ counts: Counts) {
        guard isTerminal else { return }
        Console.noteInPlace("teken: \(counts.done + counts.refused) / \(total)")
    }
}
