import COpenSSL
import Domain

extension RevocationList {
    /// What the list says of the certificate; nil when it is another issuer's.
    func evidence(of certificate: Certificate, issuer: Certificate) -> RevocationEvidence? {
        let name = unsafe X509_CRL_get_issuer(pointer)
        guard unsafe X509_NAME_cmp(name, X509_get_issuer_name(certificate.pointer)) == 0,
            unsafe X509_NAME_cmp(name, X509_get_subject_name(issuer.pointer)) == 0,
            let thisUpdate = unsafe X509_CRL_get0_lastUpdate(pointer).flatMap({ unsafe Instant(asn1: $0) })
        else { return nil }

        var defects = scopeDefects(for: certificate)
        let way = signatureWay
        if way == nil { defects.insert(.algorithmUnknown) }
        let isSigned = isSigned(by: issuer)
        if !isSigned { defects.insert(.signatureWrong) }
        if issuer.keyUsages?.contains(.cRLSign) == false { defects.insert(.issuerMayNotSign) }
        if hasUnknownEntry || hasUnknownExtension { defects.insert(.unknownCriticalExtension) }

        let next = unsafe X509_CRL_get0_nextUpdate(pointer)
        let nextUpdate = unsafe next.flatMap { unsafe Instant(asn1: $0) }
        if unsafe next != nil, nextUpdate == nil { defects.insert(.timeUnreadable) }
        let status = status(of: certificate, &defects)
        return RevocationEvidence(
            kind: .crl, source: der, status: status, thisUpdate: thisUpdate, nextUpdate: nextUpdate,
            coversExpiredSince: expiredSince, producedAt: nil,
            signer: isSigned ? issuer : nil, algorithms: isSigned ? way?.use(by: issuer) : nil, defects: defects)
    }

    /// `expiredCertsOnCRL` (X.509 §9.5.2.5), for which OpenSSL has no name.
    private static let expiredOnList = "2.5.29.60"

    private var expiredSince: Instant? {
        guard let kind = unsafe OBJ_txt2obj(Self.expiredOnList, 1) else { return nil }
        defer { unsafe ASN1_OBJECT_free(kind) }

        let index = unsafe X509_CRL_get_ext_by_OBJ(pointer, kind, -1)
        return index < 0 ? nil : unsafe X509V3.time(in: X509_CRL_get_ext(pointer, index))
    }

    private func status(of certificate: Certificate, _ defects: inout Set<RevocationDefect>)
        -> RevocationEvidence.Status
    {
        var entry: OpaquePointer?
        // OpenSSL sorts the entries at the first look-up, and then finds each in a few steps
        // (X509_CRL_get0_by_serial(3)). Its other answer, 2, is an entry that takes a hold back, which only a delta
        // has: the certificate is not revoked.
        let found = unsafe X509_CRL_get0_by_serial(
            pointer, &entry, UnsafeMutablePointer(mutating: X509_get0_serialNumber(certificate.pointer)))
        guard found == 1, let entry = unsafe entry else { return .good }
        if unsafe X509_REVOKED_get_ext_by_NID(entry, NID_certificate_issuer, -1) >= 0 { defects.insert(.indirect) }
        guard let at = unsafe X509_REVOKED_get0_revocationDate(entry).flatMap({ unsafe Instant(asn1: $0) }) else {
            defects.insert(.timeUnreadable)
            return .unknown
        }
        return .revoked(at: at, reason: unsafe Self.reason(of: entry))
    }

    static func reason(of entry: OpaquePointer) -> RevocationReason {
        let stated = unsafe X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, nil, nil)
        ERR_clear_error()
        guard let stated = unsafe stated?.assumingMemoryBound(to: ASN1_ENUMERATED.self) else { return .unspecified }
        defer { unsafe ASN1_ENUMERATED_free(stated) }

        return RevocationReason(code: unsafe ASN1_ENUMERATED_get(stated))
    }

    /// Checking hashes the whole list, so who signed it is remembered.
    func isSigned(by issuer: Certificate) -> Bool {
        if let known = signers.withLock({ $0[issuer] }) { return known }
        let isSigned = checkSignature(by: issuer)
        signers.withLock { known in
            if known.count < Self.signersMax { known[issuer] = isSigned }
        }
        return isSigned
    }

    private func checkSignature(by issuer: Certificate) -> Bool {
        guard VerifyingKey(of: issuer) != nil, let key = unsafe X509_get0_pubkey(issuer.pointer) else { return false }
        defer { ERR_clear_error() }

        return unsafe X509_CRL_verify(pointer, key) == 1
    }

    private var signatureWay: SignatureWay? {
        var algorithm: UnsafePointer<X509_ALGOR>?
        unsafe X509_CRL_get0_signature(pointer, nil, &algorithm)
        return unsafe SignatureWay(of: algorithm)
    }

    /// Whether a critical extension is there besides the scope, which `scopeDefects` reads.
    private var hasUnknownExtension: Bool {
        var place: Int32 = -1
        while true {
            place = unsafe X509_CRL_get_ext_by_critical(pointer, 1, place)
            guard place >= 0 else { return false }
            let kind = unsafe OBJ_obj2nid(X509_EXTENSION_get_object(X509_CRL_get_ext(pointer, place)))
            let known = [NID_issuing_distribution_point, NID_delta_crl, NID_authority_key_identifier, NID_crl_number]
            if !known.contains(kind) { return true }
        }
    }

    /// What keeps the list from speaking for the certificate (RFC 5280 §5.2.4, §5.2.5).
    private func scopeDefects(for certificate: Certificate) -> Set<RevocationDefect> {
        var defects: Set<RevocationDefect> = []
        if unsafe X509_CRL_get_ext_by_NID(pointer, NID_delta_crl, -1) >= 0 { defects.insert(.delta) }
        guard unsafe X509_CRL_get_ext_by_NID(pointer, NID_issuing_distribution_point, -1) >= 0 else { return defects }
        let read = unsafe X509_CRL_get_ext_d2i(pointer, NID_issuing_distribution_point, nil, nil)
        ERR_clear_error()
        guard let point = unsafe read?.assumingMemoryBound(to: ISSUING_DIST_POINT.self) else {
            return defects.union([.unknownCriticalExtension])
        }
        defer { unsafe ISSUING_DIST_POINT_free(point) }

        let scope = unsafe point.pointee
        if unsafe scope.indirectCRL != 0 { defects.insert(.indirect) }
        let isAuthority = certificate.isAuthority
        if unsafe scope.onlysomereasons != nil || scope.onlyattr != 0 || (scope.onlyuser != 0 && isAuthority)
            || (scope.onlyCA != 0 && !isAuthority)
        {
            defects.insert(.outOfScope)
        }
        // A list of one place is for the certificates that name this place; places without an address are not compared.
        if let place = unsafe scope.distpoint {
            let places = unsafe Set(GeneralName.urls(place))
            if places.isDisjoint(with: certificate.revocationListURLs) { defects.insert(.outOfScope) }
        }
        return defects
    }
}
