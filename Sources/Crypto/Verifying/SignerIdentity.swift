import COpenSSL

/// How a `SignerInfo` says whose certificate is its signer's (RFC 5652 §5.3).
@safe final class SignerIdentity {
    private let name: OpaquePointer?
    private let serial: UnsafeMutablePointer<ASN1_INTEGER>?
    private let keyIdentifier: [UInt8]

    /// Nil for a choice that RFC 5652 does not have.
    init?(_ element: BERElement) {
        if element.has(context: 0), !element.isConstructed, !element.content.isEmpty {
            unsafe (name, serial) = (nil, nil)
            keyIdentifier = element.contentBytes
            return
        }
        guard element.has(V_ASN1_SEQUENCE), let parts = element.children, parts.count == 2,
            let name = unsafe DER.parse(
                parts[0].bytes, { unsafe d2i_X509_NAME(nil, $0, $1) }, discard: { unsafe X509_NAME_free($0) })
        else { return nil }
        let serial = unsafe DER.parse(
            parts[1].bytes, { next, count in unsafe OpaquePointer(d2i_ASN1_INTEGER(nil, next, count)) },
            discard: { unsafe ASN1_INTEGER_free(UnsafeMutablePointer($0)) })
        guard let serial = unsafe serial else {
            unsafe X509_NAME_free(name)
            return nil
        }
        unsafe self.name = name
        unsafe self.serial = unsafe UnsafeMutablePointer(serial)
        keyIdentifier = []
    }

    deinit {
        unsafe X509_NAME_free(name)
        unsafe ASN1_INTEGER_free(serial)
    }

    func isThat(of certificate: Certificate) -> Bool {
        if let name = unsafe name, let serial = unsafe serial {
            return unsafe X509_NAME_cmp(name, X509_get_issuer_name(certificate.pointer)) == 0
                && ASN1_INTEGER_cmp(serial, X509_get0_serialNumber(certificate.pointer)) == 0
        }
        guard let own = unsafe X509_get0_subject_key_id(certificate.pointer) else { return false }
        return unsafe OpenSSLString.bytes(own) == keyIdentifier
    }
}

/// The signing-certificate attribute, either version (RFC 5035).
enum CertificateReference {
    /// Whether its first entry is this certificate, by digest and, where stated, by issuer and number.
    ///
    /// The further entries name issuers, which a path is not restricted to (RFC 5035 §5); OpenSSL would have them all
    /// at hand, so it is shown the first alone.
    static func names(_ certificate: Certificate, _ value: BERElement, isVersion2: Bool) -> Bool {
        guard value.has(V_ASN1_SEQUENCE), let list = value.children?.first, list.has(V_ASN1_SEQUENCE),
            let first = list.children?.first, let alone = DER.sequence(first.bytes).flatMap(DER.sequence),
            let chain = unsafe try? CertificateStore.stack([certificate])
        else { return false }
        defer {
            unsafe COpenSSL_certificates_free(chain)
            ERR_clear_error()
        }

        if isVersion2 {
            let read = unsafe DER.parse(
                alone, { unsafe d2i_ESS_SIGNING_CERT_V2(nil, $0, $1) },
                discard: { unsafe ESS_SIGNING_CERT_V2_free($0) })
            guard let read = unsafe read else { return false }
            defer { unsafe ESS_SIGNING_CERT_V2_free(read) }

            return unsafe OSSL_ESS_check_signing_certs(nil, read, chain, 1) == 1
        }
        let read = unsafe DER.parse(
            alone, { unsafe d2i_ESS_SIGNING_CERT(nil, $0, $1) }, discard: { unsafe ESS_SIGNING_CERT_free($0) })
        guard let read = unsafe read else { return false }
        defer { unsafe ESS_SIGNING_CERT_free(read) }

        return unsafe OSSL_ESS_check_signing_certs(read, nil, chain, 1) == 1
    }
}

extension DER {
    /// A SEQUENCE of what is encoded already; nil for nothing.
    static func sequence(_ inside: [UInt8]) -> [UInt8]? {
        wrapped(inside, tag: V_ASN1_SEQUENCE, tagClass: V_ASN1_UNIVERSAL)
    }

    /// A constructed element around what is encoded already; nil for nothing.
    static func wrapped(_ inside: [UInt8], tag: Int32, tagClass: Int32) -> [UInt8]? {
        let count = ASN1_object_size(1, Int32(inside.count), tag)
        guard !inside.isEmpty, count > inside.count else { return nil }
        var header = [UInt8](repeating: 0, count: Int(count) - inside.count)
        unsafe header.withUnsafeMutableBufferPointer { buffer in
            var next = buffer.baseAddress
            unsafe ASN1_put_object(&next, 1, Int32(inside.count), tag, tagClass)
        }
        return header + inside
    }
}

/// The bytes in one of OpenSSL's strings.
enum OpenSSLString {
    static func bytes(_ string: UnsafePointer<ASN1_STRING>?) -> [UInt8] {
        guard let string = unsafe string, let start = unsafe ASN1_STRING_get0_data(string) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(ASN1_STRING_length(string))))
    }
}
