/// The filters that write bytes as text, and the one that counts repetitions (ISO 32000-1 §7.4.2, §7.4.3, §7.4.5).
enum ASCIIFilters {
    static func decodeHexadecimal(
        _ bytes: DocumentBytes, _ range: Range<Int>, into out: OwnBytes, most: Int
    ) throws(PDFError) {
        var high: UInt8?
        for index in range {
            let byte = bytes[index]
            if byte == UInt8(ascii: ">") { break }
            if byte.isBlank { continue }
            guard let digit = byte.hexadecimalValue else { throw .unreadable(.filter) }
            if let first = high {
                out.append(first << 4 | digit)
                guard out.count <= most else { throw .tooComplex(.decodedSize) }
                high = nil
            } else {
                high = digit
            }
        }
        if let high { out.append(high << 4) }
    }

    static func decode85(
        _ bytes: DocumentBytes, _ range: Range<Int>, into out: OwnBytes, most: Int
    ) throws(PDFError) {
        var group: [UInt8] = []
        for index in range {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "~"):
                return try finish(group, into: out)
            case UInt8(ascii: "z") where group.isEmpty:
                for _ in 0..<4 { out.append(0) }
            case UInt8(ascii: "!")...UInt8(ascii: "u"):
                group.append(byte - UInt8(ascii: "!"))
                if group.count == 5 {
                    try unpack(group, count: 4, into: out)
                    group.removeAll(keepingCapacity: true)
                }
            case _ where byte.isBlank: continue
            default: throw .unreadable(.filter)
            }
            guard out.count <= most else { throw .tooComplex(.decodedSize) }
        }
        try finish(group, into: out)
    }

    /// A last group of n digits holds n - 1 bytes and counts as filled up with the highest digit.
    private static func finish(_ group: [UInt8], into out: OwnBytes) throws(PDFError) {
        guard !group.isEmpty else { return }
        guard group.count > 1 else { throw .unreadable(.filter) }
        try unpack(group + [UInt8](repeating: 84, count: 5 - group.count), count: group.count - 1, into: out)
    }

    private static func unpack(_ group: [UInt8], count: Int, into out: OwnBytes) throws(PDFError) {
        let value = group.reduce(UInt64(0)) { $0 * 85 + UInt64($1) }
        guard value <= UInt64(UInt32.max) else { throw .unreadable(.filter) }
        for place in 0..<count { out.append(UInt8(truncatingIfNeeded: value >> UInt64(24 - 8 * place))) }
    }

    static func decodeRunLength(
        _ bytes: DocumentBytes, _ range: Range<Int>, into out: OwnBytes, most: Int
    ) throws(PDFError) {
        var index = range.lowerBound
        while index < range.upperBound, bytes[index] != 128 {
            let length = Int(bytes[index])
            index += 1
            if length < 128 {
                let piece = index..<min(index + length + 1, range.upperBound)
                for place in piece { out.append(bytes[place]) }
                index = piece.upperBound
            } else {
                guard index < range.upperBound else { break }
                for _ in 0..<(257 - length) { out.append(bytes[index]) }
                index += 1
            }
            guard out.count <= most else { throw .tooComplex(.decodedSize) }
        }
    }
}
