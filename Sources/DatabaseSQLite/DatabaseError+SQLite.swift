import CSQLite
import Database

extension DatabaseError {
    /// An extended result code, with the words that the connection has for it.
    init(_ code: Int32, on connection: OpaquePointer, doing operation: String) {
        self.init(code, words: unsafe String(cString: sqlite3_errmsg(connection)), doing: operation)
    }

    init(_ code: Int32, words: String, doing operation: String) {
        // Codes of one family end in the same byte (sqlite.org/rescode.html).
        self =
            switch (code & 0xFF, Int(code)) {
            case (_, CSQLite_unique), (_, CSQLite_primary_key), (_, CSQLite_row_number):
                .uniqueViolated(table: Self.table(in: words))
            case (SQLITE_CONSTRAINT, _): .constraintViolated(words)
            case (SQLITE_BUSY, _), (SQLITE_LOCKED, _), (SQLITE_PROTOCOL, _): .busy
            case (SQLITE_FULL, _): .full
            case (SQLITE_READONLY, _), (SQLITE_PERM, _): .readOnly
            case (SQLITE_IOERR, _), (SQLITE_CANTOPEN, _): .inputOutput("\(words) (\(operation), \(code))")
            case (SQLITE_CORRUPT, _), (SQLITE_NOTADB, _): .corrupt(words)
            case (SQLITE_INTERRUPT, _): .tooSlow
            default: .library(operation: operation, words: "\(words) (\(code))")
            }
    }

    /// `UNIQUE constraint failed: signing_order.id, signing_order.client` names columns with their table.
    private static func table(in words: String) -> String {
        let columns = words.firstRange(of: ": ").map { words[$0.upperBound...] } ?? words[...]
        return String(columns.prefix { $0 != "." })
    }
}
