import COpenSSL

/// The public key of a stranger's certificate, of any kind that is recognised: sole owner of an `EVP_PKEY`.
@safe final class VerifyingKey {
    private let pointer: OpaquePointer
    let family: KeyFamily
    let bits: Int

    /// Nil for a kind that is not recognised, and for an elliptic curve that states its own parameters: whoever may
    /// choose the curve may choose one on which another's public key is his (CVE-2020-0601).
    init?(of certificate: Certificate) {
        guard let pointer = unsafe X509_get_pubkey(certificate.pointer) else {
            ERR_clear_error()
            return nil
        }
        guard let family = unsafe Self.family(of: pointer), unsafe !Self.hasOwnCurve(pointer) else {
            unsafe EVP_PKEY_free(pointer)
            return nil
        }
        unsafe self.pointer = pointer
        self.family = family
        bits = Int(unsafe EVP_PKEY_get_bits(pointer))
    }

    deinit { unsafe EVP_PKEY_free(pointer) }

    private static func family(of key: OpaquePointer) -> KeyFamily? {
        switch unsafe EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_RSA: .rsa
        case EVP_PKEY_RSA_PSS: .rsaPSS
        case EVP_PKEY_EC: .ec
        case EVP_PKEY_DSA: .dsa
        case EVP_PKEY_ED25519: .ed25519
        case EVP_PKEY_ED448: .ed448
        default: nil
        }
    }

    private static func hasOwnCurve(_ key: OpaquePointer) -> Bool {
        guard unsafe EVP_PKEY_get_base_id(key) == EVP_PKEY_EC else { return false }
        var isExplicit: Int32 = 1
        let isTold = unsafe EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &isExplicit)
        ERR_clear_error()
        return isTold != 1 || isExplicit != 0
    }

    /// Whether a signature of this family can be one of this key.
    func fits(_ signature: SignatureFamily) -> Bool {
        switch (signature, family) {
        case (.rsaPKCS1, .rsa), (.rsaPSS, .rsa), (.rsaPSS, .rsaPSS), (.ecdsa, .ec), (.dsa, .dsa), (.eddsa, .ed25519),
            (.eddsa, .ed448):
            true
        case (.rsaPKCS1, _), (.rsaPSS, _), (.ecdsa, _), (.dsa, _), (.eddsa, _): false
        }
    }

    /// Whether this is the key's signature over a digest; EdDSA has none.
    func verifies(_ signature: [UInt8], over digest: ContentDigest, way: SignatureWay) -> Bool {
        guard fits(way.family), way.family != .eddsa,
            let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, pointer, nil)
        else { return false }
        defer {
            unsafe EVP_PKEY_CTX_free(context)
            ERR_clear_error()
        }

        guard unsafe EVP_PKEY_verify_init(context) == 1,
            unsafe EVP_PKEY_CTX_set_signature_md(context, digest.function.evp) == 1,
            unsafe Self.configure(context, way)
        else { return false }
        return unsafe EVP_PKEY_verify(context, signature, signature.count, digest.bytes, digest.bytes.count) == 1
    }

    private static func configure(_ context: OpaquePointer, _ way: SignatureWay) -> Bool {
        switch way.family {
        case .rsaPKCS1: return unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1
        case .rsaPSS:
            guard let pss = way.pss else { return false }
            return unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
                && EVP_PKEY_CTX_set_rsa_mgf1_md(context, pss.maskDigest.evp) == 1
                && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, Int32(pss.saltBytes)) == 1
        case .ecdsa, .dsa: return true
        case .eddsa: return false
        }
    }

    /// Whether this is the key's EdDSA signature over a message (RFC 8419 §3.1).
    func verifies(_ signature: [UInt8], overMessage message: [UInt8]) -> Bool {
        guard fits(.eddsa), let context = unsafe EVP_MD_CTX_new() else { return false }
        defer {
            unsafe EVP_MD_CTX_free(context)
            ERR_clear_error()
        }

        return unsafe EVP_DigestVerifyInit(context, nil, nil, nil, pointer) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}
