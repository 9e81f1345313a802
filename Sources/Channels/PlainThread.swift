package import Dispatch
import Glibc

/// A thread for one piece of work, where there must be as many as were asked for.
package enum PlainThread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// The system has no thread to give; the number is its own.
    package struct Refused: Error, Equatable {
        package let code: Int32
    }

    /// Nobody waits for its end, unless through a group. A nicer thread lets others go first where there are more of them than
    /// cores.
    package static func start(
        in group: DispatchGroup? = nil, niceness: Int32 = 0, _ body: @escaping @Sendable () -> Void
    ) throws(Refused) {
        group?.enter()
        let work = Work {
            // Of this thread alone, as Linux has it (setpriority(2)); a refusal would only make it as quick as the others.
            if niceness > 0 { setpriority(Int32(PRIO_PROCESS.rawValue), 0, niceness) }
            body()
            group?.leave()
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
            group?.leave()
            throw Refused(code: status)
        }
        pthread_detach(thread)
    }
}
