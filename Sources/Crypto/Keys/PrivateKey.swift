import COpenSSL

/// Sole owner of an `EVP_PKEY` with its private half; its numbers lie in the locked heap.
@safe package struct PrivateKey: ~Copyable, @unchecked Sendable {
    // Sendable: openssl-threads(7) lets several threads read one EVP_PKEY, and nothing here writes to it.

    let pointer: OpaquePointer
    package let kind: KeyKind

    /// Adopts one reference; a kind this house does not use is refused by name and the reference freed.
    init(owning pointer: OpaquePointer) throws(CryptoError) {
        let kind: KeyKind
        do {
            kind = try unsafe KeyKind(of: pointer)
        } catch {
            unsafe EVP_PKEY_free(pointer)
            throw error
        }
        self.kind = kind
        unsafe self.pointer = pointer
    }

    /// Adds a reference.
    private init(sharing pointer: OpaquePointer, _ kind: KeyKind) {
        unsafe EVP_PKEY_up_ref(pointer)
        unsafe self.pointer = pointer
        self.kind = kind
    }

    deinit { unsafe EVP_PKEY_free(pointer) }

    /// The same key for another owner; it is wiped when the last one has let go of it.
    package func another() -> PrivateKey { unsafe PrivateKey(sharing: pointer, kind) }

    package static func generate(_ kind: KeyKind) throws(CryptoError) -> PrivateKey {
        try OpenSSLRuntime.require()
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, kind.rsaBits == nil ? "EC" : "RSA", nil) else {
            throw .last("EVP_PKEY_CTX_new_from_name")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }

        guard unsafe EVP_PKEY_keygen_init(context) == 1 else { throw .last("EVP_PKEY_keygen_init") }
        let asked =
            if let bits = kind.rsaBits {
                unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(bits))
            } else {
                unsafe EVP_PKEY_CTX_set_group_name(context, kind.rawValue)
            }
        guard asked == 1 else { throw .last("EVP_PKEY_CTX_set") }
        var pointer: OpaquePointer?
        guard unsafe EVP_PKEY_generate(context, &pointer) == 1, let pointer = unsafe pointer else {
            throw .last("EVP_PKEY_generate")
        }
        return try unsafe PrivateKey(owning: pointer)
    }

    /// Reads an unencrypted PKCS#8 `PrivateKeyInfo` (RFC 5208) that fills the secret to its end.
    package init(pkcs8: borrowing Secret) throws(CryptoError) {
        let pointer: OpaquePointer? = unsafe pkcs8.withBytes { bytes in
            var next = unsafe bytes.bytePointer
            guard let info = unsafe d2i_PKCS8_PRIV_KEY_INFO(nil, &next, bytes.count) else { return nil }
            defer { unsafe PKCS8_PRIV_KEY_INFO_free(info) }

            guard unsafe next == bytes.bytePointer.map({ unsafe $0 + bytes.count }) else { return nil }
            return unsafe Self.unpack(info)
        }
        ERR_clear_error()
        guard let pointer = unsafe pointer else { throw .key(.unreadable) }
        try unsafe self.init(owning: pointer)
    }

    /// The `EVP_PKEY` of a `PrivateKeyInfo`; nil when it cannot be read, or when bytes follow the key in its field, which
    /// OpenSSL's decoders pass over.
    static func unpack(_ info: OpaquePointer) -> OpaquePointer? {
        var next: UnsafePointer<UInt8>?
        var count: Int32 = 0
        guard unsafe PKCS8_pkey_get0(nil, &next, &count, nil, info) == 1, let start = unsafe next else { return nil }
        guard unsafe DER.element(at: start, within: Int(count))?.content.upperBound == Int(count) else { return nil }
        return unsafe EVP_PKCS82PKEY(info)
    }

    /// The key as PKCS#8, in the locked heap like the key itself.
    package func pkcs8() throws(CryptoError) -> Secret {
        guard let info = unsafe EVP_PKEY2PKCS8(pointer) else { throw .last("EVP_PKEY2PKCS8") }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(info) }

        let length = unsafe i2d_PKCS8_PRIV_KEY_INFO(info, nil)
        guard length > 0 else { throw .last("i2d_PKCS8_PRIV_KEY_INFO") }
        var secret = try Secret(zeros: Int(length))
        let written = unsafe secret.withMutableBytes { bytes in
            var next = unsafe bytes.bytePointer
            return unsafe i2d_PKCS8_PRIV_KEY_INFO(info, &next)
        }
        guard written == length else { throw .last("i2d_PKCS8_PRIV_KEY_INFO") }
        return secret
    }

    package func publicKey() throws(CryptoError) -> PublicKey {
        try PublicKey(info: publicKeyInfo())
    }

    /// `SubjectPublicKeyInfo`, DER: for comparing, without making a key of it.
    package func publicKeyInfo() throws(CryptoError) -> [UInt8] {
        try unsafe DER.bytes("i2d_PUBKEY") { out in unsafe i2d_PUBKEY(pointer, out) }
    }

    /// Refuses a key whose numbers do not belong together, as a foreign or tampered file may hold.
    ///
    /// It costs prime tests (tens of milliseconds for RSA), so it is for keys that come from outside.
    package func checkConsistency() throws(CryptoError) {
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, pointer, nil) else {
            throw .last("EVP_PKEY_CTX_new_from_pkey")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }

        guard unsafe EVP_PKEY_check(context) == 1 else {
            ERR_clear_error()
            throw .key(.inconsistent)
        }
    }
}

extension KeyKind {
    /// The kind of a key of OpenSSL's; anything else is refused by its name.
    init(of pointer: OpaquePointer) throws(CryptoError) {
        let bits = Int(unsafe EVP_PKEY_get_bits(pointer))
        let name = unsafe EVP_PKEY_get0_type_name(pointer).map { unsafe String(cString: $0) } ?? "unknown"
        if unsafe EVP_PKEY_is_a(pointer, "RSA") == 1 {
            guard let kind = Self.allCases.first(where: { $0.rsaBits == bits }) else {
                throw .key(.unsupported("RSA-\(bits)"))
            }
            guard try unsafe Self.hasUsualExponent(pointer) else {
                throw .key(.unsupported("\(kind.rawValue) with a public exponent other than 65537"))
            }
            self = kind
        } else if unsafe EVP_PKEY_is_a(pointer, "EC") == 1 {
            // A curve given by its numbers instead of its name is refused: CVE-2020-0601 was such a key. OpenSSL finds the
            // name of numbers it knows, so the name alone does not tell.
            var isExplicit: Int32 = 1
            let told = unsafe EVP_PKEY_get_int_param(
                pointer, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &isExplicit)
            var group = [CChar](repeating: 0, count: 64)
            var length = 0
            let named =
                unsafe told == 1 && isExplicit == 0
                && EVP_PKEY_get_group_name(pointer, &group, group.count, &length) == 1
            ERR_clear_error()
            switch named ? String(decoding: group.prefix(length).map(UInt8.init), as: UTF8.self) : "" {
            case "prime256v1", "P-256": self = .p256
            case "secp384r1", "P-384": self = .p384
            case "": throw .key(.unsupported("EC with explicit parameters"))
            case let other: throw .key(.unsupported("EC \(other)"))
            }
        } else {
            throw .key(.unsupported(name))
        }
    }

    private static func hasUsualExponent(_ pointer: OpaquePointer) throws(CryptoError) -> Bool {
        var exponent: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(pointer, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1 else {
            throw .last("EVP_PKEY_get_bn_param")
        }
        defer { unsafe BN_free(exponent) }

        return unsafe BN_is_word(exponent, UInt(RSA_F4)) == 1
    }
}
