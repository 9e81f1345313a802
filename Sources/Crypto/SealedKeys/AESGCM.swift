import COpenSSL

/// AES-256-GCM (NIST SP 800-38D) with a nonce of 96 bits; the tag of 128 bits follows the ciphertext.
enum AESGCM {
    static let keyBytes = 32
    static let nonceBytes = 12
    static let tagBytes = 16

    static func seal(
        _ plaintext: borrowing Secret, key: borrowing Secret, nonce: [UInt8], associated: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        let context = try CipherContext()
        let plaintextCount = plaintext.count
        var sealed = [UInt8](repeating: 0, count: plaintextCount + tagBytes)
        let done = unsafe plaintext.withBytes { plaintext in
            unsafe sealed.withUnsafeMutableBufferPointer { sealed in
                var length: Int32 = 0
                return unsafe context.begin(encrypting: true, key: key, nonce: nonce)
                    && EVP_CipherUpdate(context.pointer, nil, &length, associated, Int32(associated.count)) == 1
                    && EVP_CipherUpdate(
                        context.pointer, sealed.baseAddress, &length, plaintext.bytePointer, Int32(plaintext.count))
                        == 1
                    && EVP_CipherFinal_ex(context.pointer, nil, &length) == 1
                    && EVP_CIPHER_CTX_ctrl(
                        context.pointer, EVP_CTRL_AEAD_GET_TAG, Int32(tagBytes), sealed.baseAddress! + plaintextCount)
                        == 1
            }
        }
        guard done else { throw .last("AES-256-GCM seal") }
        return sealed
    }

    /// The plaintext, or nil when the tag does not fit: then nothing of it is to be had.
    static func open(
        _ sealed: ArraySlice<UInt8>, key: borrowing Secret, nonce: [UInt8], associated: [UInt8]
    ) throws(CryptoError) -> Secret? {
        guard sealed.count >= tagBytes else { return nil }
        let context = try CipherContext()
        var tag = Array(sealed.suffix(tagBytes))
        let ciphertext = sealed.dropLast(tagBytes)
        var plaintext = try Secret(zeros: ciphertext.count)
        let authentic = unsafe plaintext.withMutableBytes { plaintext in
            unsafe ciphertext.withUnsafeBufferPointer { ciphertext in
                var length: Int32 = 0
                return unsafe context.begin(encrypting: false, key: key, nonce: nonce)
                    && EVP_CIPHER_CTX_ctrl(context.pointer, EVP_CTRL_AEAD_SET_TAG, Int32(tagBytes), &tag) == 1
                    && EVP_CipherUpdate(context.pointer, nil, &length, associated, Int32(associated.count)) == 1
                    && EVP_CipherUpdate(
                        context.pointer, plaintext.bytePointer, &length, ciphertext.baseAddress,
                        Int32(ciphertext.count)) == 1
                    && EVP_CipherFinal_ex(context.pointer, nil, &length) == 1
            }
        }
        ERR_clear_error()
        guard authentic else { return nil }
        return plaintext
    }
}

/// Sole owner of an `EVP_CIPHER_CTX`, which OpenSSL cleanses when it is freed.
@safe private struct CipherContext: ~Copyable {
    let pointer: OpaquePointer

    init() throws(CryptoError) {
        try OpenSSLRuntime.require()
        guard let pointer = unsafe EVP_CIPHER_CTX_new() else { throw .last("EVP_CIPHER_CTX_new") }
        unsafe self.pointer = pointer
    }

    deinit { unsafe EVP_CIPHER_CTX_free(pointer) }

    func begin(encrypting: Bool, key: borrowing Secret, nonce: [UInt8]) -> Bool {
        precondition(key.count == AESGCM.keyBytes && nonce.count == AESGCM.nonceBytes, "AES-256-GCM has fixed lengths")
        return unsafe key.withBytes { key in
            unsafe EVP_CipherInit_ex(pointer, EVP_aes_256_gcm(), nil, key.bytePointer, nonce, encrypting ? 1 : 0) == 1
        }
    }
}
