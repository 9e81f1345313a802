import COpenSSL
package import Domain

/// An identity made ready to sign many documents as PAdES and CAdES baseline want it: sole owner of a `CMS_ContentInfo`.
///
/// Signed attributes are content-type, message-digest and signing-certificate-v2, and never signing-time, which PAdES
/// forbids (EN 319 142-1 §6.3) and OpenSSL 3.0's `CMS_SignerInfo_sign` always adds; hence the attributes are signed here.
/// The structure is built once: from one signature to the next only the digest and the signature value change.
@safe package struct CAdESSigning: ~Copyable {
    private let cms: OpaquePointer
    private let signer: OpaquePointer  // lives inside `cms`
    private let algorithm: DigestAlgorithm
    /// Not private, so that a test can put one that errs in its place.
    var making: SignatureMaking
    private var check: SignatureCheck

    /// Refuses an identity whose certificate is not valid now.
    package init(
        as identity: borrowing SigningIdentity, scheme: SignatureScheme, digest: DigestAlgorithm, now: Instant
    ) throws(CryptoError) {
        try identity.certificate.checkValidity(at: now)
        let making = try SignatureMaking(with: identity.key, scheme: scheme, digest: digest)
        // The check uses the certificate's key, as every reader will.
        let check = try SignatureCheck(by: identity.certificate.publicKey(), scheme: scheme, digest: digest)

        let flags = UInt32(CMS_DETACHED | CMS_BINARY | CMS_PARTIAL)
        guard let cms = unsafe CMS_sign(nil, nil, nil, nil, flags) else { throw .last("CMS_sign") }
        let signer: OpaquePointer
        do throws(CryptoError) {
            unsafe signer = try unsafe Self.addSigner(identity, to: cms, scheme: scheme, digest: digest)
        } catch {
            unsafe CMS_ContentInfo_free(cms)
            throw error
        }
        unsafe self.cms = cms
        unsafe self.signer = signer
        self.making = making
        self.check = check
        algorithm = digest
    }

    deinit { unsafe CMS_ContentInfo_free(cms) }

    private static func addSigner(
        _ identity: borrowing SigningIdentity, to cms: OpaquePointer, scheme: SignatureScheme, digest: DigestAlgorithm
    ) throws(CryptoError) -> OpaquePointer {
        // CMS_CADES adds signing-certificate-v2 with the digest named here (RFC 5035).
        let flags = UInt32(CMS_BINARY | CMS_NOSMIMECAP | CMS_CADES)
        guard
            let signer = unsafe CMS_add1_signer(
                cms, identity.certificate.pointer, identity.key.pointer, digest.evp, flags)
        else { throw .last("CMS_add1_signer") }
        for certificate in identity.chain {
            guard unsafe CMS_add1_cert(cms, certificate.pointer) == 1 else { throw .last("CMS_add1_cert") }
        }
        guard
            unsafe CMS_signed_add1_attr_by_NID(
                signer, NID_pkcs9_contentType, V_ASN1_OBJECT, UnsafeRawPointer(OBJ_nid2obj(NID_pkcs7_data)), -1) == 1
        else { throw .last("CMS_signed_add1_attr_by_NID") }
        if case .pss(let saltBytes) = scheme {
            var algorithm: UnsafeMutablePointer<X509_ALGOR>?
            unsafe CMS_SignerInfo_get0_algs(signer, nil, nil, nil, &algorithm)
            try unsafe PSSParameters.write(into: algorithm, saltBytes: saltBytes, digest: digest)
        }
        return unsafe signer
    }

    /// Signs a document by its digest. The result has passed its check and may leave.
    package mutating func sign(_ content: Digest) throws(CryptoError) -> CMSSignature {
        guard content.algorithm == algorithm else {
            throw .digest(.wrongAlgorithm(expected: algorithm, actual: content.algorithm))
        }
        try replaceMessageDigest(with: content)
        let value = try making.sign(attributesDigest())
        guard unsafe ASN1_STRING_set(CMS_SignerInfo_get0_signature(signer), value, Int32(value.count)) == 1 else {
            throw .last("ASN1_STRING_set")
        }
        let der = try unsafe DER.bytes("i2d_CMS_ContentInfo") { out in unsafe i2d_CMS_ContentInfo(cms, out) }
        try checkBeforeRelease(der, of: content)
        return CMSSignature(der: der, value: value, messageDigest: content.bytes)
    }

    /// How many bytes a signature comes to at most: all of it is known beforehand but the signature's own length.
    package mutating func bytesMax() throws(CryptoError) -> Int {
        try replaceMessageDigest(with: Digest(algorithm, bytes: [UInt8](repeating: 0, count: algorithm.byteCount)))
        let longest = [UInt8](repeating: 0, count: making.signatureBytesMax)
        guard unsafe ASN1_STRING_set(CMS_SignerInfo_get0_signature(signer), longest, Int32(longest.count)) == 1 else {
            throw .last("ASN1_STRING_set")
        }
        let count = unsafe i2d_CMS_ContentInfo(cms, nil)
        guard count > 0 else { throw .last("i2d_CMS_ContentInfo") }
        return Int(count)
    }

    /// Checks the very bytes that will leave: their signed attributes name this document and carry a good signature.
    ///
    /// Reading all of it back through `d2i_CMS_ContentInfo` would cost half a signature, nearly all of it for parsing our own
    /// certificates once more; the outline finds the two parts that are new.
    private mutating func checkBeforeRelease(_ der: [UInt8], of content: Digest) throws(CryptoError) {
        guard let outline = SignedDataOutline(of: der),
            outline.attributesContain(content.bytes),
            try check.passes(outline.signature, over: Digest(algorithm, of: outline.signedAttributes))
        else { throw .signature(.failedOwnCheck) }
    }

    private func replaceMessageDigest(with content: Digest) throws(CryptoError) {
        let old = unsafe CMS_signed_get_attr_by_NID(signer, NID_pkcs9_messageDigest, -1)
        if old >= 0 { unsafe X509_ATTRIBUTE_free(CMS_signed_delete_attr(signer, old)) }
        guard
            unsafe CMS_signed_add1_attr_by_NID(
                signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, content.bytes, Int32(content.bytes.count)) == 1
        else { throw .last("CMS_signed_add1_attr_by_NID") }
    }

    private func attributesDigest() throws(CryptoError) -> Digest {
        var der: UnsafeMutablePointer<UInt8>?
        let length = unsafe COpenSSL_signed_attributes(signer, &der)
        guard length > 0 else { throw .last("i2d_ASN1_SET_ANY") }
        defer { unsafe COpenSSL_free(der) }

        var hashing = try Hashing(algorithm)
        try unsafe hashing.update(UnsafeRawBufferPointer(start: der, count: Int(length)))
        return try hashing.finish()
    }
}

/// The parameters that an RSASSA-PSS algorithm identifier states (RFC 4055 §3.1).
private enum PSSParameters {
    /// The field's default, which DER leaves out (X.690 §11.5).
    private static let defaultSaltBytes = 20

    static func write(
        into algorithm: UnsafeMutablePointer<X509_ALGOR>?, saltBytes: Int, digest: DigestAlgorithm
    ) throws(CryptoError) {
        guard let parameters = unsafe RSA_PSS_PARAMS_new() else { throw .last("RSA_PSS_PARAMS_new") }
        defer { unsafe RSA_PSS_PARAMS_free(parameters) }

        guard let hash = unsafe X509_ALGOR_new(), let mask = unsafe X509_ALGOR_new() else {
            throw .last("X509_ALGOR_new")
        }
        unsafe parameters.pointee.hashAlgorithm = hash
        unsafe parameters.pointee.maskGenAlgorithm = mask
        unsafe X509_ALGOR_set_md(hash, digest.evp)
        guard let packed = unsafe COpenSSL_pack_algorithm(hash) else { throw .last("ASN1_item_pack") }
        guard unsafe X509_ALGOR_set0(mask, OBJ_nid2obj(NID_mgf1), V_ASN1_SEQUENCE, packed) == 1 else {
            unsafe ASN1_STRING_free(packed)
            throw .last("X509_ALGOR_set0")
        }
        if saltBytes != defaultSaltBytes {
            guard let salt = unsafe ASN1_INTEGER_new() else { throw .last("ASN1_INTEGER_new") }
            unsafe parameters.pointee.saltLength = salt
            guard unsafe ASN1_INTEGER_set(salt, saltBytes) == 1 else { throw .last("ASN1_INTEGER_set") }
        }
        guard let string = unsafe COpenSSL_pack_pss(parameters) else { throw .last("ASN1_item_pack") }
        guard unsafe X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_rsassaPss), V_ASN1_SEQUENCE, string) == 1 else {
            unsafe ASN1_STRING_free(string)
            throw .last("X509_ALGOR_set0")
        }
    }
}
