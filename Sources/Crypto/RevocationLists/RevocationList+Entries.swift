import COpenSSL
package import Domain

extension RevocationList {
    /// Everybody on a whole list that the issuer signed. Nil where it is another's or tells changes alone, and where an entry cannot be
    /// read or speaks for somebody else's certificates: half of it is worth nothing.
    package func entries(of issuer: Certificate) -> [RevokedCertificate]? {
        guard unsafe X509_NAME_cmp(X509_CRL_get_issuer(pointer), X509_get_subject_name(issuer.pointer)) == 0,
            unsafe X509_CRL_get_ext_by_NID(pointer, NID_delta_crl, -1) < 0, !hasUnknownEntry, isSigned(by: issuer)
        else { return nil }
        let stack = unsafe X509_CRL_get_REVOKED(pointer)
        let count = max(0, Int(unsafe OPENSSL_sk_num(stack)))
        let entries = unsafe Stack.map(stack, atMost: count) { unsafe Self.entry($0) }
        return entries.count == count ? entries : nil
    }

    package var thisUpdate: Instant? {
        unsafe X509_CRL_get0_lastUpdate(pointer).flatMap { unsafe Instant(asn1: $0) }
    }

    private static func entry(_ entry: OpaquePointer) -> RevokedCertificate? {
        defer { ERR_clear_error() }
        let number = unsafe UnsafeRawPointer(X509_REVOKED_get0_serialNumber(entry))?
            .assumingMemoryBound(to: ASN1_STRING.self)
        guard unsafe X509_REVOKED_get_ext_by_NID(entry, NID_certificate_issuer, -1) < 0,
            let serial = unsafe SerialNumber(OpenSSLString.bytes(number)),
            let at = unsafe X509_REVOKED_get0_revocationDate(entry).flatMap({ unsafe Instant(asn1: $0) })
        else { return nil }
        return RevokedCertificate(
            serial, revokedAt: at, reason: unsafe reason(of: entry), invalidSince: unsafe invaliditySince(of: entry))
    }

    private static func invaliditySince(of entry: OpaquePointer) -> Instant? {
        guard let stated = unsafe X509_REVOKED_get_ext_d2i(entry, NID_invalidity_date, nil, nil) else { return nil }
        let time = unsafe stated.assumingMemoryBound(to: ASN1_TIME.self)
        defer { unsafe ASN1_TIME_free(time) }

        return unsafe Instant(asn1: time)
    }
}
