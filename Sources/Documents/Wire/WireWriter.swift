/// Writes what travels between the service and its workers: fixed order, every length in front.
struct WireWriter {
    var bytes: [UInt8] = []

    mutating func put(_ value: Int) {
        unsafe withUnsafeBytes(of: Int64(value).littleEndian) { piece in unsafe bytes.append(contentsOf: piece) }
    }

    mutating func put(_ value: Double) {
        put(Int(bitPattern: UInt(value.bitPattern)))
    }

    mutating func put(_ value: Bool) {
        bytes.append(value ? 1 : 0)
    }

    mutating func put(_ value: [UInt8]) {
        put(value.count)
        bytes += value
    }

    mutating func put(_ value: String) {
        put(Array(value.utf8))
    }

    mutating func put<Value>(_ value: Value?, _ write: (inout WireWriter, Value) -> Void) {
        put(value != nil)
        if let value { write(&self, value) }
    }

    mutating func put<Value>(_ values: [Value], _ write: (inout WireWriter, Value) -> Void) {
        put(values.count)
        for value in values { write(&self, value) }
    }
}
