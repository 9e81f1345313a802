import CMicroHTTPD
import HTTP

/// The body of one request on its way in.
@safe final class BodyIntake: @unchecked Sendable {
    // Sendable: libmicrohttpd calls for a connection on one I/O thread only, the one that took it, and nobody else comes here.
    // `deinit` may run on another thread, when nobody else is left.

    private var reader: BodyReader?
    private let budget: BodyBudget
    private var taken = 0
    /// What comes behind a refusal is thrown away, and takes no room.
    private var isOpen = false

    init(_ budget: BodyBudget) { self.budget = budget }

    deinit { drop() }

    func open(_ plan: BodyPlan) throws(HTTPRefusal) {
        do throws(BodyDefect) {
            reader = try BodyReader(plan)
            isOpen = true
        } catch {
            throw HTTPRefusal(error)
        }
    }

    @unsafe func append(_ piece: UnsafeRawBufferPointer) throws(HTTPRefusal) {
        guard isOpen else { return }
        guard budget.take(piece.count) else {
            drop()
            throw HTTPRefusal(.noRoom)
        }
        taken += piece.count
        do throws(BodyDefect) {
            try unsafe reader?.append(piece)
        } catch {
            drop()
            throw HTTPRefusal(error)
        }
    }

    func finish() throws(HTTPRefusal) -> HTTPBody {
        guard var reader = reader.take() else { return .none }
        do throws(BodyDefect) {
            return try reader.finish()
        } catch {
            throw HTTPRefusal(error)
        }
    }

    /// At the end of the request, or where it is refused: the room is others' again.
    func drop() {
        reader = nil
        isOpen = false
        budget.giveBack(taken)
        taken = 0
    }
}

/// A connection that the library leaves alone until it is resumed.
@safe struct SuspendedConnection: @unchecked Sendable {
    // Sendable: "may be called from any thread" is what MHD_resume_connection is for, and nothing else is done with it.

    private let pointer: OpaquePointer

    /// On its own I/O thread.
    init(suspending pointer: OpaquePointer) {
        unsafe MHD_suspend_connection(pointer)
        unsafe self.pointer = pointer
    }

    func resume() { unsafe MHD_resume_connection(pointer) }
}
