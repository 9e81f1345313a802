/// Bytes read as fonts and pictures write numbers: the largest part first, and nothing beyond the end.
struct BigEndianBytes: Sendable {
    let bytes: [UInt8]

    func byte(at offset: Int) -> Int? {
        bytes.indices.contains(offset) ? Int(bytes[offset]) : nil
    }

    func word(at offset: Int) -> Int? {
        guard offset >= 0, offset + 2 <= bytes.count else { return nil }
        return Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
    }

    func signedWord(at offset: Int) -> Int? {
        word(at: offset).map { Int(Int16(truncatingIfNeeded: $0)) }
    }

    func long(at offset: Int) -> Int? {
        guard let high = word(at: offset), let low = word(at: offset + 2) else { return nil }
        return high << 16 | low
    }

    func slice(_ range: Range<Int>) -> ArraySlice<UInt8>? {
        range.lowerBound >= 0 && range.upperBound <= bytes.count ? bytes[range] : nil
    }
}

extension [UInt8] {
    mutating func append(word value: Int) {
        append(UInt8(truncatingIfNeeded: value >> 8))
        append(UInt8(truncatingIfNeeded: value))
    }

    mutating func append(long value: Int) {
        append(word: value >> 16)
        append(word: value)
    }
}
