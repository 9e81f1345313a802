/// The digest of something, of the length its algorithm demands.
package struct Digest: Hashable, Sendable {
    package let algorithm: DigestAlgorithm
    package let bytes: [UInt8]

    package init(_ algorithm: DigestAlgorithm, bytes: [UInt8]) throws(CryptoError) {
        guard bytes.count == algorithm.byteCount else {
            throw .digest(.wrongLength(algorithm, expected: algorithm.byteCount, actual: bytes.count))
        }
        self.algorithm = algorithm
        self.bytes = bytes
    }

    /// Reads hexadecimal digits, either case.
    package init(_ algorithm: DigestAlgorithm, hexadecimal: String) throws(CryptoError) {
        guard let bytes = Hexadecimal.bytes(hexadecimal) else { throw .digest(.notHexadecimal) }
        try self.init(algorithm, bytes: bytes)
    }

    /// The digest of bytes in memory; what does not fit there goes through `Hashing`.
    package init(_ algorithm: DigestAlgorithm, of bytes: [UInt8]) throws(CryptoError) {
        var hashing = try Hashing(algorithm)
        try hashing.update(bytes)
        self = try hashing.finish()
    }
}

/// A digest being computed piece by piece.
package struct Hashing: ~Copyable {
    private let algorithm: DigestAlgorithm
    private var context: DigestContext

    package init(_ algorithm: DigestAlgorithm) throws(CryptoError) {
        context = try unsafe DigestContext(algorithm.evp)
        self.algorithm = algorithm
    }

    package mutating func update(_ bytes: [UInt8]) throws(CryptoError) { try context.update(bytes) }

    @unsafe package mutating func update(_ piece: UnsafeRawBufferPointer) throws(CryptoError) {
        try unsafe context.update(piece)
    }

    package consuming func finish() throws(CryptoError) -> Digest {
        try Digest(algorithm, bytes: context.finish())
    }
}
