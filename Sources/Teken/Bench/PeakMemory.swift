import Dispatch
import FoundationEssentials
import Glibc
import Synchronization

/// The most memory that this process and all it has started hold together while something is done.
///
/// Proportional set sizes are added up, so that a document that two processes look at counts once.
enum PeakMemory {
    private static let interval: useconds_t = 1_000

    static func kibibytes(during work: () throws -> Void) rethrows -> Int {
        let watcher = DispatchGroup()
        let shared = Shared()
        DispatchQueue.global().async(group: watcher) {
            while !shared.isOver {
                shared.note(total())
                usleep(interval)
            }
        }
        defer {
            shared.finish()
            watcher.wait()
        }
        try work()
        return shared.peak
    }

    private final class Shared: Sendable {
        private let state = Mutex((peak: 0, isOver: false))

        var isOver: Bool { state.withLock { $0.isOver } }
        var peak: Int { state.withLock { $0.peak } }
        func note(_ value: Int) { state.withLock { $0.peak = max($0.peak, value) } }
        func finish() { state.withLock { $0.isOver = true } }
    }

    private static func total() -> Int {
        var waiting = [getpid()]
        var sum = 0
        while let process = waiting.popLast() {
            sum += proportionalSetSize(of: process)
            let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
            for task in tasks {
                let children = text("/proc/\(process)/task/\(task)/children")
                waiting += children.split(separator: " ").compactMap { pid_t($0) }
            }
        }
        return sum
    }

    private static func proportionalSetSize(of process: pid_t) -> Int {
        let line = text("/proc/\(process)/smaps_rollup").split(separator: "\n").first { $0.hasPrefix("Pss:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    /// Empty for a process that is gone.
    private static func text(_ path: String) -> String {
        (try? InputFile.text(path, most: 1 << 20)) ?? ""
    }
}
