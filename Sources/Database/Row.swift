/// One row of an answer, its values read by the names of their columns.
package struct Row: Hashable, Sendable {
    package let columns: [String]
    package let values: [SQLValue]

    package init(columns: [String], values: [SQLValue]) {
        precondition(columns.count == values.count, "a row has a value for each of its columns")
        self.columns = columns
        self.values = values
    }

    /// The value as what is wanted of it. A column that the statement did not ask for is a programming error; one that holds
    /// something else was written by somebody else.
    package subscript<Value: SQLStorable>(_ column: String) -> Value {
        get throws(DatabaseError) {
            guard let index = columns.firstIndex(of: column) else {
                preconditionFailure("the statement does not ask for \(column)")
            }
            guard let value = Value(sqlValue: values[index]) else { throw .unexpectedValue(column: column) }
            return value
        }
    }
}
