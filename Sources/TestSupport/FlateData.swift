/// Flate data (RFC 1950) of stored blocks: what a test needs no library for.
package enum FlateData {
    package static func stored(_ data: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x78, 0x01]
        for start in stride(from: 0, to: max(data.count, 1), by: 65_535) {
            let piece = data[start..<min(start + 65_535, data.count)]
            out.append(start + 65_535 >= data.count ? 1 : 0)
            for number in [UInt16(piece.count), ~UInt16(piece.count)] {
                out += [UInt8(number & 255), UInt8(number >> 8)]
            }
            out += piece
        }
        return out + checksum(of: data)
    }

    /// Adler-32, the highest byte first.
    private static func checksum(of data: [UInt8]) -> [UInt8] {
        var (low, high) = (UInt32(1), UInt32(0))
        for byte in data {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return [high >> 8, high & 255, low >> 8, low & 255].map { UInt8($0) }
    }
}
