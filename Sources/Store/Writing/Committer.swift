import Database
import Domain
import Glibc

/// The one thread that writes: all bodies that wait are run in one transaction, and one commit makes them durable together. Only
/// then does any of their callers go on. When one of them fails all are undone and run once more, each behind a savepoint.
final class Committer {
    /// Before bodies are run again, doubled each time.
    private static let shortestPause: UInt32 = 5_000
    private static let longestPause: UInt32 = 320_000

    private let driver: any DatabaseDriver
    private let queue: WriteQueue
    private let installation: Installation
    private let node: ID<StoreNode>
    private let limits: StoreLimits
    private let clock: @Sendable () -> Instant
    private var connection: (any DatabaseConnection)?

    init(
        _ driver: any DatabaseDriver, connection: any DatabaseConnection, queue: WriteQueue,
        installation: Installation, node: ID<StoreNode>, limits: StoreLimits, clock: @escaping @Sendable () -> Instant
    ) {
        self.driver = driver
        self.connection = connection
        self.queue = queue
        self.installation = installation
        self.node = node
        self.limits = limits
        self.clock = clock
    }

    func work() {
        while let jobs = queue.take() { settle(jobs) }
        connection = nil
    }

    private func settle(_ jobs: [WriteJob]) {
        let time = ContinuousClock()
        var (pause, limit): (UInt32, ContinuousClock.Instant?) = (Self.shortestPause, nil)
        // Savepoints cost more than most bodies, and are for those that fail: the first try does without.
        var isBehindSavepoints = false
        while true {
            do throws(StoreError) {
                guard let failures = try commit(jobs, isBehindSavepoints: isBehindSavepoints) else {
                    isBehindSavepoints = true
                    continue
                }
                for (job, failure) in zip(jobs, failures) { job.settle(failure) }
                return
            } catch {
                end()
                let last = limit ?? time.now + limits.repeatingMax
                limit = last
                if case .database(let cause) = error, cause.isWorthRepeating, time.now < last {
                    usleep(pause)
                    pause = min(pause * 2, Self.longestPause)
                    continue
                }
                // A server that is away is back by itself, and a row that somebody keeps is one row.
                if case .database(let cause) = error, cause.mustBeSeenTo { queue.keepFailure(error) }
                for job in jobs { job.settle(error) }
                return
            }
        }
    }

    /// One transaction. For each body an error of the store that it did not tell itself; nil when one of several failed without a
    /// savepoint to go back to, and all were undone.
    private func commit(_ jobs: [WriteJob], isBehindSavepoints: Bool) throws(StoreError) -> [StoreError?]? {
        let connection = try standing()
        try StoreError.wrapping { () throws(DatabaseError) in try connection.begin(.writing) }
        let core = TransactionCore(connection, installation: installation, node: node, clock: clock)
        var failures: [StoreError?] = []
        var isAnythingKept = false
        for job in jobs {
            let (isKept, failure) = try run(job, core, isBehindSavepoint: isBehindSavepoints)
            if !isKept, !isBehindSavepoints, jobs.count > 1 {
                end()
                return nil
            }
            isAnythingKept = isAnythingKept || isKept
            failures.append(failure.map(StoreError.database))
        }
        if isAnythingKept {
            do throws(StoreError) {
                try core.finish()
            } catch {
                // The statement may be anybody's that was only sent until now. Behind savepoints it shows whose.
                guard !isBehindSavepoints, jobs.count > 1 else { throw error }
                end()
                return nil
            }
            try StoreError.wrapping { () throws(DatabaseError) in try connection.commit() }
            queue.countCommit()
            if core.isForgetting { forgetLog(of: connection) }
        }
        if connection.isInTransaction { end() }
        return failures
    }

    private func run(
        _ job: WriteJob, _ core: TransactionCore, isBehindSavepoint: Bool
    ) throws(StoreError) -> (isKept: Bool, failure: DatabaseError?) {
        let connection = core.connection
        if isBehindSavepoint { try StoreError.wrapping { () throws(DatabaseError) in try connection.setSavepoint() } }
        let mark = core.beginBody()
        let hasReturned = job.run(core)
        if isBehindSavepoint, hasReturned, core.failure == nil {
            do throws(StoreError) { try core.settle() } catch {}  // noted, as every failure of the body is
        }
        let failure = core.failure
        if let failure, failure.mustBeSeenTo { queue.keepFailure(.database(failure)) }
        if let failure, failure.isWorthRepeating || !connection.isUsable { throw .database(failure) }
        // SQLite ends the whole transaction when the disk is full, and what other bodies did is gone with it.
        guard connection.isInTransaction else { throw .database(failure ?? .lost("the transaction was ended")) }
        guard hasReturned, failure == nil else {
            if isBehindSavepoint {
                try StoreError.wrapping { () throws(DatabaseError) in try connection.rollBackToSavepoint() }
            }
            core.undoBody(to: mark)
            return (false, hasReturned ? failure : nil)
        }
        if isBehindSavepoint {
            try StoreError.wrapping { () throws(DatabaseError) in try connection.releaseSavepoint() }
        }
        return (true, nil)
    }

    /// It is committed whatever comes of this; what is left goes with the next one, or when the database is opened.
    private func forgetLog(of connection: any DatabaseConnection) {
        do throws(DatabaseError) { try connection.emptyLog() } catch {}
    }

    /// The connection, opened anew where the last one broke. It must be gone before: it holds the right to write.
    private func standing() throws(StoreError) -> any DatabaseConnection {
        if let connection, connection.isUsable { return connection }
        connection = nil
        let opened = try StoreError.wrapping { () throws(DatabaseError) in try driver.openWriter(creating: false) }
        connection = opened
        return opened
    }

    /// Whatever is open is undone, and a connection that cannot even do that is dropped.
    private func end() {
        connection?.giveUp()
        if connection?.isUsable == false { connection = nil }
    }
}
