import Crypto
import Database
import Domain

/// The way from a database to a store that writes.
struct StoreOpening {
    let driver: any DatabaseDriver
    let node: ID<StoreNode>
    let limits: StoreLimits
    let clock: @Sendable () -> Instant

    func create() throws(StoreError) -> Store {
        let now = clock()
        let installation = Installation(id: try randomID(), created: now, generation: 0)
        let connection = try emptyDatabase(through: Schema.store.number, at: now)
        try inTransaction(connection) { () throws(StoreError) in
            try StoreError.wrapping { () throws(DatabaseError) in try installation.insert(connection) }
            try openLog(
                connection, installation,
                AuditEvent(.storeCreated, .done, objects: [.init(.installation, installation.id)]))
        }
        return try store(connection, installation)
    }

    func open() throws(StoreError) -> Store {
        let connection: any DatabaseConnection
        do throws(DatabaseError) {
            connection = try driver.openWriter(creating: false)
            guard try !Schema.tables(connection).isEmpty else { throw .missing("no tables") }
            try Schema.store.upgrade(connection, at: clock())
        } catch .missing {
            throw .notCreated
        } catch {
            throw .database(error)
        }
        guard let installation = try found(connection) else { throw .notCreated }
        try inTransaction(connection) { () throws(StoreError) in
            try openLog(connection, installation, AuditEvent(.logOpened, .done, objects: [.init(.node, node)]))
        }
        return try store(connection, installation)
    }

    /// A connection to the tables as they are after a step, with nothing in them.
    func emptyDatabase(through step: Int, at now: Instant) throws(StoreError) -> any DatabaseConnection {
        let connection = try StoreError.wrapping { () throws(DatabaseError) in try driver.openWriter(creating: true) }
        try requireEmpty(connection)
        try StoreError.wrapping { () throws(DatabaseError) in
            _ = try Schema.store.upgrade(connection, through: step, at: now)
        }
        return connection
    }

    /// Where a creation was interrupted there are tables and no installation; it may go on.
    private func requireEmpty(_ connection: any DatabaseConnection) throws(StoreError) {
        let tables = try StoreError.wrapping { () throws(DatabaseError) in try Schema.tables(connection) }
        guard tables.isEmpty || tables.contains(Schema.historyTable) else { throw .notEmpty }
        if tables.contains("installation"), try found(connection) != nil { throw .notEmpty }
    }

    private func found(_ connection: any DatabaseConnection) throws(StoreError) -> Installation? {
        try StoreError.wrapping { () throws(DatabaseError) in try Installation.read(connection) }
    }

    func openLog(
        _ connection: any DatabaseConnection, _ installation: Installation, _ event: AuditEvent
    ) throws(StoreError) {
        let core = TransactionCore(connection, installation: installation, node: node, clock: clock)
        try core.openLog(event, writer: randomID())
        try core.finish()
    }

    func store(
        _ connection: any DatabaseConnection, _ installation: Installation
    ) throws(StoreError) -> Store {
        let queue = WriteQueue(limits)
        let writer = try StoreWriter(
            Committer(
                driver, connection: connection, queue: queue, installation: installation, node: node, limits: limits,
                clock: clock), queue: queue)
        return Store(driver, installation: installation, limits: limits, writer: writer)
    }

    func inTransaction(
        _ connection: any DatabaseConnection, _ access: DatabaseAccess = .writing, _ body: () throws(StoreError) -> Void
    ) throws(StoreError) {
        try StoreError.wrapping { () throws(DatabaseError) in try connection.begin(access) }
        do throws(StoreError) {
            try body()
        } catch {
            connection.giveUp()
            throw error
        }
        try StoreError.wrapping { () throws(DatabaseError) in try connection.commit() }
    }

    private func randomID<Subject>() throws(StoreError) -> ID<Subject> {
        do throws(CryptoError) {
            return ID(random: try Randomness.bytes(ID<Subject>.byteCount))
        } catch {
            throw .cryptography(error)
        }
    }
}
