import COpenSSL

extension CMSSignature {
    /// Takes a signature that was made elsewhere, once it has proved to be one over this digest by the certificate in
    /// it, and of the kind that PAdES has (EN 319 142-1 §6.3).
    ///
    /// Whether that certificate is anybody's is for a verifier to say.
    package init(foreign der: [UInt8], over digest: Digest) throws(CryptoError) {
        try OpenSSLRuntime.require()
        guard
            let cms = unsafe DER.parse(
                der, { next, count in unsafe d2i_CMS_ContentInfo(nil, next, count) },
                discard: { unsafe CMS_ContentInfo_free($0) })
        else { throw .signature(.unreadable) }
        defer {
            unsafe CMS_ContentInfo_free(cms)
            ERR_clear_error()
        }

        guard unsafe OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed else { throw .signature(.unreadable) }
        let signer = try unsafe Self.signer(of: cms)
        try unsafe Self.checkAttributes(of: signer, in: cms)
        guard unsafe CMS_SignerInfo_verify(signer) == 1,
            let attribute = unsafe CMS_signed_get0_data_by_OBJ(
                signer, OBJ_nid2obj(NID_pkcs9_messageDigest), Self.onlyOne, V_ASN1_OCTET_STRING)
        else { throw .signature(.unreadable) }
        let named = unsafe Self.bytes(of: attribute.assumingMemoryBound(to: ASN1_OCTET_STRING.self))
        guard named == digest.bytes else { throw .signature(.overOtherContent) }
        self.init(
            der: der, value: unsafe Self.bytes(of: CMS_SignerInfo_get0_signature(signer)), messageDigest: named)
    }

    /// What `CMS_signed_get0_data_by_OBJ` takes for "nil unless there is one such attribute with one value".
    private static let onlyOne: Int32 = -3

    /// The one signer, whose certificate is with it and who left the document outside.
    private static func signer(of cms: OpaquePointer) throws(CryptoError) -> OpaquePointer {
        guard let signer = unsafe COpenSSL_only_signer(cms) else { throw .signature(.notPAdES(.notOneSigner)) }
        guard unsafe CMS_is_detached(cms) == 1 else { throw .signature(.notPAdES(.notDetached)) }
        guard unsafe CMS_set1_signers_certs(cms, nil, 0) == 1 else {
            throw .signature(.notPAdES(.certificateMissing))
        }
        // Without signed attributes there is nothing that could name it.
        guard unsafe CMS_signed_get_attr_count(signer) > 0 else { throw .signature(.notPAdES(.certificateNotNamed)) }
        return unsafe signer
    }

    /// Before anything is verified: OpenSSL gives one answer for every attribute that is missing or there twice.
    private static func checkAttributes(of signer: OpaquePointer, in cms: OpaquePointer) throws(CryptoError) {
        // The time is said in the PDF's own dictionary, and proved by a timestamp.
        guard unsafe CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1) < 0 else {
            throw .signature(.notPAdES(.signingTime))
        }
        let type = unsafe CMS_signed_get0_data_by_OBJ(
            signer, OBJ_nid2obj(NID_pkcs9_contentType), onlyOne, V_ASN1_OBJECT)
        guard let type = unsafe type, unsafe OBJ_obj2nid(OpaquePointer(type)) == NID_pkcs7_data,
            unsafe OBJ_obj2nid(CMS_get0_eContentType(cms)) == NID_pkcs7_data
        else { throw .signature(.notPAdES(.contentType)) }
        try unsafe checkNamedCertificate(of: signer, in: cms)
    }

    /// The signed attributes must name the signer's certificate by its hash (RFC 5035), so that no other can stand in.
    private static func checkNamedCertificate(of signer: OpaquePointer, in cms: OpaquePointer) throws(CryptoError) {
        let old = unsafe namedCertificates(
            NID_id_smime_aa_signingCertificate, signer, { unsafe d2i_ESS_SIGNING_CERT(nil, $0, $1) },
            discard: { unsafe ESS_SIGNING_CERT_free($0) })
        defer { unsafe ESS_SIGNING_CERT_free(old) }

        let new = unsafe namedCertificates(
            NID_id_smime_aa_signingCertificateV2, signer, { unsafe d2i_ESS_SIGNING_CERT_V2(nil, $0, $1) },
            discard: { unsafe ESS_SIGNING_CERT_V2_free($0) })
        defer { unsafe ESS_SIGNING_CERT_V2_free(new) }

        guard unsafe old != nil || new != nil else { throw .signature(.notPAdES(.certificateNotNamed)) }
        guard let chain = unsafe COpenSSL_signer_and_certificates(cms, signer) else { throw .last("CMS_get1_certs") }
        defer { unsafe COpenSSL_certificates_free(chain) }

        // The first that is named must be the first of the chain, the signer's; any others must be in it.
        guard unsafe OSSL_ESS_check_signing_certs(old, new, chain, 1) == 1 else {
            throw .signature(.notPAdES(.otherCertificateNamed))
        }
    }

    private static func namedCertificates(
        _ attribute: Int32, _ signer: OpaquePointer,
        _ decode: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?,
        discard: (OpaquePointer) -> Void
    ) -> OpaquePointer? {
        let value = unsafe CMS_signed_get0_data_by_OBJ(signer, OBJ_nid2obj(attribute), onlyOne, V_ASN1_SEQUENCE)
        guard let value = unsafe value else { return nil }
        return unsafe DER.parse(
            bytes(of: value.assumingMemoryBound(to: ASN1_STRING.self)), decode, discard: discard)
    }

    private static func bytes(of string: UnsafePointer<ASN1_STRING>?) -> [UInt8] {
        guard let string = unsafe string, let start = unsafe ASN1_STRING_get0_data(string) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(ASN1_STRING_length(string))))
    }
}
