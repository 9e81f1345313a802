import COpenSSL

/// A key made ready to sign many digests one way: sole owner of an `EVP_PKEY_CTX`.
///
/// Setting the context up looks algorithms up under a lock; with it done once, a signature costs what the number theory costs.
@safe package struct SignatureMaking: ~Copyable {
    private let context: OpaquePointer
    private let algorithm: DigestAlgorithm
    let signatureBytesMax: Int

    package init(
        with key: borrowing PrivateKey, scheme: SignatureScheme, digest: DigestAlgorithm
    ) throws(CryptoError) {
        try scheme.check(against: key.kind, digest: digest)
        unsafe context = try unsafe SignatureContext.make(
            for: key.pointer, scheme: scheme, digest: digest, EVP_PKEY_sign_init, named: "EVP_PKEY_sign_init")
        signatureBytesMax = Int(unsafe EVP_PKEY_get_size(key.pointer))
        algorithm = digest
    }

    deinit { unsafe EVP_PKEY_CTX_free(context) }

    /// Signs, unchecked: whatever leaves the process passes a `SignatureCheck` first.
    ///
    /// OpenSSL itself checks each RSA result against the public exponent and falls back to the slow way on a fault, so a
    /// fault in the Chinese remainder step does not give the primes away.
    package mutating func sign(_ digest: Digest) throws(CryptoError) -> [UInt8] {
        guard digest.algorithm == algorithm else {
            throw .digest(.wrongAlgorithm(expected: algorithm, actual: digest.algorithm))
        }
        var length = signatureBytesMax
        var signature = [UInt8](repeating: 0, count: length)
        guard unsafe EVP_PKEY_sign(context, &signature, &length, digest.bytes, digest.bytes.count) == 1 else {
            throw .last("EVP_PKEY_sign")
        }
        signature.removeLast(signature.count - length)  // a DER pair of numbers may be shorter than its bound
        return signature
    }
}

/// A public key made ready to check many signatures of one scheme: sole owner of an `EVP_PKEY_CTX`.
@safe package struct SignatureCheck: ~Copyable {
    private let context: OpaquePointer
    private let algorithm: DigestAlgorithm

    package init(
        by key: borrowing PublicKey, scheme: SignatureScheme, digest: DigestAlgorithm
    ) throws(CryptoError) {
        try scheme.check(against: key.kind, digest: digest)
        unsafe context = try unsafe SignatureContext.make(
            for: key.pointer, scheme: scheme, digest: digest, EVP_PKEY_verify_init, named: "EVP_PKEY_verify_init")
        algorithm = digest
    }

    deinit { unsafe EVP_PKEY_CTX_free(context) }

    package mutating func passes(_ signature: [UInt8], over digest: Digest) throws(CryptoError) -> Bool {
        guard digest.algorithm == algorithm else {
            throw .digest(.wrongAlgorithm(expected: algorithm, actual: digest.algorithm))
        }
        let verdict = unsafe EVP_PKEY_verify(
            context, signature, signature.count, digest.bytes, digest.bytes.count)
        ERR_clear_error()
        return verdict == 1
    }
}

/// What signing and checking set up alike.
private enum SignatureContext {
    static func make(
        for key: OpaquePointer, scheme: SignatureScheme, digest: DigestAlgorithm,
        _ begin: (OpaquePointer?) -> Int32, named beginName: String
    ) throws(CryptoError) -> OpaquePointer {
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else {
            throw .last("EVP_PKEY_CTX_new_from_pkey")
        }
        do throws(CryptoError) {
            guard unsafe begin(context) == 1 else { throw .last(beginName) }
            try unsafe configure(context, scheme: scheme, digest: digest)
        } catch {
            unsafe EVP_PKEY_CTX_free(context)
            throw error
        }
        return unsafe context
    }

    private static func configure(
        _ context: OpaquePointer, scheme: SignatureScheme, digest: DigestAlgorithm
    ) throws(CryptoError) {
        guard unsafe EVP_PKEY_CTX_set_signature_md(context, digest.evp) == 1 else {
            throw .last("EVP_PKEY_CTX_set_signature_md")
        }
        switch scheme {
        case .pkcs1:
            guard unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1 else {
                throw .last("EVP_PKEY_CTX_set_rsa_padding")
            }
        case .pss(let saltBytes):
            guard unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1,
                unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest.evp) == 1,
                unsafe EVP_PKEY_CTX_set_rsa_pss_saltlen(context, Int32(saltBytes)) == 1
            else { throw .last("EVP_PKEY_CTX_set_rsa_pss") }
        case .ecdsa: break
        }
    }
}
