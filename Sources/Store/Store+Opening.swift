package import Database
package import Domain

extension Store {
    /// Makes the tables and everything a store begins with, in a database that is empty.
    package static func create(
        _ driver: any DatabaseDriver, node: ID<StoreNode>, limits: StoreLimits = StoreLimits(),
        clock: @escaping @Sendable () -> Instant
    ) throws(StoreError) -> Store {
        try StoreOpening(driver: driver, node: node, limits: limits, clock: clock).create()
    }

    /// Opens a store that was created, and brings its tables up to what this program knows.
    package static func open(
        _ driver: any DatabaseDriver, node: ID<StoreNode>, limits: StoreLimits = StoreLimits(),
        clock: @escaping @Sendable () -> Instant
    ) throws(StoreError) -> Store {
        try StoreOpening(driver: driver, node: node, limits: limits, clock: clock).open()
    }

    /// Opens a store beside the process that writes to it; nothing is changed, not even old tables.
    package static func openForReading(
        _ driver: any DatabaseDriver, limits: StoreLimits = StoreLimits()
    ) throws(StoreError) -> Store {
        do throws(DatabaseError) {
            let connection = try driver.openReader()
            guard try !Schema.tables(connection).isEmpty else { throw .missing("no tables") }
            try Schema.store.check(connection)
            guard let installation = try Installation.read(connection) else { throw .missing("no installation") }
            return Store(driver, installation: installation, limits: limits, writer: nil)
        } catch .missing {
            throw .notCreated
        } catch {
            throw .database(error)
        }
    }
}
