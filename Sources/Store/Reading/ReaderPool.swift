import Database
import Dispatch
import Synchronization

/// Connections that read, each lent to one thread at a time.
final class ReaderPool: Sendable {
    private let driver: any DatabaseDriver
    private let waitMax: Duration
    private let free: DispatchSemaphore
    private let idle = Mutex<[any DatabaseConnection]>([])

    init(_ driver: any DatabaseDriver, limits: StoreLimits) {
        self.driver = driver
        waitMax = limits.waitMax
        free = DispatchSemaphore(value: limits.readersMax)
    }

    /// Runs the body on a connection that sees one state of the database.
    func read<Value, Failure: StoreFailing>(
        _ access: DatabaseAccess, _ body: (Snapshot<Failure>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        guard free.wait(timeout: .now() + waitMax.dispatchInterval) == .success else { throw .store(.overloaded) }
        defer { free.signal() }

        let connection: any DatabaseConnection
        do throws(DatabaseError) {
            connection = try begun(access)
        } catch {
            throw .store(.database(error))
        }
        // Nothing was changed, so going back is the cheapest way to end.
        defer {
            connection.giveUp()
            if connection.isUsable { idle.withLock { $0.append(connection) } }
        }

        return try body(Snapshot(connection))
    }

    private func begun(_ access: DatabaseAccess) throws(DatabaseError) -> any DatabaseConnection {
        // One that stood idle may have lost its server meanwhile, which shows only now.
        while let connection = idle.withLock({ $0.popLast() }) {
            do throws(DatabaseError) {
                try connection.begin(access)
                return connection
            } catch {
                if connection.isUsable { throw error }
            }
        }
        let connection = try driver.openReader()
        try connection.begin(access)
        return connection
    }
}

extension Duration {
    var dispatchInterval: DispatchTimeInterval {
        .nanoseconds(Int(components.seconds) * 1_000_000_000 + Int(components.attoseconds / 1_000_000_000))
    }
}
