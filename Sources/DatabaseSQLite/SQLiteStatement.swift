import CSQLite
import Database

/// Sole owner of a compiled statement.
@safe final class SQLiteStatement {
    private let pointer: OpaquePointer
    private let columns: [String]

    init(_ text: String, on connection: OpaquePointer) throws(DatabaseError) {
        var pointer: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(connection, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
        guard code == SQLITE_OK else { throw unsafe DatabaseError(code, on: connection, doing: "prepare") }
        guard let pointer = unsafe pointer else { throw .library(operation: "prepare", words: "no statement") }
        unsafe self.pointer = pointer
        columns = unsafe (0..<sqlite3_column_count(pointer)).map { index in
            unsafe sqlite3_column_name(pointer, index).map { unsafe String(cString: $0) } ?? ""
        }
    }

    deinit { unsafe sqlite3_finalize(pointer) }

    func bind(_ values: [SQLValue]) throws(DatabaseError) {
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            let code =
                switch value {
                case .null: unsafe sqlite3_bind_null(pointer, place)
                case .integer(let number): unsafe sqlite3_bind_int64(pointer, place, number)
                case .text(let text): unsafe CSQLite_bind_text(pointer, place, text, Int32(text.utf8.count))
                case .bytes(let bytes): unsafe CSQLite_bind_bytes(pointer, place, bytes, Int32(bytes.count))
                }
            guard code == SQLITE_OK else { throw .library(operation: "bind", words: "error \(code)") }
        }
    }

    /// Whether there is a row; the code says why there is none.
    func step() -> Int32 { unsafe sqlite3_step(pointer) }

    /// What `sqlite3_reset` returns is what the last step returned, which was looked at.
    func reset() {
        unsafe sqlite3_reset(pointer)
        unsafe sqlite3_clear_bindings(pointer)
    }

    /// The row that the last step came to.
    var row: Row {
        Row(columns: columns, values: columns.indices.map { value(Int32($0)) })
    }

    private func value(_ column: Int32) -> SQLValue {
        switch unsafe sqlite3_column_type(pointer, column) {
        case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(pointer, column))
        case SQLITE_NULL: return .null
        case SQLITE_TEXT:
            guard let start = unsafe sqlite3_column_text(pointer, column) else { return .text("") }
            let count = Int(unsafe sqlite3_column_bytes(pointer, column))
            return .text(unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        default:
            // No table of ours has numbers with a point in them; as bytes they are refused by whoever reads them.
            guard let start = unsafe sqlite3_column_blob(pointer, column) else { return .bytes([]) }
            let count = Int(unsafe sqlite3_column_bytes(pointer, column))
            return .bytes(unsafe Array(UnsafeRawBufferPointer(start: start, count: count)))
        }
    }
}
