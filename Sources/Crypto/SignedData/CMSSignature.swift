import COpenSSL

/// A detached CMS signature (RFC 5652), DER, that was checked after it was made.
package struct CMSSignature: Hashable, Sendable {
    package let der: [UInt8]
    /// The bare signature inside, over which a timestamp is asked (EN 319 122-1 §5.3).
    package let value: [UInt8]
    /// The digest it is over, as its signed attributes name it.
    package let messageDigest: [UInt8]

    /// The digest that a timestamp of this signature stamps.
    package func timestampImprint(_ algorithm: DigestAlgorithm) throws(CryptoError) -> Digest {
        try Digest(algorithm, of: value)
    }

    /// The same signature carrying the token as its signature-time-stamp attribute; a token over anything else is refused.
    ///
    /// OpenSSL writes the whole structure anew, so what leaves is held against what was checked when it was signed.
    package func timestamped(by token: TimestampToken) throws(CryptoError) -> CMSSignature {
        guard
            let cms = unsafe DER.parse(
                der, { next, count in unsafe d2i_CMS_ContentInfo(nil, next, count) },
                discard: { unsafe CMS_ContentInfo_free($0) }),
            let signer = unsafe COpenSSL_only_signer(cms)
        else { throw .signature(.unreadable) }
        defer { unsafe CMS_ContentInfo_free(cms) }

        guard try token.imprint == timestampImprint(token.imprint.algorithm) else { throw .timestamp(.wrongImprint) }
        guard
            unsafe CMS_unsigned_add1_attr_by_NID(
                signer, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE, token.der, Int32(token.der.count)) == 1
        else { throw .last("CMS_unsigned_add1_attr_by_NID") }
        let stamped = try unsafe DER.bytes("i2d_CMS_ContentInfo") { out in unsafe i2d_CMS_ContentInfo(cms, out) }
        guard isCarried(by: stamped, with: token) else { throw .signature(.failedOwnCheck) }
        return CMSSignature(der: stamped, value: value, messageDigest: messageDigest)
    }

    /// Whether these bytes hold this signature unchanged, its signed attributes too, and the token beside it.
    func isCarried(by stamped: [UInt8], with token: TimestampToken) -> Bool {
        guard let before = SignedDataOutline(of: der),
            let after = SignedDataOutline(of: stamped, withUnsignedAttributes: true)
        else { return false }
        return after.signedAttributes == before.signedAttributes && after.signature == before.signature
            && after.unsignedAttributesContain(token.der)
    }
}
