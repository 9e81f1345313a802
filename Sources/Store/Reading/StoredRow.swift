package import Database

/// A row whose values, when they are not what they should be, fail the way its reader fails.
package struct StoredRow<Failure: StoreFailing>: Sendable {
    private let row: Row

    init(_ row: Row) {
        self.row = row
    }

    package subscript<Value: SQLStorable>(_ column: String) -> Value {
        get throws(Failure) {
            do throws(DatabaseError) {
                return try row[column]
            } catch {
                throw .store(.database(error))
            }
        }
    }
}
