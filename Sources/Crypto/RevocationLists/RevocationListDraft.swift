package import Domain

/// A certificate on a revocation list.
package struct RevokedCertificate: Hashable, Sendable {
    package let serial: SerialNumber
    package let revokedAt: Instant
    package let reason: RevocationReason?
    /// Since when its key is thought to have been in other hands.
    package let invalidSince: Instant?

    package init(
        _ serial: SerialNumber, revokedAt: Instant, reason: RevocationReason? = nil, invalidSince: Instant? = nil
    ) {
        self.serial = serial
        self.revokedAt = revokedAt
        self.reason = reason?.asWritten
        self.invalidSince = invalidSince
    }
}

extension RevocationReason {
    /// "Unspecified" is said by saying nothing (RFC 5280 §5.3.1), and what is taken off a list is not on it.
    var asWritten: RevocationReason? { self == .unspecified || self == .removeFromList ? nil : self }
}

/// Which certificates of an authority a list is about, where it is not about all (RFC 5280 §5.2.5).
package struct RevocationListScope: Hashable, Sendable {
    package enum Holders: Sendable {
        case all, usersOnly, authoritiesOnly
    }

    /// Where this list lies: the address that the certificates in its scope name.
    package let url: String?
    package let holders: Holders

    package init(url: String?, holders: Holders = .all) {
        self.url = url
        self.holders = holders
    }

    fileprivate func der() throws(CryptoError) -> [UInt8] {
        let place = try url.map { url throws(CryptoError) -> [UInt8] in
            DER.tagged(0, DER.tagged(0, try AlternativeName.uri(url).der()))
        }
        let bounds: [UInt8] =
            switch holders {
            case .all: []
            case .usersOnly: DER.tagged(1, primitive: [0xFF])
            case .authoritiesOnly: DER.tagged(2, primitive: [0xFF])
            }
        let value = DER.sequence(place ?? [], bounds)
        return DER.sequence(
            ObjectIdentifier.issuingDistributionPoint.der, DER.boolean(true), DER.octets(value))
    }
}

/// A revocation list (RFC 5280 §5) before anybody signed it: all that it says but its entries, of which there may be millions.
package struct RevocationListDraft: Sendable {
    package let issuer: Certificate
    /// Rises with every list of the same scope.
    package let number: UInt64
    package let thisUpdate: Instant
    package let nextUpdate: Instant
    package let scope: RevocationListScope?
    /// Since when certificates that have expired stay on the list (X.509 §9.5.2.8).
    package let keepsExpiredSince: Instant?

    package init(
        issuer: Certificate, number: UInt64, thisUpdate: Instant, nextUpdate: Instant,
        scope: RevocationListScope? = nil, keepsExpiredSince: Instant? = nil
    ) {
        self.issuer = issuer
        self.number = number
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
        self.scope = scope
        self.keepsExpiredSince = keepsExpiredSince
    }

    /// What stands before the entries.
    func beginning(_ method: SignatureMethod) throws(CryptoError) -> [UInt8] {
        guard thisUpdate.secondsSince1970 < nextUpdate.secondsSince1970 else {
            throw .revocationList(.validityReversed)
        }
        return DER.integer(1) + method.identifier + (try issuer.subjectName()) + DER.time(thisUpdate)
            + DER.time(nextUpdate)
    }

    /// What stands behind them.
    func ending() throws(CryptoError) -> [UInt8] {
        var extensions = [
            try CertificateExtension.authorityKeyIdentifier(issuer.keyIdentifier()).der(),
            DER.sequence(ObjectIdentifier.listNumber.der, DER.octets(DER.integer(big: number))),
        ]
        if let scope { extensions.append(try scope.der()) }
        if let keepsExpiredSince {
            extensions.append(
                DER.sequence(
                    ObjectIdentifier.expiredCertificatesOnList.der,
                    DER.octets(DER.generalizedTime(keepsExpiredSince))))
        }
        return DER.tagged(0, DER.sequence(of: extensions))
    }
}

/// Why no list is made.
package enum RevocationListDefect: Equatable, Sendable {
    case validityReversed
    case issuerMayNotRevoke
    /// The entries were not the same each time they were told.
    case entriesChanged
    /// More than four bytes of length can say.
    case tooLong
}

extension DER {
    fileprivate static func integer(big number: UInt64) -> [UInt8] {
        integer((0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
    }
}

extension ObjectIdentifier {
    static let listNumber = Self(of: "2.5.29.20")
    static let issuingDistributionPoint = Self(of: "2.5.29.28")
    static let expiredCertificatesOnList = Self(of: "2.5.29.60")
}
