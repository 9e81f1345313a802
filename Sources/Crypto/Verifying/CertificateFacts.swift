import COpenSSL
package import Domain

/// What a certificate says of itself, for judging it and for telling people.
package struct CertificateFacts: Sendable {
    /// Of each list as many are told, and the rest is left out.
    package static let listMax = 20
    /// A certificate may be one long name; people are told its beginning.
    package static let textMax = 1_000
    /// RFC 5280 §4.1.2.2 allows 20.
    package static let serialBytesMax = 64

    package let serial: [UInt8]
    /// The same as a number, in decimal digits; hexadecimal where it is longer than any may be.
    package let serialText: String
    package let subject: String
    package let issuer: String
    package let commonName: String?
    package let organisation: String?
    package let notBefore: Instant?
    package let notAfter: Instant?

    /// Nil for no restriction.
    package let keyUsages: [KeyUsage]?
    /// In dotted numbers; nil for no restriction.
    package let extendedKeyUsages: [String]?
    package let isExtendedKeyUsageCritical: Bool
    package let isAuthority: Bool
    /// How many authorities may stand between it and a leaf; nil for no limit.
    package let pathLengthMax: Int?

    package let key: KeyFamily?
    package let keyBits: Int
    /// How its issuer signed it; nil for what is not recognised.
    package let signature: SignatureFamily?
    package let signatureDigest: HashFunction?

    package let policies: [String]
    package let revocationListURLs: [String]
    package let ocspURLs: [String]
    package let issuerURLs: [String]
    /// Its holder answers for others' revocation, and nobody for its own (RFC 6960 §4.2.2.2.1).
    package let hasNoCheck: Bool
    /// Issued for so short that nobody answers for its revocation (RFC 9608).
    package let isWithoutRevocation: Bool

    package let fingerprint: ContentDigest
    package let keyIdentifier: [UInt8]?
    package let issuerKeyIdentifier: [UInt8]?
}

/// What a key may be used for (RFC 5280 §4.2.1.3).
package enum KeyUsage: String, CaseIterable, Sendable {
    case digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment, keyAgreement, keyCertSign, cRLSign
    case encipherOnly, decipherOnly

    var bit: UInt32 {
        switch self {
        case .digitalSignature: UInt32(KU_DIGITAL_SIGNATURE)
        case .nonRepudiation: UInt32(KU_NON_REPUDIATION)
        case .keyEncipherment: UInt32(KU_KEY_ENCIPHERMENT)
        case .dataEncipherment: UInt32(KU_DATA_ENCIPHERMENT)
        case .keyAgreement: UInt32(KU_KEY_AGREEMENT)
        case .keyCertSign: UInt32(KU_KEY_CERT_SIGN)
        case .cRLSign: UInt32(KU_CRL_SIGN)
        case .encipherOnly: UInt32(KU_ENCIPHER_ONLY)
        case .decipherOnly: UInt32(KU_DECIPHER_ONLY)
        }
    }
}

extension Certificate {
    package func facts() throws(CryptoError) -> CertificateFacts {
        let serial = unsafe OpenSSLString.bytes(X509_get0_serialNumber(pointer))
        let way = signatureWay
        let key = VerifyingKey(of: self)
        let access = informationAccess
        let pathLength = unsafe X509_get_pathlen(pointer)
        return CertificateFacts(
            serial: Array(serial.prefix(CertificateFacts.serialBytesMax)), serialText: serialText(serial),
            subject: told(subject), issuer: told(issuer), commonName: commonName.map(told),
            organisation: organisation.map(told), notBefore: notBefore, notAfter: notAfter,
            keyUsages: keyUsages, extendedKeyUsages: extendedKeyUsages,
            isExtendedKeyUsageCritical: isCritical(NID_ext_key_usage),
            isAuthority: isAuthority, pathLengthMax: pathLength < 0 ? nil : pathLength,
            key: key?.family, keyBits: key?.bits ?? 0, signature: way?.family, signatureDigest: way?.digest,
            policies: policies, revocationListURLs: revocationListURLs, ocspURLs: access.ocsp,
            issuerURLs: access.issuers, hasNoCheck: hasNoCheck,
            isWithoutRevocation: unsafe X509_get_ext_by_NID(pointer, NID_no_rev_avail, -1) >= 0,
            fingerprint: try HashFunction.sha256.digest(of: der),
            keyIdentifier: unsafe X509_get0_subject_key_id(pointer).map { unsafe OpenSSLString.bytes($0) },
            issuerKeyIdentifier: unsafe X509_get0_authority_key_id(pointer).map { unsafe OpenSSLString.bytes($0) })
    }

    /// What its issuer's signature rests on; nil for what is not recognised, or cannot be that issuer's.
    package func algorithms(signedBy issuer: Certificate) -> AlgorithmUse? {
        signatureWay?.use(by: issuer)
    }

    private func told(_ text: String) -> String { String(text.prefix(CertificateFacts.textMax)) }

    private func serialText(_ bytes: [UInt8]) -> String {
        guard bytes.count <= CertificateFacts.serialBytesMax,
            let number = unsafe ASN1_INTEGER_to_BN(X509_get0_serialNumber(pointer), nil)
        else { return Hexadecimal.text(bytes.prefix(CertificateFacts.serialBytesMax)) }
        defer { unsafe BN_free(number) }

        guard let digits = unsafe BN_bn2dec(number) else { return "" }
        defer { unsafe COpenSSL_free(digits) }

        return unsafe String(cString: digits)
    }

    private var organisation: String? {
        let name = unsafe X509_get_subject_name(pointer)
        let index = unsafe X509_NAME_get_index_by_NID(name, NID_organizationName, -1)
        guard index >= 0 else { return nil }
        var text: UnsafeMutablePointer<UInt8>?
        let count = unsafe ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)))
        guard count >= 0 else {
            ERR_clear_error()
            return nil
        }
        defer { unsafe COpenSSL_free(text) }

        return unsafe String(decoding: UnsafeBufferPointer(start: text, count: Int(count)), as: UTF8.self)
    }

    /// Said outright: what OpenSSL also takes for an authority, for the sake of old roots, is none here.
    var isAuthority: Bool { unsafe X509_check_ca(pointer) == 1 }

    var keyUsages: [KeyUsage]? {
        let bits = unsafe X509_get_key_usage(pointer)
        guard bits != UInt32.max else { return nil }
        return KeyUsage.allCases.filter { bits & $0.bit != 0 }
    }

    var hasNoCheck: Bool { unsafe X509_get_ext_by_NID(pointer, NID_id_pkix_OCSP_noCheck, -1) >= 0 }

    func isCritical(_ extension: Int32) -> Bool {
        let index = unsafe X509_get_ext_by_NID(pointer, `extension`, -1)
        return unsafe index >= 0 && X509_EXTENSION_get_critical(X509_get_ext(pointer, index)) != 0
    }

    var signatureWay: SignatureWay? {
        var algorithm: UnsafePointer<X509_ALGOR>?
        unsafe X509_get0_signature(nil, &algorithm, pointer)
        return unsafe SignatureWay(of: algorithm)
    }
}

extension SignatureWay {
    init?(of algorithm: UnsafePointer<X509_ALGOR>?) {
        guard let algorithm = unsafe algorithm else { return nil }
        let der = unsafe try? DER.bytes("i2d_X509_ALGOR") { out in unsafe i2d_X509_ALGOR(algorithm, out) }
        guard let der, let element = BERElement(frontOf: der) else { return nil }
        self.init(element)
    }

    /// What a signature made this way by this certificate's key rests on; nil where it cannot be its.
    func use(by certificate: Certificate) -> AlgorithmUse? {
        guard let key = VerifyingKey(of: certificate), key.fits(family) else { return nil }
        return AlgorithmUse(digest: digest, signature: family, key: key.family, bits: key.bits)
    }
}
