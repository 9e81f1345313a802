/// Reads what `WireWriter` wrote. The other side may be in a stranger's hands, so nothing is believed before it is checked.
struct WireReader {
    struct Malformed: Error {}

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func integer() throws(Malformed) -> Int {
        guard bytes.count - position >= 8 else { throw Malformed() }
        var bits: UInt64 = 0
        for place in 0..<8 { bits |= UInt64(bytes[position + place]) << (8 * UInt64(place)) }
        position += 8
        return Int(Int64(bitPattern: bits))
    }

    mutating func double() throws(Malformed) -> Double {
        Double(bitPattern: UInt64(UInt(bitPattern: try integer())))
    }

    mutating func flag() throws(Malformed) -> Bool {
        guard position < bytes.count, bytes[position] <= 1 else { throw Malformed() }
        position += 1
        return bytes[position - 1] == 1
    }

    mutating func piece() throws(Malformed) -> [UInt8] {
        let count = try integer()
        guard count >= 0, count <= bytes.count - position else { throw Malformed() }
        position += count
        return Array(bytes[position - count..<position])
    }

    mutating func text() throws(Malformed) -> String {
        guard let text = String(validating: try piece(), as: UTF8.self) else { throw Malformed() }
        return text
    }

    mutating func optional<Value>(
        _ read: (inout WireReader) throws(Malformed) -> Value
    ) throws(Malformed) -> Value? {
        try flag() ? try read(&self) : nil
    }

    mutating func list<Value>(_ read: (inout WireReader) throws(Malformed) -> Value) throws(Malformed) -> [Value] {
        let count = try integer()
        // Each value takes a byte at least, so a count cannot ask for more than was sent.
        guard count >= 0, count <= bytes.count - position else { throw Malformed() }
        var values: [Value] = []
        for _ in 0..<count { values.append(try read(&self)) }
        return values
    }

    /// A case by its raw value; an unknown one is malformed.
    mutating func choice<Value: RawRepresentable>(
        _ type: Value.Type = Value.self
    ) throws(Malformed) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: try text()) else { throw Malformed() }
        return value
    }
}
