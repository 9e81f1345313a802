import COpenSSL

/// Random bytes that need no secrecy: nonces, salts, serials, identifiers.
package enum Randomness {
    package static func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        try OpenSSLRuntime.require()
        var bytes = [UInt8](repeating: 0, count: count)
        guard unsafe RAND_bytes(&bytes, Int32(count)) == 1 else { throw .last("RAND_bytes") }
        return bytes
    }
}
