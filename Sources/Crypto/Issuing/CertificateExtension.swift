/// What a certificate says beside name, key and time (RFC 5280 §4.2). Each kind writes itself, and knows whether it is critical.
package enum CertificateExtension: Hashable, Sendable {
    /// Critical. For an authority with how many others may stand below it; nil for no limit.
    case authority(pathLength: Int?)
    /// Critical: not an authority.
    case endEntity
    /// Critical.
    case keyUsage([KeyUsage])
    case extendedKeyUsage([ExtendedKeyUsage], critical: Bool)
    case subjectKeyIdentifier([UInt8])
    case authorityKeyIdentifier([UInt8])
    case policies([CertificatePolicy])
    case revocationLists(urls: [String])
    case informationAccess(issuers: [String], ocsp: [String])
    case alternativeNames([AlternativeName])
    /// Critical: below this authority only these DNS domains and addresses of mail, and none of those.
    case nameConstraints(permitted: [AlternativeName], excluded: [AlternativeName])
    /// Nobody answers for the answering key's own revocation (RFC 6960 §4.2.2.2.1).
    case ocspNoCheck
    /// It lives too short to be revoked (RFC 9608).
    case noRevocationAvailable

    var identifier: ObjectIdentifier {
        switch self {
        case .authority, .endEntity: .basicConstraints
        case .keyUsage: .keyUsage
        case .extendedKeyUsage: .extendedKeyUsage
        case .subjectKeyIdentifier: .subjectKeyIdentifier
        case .authorityKeyIdentifier: .authorityKeyIdentifier
        case .policies: .certificatePolicies
        case .revocationLists: .revocationListPoints
        case .informationAccess: .informationAccess
        case .alternativeNames: .alternativeNames
        case .nameConstraints: .nameConstraints
        case .ocspNoCheck: .ocspNoCheck
        case .noRevocationAvailable: .noRevocationAvailable
        }
    }

    var isCritical: Bool {
        switch self {
        case .authority, .endEntity, .keyUsage, .nameConstraints: true
        case .extendedKeyUsage(_, let isCritical): isCritical
        case .subjectKeyIdentifier, .authorityKeyIdentifier, .policies, .revocationLists, .informationAccess,
            .alternativeNames, .ocspNoCheck, .noRevocationAvailable:
            false
        }
    }

    func der() throws(CryptoError) -> [UInt8] {
        DER.sequence(identifier.der, isCritical ? DER.boolean(true) : [], DER.octets(try value()))
    }

    private func value() throws(CryptoError) -> [UInt8] {
        switch self {
        case .endEntity: return DER.sequence()
        case .authority(let pathLength):
            guard pathLength ?? 0 >= 0 else { throw .draft(.negativePathLength) }
            return DER.sequence(DER.boolean(true), pathLength.map { DER.integer($0) } ?? [])
        case .keyUsage(let usages):
            try demandSome(usages)
            return DER.bits(named: usages.map(\.number))
        case .extendedKeyUsage(let usages, _):
            try demandSome(usages)
            return DER.sequence(of: usages.map(\.identifier.der))
        case .subjectKeyIdentifier(let identifier):
            try demandSome(identifier)
            return DER.octets(identifier)
        case .authorityKeyIdentifier(let identifier):
            try demandSome(identifier)
            return DER.sequence(DER.tagged(0, primitive: identifier))
        case .policies(let policies):
            try demandSome(policies)
            return DER.sequence(of: try policies.map { policy throws(CryptoError) in try policy.der() })
        case .revocationLists(let urls):
            try demandSome(urls)
            let names = try urls.map { url throws(CryptoError) -> [UInt8] in try AlternativeName.uri(url).der() }
            return DER.sequence(DER.sequence(DER.tagged(0, DER.tagged(0, Array(names.joined())))))
        case .informationAccess(let issuers, let ocsp):
            try demandSome(issuers + ocsp)
            let rows = ocsp.map { (ObjectIdentifier.ocsp, $0) } + issuers.map { (ObjectIdentifier.issuers, $0) }
            return DER.sequence(
                of: try rows.map { row throws(CryptoError) in
                    DER.sequence(row.0.der, try AlternativeName.uri(row.1).der())
                })
        case .alternativeNames(let names):
            try demandSome(names)
            return DER.sequence(of: try names.map { name throws(CryptoError) in try name.der() })
        case .nameConstraints(let permitted, let excluded):
            try demandSome(permitted + excluded)
            return DER.sequence(try Self.subtrees(0, permitted), try Self.subtrees(1, excluded))
        case .ocspNoCheck, .noRevocationAvailable: return DER.null
        }
    }

    private func demandSome(_ list: some Collection) throws(CryptoError) {
        guard !list.isEmpty else { throw .draft(.emptyExtension(identifier.text)) }
    }

    private static func subtrees(_ tag: UInt8, _ names: [AlternativeName]) throws(CryptoError) -> [UInt8] {
        guard !names.isEmpty else { return [] }
        let trees = try names.map { name throws(CryptoError) -> [UInt8] in DER.sequence(try name.constraint()) }
        return DER.tagged(tag, Array(trees.joined()))
    }
}

/// What a key may be used for beyond its plain usages (RFC 5280 §4.2.1.12).
package enum ExtendedKeyUsage: Hashable, Sendable {
    case timeStamping
    case ocspSigning
    case emailProtection
    case clientAuthentication
    case serverAuthentication
    /// Signing documents (RFC 9336).
    case documentSigning
    case other(ObjectIdentifier)

    var identifier: ObjectIdentifier {
        switch self {
        case .timeStamping: .timeStamping
        case .ocspSigning: .ocspSigning
        case .emailProtection: .emailProtection
        case .clientAuthentication: .clientAuthentication
        case .serverAuthentication: .serverAuthentication
        case .documentSigning: .documentSigning
        case .other(let identifier): identifier
        }
    }
}

/// Under which rules a certificate was issued, and where they can be read.
package struct CertificatePolicy: Hashable, Sendable {
    package let identifier: ObjectIdentifier
    package let practiceStatementURL: String?

    package init(_ identifier: ObjectIdentifier, practiceStatementURL: String? = nil) {
        self.identifier = identifier
        self.practiceStatementURL = practiceStatementURL
    }

    fileprivate func der() throws(CryptoError) -> [UInt8] {
        guard let url = practiceStatementURL else { return DER.sequence(identifier.der) }
        let qualifier = DER.sequence(ObjectIdentifier.practiceStatement.der, DER.ascii(try AlternativeName.url(url)))
        return DER.sequence(identifier.der, DER.sequence(qualifier))
    }
}

extension KeyUsage {
    /// Its bit (RFC 5280 §4.2.1.3); the cases stand in the order of the bits.
    fileprivate var number: Int {
        switch self {
        case .digitalSignature: 0
        case .nonRepudiation: 1
        case .keyEncipherment: 2
        case .dataEncipherment: 3
        case .keyAgreement: 4
        case .keyCertSign: 5
        case .cRLSign: 6
        case .encipherOnly: 7
        case .decipherOnly: 8
        }
    }
}

extension ObjectIdentifier {
    static let subjectKeyIdentifier = Self(of: "2.5.29.14")
    static let keyUsage = Self(of: "2.5.29.15")
    static let alternativeNames = Self(of: "2.5.29.17")
    static let basicConstraints = Self(of: "2.5.29.19")
    static let nameConstraints = Self(of: "2.5.29.30")
    static let revocationListPoints = Self(of: "2.5.29.31")
    static let certificatePolicies = Self(of: "2.5.29.32")
    static let authorityKeyIdentifier = Self(of: "2.5.29.35")
    static let extendedKeyUsage = Self(of: "2.5.29.37")
    static let noRevocationAvailable = Self(of: "2.5.29.56")
    static let informationAccess = Self(of: "1.3.6.1.5.5.7.1.1")
    static let practiceStatement = Self(of: "1.3.6.1.5.5.7.2.1")
    static let ocsp = Self(of: "1.3.6.1.5.5.7.48.1")
    static let ocspNoCheck = Self(of: "1.3.6.1.5.5.7.48.1.5")
    static let issuers = Self(of: "1.3.6.1.5.5.7.48.2")
    static let serverAuthentication = Self(of: "1.3.6.1.5.5.7.3.1")
    static let clientAuthentication = Self(of: "1.3.6.1.5.5.7.3.2")
    static let emailProtection = Self(of: "1.3.6.1.5.5.7.3.4")
    static let timeStamping = Self(of: "1.3.6.1.5.5.7.3.8")
    static let ocspSigning = Self(of: "1.3.6.1.5.5.7.3.9")
    static let documentSigning = Self(of: "1.3.6.1.5.5.7.3.36")
}
