import COpenSSL

/// AES-256-GCM (NIST SP 800-38D) with a nonce of 96 bits; the tag of 128 bits follows the ciphertext.
enum AESGCM {
    static let keyBytes = 32
    static let nonceBytes = 12
    static let tagBytes = 16

    static func seal(
        _ plaintext: borrowing Secret, key: borrowing Secret, nonce: [UInt8], associated: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        try unsafe plaintext.withBytes { bytes throws(CryptoError) in
            try unsafe seal(bytes, key: key, nonce: nonce, associated: associated)
        }
    }

    /// The same for what is no key, and may be too long for the locked heap.
    static func seal(
        _ plaintext: [UInt8], key: borrowing Secret, nonce: [UInt8], associated: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        let sealed = unsafe plaintext.withUnsafeBytes { bytes in  // which forgets the type of what is thrown
            Result { () throws(CryptoError) in
                try unsafe seal(bytes, key: key, nonce: nonce, associated: associated)
            }
        }
        return try sealed.get()
    }

    private static func seal(
        _ plaintext: UnsafeRawBufferPointer, key: borrowing Secret, nonce: [UInt8], associated: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        let context = try CipherContext()
        var sealed = [UInt8](repeating: 0, count: plaintext.count + tagBytes)
        guard unsafe context.seal(plaintext, into: &sealed, key: key, nonce: nonce, associated: associated) else {
            throw .last("AES-256-GCM seal")
        }
        return sealed
    }

    /// The plaintext, or nil when the tag does not fit: then nothing of it is to be had.
    static func open(
        _ sealed: ArraySlice<UInt8>, key: borrowing Secret, nonce: [UInt8], associated: [UInt8]
    ) throws(CryptoError) -> Secret? {
        guard sealed.count >= tagBytes else { return nil }
        let context = try CipherContext()
        var plaintext = try Secret(zeros: sealed.count - tagBytes)
        let isAuthentic = unsafe plaintext.withMutableBytes { plaintext in
            unsafe context.open(sealed, into: plaintext, key: key, nonce: nonce, associated: associated)
        }
        guard isAuthentic else { return nil }
        return plaintext
    }

    /// The same for what is no key, and may be too long for the locked heap.
    static func openBytes(
        _ sealed: ArraySlice<UInt8>, key: borrowing Secret, nonce: [UInt8], associated: [UInt8]
    ) throws(CryptoError) -> [UInt8]? {
        guard sealed.count >= tagBytes else { return nil }
        let context = try CipherContext()
        var plaintext = [UInt8](repeating: 0, count: sealed.count - tagBytes)
        let isAuthentic = unsafe plaintext.withUnsafeMutableBytes { plaintext in
            unsafe context.open(sealed, into: plaintext, key: key, nonce: nonce, associated: associated)
        }
        return isAuthentic ? plaintext : nil
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

    /// `sealed` has room for the ciphertext and the tag.
    func seal(
        _ plaintext: UnsafeRawBufferPointer, into sealed: inout [UInt8], key: borrowing Secret, nonce: [UInt8],
        associated: [UInt8]
    ) -> Bool {
        unsafe sealed.withUnsafeMutableBufferPointer { sealed in
            guard let room = sealed.baseAddress else { return false }
            var length: Int32 = 0
            return unsafe begin(encrypting: true, key: key, nonce: nonce)
                && EVP_CipherUpdate(pointer, nil, &length, associated, Int32(associated.count)) == 1
                && EVP_CipherUpdate(pointer, room, &length, plaintext.bytePointer, Int32(plaintext.count)) == 1
                && EVP_CipherFinal_ex(pointer, nil, &length) == 1
                && EVP_CIPHER_CTX_ctrl(
                    pointer, EVP_CTRL_AEAD_GET_TAG, Int32(AESGCM.tagBytes), room + plaintext.count) == 1
        }
    }

    /// `plaintext` has room for all but the tag. What is in it means nothing unless this is true.
    func open(
        _ sealed: ArraySlice<UInt8>, into plaintext: UnsafeMutableRawBufferPointer, key: borrowing Secret,
        nonce: [UInt8], associated: [UInt8]
    ) -> Bool {
        var tag = Array(sealed.suffix(AESGCM.tagBytes))
        let isAuthentic = unsafe sealed.dropLast(AESGCM.tagBytes).withUnsafeBufferPointer { ciphertext in
            var length: Int32 = 0
            return unsafe begin(encrypting: false, key: key, nonce: nonce)
                && EVP_CIPHER_CTX_ctrl(pointer, EVP_CTRL_AEAD_SET_TAG, Int32(AESGCM.tagBytes), &tag) == 1
                && EVP_CipherUpdate(pointer, nil, &length, associated, Int32(associated.count)) == 1
                && EVP_CipherUpdate(
                    pointer, plaintext.bytePointer, &length, ciphertext.baseAddress, Int32(ciphertext.count)) == 1
                && EVP_CipherFinal_ex(pointer, nil, &length) == 1
        }
        ERR_clear_error()
        return isAuthentic
    }
}
