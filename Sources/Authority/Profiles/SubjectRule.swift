package import Crypto
import Store

/// Whom a certificate may name, and with what.
package struct SubjectRule: Sendable {
    /// Beside the country, which every name has.
    let demanded: [NameAttribute]
    let allowed: [NameAttribute]
    /// Whether the organisation is the authority's own; otherwise one may be named.
    let ownOrganisation: Bool

    /// What speaks against a name; nil where nothing does.
    func defect(of subject: DistinguishedName, settings: AuthoritySettings) -> SubjectDefect? {
        for kind in [.country] + demanded where subject[kind] == nil { return .missing(kind) }
        let known = Set(demanded + allowed + [.country, .organization])
        if let other = subject.attributes.first(where: { !known.contains($0.kind) }) { return .notAllowed(other.kind) }
        guard subject[.country] == settings.country else { return .otherCountry(settings.country) }
        if ownOrganisation {
            return subject[.organization] == settings.organisation ? nil : .otherOrganisation
        }
        if let value = subject.attributes.first(where: { $0.value.holdsIdentityNumber }) {
            return .identityNumber(value.kind)
        }
        let own = AuthorityKey.Role.allCases.map { settings.commonName(of: $0) }
        guard let name = subject[.commonName], !own.contains(where: { LookAlike.areAlike($0, name) }) else {
            return .resemblesAuthority
        }
        // Whoever belongs to the organisation may say so in its very letters, and nobody in letters that look like them.
        if let organisation = subject[.organization], organisation != settings.organisation,
            LookAlike.areAlike(organisation, settings.organisation)
        {
            return .resemblesAuthority
        }
        return nil
    }
}

/// Why no certificate bears a name.
package enum SubjectDefect: Hashable, Sendable {
    case missing(NameAttribute)
    case notAllowed(NameAttribute)
    case otherCountry(String)
    case otherOrganisation
    /// Sixteen digits or more in a row: a NIK, or a number that holds one, has no place in what anybody may read.
    case identityNumber(NameAttribute)
    case resemblesAuthority
}

extension String {
    /// Whether sixteen digits or more follow each other, with nothing but blanks and marks between them.
    var holdsIdentityNumber: Bool {
        var run = 0
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .decimalNumber: run += 1
            case .spaceSeparator, .dashPunctuation, .otherPunctuation, .connectorPunctuation, .openPunctuation,
                .closePunctuation, .initialPunctuation, .finalPunctuation, .mathSymbol, .currencySymbol,
                .modifierSymbol, .otherSymbol:
                continue
            default: run = 0
            }
            if run >= 16 { return true }
        }
        return false
    }
}

extension AuthoritySettings {
    /// What the authority's certificate for a role is called.
    func commonName(of role: AuthorityKey.Role) -> String {
        switch role {
        case .root: "Root CA \(name)"
        case .issuing: "CA Penerbit \(name)"
        case .status: "OCSP \(name)"
        case .timestamp: "Penanda Waktu \(name)"
        case .audit: "Log Audit \(name)"
        }
    }

    func subject(of role: AuthorityKey.Role) throws(CryptoError) -> DistinguishedName {
        try DistinguishedName([
            (.country, country), (.organization, organisation), (.commonName, commonName(of: role)),
        ])
    }
}
