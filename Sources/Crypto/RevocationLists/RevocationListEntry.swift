import Domain

/// The DER of one entry, written into a buffer that is used again: a list may have a million of them.
///
/// OpenSSL would build an object for each (`X509_REVOKED`), which costs many times the bytes and the time.
struct RevocationListEntry {
    /// Serial 22, time 17, reason 12, invalidity date 26, and the headers around them.
    static let bytesMax = 96

    private var moments = TimeWriter()
    private var dates = TimeWriter()

    /// Appends the entry.
    mutating func append(_ entry: RevokedCertificate, to out: inout [UInt8]) {
        let serial = entry.serial.bytes
        let needsZero = serial[0] >= 0x80
        let serialCount = serial.count + (needsZero ? 1 : 0)
        let moment = moments.time(entry.revokedAt)
        let date = entry.invalidSince.map { dates.generalizedTime($0) }
        let reasonCount = entry.reason == nil ? 0 : Self.reason.count + 1
        let dateCount = date.map { Self.date.count + $0.count } ?? 0
        let extensionsCount = reasonCount + dateCount
        let count = 2 + serialCount + moment.count + (extensionsCount == 0 ? 0 : 2 + extensionsCount)

        out.append(0x30)
        out.append(UInt8(count))  // each part is bounded, and all together are below 128
        out.append(0x02)
        out.append(UInt8(serialCount))
        if needsZero { out.append(0) }
        out += serial
        out += moment
        guard extensionsCount > 0 else { return }
        out.append(0x30)
        out.append(UInt8(extensionsCount))
        if let reason = entry.reason {
            out += Self.reason
            out.append(UInt8(reason.rawValue))
        }
        if let date {
            out += Self.date
            out += date
        }
    }

    /// How many bytes an entry comes to, without writing it.
    static func bytes(of entry: RevokedCertificate) -> Int {
        let serial = entry.serial.bytes
        let hasShortTime = (utcBegin..<utcEnd).contains(entry.revokedAt.secondsSince1970)
        let extensions =
            (entry.reason == nil ? 0 : reason.count + 1) + (entry.invalidSince == nil ? 0 : date.count + 17)
        return 4 + serial.count + (serial[0] >= 0x80 ? 1 : 0) + (hasShortTime ? 15 : 17)
            + (extensions == 0 ? 0 : 2 + extensions)
    }

    /// From 1950 to 2049 a time has two digits of its year.
    private static let utcBegin: Int64 = -631_152_000
    private static let utcEnd: Int64 = 2_524_608_000

    /// `SEQUENCE { 2.5.29.21, OCTET STRING { ENUMERATED` up to the code itself.
    private static let reason: [UInt8] = [0x30, 10, 0x06, 3, 0x55, 0x1D, 0x15, 0x04, 3, 0x0A, 1]
    /// `SEQUENCE { 2.5.29.24, OCTET STRING {` up to the time itself.
    private static let date: [UInt8] = [0x30, 24, 0x06, 3, 0x55, 0x1D, 0x18, 0x04, 17]
}

/// Writes moments, and remembers the last: neighbours on a list were often revoked in the same second.
private struct TimeWriter {
    private var last: (second: Int64, bytes: [UInt8])?

    mutating func time(_ instant: Instant) -> [UInt8] { written(instant, DER.time) }

    mutating func generalizedTime(_ instant: Instant) -> [UInt8] { written(instant) { DER.generalizedTime($0) } }

    private mutating func written(_ instant: Instant, _ write: (Instant) -> [UInt8]) -> [UInt8] {
        let second = instant.secondsSince1970
        if let last, last.second == second { return last.bytes }
        let bytes = write(instant)
        last = (second, bytes)
        return bytes
    }
}
