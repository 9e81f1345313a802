import Glibc

/// A thread of the service's own that nobody waits for.
enum ServiceThread {
    private final class Work {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// A nicer thread lets others go first where there are more of them than cores.
    static func start(niceness: Int32 = 0, _ body: @escaping @Sendable () -> Void) throws(ServerError) {
        let work = Work {
            // Of this thread alone, as Linux has it (setpriority(2)); a refusal would only make it as quick as the others.
            if niceness > 0 { setpriority(Int32(PRIO_PROCESS.rawValue), 0, niceness) }
            body()
        }
        let handed = unsafe Unmanaged.passRetained(work)
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { work in
                guard let work = unsafe work else { return nil }
                unsafe Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
                return nil
            }, handed.toOpaque())
        guard status == 0 else {
            unsafe handed.release()
            throw .system(operation: "pthread_create", code: status)
        }
        pthread_detach(thread)
    }
}
