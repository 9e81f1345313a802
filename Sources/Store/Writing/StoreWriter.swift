import Database
import Glibc
import Synchronization

/// The thread of a `Committer`, and the way to it.
final class StoreWriter: Sendable {
    private let queue: WriteQueue
    private let thread: Mutex<pthread_t?>

    init(_ committer: sending Committer, queue: WriteQueue) throws(StoreError) {
        let handed = unsafe Unmanaged.passRetained(committer)
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { committer in
                guard let committer = unsafe committer else { return nil }
                unsafe Unmanaged<Committer>.fromOpaque(committer).takeRetainedValue().work()
                return nil
            }, handed.toOpaque())
        guard status == 0 else {
            unsafe handed.release()
            throw .database(.library(operation: "pthread_create", words: "error \(status)"))
        }
        self.queue = queue
        self.thread = Mutex(thread)
    }

    var commits: Int { queue.commits }

    func failure(within time: Duration) -> StoreError? { queue.failure(within: time) }

    func perform(_ job: WriteJob) -> StoreError? {
        let isItself = thread.withLock { $0.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
        precondition(!isItself, "a body does not wait for another one, which would come after it")
        return queue.perform(job)
    }

    /// Returns once everything that waited is done and the connection is closed.
    func close() {
        queue.close()
        let thread = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        if let thread { pthread_join(thread, nil) }
    }
}
