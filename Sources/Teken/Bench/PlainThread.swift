import Dispatch
import Glibc

/// A thread for one piece of work, where as many are needed as were asked for.
enum PlainThread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// The group waits for its end.
    static func start(_ group: DispatchGroup, _ body: @escaping @Sendable () -> Void) {
        group.enter()
        let work = unsafe Unmanaged.passRetained(
            Work {
                body()
                group.leave()
            })
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { work in
                guard let work = unsafe work else { return nil }
                unsafe Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
                return nil
            }, work.toOpaque())
        precondition(status == 0, "a benchmark has the threads it asks for")
        pthread_detach(thread)
    }
}
