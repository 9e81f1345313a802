package import Database

/// Where rows are read: in a snapshot, or in a transaction that also writes. What reads tables is written once, for both.
package protocol Querying<Failure> {
    associatedtype Failure: StoreFailing

    var dialect: Dialect { get }

    /// All rows of the answer.
    @discardableResult func run(_ statement: SQL) throws(Failure) -> [StoredRow<Failure>]

    /// One row after the other, however many there are. Nothing else may be asked meanwhile.
    func each(_ statement: SQL, _ body: (StoredRow<Failure>) throws(Failure) -> Void) throws(Failure)
}

extension Querying {
    /// The first row of the answer, if there is one.
    package func first(_ statement: SQL) throws(Failure) -> StoredRow<Failure>? {
        try run(statement).first
    }
}

/// One state of the database, whatever others write meanwhile.
package struct Snapshot<Failure: StoreFailing>: Querying {
    private let connection: any DatabaseConnection

    init(_ connection: any DatabaseConnection) {
        self.connection = connection
    }

    package var dialect: Dialect { connection.dialect }

    @discardableResult package func run(_ statement: SQL) throws(Failure) -> [StoredRow<Failure>] {
        do throws(DatabaseError) {
            return try connection.run(statement).map { StoredRow($0) }
        } catch {
            throw .store(.database(error))
        }
    }

    package func each(
        _ statement: SQL, _ body: (StoredRow<Failure>) throws(Failure) -> Void
    ) throws(Failure) {
        try connection.each(statement, failing: Failure.self, body)
    }
}

extension DatabaseConnection {
    /// `each` with a body that fails in a way of its own. What goes wrong in the database is noted beside.
    func each<Failure: StoreFailing>(
        _ statement: SQL, failing: Failure.Type, noting note: (DatabaseError) -> Void = { _ in },
        _ body: (StoredRow<Failure>) throws(Failure) -> Void
    ) throws(Failure) {
        var failure: Failure?
        do throws(DatabaseError) {
            try each(statement) { (row) throws(DatabaseError) in
                do throws(Failure) {
                    try body(StoredRow(row))
                } catch {
                    failure = error
                    throw .conflict  // any error ends the walk; it is the body's own that is told
                }
            }
        } catch {
            if let failure { throw failure }
            note(error)
            throw .store(.database(error))
        }
    }
}
