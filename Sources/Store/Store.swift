import Crypto
package import Database
import Glibc
import Synchronization

/// The tables and the audit log, in either database.
///
/// Any number of threads read and write. Writers that come at the same time share a commit; each of them goes on once its
/// own change is on the disk.
package final class Store: Sendable {
    package let installation: Installation
    package let driver: any DatabaseDriver
    private let readers: ReaderPool
    private let writer: StoreWriter?

    init(
        _ driver: any DatabaseDriver, installation: Installation, limits: StoreLimits, writer: StoreWriter?
    ) {
        self.driver = driver
        self.installation = installation
        readers = ReaderPool(driver, limits: limits)
        self.writer = writer
    }

    deinit { close() }

    /// Runs the body in one state of the database, on this thread.
    package func read<Value, Failure: StoreFailing>(
        _ body: (Snapshot<Failure>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try readers.read(.reading, body)
    }

    /// The same for what reads whole tables: no statement is ended for taking long.
    package func readAtLength<Value, Failure: StoreFailing>(
        _ body: (Snapshot<Failure>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try readers.read(.readingAtLength, body)
    }

    /// Runs the body in a transaction and returns once it is durable. What the body throws undoes it and nothing else.
    ///
    /// The body runs on the store's own thread and may be run again; see `Transaction`.
    @discardableResult
    package func write<Value: Sendable, Failure: StoreFailing>(
        _ body: @escaping @Sendable (Transaction<Failure>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        guard let writer else { throw .store(.readOnly) }
        let outcome = BodyOutcome<Value, Failure>()
        let error = writer.perform(
            WriteJob { core in
                outcome.keep { () throws(Failure) in try body(Transaction(core)) }
            })
        if let error { throw .store(error) }
        guard let value = outcome.kept else { preconditionFailure("a body that was settled has been run") }
        return try value.get()
    }

    /// How many commits this process has made, for those who measure what they are worth.
    package var commits: Int { writer?.commits ?? 0 }

    /// Why the last transaction was not made, if that was no longer ago and none was made since.
    package func writingFailure(within time: Duration) -> StoreError? { writer?.failure(within: time) }

    /// What waits is still done. Afterwards only reading is possible.
    package func close() {
        writer?.close()
    }
}

/// What a body returned or threw when it was last run.
private final class BodyOutcome<Value: Sendable, Failure: StoreFailing>: Sendable {
    private let result = Mutex<Result<Value, Failure>?>(nil)

    var kept: Result<Value, Failure>? { result.withLock { $0 } }

    /// False when it threw.
    func keep(_ body: () throws(Failure) -> Value) -> Bool {
        let outcome: Result<Value, Failure>
        do throws(Failure) {
            outcome = .success(try body())
        } catch {
            outcome = .failure(error)
        }
        result.withLock { $0 = outcome }
        if case .success = outcome { return true }
        return false
    }
}
