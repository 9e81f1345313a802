package import Database
package import Domain

/// What a body of `Store.write` has in hand: the tables, the audit log, and nothing else.
///
/// A body may be run again from its beginning, so it touches nothing but its transaction. One in which a statement failed has
/// failed, whatever it returns.
package struct Transaction<Failure: StoreFailing>: Querying {
    private let core: TransactionCore

    init(_ core: TransactionCore) {
        self.core = core
    }

    package var dialect: Dialect { core.dialect }

    /// When the body was begun, as the store's clock has it.
    package var now: Instant { core.now }

    package var installation: Installation { core.installation }

    @discardableResult package func run(_ statement: SQL) throws(Failure) -> [StoredRow<Failure>] {
        try wrapped { () throws(StoreError) in try core.run(statement) }.map { StoredRow($0) }
    }

    package func each(
        _ statement: SQL, _ body: (StoredRow<Failure>) throws(Failure) -> Void
    ) throws(Failure) {
        try core.connection.each(statement, failing: Failure.self, noting: core.note, body)
    }

    /// How many rows the statement changed.
    @discardableResult package func change(_ statement: SQL) throws(Failure) -> Int {
        try wrapped { () throws(StoreError) in try core.change(statement) }
    }

    /// A statement that is not expected to fail, and of which nothing is to be known: it is sent with the next one.
    package func post(_ statement: SQL) throws(Failure) {
        try wrapped { () throws(StoreError) in try core.post(statement) }
    }

    /// Writes an event into the log, in this transaction: both are kept or neither.
    @discardableResult package func record(_ event: AuditEvent) throws(Failure) -> AuditPlace {
        try wrapped { () throws(StoreError) in try core.record(event) }
    }

    /// The next number of a row of numbers that only ever rises, such as that of revocation lists: across restarts, and across
    /// restores of whatever backup, because the generation is in its upper half.
    package func nextNumber(of series: String) throws(Failure) -> Int64 {
        try wrapped { () throws(StoreError) in try core.nextNumber(of: series) }
    }

    /// What is deleted here is not to be found in a log of the database's either, once this is committed.
    func forget() { core.forget() }

    private func wrapped<Value>(_ body: () throws(StoreError) -> Value) throws(Failure) -> Value {
        do throws(StoreError) {
            return try body()
        } catch {
            throw .store(error)
        }
    }
}
