/// What every key that is kept in a file or a row begins and ends with: a mark, a version, and a checksum, which tells damage from a
/// newer version.
struct KeyEnvelope {
    static let checksumBytes = 8
    /// Far above what RSA-4096 needs.
    static let bytesMax = 16 << 10

    let mark: [UInt8]
    let version: UInt8

    enum Opened {
        case foreign
        case damaged
        case newerVersion(UInt8)
        /// What stands behind the version.
        case intact(ByteReader)
    }

    /// Everything up to the checksum, mark and version included, and the checksum.
    func closed(_ body: [UInt8]) throws(CryptoError) -> [UInt8] {
        precondition(body.starts(with: mark + [version]), "the body begins with its mark and version")
        return body + (try Self.checksum(of: body))
    }

    func open(_ bytes: [UInt8]) throws(CryptoError) -> Opened {
        guard bytes.starts(with: mark) else { return .foreign }
        let body = bytes.dropLast(Self.checksumBytes)
        guard bytes.count <= Self.bytesMax, body.count > mark.count,
            try Self.checksum(of: Array(body)) == Array(bytes.suffix(Self.checksumBytes))
        else { return .damaged }
        var reader = ByteReader(body.dropFirst(mark.count))
        guard let found = reader.byte(), found > 0 else { return .damaged }
        return found == version ? .intact(reader) : .newerVersion(found)
    }

    private static func checksum(of body: [UInt8]) throws(CryptoError) -> [UInt8] {
        Array(try Digest(.sha256, of: body).bytes.prefix(checksumBytes))
    }
}

/// Reads fixed fields from the front of some bytes; nil once they run out.
struct ByteReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    mutating func byte() -> UInt8? {
        rest.popFirst()
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func bigEndian<Number: FixedWidthInteger & UnsignedInteger>(_: Number.Type) -> Number? {
        take(Number.bitWidth / 8)?.reduce(0) { $0 << 8 | Number($1) }
    }
}

extension [UInt8] {
    mutating func append<Number: FixedWidthInteger & UnsignedInteger>(bigEndian number: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }
}
