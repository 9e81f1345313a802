import Glibc
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

    func finish() {
        counts.withLock { counts in
            if isTerminal { Console.noteInPlace("") }
            Console.note("teken: \(counts.done) signed, \(counts.refused) refused")
        }
    }

    private func show(_ counts: Counts) {
        guard isTerminal else { return }
        Console.noteInPlace("teken: \(counts.done + counts.refused) / \(total)")
    }
}
