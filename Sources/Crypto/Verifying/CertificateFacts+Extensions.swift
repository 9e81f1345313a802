import COpenSSL

/// The extensions that are lists, each cut at `CertificateFacts.listMax`.
extension Certificate {
    /// In dotted numbers; nil for no restriction.
    var extendedKeyUsages: [String]? {
        guard let list = unsafe decoded(NID_ext_key_usage) else { return nil }
        defer { unsafe EXTENDED_KEY_USAGE_free(list) }

        return unsafe Stack.map(list, atMost: CertificateFacts.listMax) { unsafe OpenSSLName.numbers(of: $0) }
    }

    /// Whether the key is for stamping time and nothing else, as RFC 3161 §2.3 has it.
    var isForTimestampsAlone: Bool {
        isCritical(NID_ext_key_usage) && extendedKeyUsages == ["1.3.6.1.5.5.7.3.8"] && isForSigning
    }

    /// Whether an authority lets the key answer for it (RFC 6960 §4.2.2.2).
    var isForRevocationAnswers: Bool { extendedKeyUsages?.contains("1.3.6.1.5.5.7.3.9") == true && isForSigning }

    var policies: [String] {
        guard let list = unsafe decoded(NID_certificate_policies) else { return [] }
        defer { unsafe CERTIFICATEPOLICIES_free(list) }

        return unsafe Stack.map(list, atMost: CertificateFacts.listMax) { element in
            let policy = unsafe UnsafePointer<POLICYINFO>(element)
            return unsafe policy.pointee.policyid.map { unsafe OpenSSLName.numbers(of: $0) }
        }
    }

    var revocationListURLs: [String] {
        guard let list = unsafe decoded(NID_crl_distribution_points) else { return [] }
        defer { unsafe CRL_DIST_POINTS_free(list) }

        let found = unsafe Stack.map(list, atMost: CertificateFacts.listMax) { element in
            let point = unsafe UnsafePointer<DIST_POINT>(element)
            return unsafe GeneralName.urls(point.pointee.distpoint)
        }
        return Array(found.joined().prefix(CertificateFacts.listMax))
    }

    /// Where its issuer's answers and its issuer's certificate are (RFC 5280 §4.2.2.1).
    var informationAccess: (ocsp: [String], issuers: [String]) {
        guard let list = unsafe decoded(NID_info_access) else { return ([], []) }
        defer { unsafe AUTHORITY_INFO_ACCESS_free(list) }

        let found = unsafe Stack.map(list, atMost: CertificateFacts.listMax) { element -> (Int32, String)? in
            let description = unsafe UnsafePointer<ACCESS_DESCRIPTION>(element)
            guard let url = unsafe GeneralName.url(description.pointee.location) else { return nil }
            return unsafe (OBJ_obj2nid(description.pointee.method), url)
        }
        return (
            found.filter { $0.0 == NID_ad_OCSP }.map(\.1), found.filter { $0.0 == NID_ad_ca_issuers }.map(\.1)
        )
    }

    private func decoded(_ extension: Int32) -> OpaquePointer? {
        let value = unsafe X509_get_ext_d2i(pointer, `extension`, nil, nil)
        ERR_clear_error()
        return unsafe value.map { OpaquePointer($0) }
    }
}

/// The names of RFC 5280 §4.2.1.6, of which only addresses are read.
enum GeneralName {
    private static let bytesMax = 2_000

    static func url(_ name: UnsafePointer<GENERAL_NAME>?) -> String? {
        var type: Int32 = -1
        guard let name = unsafe name, let value = unsafe GENERAL_NAME_get0_value(name, &type), type == GEN_URI else {
            return nil
        }
        let bytes = unsafe OpenSSLString.bytes(UnsafePointer(value.assumingMemoryBound(to: ASN1_STRING.self)))
        return bytes.count <= bytesMax ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// The addresses of a place where a CRL lies, which may have several; none where it is named relative to its
    /// issuer.
    static func urls(_ place: UnsafePointer<DIST_POINT_NAME>?) -> [String] {
        guard let place = unsafe place, unsafe place.pointee.type == 0 else { return [] }
        return unsafe Stack.map(place.pointee.name.fullname, atMost: CertificateFacts.listMax) { element in
            unsafe url(UnsafePointer<GENERAL_NAME>(element))
        }
    }
}
