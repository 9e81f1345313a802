package import Channels
import Glibc

/// Workers that read strangers' documents, each behind its walls and each for one client at a time.
///
/// Any number of threads may ask. When the pool goes, all of its processes are gone.
package final class WorkerPool: Sendable {
    private let state: PoolState
    private let limits: PoolLimits
    private let thread: pthread_t

    /// Starts `program`, which must call `Nursery.run`, on a thread of its own, and starts it again when it dies.
    package init(
        program: String, arguments: [String] = [], limits: PoolLimits = PoolLimits()
    ) throws(WorkerError) {
        let state = try PoolState(limits)
        let keeper = Keeper(state, program: program, arguments: arguments, limits: limits)
        let handed = unsafe Unmanaged.passRetained(keeper)
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { keeper in
                guard let keeper = unsafe keeper else { return nil }
                unsafe Unmanaged<Keeper>.fromOpaque(keeper).takeRetainedValue().work()
                return nil
            }, handed.toOpaque())
        guard status == 0 else {
            unsafe handed.release()
            throw .unavailable("pthread_create: error \(status)")
        }
        self.state = state
        self.limits = limits
        self.thread = thread
    }

    deinit {
        state.close()
        pthread_join(thread, nil)
    }

    /// Which version of Landlock the workers are behind, 0 for none; nil before the first has started.
    package var landlock: Int? { state.landlock }

    /// Sends one request and waits for its answer.
    ///
    /// With a client the worker may have served that client before and may serve it again; without one (a stranger) it is
    /// fresh and used once. A request is sent to one worker and never to a second one. The deadline counts from now, the
    /// time spent waiting included, and is cut to `requestTimeMax`. `meanwhile` runs here while the worker works. The
    /// request may hold a secret: it is wiped as soon as it is sent or cannot be, unless the caller keeps a copy.
    package func exchange(
        _ request: consuming [UInt8], documents: [MemoryFile] = [], for client: ClientKey?, deadline: Duration,
        meanwhile: () -> Void = {}
    ) throws(WorkerError) -> [UInt8] {
        precondition(request.count <= limits.requestBytesMax, "a request is small; documents are memory files")
        precondition(documents.count <= Frame.descriptorsMax, "a request has few documents")
        let end = Deadline.after(min(deadline, limits.requestTimeMax))
        var frame = Frame(.request, bytes: request, descriptors: documents.map(\.descriptor))
        defer { frame.wipe() }

        let worker = try state.worker(for: client, by: end)
        let answer: Frame
        do throws(ChannelError) {
            try worker.channel.send(frame, by: end)
            frame.wipe()
            meanwhile()
            answer = try worker.channel.receive(bytesMax: limits.answerBytesMax, by: end)
            guard answer.kind == .answer, answer.descriptors.isEmpty else { throw .malformed }
        } catch {
            state.release(worker, isWell: false)
            throw WorkerError(error)
        }
        state.release(worker, isWell: true)
        return answer.bytes
    }
}

extension WorkerError {
    /// What went wrong between us and a worker, as its caller sees it.
    init(_ error: ChannelError) {
        self =
            switch error {
            case .closed, .system: .crashed
            case .timedOut: .timedOut
            case .tooLong(let bytes, let most): .answerTooLarge(bytes: bytes, most: most)
            case .malformed: .malformedAnswer
            }
    }
}
