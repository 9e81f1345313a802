import COpenSSL

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

/// A digest being computed piece by piece: sole owner of an `EVP_MD_CTX`.
@safe package struct Hashing: ~Copyable {
    private let algorithm: DigestAlgorithm
    private let context: OpaquePointer

    package init(_ algorithm: DigestAlgorithm) throws(CryptoError) {
        try OpenSSLRuntime.require()
        guard let context = unsafe EVP_MD_CTX_new() else { throw .last("EVP_MD_CTX_new") }
        guard unsafe EVP_DigestInit_ex(context, algorithm.evp, nil) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw .last("EVP_DigestInit_ex")
        }
        self.algorithm = algorithm
        unsafe self.context = context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    package mutating func update(_ bytes: [UInt8]) throws(CryptoError) {
        guard unsafe EVP_DigestUpdate(context, bytes, bytes.count) == 1 else { throw .last("EVP_DigestUpdate") }
    }

    @unsafe package mutating func update(_ piece: UnsafeRawBufferPointer) throws(CryptoError) {
        guard unsafe EVP_DigestUpdate(context, piece.baseAddress, piece.count) == 1 else {
            throw .last("EVP_DigestUpdate")
        }
    }

    package consuming func finish() throws(CryptoError) -> Digest {
        var bytes = [UInt8](repeating: 0, count: algorithm.byteCount)
        guard unsafe EVP_DigestFinal_ex(context, &bytes, nil) == 1 else { throw .last("EVP_DigestFinal_ex") }
        return try Digest(algorithm, bytes: bytes)
    }
}
