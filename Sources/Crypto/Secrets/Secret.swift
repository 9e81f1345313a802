import COpenSSL

/// Bytes that must never leak: sole owner of a block of the locked heap, wiped when it goes, never printable.
@safe package struct Secret: ~Copyable, @unchecked Sendable {
    // Sendable: the block has one owner and only `mutating` access writes to it.

    private let base: UnsafeMutableRawPointer
    package let count: Int

    /// A block of zeros.
    package init(zeros count: Int) throws(CryptoError) {
        try OpenSSLRuntime.require()
        precondition(count >= 0, "a secret has no negative length")
        guard let base = unsafe COpenSSL_secure_zalloc(max(count, 1)) else { throw .secureMemoryExhausted }
        unsafe self.base = base
        self.count = count
    }

    deinit { unsafe COpenSSL_secure_free(base, max(count, 1)) }

    package static func random(count: Int) throws(CryptoError) -> Secret {
        var secret = try Secret(zeros: count)
        let filled = unsafe secret.withMutableBytes { bytes in unsafe RAND_priv_bytes(bytes.bytePointer, Int32(count)) }
        guard filled == 1 else { throw .last("RAND_priv_bytes") }
        return secret
    }

    /// Copies bytes that lie in ordinary memory and overwrites them there.
    package init(wiping bytes: inout [UInt8]) throws(CryptoError) {
        try self.init(zeros: bytes.count)
        unsafe withMutableBytes { own in unsafe bytes.withUnsafeBytes { unsafe own.copyMemory(from: $0) } }
        bytes.wipe()
    }

    /// A copy of `count` bytes from `offset` on.
    package func slice(from offset: Int, count: Int) throws(CryptoError) -> Secret {
        precondition(offset >= 0 && count >= 0 && offset + count <= self.count, "a slice lies inside its secret")
        var slice = try Secret(zeros: count)
        unsafe slice.withMutableBytes { own in
            unsafe withBytes {
                unsafe own.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count]))
            }
        }
        return slice
    }

    /// The bytes, valid inside the closure only.
    @unsafe package func withBytes<Result: ~Copyable, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// The bytes to fill, valid inside the closure only.
    @unsafe package mutating func withMutableBytes<Result: ~Copyable, Failure>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(UnsafeMutableRawBufferPointer(start: base, count: count))
    }

    /// Whether both hold the same bytes, compared in a time that tells only their lengths.
    package func equals(_ other: borrowing Secret) -> Bool {
        unsafe count == other.count && CRYPTO_memcmp(base, other.base, count) == 0
    }
}

extension UnsafeRawBufferPointer {
    /// The start as C wants it; a C function given a count of zero does not follow it.
    var bytePointer: UnsafePointer<UInt8>? { unsafe baseAddress?.assumingMemoryBound(to: UInt8.self) }
}

extension UnsafeMutableRawBufferPointer {
    var bytePointer: UnsafeMutablePointer<UInt8>? { unsafe baseAddress?.assumingMemoryBound(to: UInt8.self) }
}
