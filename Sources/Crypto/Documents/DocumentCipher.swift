import COpenSSL

/// The ciphers that protected PDFs use, weak ones among them. For reading and extending such documents and for nothing else.
package enum DocumentCipher {
    package static let blockBytes = 16

    /// MD5, which the key of an old document is made with (ISO 32000-1 §7.6.3.3).
    package static func md5(_ bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
        try OpenSSLRuntime.require()
        var out = [UInt8](repeating: 0, count: 16)
        guard unsafe EVP_Digest(bytes, bytes.count, &out, nil, EVP_md5(), nil) == 1 else { throw .last("EVP_Digest") }
        return out
    }

    /// RC4 in one direction is RC4 in the other.
    package static func rc4(_ bytes: [UInt8], key: [UInt8]) throws(CryptoError) -> [UInt8] {
        try OpenSSLRuntime.require()
        var out = [UInt8](repeating: 0, count: bytes.count)
        unsafe COpenSSL_rc4(key, Int32(key.count), bytes, bytes.count, &out)
        return out
    }

    /// AES-CBC with a key of 16 or 32 bytes; nil when the padding does not fit.
    package static func decryptCBC(
        _ bytes: ArraySlice<UInt8>, key: [UInt8], iv: [UInt8], isPadded: Bool
    ) throws(CryptoError) -> [UInt8]? {
        try run(bytes, key: key, iv: iv, isPadded: isPadded, encrypting: false)
    }

    package static func encryptCBC(
        _ bytes: ArraySlice<UInt8>, key: [UInt8], iv: [UInt8], isPadded: Bool
    ) throws(CryptoError) -> [UInt8] {
        guard let out = try run(bytes, key: key, iv: iv, isPadded: isPadded, encrypting: true) else {
            throw .last("EVP_CipherFinal_ex")
        }
        return out
    }

    private static func run(
        _ bytes: ArraySlice<UInt8>, key: [UInt8], iv: [UInt8], isPadded: Bool, encrypting: Bool
    ) throws(CryptoError) -> [UInt8]? {
        precondition(key.count == 16 || key.count == 32, "AES keys of documents have 16 or 32 bytes")
        precondition(iv.count == blockBytes, "an initialisation vector is one block")
        try OpenSSLRuntime.require()
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .last("EVP_CIPHER_CTX_new") }
        defer { unsafe EVP_CIPHER_CTX_free(context) }

        let cipher = unsafe key.count == 16 ? EVP_aes_128_cbc() : EVP_aes_256_cbc()
        guard unsafe EVP_CipherInit_ex(context, cipher, nil, key, iv, encrypting ? 1 : 0) == 1,
            unsafe EVP_CIPHER_CTX_set_padding(context, isPadded ? 1 : 0) == 1
        else { throw .last("EVP_CipherInit_ex") }
        var out = [UInt8](repeating: 0, count: bytes.count + blockBytes)
        var count: Int32 = 0
        var rest: Int32 = 0
        let done = unsafe bytes.withUnsafeBufferPointer { input in
            unsafe out.withUnsafeMutableBufferPointer { out in
                unsafe EVP_CipherUpdate(context, out.baseAddress, &count, input.baseAddress, Int32(input.count)) == 1
                    && EVP_CipherFinal_ex(context, out.baseAddress.map { unsafe $0 + Int(count) }, &rest) == 1
            }
        }
        guard done else {
            ERR_clear_error()
            return nil
        }
        out.removeLast(out.count - Int(count + rest))
        return out
    }
}
