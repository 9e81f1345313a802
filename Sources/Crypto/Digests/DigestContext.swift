import COpenSSL

/// Sole owner of an `EVP_MD_CTX`: a digest being computed, by any function of OpenSSL's.
@safe struct DigestContext: ~Copyable {
    private let pointer: OpaquePointer

    init(_ function: OpaquePointer) throws(CryptoError) {
        try OpenSSLRuntime.require()
        guard let pointer = unsafe EVP_MD_CTX_new() else { throw .last("EVP_MD_CTX_new") }
        guard unsafe EVP_DigestInit_ex(pointer, function, nil) == 1 else {
            unsafe EVP_MD_CTX_free(pointer)
            throw .last("EVP_DigestInit_ex")
        }
        unsafe self.init(owning: pointer)
    }

    private init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe EVP_MD_CTX_free(pointer) }

    /// Another that has been given the same bytes so far.
    borrowing func copy() throws(CryptoError) -> DigestContext {
        guard let twin = unsafe EVP_MD_CTX_new() else { throw .last("EVP_MD_CTX_new") }
        guard unsafe EVP_MD_CTX_copy_ex(twin, pointer) == 1 else {
            unsafe EVP_MD_CTX_free(twin)
            throw .last("EVP_MD_CTX_copy_ex")
        }
        return unsafe DigestContext(owning: twin)
    }

    mutating func update(_ bytes: [UInt8]) throws(CryptoError) {
        guard unsafe EVP_DigestUpdate(pointer, bytes, bytes.count) == 1 else { throw .last("EVP_DigestUpdate") }
    }

    @unsafe mutating func update(_ piece: UnsafeRawBufferPointer) throws(CryptoError) {
        guard unsafe EVP_DigestUpdate(pointer, piece.baseAddress, piece.count) == 1 else {
            throw .last("EVP_DigestUpdate")
        }
    }

    consuming func finish() throws(CryptoError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(unsafe EVP_MD_get_size(EVP_MD_CTX_get0_md(pointer))))
        guard unsafe EVP_DigestFinal_ex(pointer, &bytes, nil) == 1 else { throw .last("EVP_DigestFinal_ex") }
        return bytes
    }
}
