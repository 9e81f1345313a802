/// One connection to a database, used by one thread at a time.
///
/// After a statement has failed inside a transaction, only going back makes sense: PostgreSQL refuses everything else.
package protocol DatabaseConnection: AnyObject, Sendable {
    var dialect: Dialect { get }

    /// False once the connection is broken; it is then dropped and never used again.
    var isUsable: Bool { get }

    /// False outside a transaction, also when the library ended it by itself, as SQLite does when the disk is full.
    var isInTransaction: Bool { get }

    /// All rows of the answer.
    @discardableResult func run(_ statement: SQL) throws(DatabaseError) -> [Row]

    /// One row after the other, however many there are. Nothing else may be asked meanwhile.
    func each(_ statement: SQL, _ body: (Row) throws(DatabaseError) -> Void) throws(DatabaseError)

    /// How many rows the statement changed.
    @discardableResult func change(_ statement: SQL) throws(DatabaseError) -> Int

    /// A statement that is not expected to fail, and of which nothing is to be known. It may be sent with the next one: where it
    /// fails that one fails, or `settle`, or the commit.
    func post(_ statement: SQL) throws(DatabaseError)

    /// Returns once everything posted is done.
    func settle() throws(DatabaseError)

    /// Several statements without values, such as a migration is made of.
    func execute(_ script: String) throws(DatabaseError)

    func begin(_ access: DatabaseAccess) throws(DatabaseError)

    /// Returns once the transaction is on the disk. Thrown errors other than `outcomeUnknown` say that it is not.
    func commit() throws(DatabaseError)

    func rollBack() throws(DatabaseError)

    /// There is one savepoint at a time.
    func setSavepoint() throws(DatabaseError)

    func releaseSavepoint() throws(DatabaseError)

    func rollBackToSavepoint() throws(DatabaseError)

    /// Brings what was committed to where it stays, so that no file beside it holds what was deleted; outside a transaction, and as
    /// far as others who read do not need it any more.
    func emptyLog() throws(DatabaseError)
}

/// What a transaction is for.
package enum DatabaseAccess: Sendable {
    /// It sees one state of the database, whatever others commit meanwhile.
    case reading
    /// The same, however long one statement takes.
    case readingAtLength
    case writing
    /// The same, however long one statement takes.
    case writingAtLength
}

/// One kind of database, at one place.
package protocol DatabaseDriver: Sendable {
    var dialect: Dialect { get }

    /// The connection that writes. A database in a file that is not there is made only by one that is `creating`.
    func openWriter(creating: Bool) throws(DatabaseError) -> any DatabaseConnection

    /// A connection that cannot write.
    func openReader() throws(DatabaseError) -> any DatabaseConnection
}

extension DatabaseConnection {
    package func post(_ statement: SQL) throws(DatabaseError) { try change(statement) }

    package func settle() throws(DatabaseError) {}

    /// A database that is no file looks after this itself.
    package func emptyLog() throws(DatabaseError) {}

    /// The first row of the answer, if there is one.
    package func first(_ statement: SQL) throws(DatabaseError) -> Row? {
        try run(statement).first
    }

    /// A transaction around something that has no use for a part of it.
    package func transaction<Value>(
        _ access: DatabaseAccess, _ body: () throws(DatabaseError) -> Value
    ) throws(DatabaseError) -> Value {
        try begin(access)
        let value: Value
        do throws(DatabaseError) {
            value = try body()
        } catch {
            giveUp()
            throw error
        }
        try commit()
        return value
    }

    /// Goes back as far as that is still possible: a connection that cannot is no longer usable, and says so itself.
    package func giveUp() {
        guard isUsable, isInTransaction else { return }
        do throws(DatabaseError) { try rollBack() } catch {}
    }
}
