import CLibPQ
import Database

extension DatabaseError {
    /// What a result says that says no, by its SQLSTATE (PostgreSQL 15, appendix A).
    init(_ result: OpaquePointer, of connection: OpaquePointer, doing operation: String) {
        let state = unsafe PostgresText.line(CLibPQ_state(result))
        let words = unsafe PostgresText.line(CLibPQ_words(result))
        let table = unsafe PostgresText.line(CLibPQ_table(result))
        // Without a state it is libpq that speaks, because the server no longer does.
        guard !state.isEmpty, unsafe PQstatus(connection) == CONNECTION_OK else {
            self = .lost(words)
            return
        }
        self.init(state: state, words: words, table: table, doing: operation)
    }

    init(state: String, words: String, table: String, doing operation: String) {
        self =
            switch (state.prefix(2), state) {
            case (_, "23505"): .uniqueViolated(table: table)
            case ("23", _): .constraintViolated(words)
            case (_, "40001"), (_, "40P01"): .conflict
            case (_, "55P03"): .busy
            case (_, "57014"): .tooSlow
            case (_, "25006"): .readOnly
            case (_, "42501"): .readOnly
            case (_, "53100"): .full
            case ("57", _), ("08", _), (_, "25P03"): .lost(words)
            case ("58", _): .inputOutput(words)
            case ("XX", _): .corrupt(words)
            // These words may quote what was handed in.
            case ("22", _): .library(operation: operation, words: state)
            default: .library(operation: operation, words: "\(words) (\(state))")
            }
    }
}
