import CLibPQ
import Database

/// Sole owner of a `PGresult` that says yes.
@safe struct PostgresAnswer: ~Copyable {
    private let pointer: OpaquePointer

    init(
        owning pointer: OpaquePointer?, of connection: OpaquePointer, doing operation: String
    ) throws(DatabaseError) {
        // Without a result there is no memory, or no connection any more.
        guard let pointer = unsafe pointer else {
            let words = unsafe PostgresText.line(PQerrorMessage(connection))
            throw unsafe PQstatus(connection) == CONNECTION_OK
                ? .library(operation: operation, words: words) : .lost(words)
        }
        switch unsafe PQresultStatus(pointer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE: break
        default:
            let error = unsafe DatabaseError(pointer, of: connection, doing: operation)
            unsafe PQclear(pointer)
            throw error
        }
        unsafe self.pointer = pointer
    }

    deinit { unsafe PQclear(pointer) }

    /// What was done, such as `COMMIT`, or `UPDATE 3`.
    var tag: String { unsafe String(cString: PQcmdStatus(pointer)) }

    var changedRows: Int {
        Int(unsafe String(cString: PQcmdTuples(pointer))) ?? 0
    }

    func rows() throws(DatabaseError) -> [Row] {
        let columns = unsafe (0..<PQnfields(pointer)).map { unsafe String(cString: PQfname(pointer, $0)) }
        var rows: [Row] = []
        for number in 0..<(unsafe PQntuples(pointer)) {
            var values: [SQLValue] = []
            for column in columns.indices { values.append(try value(number, Int32(column), named: columns[column])) }
            rows.append(Row(columns: columns, values: values))
        }
        return rows
    }

    /// Values come in their binary form: numbers with the highest byte first, texts and bytes as they are.
    private func value(_ row: Int32, _ column: Int32, named name: String) throws(DatabaseError) -> SQLValue {
        if unsafe PQgetisnull(pointer, row, column) == 1 { return .null }
        let count = Int(unsafe PQgetlength(pointer, row, column))
        let start = unsafe UnsafeRawPointer(PQgetvalue(pointer, row, column))
        let bytes = unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
        switch Int(unsafe PQftype(pointer, column)) {
        case Int(CLibPQ_bytea): return .bytes(bytes)
        case Int(CLibPQ_text), Int(CLibPQ_varchar): return .text(String(decoding: bytes, as: UTF8.self))
        case Int(CLibPQ_int8), Int(CLibPQ_int4), Int(CLibPQ_int2):
            guard let first = bytes.first else { throw .unexpectedValue(column: name) }
            let sign: Int64 = first & 0x80 == 0 ? 0 : -1
            return .integer(bytes.reduce(sign) { $0 << 8 | Int64($1) })
        case Int(CLibPQ_bool): return .integer(bytes.first == 1 ? 1 : 0)
        default: throw .unexpectedValue(column: name)
        }
    }
}
