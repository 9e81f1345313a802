package import Domain

/// A certificate before anybody signed it: what it is to say, as values.
///
/// It goes in two steps, because what is to be signed is recorded before the key is used: `prepared` fixes the bytes, and
/// `PreparedCertificate.signed` adds the signature.
package struct CertificateDraft: Sendable {
    package enum Issuer: Sendable {
        /// A root, by its own key.
        case itself
        case certificate(Certificate)
    }

    package var serial: SerialNumber
    package var issuer: Issuer
    package var subject: DistinguishedName
    /// `SubjectPublicKeyInfo`, DER. Whether the key is a good one is for `KeyQuality` to say before.
    package var publicKeyInfo: [UInt8]
    package var notBefore: Instant
    /// The last second of its life (RFC 5280 §4.1.2.5).
    package var notAfter: Instant
    package var extensions: [CertificateExtension]

    package init(
        serial: SerialNumber, issuer: Issuer, subject: DistinguishedName, publicKeyInfo: [UInt8], notBefore: Instant,
        notAfter: Instant, extensions: [CertificateExtension]
    ) {
        self.serial = serial
        self.issuer = issuer
        self.subject = subject
        self.publicKeyInfo = publicKeyInfo
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.extensions = extensions
    }

    /// Fixes the bytes to be signed: always the same for the same draft.
    ///
    /// A draft that contradicts itself or its issuer is refused here, before any key is touched.
    package func prepared(
        for key: any SigningKey, method: SignatureMethod? = nil
    ) throws(CryptoError) -> PreparedCertificate {
        let method = method ?? SignatureMethod(usualFor: key.kind)
        try method.scheme.check(against: key.kind, digest: method.digest)
        if let defect = try defect(for: key) { throw .draft(defect) }
        let written = try extensions.map { one throws(CryptoError) in try one.der() }
        let toBeSigned = DER.sequence(
            DER.tagged(0, DER.integer(2)),  // version 3
            serial.der, method.identifier, try issuerName,
            DER.sequence(DER.time(notBefore), DER.time(notAfter)), subject.der, publicKeyInfo,
            written.isEmpty ? [] : DER.tagged(3, DER.sequence(of: written)))
        return try PreparedCertificate(toBeSigned: toBeSigned)
    }

    private var issuerName: [UInt8] {
        get throws(CryptoError) {
            switch issuer {
            case .itself: subject.der
            case .certificate(let certificate): try certificate.subjectName()
            }
        }
    }

    private func defect(for key: any SigningKey) throws(CryptoError) -> DraftDefect? {
        guard notBefore.secondsSince1970 < notAfter.secondsSince1970 else { return .validityReversed }
        var seen: Set<String> = []
        for one in extensions where !seen.insert(one.identifier.text).inserted {
            return .extensionRepeated(one.identifier.text)
        }
        if let defect = usageDefect { return defect }
        switch issuer {
        case .itself: return publicKeyInfo == key.publicKeyInfo ? nil : .issuerKeyDoesNotMatch
        case .certificate(let certificate):
            guard try certificate.publicKeyInfo() == key.publicKeyInfo else { return .issuerKeyDoesNotMatch }
            guard certificate.isAuthority, certificate.keyUsages?.contains(.keyCertSign) ?? true else {
                return .issuerMayNotIssue
            }
            guard let from = certificate.notBefore, let until = certificate.notAfter else { return .issuerMayNotIssue }
            guard from.secondsSince1970 <= notBefore.secondsSince1970,
                notAfter.secondsSince1970 <= until.secondsSince1970
            else { return .outlivesItsIssuer }
            // Every path through it would be too long (RFC 5280 §6.1.4).
            if isAuthority, certificate.pathLengthMax == 0 { return .pathTooLong }
            return nil
        }
    }

    private var isAuthority: Bool {
        extensions.contains { one in if case .authority = one { true } else { false } }
    }

    /// RFC 5280 §4.2.1.3 and §4.2.1.9: who signs certificates is an authority, and an authority says so.
    private var usageDefect: DraftDefect? {
        let usages = extensions.lazy.compactMap { one in if case .keyUsage(let usages) = one { usages } else { nil } }
            .first
        let signsCertificates = usages?.contains(.keyCertSign) ?? false
        if signsCertificates, !isAuthority { return .signsCertificatesButIsNoAuthority }
        if isAuthority, !signsCertificates { return .authorityDoesNotSignCertificates }
        return nil
    }
}

/// Why no certificate is made of a draft.
package enum DraftDefect: Hashable, Sendable {
    case validityReversed
    /// An extension, by its dotted numbers.
    case extensionRepeated(String)
    case emptyExtension(String)
    case negativePathLength
    case unusableAddress
    case unusableAlternativeName
    case signsCertificatesButIsNoAuthority
    case authorityDoesNotSignCertificates
    case issuerKeyDoesNotMatch
    case issuerMayNotIssue
    case outlivesItsIssuer
    case pathTooLong
    /// The bytes to be signed are not those of a certificate.
    case unreadable
    /// The key that was to sign is of another kind than the bytes say.
    case otherMethod
}
