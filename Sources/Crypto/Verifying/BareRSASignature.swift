import COpenSSL

/// `adbe.x509.rsa_sha1` (ISO 32000-1 §12.8.3.2): no CMS, but an octet string that holds a PKCS#1 signature; the
/// certificate stands beside it in `/Cert`.
package struct BareRSASignature: Sendable {
    package let signer: Certificate
    package let signature: [UInt8]
    /// What the signature rests on; nil for a key that cannot have made it.
    package let algorithms: AlgorithmUse?
    /// Of all that `SignedData` can be, only that it is not DER or that something stands behind it.
    package let defects: Set<SignedDataDefect>

    package init(contents: [UInt8], signer: Certificate) throws(SignedDataError) {
        guard let element = BERElement(frontOf: contents), element.has(V_ASN1_OCTET_STRING),
            let octets = element.octets
        else { throw .unreadable }
        guard element.whole.count <= ForeignSignedData.bytesMax else {
            throw .tooLarge(bytesMax: ForeignSignedData.bytesMax)
        }
        var defects: Set<SignedDataDefect> = []
        if !element.isDERThroughout { defects.insert(.notDER) }
        if contents[element.whole.upperBound...].contains(where: { $0 != 0 }) { defects.insert(.trailingBytes) }
        signature = octets
        self.signer = signer
        if let key = VerifyingKey(of: signer), key.fits(.rsaPKCS1) {
            algorithms = AlgorithmUse(digest: .sha1, signature: .rsaPKCS1, key: key.family, bits: key.bits)
        } else {
            algorithms = nil
            defects.insert(.keyUnusable)
        }
        self.defects = defects
    }

    /// Whether the signature is the signer's, over this digest, which must be SHA-1.
    package func check(_ digest: ContentDigest) -> SignatureVerdict {
        guard let key = VerifyingKey(of: signer), key.fits(.rsaPKCS1) else { return .uncheckable }
        guard digest.function == .sha1 else { return .otherDigestWanted(.sha1) }
        return key.verifies(signature, over: digest, way: .plainRSA) ? .holds : .broken
    }
}

extension SignatureWay {
    /// RSA as PKCS#1 v1.5 has it, over a digest that is known from elsewhere.
    static let plainRSA = SignatureWay(family: .rsaPKCS1, digest: nil, pss: nil)

    private init(family: SignatureFamily, digest: HashFunction?, pss: PSSParameters?) {
        (self.family, self.digest, self.pss) = (family, digest, pss)
    }
}
