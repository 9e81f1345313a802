import COpenSSL
import Domain

extension RevocationAnswer {
    /// How many certificates one answer may speak of.
    package static let singlesMax = 100

    /// What the answer says of the certificate; nil when it speaks of others only.
    func evidence(of certificate: Certificate, issuer: Certificate) -> RevocationEvidence? {
        let singles = unsafe singles(for: certificate, issuer)
        guard let single = unsafe singles.first else { return nil }
        let (signer, found) = signer(under: issuer)
        var defects = found
        if unsafe singles.count > 1 { defects.insert(.ambiguous) }
        if unsafe hasUnknownExtension(single) { defects.insert(.unknownCriticalExtension) }

        var reason: Int32 = -1
        var revoked: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
        var this: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
        var next: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
        let code = unsafe OCSP_single_get0_status(single, &reason, &revoked, &this, &next)
        let nextUpdate = unsafe next.flatMap { unsafe Instant(asn1: $0) }
        if unsafe next != nil, nextUpdate == nil { defects.insert(.timeUnreadable) }
        guard let thisUpdate = unsafe this.flatMap({ unsafe Instant(asn1: $0) }) else { return nil }

        let status: RevocationEvidence.Status
        switch code {
        case V_OCSP_CERTSTATUS_GOOD: status = .good
        case V_OCSP_CERTSTATUS_REVOKED:
            guard let at = unsafe revoked.flatMap({ unsafe Instant(asn1: $0) }) else { return nil }
            status = .revoked(at: at, reason: RevocationReason(code: Int(reason)))
        default: status = .unknown
        }
        let way = unsafe SignatureWay(of: OCSP_resp_get0_tbs_sigalg(pointer))
        if way == nil { defects.insert(.algorithmUnknown) }
        return RevocationEvidence(
            kind: .ocsp, source: der, status: status, thisUpdate: thisUpdate, nextUpdate: nextUpdate,
            coversExpiredSince: unsafe cutoff(of: single),
            producedAt: unsafe OCSP_resp_get0_produced_at(pointer).flatMap { unsafe Instant(asn1: $0) },
            signer: signer, algorithms: signer.flatMap { way?.use(by: $0) }, defects: defects)
    }

    /// The parts that speak of the certificate: by the digests of its issuer's name and key, and its number.
    private func singles(for certificate: Certificate, _ issuer: Certificate) -> [OpaquePointer] {
        let count = min(Int32(Self.singlesMax), unsafe OCSP_resp_count(pointer))
        return unsafe (0..<max(0, count)).compactMap { index -> OpaquePointer? in
            guard let single = unsafe OCSP_resp_get0(pointer, index), unsafe speaks(single, of: certificate, issuer)
            else { return nil }
            return unsafe single
        }
    }

    private func speaks(_ single: OpaquePointer, of certificate: Certificate, _ issuer: Certificate) -> Bool {
        guard let stated = unsafe OCSP_SINGLERESP_get0_id(single) else { return false }
        var function: OpaquePointer?
        guard unsafe OCSP_id_get0_info(nil, &function, nil, nil, stated) == 1, let function = unsafe function,
            let digest = unsafe HashFunction(nid: OBJ_obj2nid(function)),
            let wanted = unsafe OCSP_cert_to_id(digest.evp, certificate.pointer, issuer.pointer)
        else { return false }
        defer { unsafe OCSP_CERTID_free(wanted) }

        return unsafe OCSP_id_cmp(wanted, stated) == 0
    }

    /// Who signed: the issuer, or one with a certificate of the issuer's for this and nothing higher (RFC 6960
    /// §4.2.2.2).
    private func signer(under issuer: Certificate) -> (Certificate?, Set<RevocationDefect>) {
        if isSigned(by: issuer) { return (issuer, []) }
        let signers = certificates.filter { isSigned(by: $0) }
        guard let first = signers.first else { return (nil, [.signatureWrong]) }
        guard let allowed = signers.first(where: { isAllowed($0, by: issuer) }) else {
            return (first, [.responderNotAuthorised])
        }
        return (allowed, allowed.hasNoCheck ? [] : [.noCheckMissing])
    }

    private func isAllowed(_ responder: Certificate, by issuer: Certificate) -> Bool {
        let isIssued = unsafe X509_check_issued(issuer.pointer, responder.pointer) == X509_V_OK
        return isIssued && responder.isForRevocationAnswers && VerifyingKey(of: issuer) != nil
            && responder.isSigned(by: issuer)
    }

    /// Whether the answer names this certificate's holder as its responder, and his key signed it.
    private func isSigned(by candidate: Certificate) -> Bool {
        guard VerifyingKey(of: candidate) != nil, let alone = unsafe try? CertificateStore.stack([candidate]) else {
            return false
        }
        defer {
            unsafe COpenSSL_certificates_free(alone)
            ERR_clear_error()
        }

        // Neither the answer's own certificates nor a path: this one certificate's key, and no other
        // (OCSP_basic_verify(3)).
        return unsafe OCSP_basic_verify(pointer, alone, nil, UInt(OCSP_NOINTERN | OCSP_NOVERIFY)) == 1
    }

    /// A nonce answers a question that nobody here asked; any other critical extension changes what is said.
    private func hasUnknownExtension(_ single: OpaquePointer) -> Bool {
        var place: Int32 = -1
        while true {
            place = unsafe OCSP_BASICRESP_get_ext_by_critical(pointer, 1, place)
            guard place >= 0 else { break }
            let kind = unsafe OBJ_obj2nid(X509_EXTENSION_get_object(OCSP_BASICRESP_get_ext(pointer, place)))
            if kind != NID_id_pkix_OCSP_Nonce { return true }
        }
        return unsafe OCSP_SINGLERESP_get_ext_by_critical(single, 1, -1) >= 0
    }

    /// Since when the responder keeps what it knows of expired certificates (RFC 6960 §4.4.4).
    private func cutoff(of single: OpaquePointer) -> Instant? {
        let index = unsafe OCSP_SINGLERESP_get_ext_by_NID(single, NID_id_pkix_OCSP_archiveCutoff, -1)
        guard index >= 0 else { return nil }
        return unsafe X509V3.time(in: OCSP_SINGLERESP_get_ext(single, index))
    }
}

/// What an extension holds.
enum X509V3 {
    /// A lone `GeneralizedTime`; nil for anything else.
    static func time(in extension: OpaquePointer?) -> Instant? {
        guard let value = unsafe X509_EXTENSION_get_data(`extension`) else { return nil }
        let read = unsafe DER.parse(
            OpenSSLString.bytes(value),
            { next, count in unsafe OpaquePointer(d2i_ASN1_GENERALIZEDTIME(nil, next, count)) },
            discard: { unsafe ASN1_GENERALIZEDTIME_free(UnsafeMutablePointer($0)) })
        guard let time = unsafe read.map({ unsafe UnsafeMutablePointer<ASN1_GENERALIZEDTIME>($0) }) else { return nil }
        defer { unsafe ASN1_GENERALIZEDTIME_free(time) }

        return unsafe Instant(asn1: time)
    }
}
