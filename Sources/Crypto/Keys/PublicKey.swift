import COpenSSL

/// The public half of a key: sole owner of an `EVP_PKEY`, and its `SubjectPublicKeyInfo` as DER.
@safe package struct PublicKey: ~Copyable, @unchecked Sendable {
    // Sendable: openssl-threads(7) lets several threads read one EVP_PKEY, and nothing here writes to it.

    let pointer: OpaquePointer
    package let kind: KeyKind
    /// `SubjectPublicKeyInfo`, DER.
    package let info: [UInt8]

    package init(info: [UInt8]) throws(CryptoError) {
        try OpenSSLRuntime.require()
        let parsed = unsafe DER.parse(
            info, { next, count in unsafe d2i_PUBKEY(nil, next, count) }, discard: { unsafe EVP_PKEY_free($0) })
        guard let pointer = unsafe parsed else { throw .key(.unreadable) }
        try unsafe self.init(owning: pointer, info: info)
    }

    /// Adopts one reference to a key that was decoded already, with the bytes it was decoded from.
    init(owning pointer: OpaquePointer, info: [UInt8]) throws(CryptoError) {
        let kind: KeyKind
        do {
            kind = try unsafe KeyKind(of: pointer)
        } catch {
            unsafe EVP_PKEY_free(pointer)
            throw error
        }
        unsafe self.pointer = pointer
        self.kind = kind
        self.info = info
    }

    deinit { unsafe EVP_PKEY_free(pointer) }

    /// PEM as `openssl pkey -pubin` reads it.
    package func pem() throws(CryptoError) -> String {
        try unsafe PEM.text { bio in unsafe PEM_write_bio_PUBKEY(bio, pointer) }
    }

    /// Whether this is the digest's signature. For many with one key, keep a `SignatureCheck`.
    package func verifies(
        _ signature: [UInt8], over digest: Digest, scheme: SignatureScheme
    ) throws(CryptoError) -> Bool {
        var check = try SignatureCheck(by: self, scheme: scheme, digest: digest.algorithm)
        return try check.passes(signature, over: digest)
    }
}
