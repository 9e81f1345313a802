import Synchronization
import Workers

/// What came of many requests from many threads.
final class Outcomes: Sendable {
    private let results = Mutex<[Result<String, WorkerError>]>([])

    func add(_ result: Result<String, WorkerError>) { results.withLock { $0.append(result) } }

    func count(_ result: Result<String, WorkerError>) -> Int { results.withLock { $0.count { $0 == result } } }

    var successes: Int { results.withLock { $0.count { (try? $0.get()) != nil } } }
    var failures: Int { results.withLock { $0.count { (try? $0.get()) == nil } } }
}

/// The most that was ever seen.
final class Peak: Sendable {
    private let value = Mutex(0)

    func see(_ number: Int) { value.withLock { $0 = max($0, number) } }

    var most: Int { value.withLock { $0 } }
}
