import COpenSSL

/// HKDF with SHA-256 (RFC 5869).
package enum HKDF {
    package static func derive(
        from material: borrowing Secret, salt: [UInt8] = [], label: [UInt8], count: Int
    ) throws(CryptoError) -> Secret {
        var derived = try Secret(zeros: count)
        guard let context = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nil) else { throw .last("EVP_PKEY_CTX_new_id") }
        defer { unsafe EVP_PKEY_CTX_free(context) }

        let isReady = unsafe material.withBytes { material in
            unsafe EVP_PKEY_derive_init(context) == 1
                && EVP_PKEY_CTX_set_hkdf_md(context, EVP_sha256()) == 1
                && EVP_PKEY_CTX_set1_hkdf_salt(context, salt, Int32(salt.count)) == 1
                && EVP_PKEY_CTX_set1_hkdf_key(context, material.bytePointer, Int32(material.count)) == 1
                && EVP_PKEY_CTX_add1_hkdf_info(context, label, Int32(label.count)) == 1
        }
        guard isReady else { throw .last("EVP_PKEY_CTX_set_hkdf") }
        var length = count
        let status = unsafe derived.withMutableBytes { out in unsafe EVP_PKEY_derive(context, out.bytePointer, &length)
        }
        guard status == 1, length == count else { throw .last("EVP_PKEY_derive") }
        return derived
    }
}
