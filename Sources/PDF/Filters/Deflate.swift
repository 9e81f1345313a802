import CZlib

/// Flate data made by zlib.
enum Deflate {
    /// Certificates hardly shrink, lists of revoked ones do; both are written once and read for decades.
    private static let level: Int32 = 9

    /// Nil where zlib has no memory, or the data come to more than it counts.
    static func encode(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count <= Int(UInt32.max) else { return nil }
        var count = compressBound(UInt(bytes.count))
        var out = [UInt8](repeating: 0, count: Int(count))
        guard unsafe compress2(&out, &count, bytes, UInt(bytes.count), level) == Z_OK else { return nil }
        return Array(out[..<Int(count)])
    }
}
