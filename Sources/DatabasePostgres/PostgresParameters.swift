import CLibPQ
import Database

/// The values of one statement as libpq takes them: in binary form, each with its type.
struct PostgresParameters {
    /// Zero lets the server find the type of a null out by itself.
    let types: [Oid]
    private let bytes: [[UInt8]?]

    init(_ values: [SQLValue]) {
        types = values.map { value in
            switch value {
            case .null: 0
            case .integer: Oid(CLibPQ_int8)
            case .text: Oid(CLibPQ_text)
            case .bytes: Oid(CLibPQ_bytea)
            }
        }
        bytes = values.map { value in
            switch value {
            case .null: nil
            case .integer(let number): (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
            case .text(let text): Array(text.utf8)
            case .bytes(let bytes): bytes
            }
        }
    }

    /// Pointers to all values, one behind the other in one buffer, with lengths and formats.
    func withPointers<Value>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Value
    ) -> Value {
        // One byte more, so that an empty value has a place too: no pointer would be a null.
        let all = bytes.flatMap { value -> [UInt8] in value ?? [] } + [0]
        let lengths = bytes.map { Int32($0?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: bytes.count)
        return unsafe all.withUnsafeBytes { buffer in
            var pointers: [UnsafePointer<CChar>?] = unsafe []
            var next = 0
            for value in bytes {
                let start = unsafe buffer.baseAddress.map { unsafe ($0 + next).assumingMemoryBound(to: CChar.self) }
                unsafe pointers.append(value == nil ? nil : start)
                next += value?.count ?? 0
            }
            return unsafe body(Int32(bytes.count), pointers, lengths, formats)
        }
    }
}
