import Crypto
import Domain
import Store

/// What one kind of certificate says, and about whom: a value that is read in one look.
package struct CertificateProfile: Sendable {
    package enum Name: String, CaseIterable, Sendable {
        /// A person who signs documents.
        case person
        /// An institution that seals them.
        case seal
        case timestamp
        /// Whoever answers what a certificate's status is (OCSP).
        case status
        /// Whoever signs the heads of the audit log.
        case log
        case server
        case mail
    }

    package enum Names: Hashable, Sendable {
        case none
        /// An address of mail may be given.
        case email
        case emailDemanded
        /// Names of servers, each below a domain that the settings allow.
        case serversDemanded
    }

    let name: Name
    let subject: SubjectRule
    let keyUsages: [KeyUsage]
    /// What only a key that can encrypt is used for besides.
    var keyUsagesOfRSA: [KeyUsage] = []
    var extendedKeyUsages: [ExtendedKeyUsage] = []
    var isExtendedUsageCritical = false
    var names = Names.none
    let keyKinds: Set<KeyKind>
    /// The number of its policy below the installation's arc.
    let policyNumber: Int
    /// Nobody revokes whoever answers about revocation: it lives short instead.
    var isBeyondRevocation = false
    /// Whether people may ask for it; the others are the authority's own.
    var isForOthers = true

    private static let usualKinds: Set<KeyKind> = [.rsa2048, .rsa3072, .rsa4096, .p256, .p384]

    static let person = CertificateProfile(
        name: .person,
        subject: SubjectRule(demanded: [.commonName], allowed: [.organizationalUnit, .title], ownOrganisation: false),
        keyUsages: [.digitalSignature, .nonRepudiation], names: .email, keyKinds: usualKinds, policyNumber: 1)

    static let seal = CertificateProfile(
        name: .seal,
        subject: SubjectRule(
            demanded: [.commonName, .organization], allowed: [.organizationalUnit, .organizationIdentifier],
            ownOrganisation: false),
        keyUsages: [.digitalSignature, .nonRepudiation], names: .email, keyKinds: usualKinds, policyNumber: 2)

    static let timestamp = CertificateProfile(
        name: .timestamp, subject: SubjectRule(demanded: [.commonName], allowed: [], ownOrganisation: true),
        keyUsages: [.digitalSignature], extendedKeyUsages: [.timeStamping], isExtendedUsageCritical: true,
        keyKinds: usualKinds, policyNumber: 3, isForOthers: false)

    static let status = CertificateProfile(
        name: .status, subject: SubjectRule(demanded: [.commonName], allowed: [], ownOrganisation: true),
        keyUsages: [.digitalSignature], extendedKeyUsages: [.ocspSigning], keyKinds: usualKinds, policyNumber: 4,
        isBeyondRevocation: true, isForOthers: false)

    static let log = CertificateProfile(
        name: .log, subject: SubjectRule(demanded: [.commonName], allowed: [], ownOrganisation: true),
        keyUsages: [.digitalSignature], keyKinds: usualKinds, policyNumber: 7, isForOthers: false)

    static let server = CertificateProfile(
        name: .server,
        subject: SubjectRule(demanded: [.commonName], allowed: [.organizationalUnit], ownOrganisation: false),
        keyUsages: [.digitalSignature], keyUsagesOfRSA: [.keyEncipherment],
        extendedKeyUsages: [.serverAuthentication, .clientAuthentication], names: .serversDemanded,
        keyKinds: usualKinds, policyNumber: 5)

    static let mail = CertificateProfile(
        name: .mail,
        subject: SubjectRule(demanded: [.commonName], allowed: [.organizationalUnit, .title], ownOrganisation: false),
        keyUsages: [.digitalSignature], keyUsagesOfRSA: [.keyEncipherment], extendedKeyUsages: [.emailProtection],
        names: .emailDemanded, keyKinds: usualKinds, policyNumber: 6)

    package static func named(_ name: Name) -> CertificateProfile {
        switch name {
        case .person: .person
        case .seal: .seal
        case .timestamp: .timestamp
        case .status: .status
        case .log: .log
        case .server: .server
        case .mail: .mail
        }
    }

    /// How long such a certificate is good if nobody says less; nobody may say more.
    func lifetimeMax(_ lifetimes: AuthoritySettings.Lifetimes) -> Duration {
        switch name {
        case .person: .days(lifetimes.personDays)
        case .seal: .days(lifetimes.sealDays)
        case .timestamp, .log: .years(lifetimes.timestampYears)
        case .status: .days(lifetimes.statusDays)
        case .server: .days(lifetimes.serverDays)
        case .mail: .days(lifetimes.mailDays)
        }
    }
}

extension Duration {
    static func days(_ days: Int) -> Duration { .seconds(days * 86_400) }

    /// Of 365.25 days.
    static func years(_ years: Int) -> Duration { .seconds(years * 31_557_600) }
}

extension CertificateProfile {
    /// Everything the certificate says beside name, key and time.
    func extensions(
        for key: [UInt8], kind: KeyKind, names: [AlternativeName], from issuer: Issuer, shard: ListShard,
        settings: AuthoritySettings
    ) throws(CryptoError) -> [CertificateExtension] {
        let usages = keyUsages + (kind.canEncrypt ? keyUsagesOfRSA : [])
        var all: [CertificateExtension] = [
            .endEntity, .keyUsage(usages), .subjectKeyIdentifier(try KeyIdentifier.make(publicKeyInfo: key)),
            .authorityKeyIdentifier(try issuer.certificate.keyIdentifier()),
            .policies([settings.policy(policyNumber)]),
        ]
        if !extendedKeyUsages.isEmpty {
            all.append(.extendedKeyUsage(extendedKeyUsages, critical: isExtendedUsageCritical))
        }
        if !names.isEmpty { all.append(.alternativeNames(names)) }
        let addresses = issuer.addresses ?? settings.addresses
        if isBeyondRevocation {
            all += [.ocspNoCheck, .informationAccess(issuers: [addresses.certificate(of: issuer.id)], ocsp: [])]
        } else {
            all += [
                .revocationLists(urls: [addresses.list(of: issuer.id, shard: shard)]),
                .informationAccess(issuers: [addresses.certificate(of: issuer.id)], ocsp: [addresses.status]),
            ]
        }
        return all
    }
}

extension KeyKind {
    fileprivate var canEncrypt: Bool {
        switch self {
        case .rsa2048, .rsa3072, .rsa4096: true
        case .p256, .p384: false
        }
    }
}

extension AuthoritySettings {
    /// The policy of that number below this installation's arc.
    func policy(_ number: Int) -> CertificatePolicy {
        guard let identifier = ObjectIdentifier("\(policyArc.text).\(number)") else {
            preconditionFailure("an arc with one number more is an object identifier")
        }
        return CertificatePolicy(identifier, practiceStatementURL: practiceStatementURL)
    }
}
