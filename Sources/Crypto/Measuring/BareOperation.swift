import COpenSSL
import CArgon2

/// The bare library calls that our own work is measured against, in the same run and on the same key.
package enum BareOperation {
    /// A closure that makes one signature through `EVP_PKEY_sign` and nothing else: no array, no check, one reused buffer.
    ///
    /// Each thread needs its own.
    @safe package struct Signing: ~Copyable {
        private let context: OpaquePointer
        private let buffer: UnsafeMutablePointer<UInt8>
        private let capacity: Int
        private let digest: Digest

        package init(with key: borrowing PrivateKey, over digest: Digest) throws(CryptoError) {
            guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil) else {
                throw .last("EVP_PKEY_CTX_new_from_pkey")
            }
            guard unsafe EVP_PKEY_sign_init(context) == 1,
                unsafe EVP_PKEY_CTX_set_signature_md(context, digest.algorithm.evp) == 1
            else {
                unsafe EVP_PKEY_CTX_free(context)
                throw .last("EVP_PKEY_sign_init")
            }
            unsafe self.context = context
            capacity = Int(unsafe EVP_PKEY_get_size(key.pointer))
            unsafe buffer = .allocate(capacity: capacity)
            self.digest = digest
        }

        deinit {
            unsafe buffer.deallocate()
            unsafe EVP_PKEY_CTX_free(context)
        }

        package func run() {
            var length = capacity
            let status = unsafe EVP_PKEY_sign(context, buffer, &length, digest.bytes, digest.bytes.count)
            precondition(status == 1, "the bare operation works or there is nothing to measure")
        }
    }

    /// One Argon2id through the library's own front door.
    package static func argon2id(_ parameters: KDFParameters) {
        let word = Array("sembarang kata".utf8)
        let salt = [UInt8](repeating: 7, count: 16)
        var out = [UInt8](repeating: 0, count: 32)
        let status = unsafe argon2id_hash_raw(
            parameters.passes, parameters.memoryKiB, UInt32(parameters.lanes), word, word.count, salt, salt.count,
            &out, out.count)
        precondition(status == ARGON2_OK.rawValue, "the bare operation works or there is nothing to measure")
    }
}
