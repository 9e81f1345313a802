import COpenSSL

/// HMAC with SHA-256 (RFC 2104).
package enum HMAC {
    package static let byteCount = 32

    package static func code(over bytes: [UInt8], key: borrowing Secret) throws(CryptoError) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: byteCount)
        var length: UInt32 = 0
        let isDone = unsafe key.withBytes { key in
            unsafe COpenSSL.HMAC(
                EVP_sha256(), key.baseAddress, Int32(key.count), bytes, bytes.count, &code, &length) != nil
        }
        guard isDone, length == UInt32(byteCount) else { throw .last("HMAC") }
        return code
    }

    /// Compared in a time that tells nothing of where they differ.
    package static func equal(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        unsafe one.count == other.count && CRYPTO_memcmp(one, other, one.count) == 0
    }
}
