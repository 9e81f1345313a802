extension Certificate {
    /// As many are remembered; then all are forgotten.
    package static let knownMax = 512

    private static let shelf = PlainLock<[Bytes: Certificate]>([:])

    /// Bytes that hash all at once: an array hashes itself byte by byte, which takes longer by far.
    private struct Bytes: Hashable {
        let bytes: [UInt8]

        func hash(into hasher: inout Hasher) {
            unsafe bytes.withUnsafeBytes { bytes in unsafe hasher.combine(bytes: bytes) }
        }
    }

    /// The certificate with these bytes, which is read the first time; nil where it cannot be.
    ///
    /// OpenSSL 3.0 takes a tenth of a millisecond for the key of each, and signatures of one document mostly bring the same.
    package static func known(_ der: [UInt8]) -> Certificate? {
        let key = Bytes(bytes: der)
        if let known = shelf.withLock({ $0[key] }) { return known }
        guard let read = try? Certificate(der: der) else { return nil }
        shelf.withLock { shelf in
            if shelf.count >= knownMax { shelf.removeAll() }
            shelf[key] = read
        }
        return read
    }

    /// The names in a certificate as they are written, for telling in a moment which may matter; nil for what is none.
    package static func names(in der: [UInt8]) -> (issuer: [UInt8], subject: [UInt8])? {
        guard let fields = BERElement(frontOf: der)?.children?.first?.children else { return nil }
        // The version comes first where it is not the first (RFC 5280 §4.1).
        let start = fields.first?.has(context: 0) == true ? 1 : 0
        guard fields.count > start + 4 else { return nil }
        return (fields[start + 2].bytes, fields[start + 4].bytes)
    }
}
