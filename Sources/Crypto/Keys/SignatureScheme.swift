/// How a digest becomes a signature.
package enum SignatureScheme: Hashable, Sendable {
    /// RSASSA-PKCS1-v1_5.
    case pkcs1
    /// RSASSA-PSS with MGF1 over the signed digest's algorithm and a salt of exactly this many bytes.
    case pss(saltBytes: Int)
    /// ECDSA, its two numbers as DER.
    case ecdsa

    /// What a key of this kind signs with when nobody asks for anything else.
    package init(usualFor kind: KeyKind) {
        self = kind.rsaBits == nil ? .ecdsa : .pkcs1
    }

    /// Refuses a scheme the key cannot do, and a salt that does not fit: emLen - hLen - 2 bytes at most (RFC 8017 §9.1.1).
    func check(against kind: KeyKind, digest: DigestAlgorithm) throws(CryptoError) {
        switch (self, kind.rsaBits) {
        case (.pkcs1, .some), (.ecdsa, .none): return
        case (.pss(let saltBytes), .some(let bits)):
            let most = bits / 8 - digest.byteCount - 2
            guard (0...most).contains(saltBytes) else { throw .key(.saltTooLong(bytes: saltBytes, most: most)) }
        case (.pkcs1, .none), (.pss, .none), (.ecdsa, .some): throw .key(.schemeDoesNotFit(kind, self))
        }
    }
}
