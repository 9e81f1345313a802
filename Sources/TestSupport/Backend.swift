package import Database
import DatabaseSQLite
package import Domain
package import Store

/// The databases that everything in the store is tested on.
package enum Backend: String, CaseIterable, Sendable {
    case sqlite
    case postgres

    package static let all = allCases

    /// A database that nobody has used yet.
    package func freshDatabase() throws -> FreshDatabase {
        switch self {
        case .sqlite:
            let folder = try TemporaryFolder()
            let path = folder.path("teken.db")
            return FreshDatabase(driver: SQLiteDriver(path: path), place: path, folder: folder)
        case .postgres: return try PostgresServer.running().freshDatabase()
        }
    }

    /// A store that was just created, on a clock that stands still.
    package func freshStore(limits: StoreLimits = StoreLimits()) throws -> FreshStore {
        try FreshStore(freshDatabase(), limits: limits)
    }
}

package struct FreshDatabase: Sendable {
    package let driver: any DatabaseDriver
    /// Its path, or what libpq needs to reach it.
    package let place: String
    /// Goes with the last one who has this value.
    package let folder: TemporaryFolder?
}

/// A store and what it lies in, which is gone when this is.
package final class FreshStore: Sendable {
    package let database: FreshDatabase
    package let store: Store

    package static let node = ID<StoreNode>.fixture(0xA0)

    init(_ database: FreshDatabase, limits: StoreLimits) throws {
        self.database = database
        store = try Store.create(database.driver, node: Self.node, limits: limits) { .noon }
    }

    /// The same store as another process would open it, after this one is closed.
    package func reopened(
        node: ID<StoreNode> = FreshStore.node, clock: @escaping @Sendable () -> Instant = { .noon }
    ) throws -> Store {
        store.close()
        return try Store.open(database.driver, node: node, clock: clock)
    }
}
