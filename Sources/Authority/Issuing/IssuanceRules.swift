import Crypto
import Domain
import Store

/// Judges an order without asking anybody: what is wrong with it is known before anything is written or signed.
struct IssuanceRules {
    let settings: AuthoritySettings
    let issuer: Issuer
    let now: Instant

    /// From when to when, for an order that nothing speaks against.
    func validity(for order: IssuanceOrder, profile: CertificateProfile) -> Result<Validity, IssuanceRefusal> {
        let most = profile.lifetimeMax(settings.lifetimes)
        // Certificates count in whole seconds, and both ends belong to them (RFC 5280 §4.1.2.5).
        let start = Instant(secondsSince1970: now.secondsSince1970)
        let latest = start + most - .seconds(1)
        let issuerEnd = issuer.validity.notAfter
        let end: Instant
        switch order.lifetime {
        case .usual: end = min(latest, issuerEnd)
        case .lasting(let duration):
            guard duration > .zero else { return .failure(.lifetimeOver) }
            end = Instant(secondsSince1970: (start + duration - .seconds(1)).secondsSince1970)
        case .until(let moment): end = Instant(secondsSince1970: moment.secondsSince1970)
        }
        guard end <= latest else { return .failure(.lifetimeTooLong(most: most)) }
        guard end <= issuerEnd else { return .failure(.outlivesIssuer) }
        guard let validity = Validity(from: start, to: end) else { return .failure(.lifetimeOver) }
        return .success(validity)
    }

    /// What speaks against an order beside its times.
    func refusal(of order: IssuanceOrder, profile: CertificateProfile, isOwn: Bool) throws(CryptoError)
        -> IssuanceRefusal?
    {
        guard profile.isForOthers || isOwn else { return .profileNotForOthers }
        if let defect = profile.subject.defect(of: order.subject, settings: settings) { return .subject(defect) }
        if let defect = namesDefect(order.names, profile: profile) { return .names(defect) }
        if let refusal = try KeyRefusal(of: order.key.publicKeyInfo, allowing: profile.keyKinds) {
            return .key(refusal)
        }
        return nil
    }

    private func namesDefect(_ names: [AlternativeName], profile: CertificateProfile) -> NamesDefect? {
        var hosts: [String] = []
        var addresses: [String] = []
        for name in names {
            switch name {
            case .dns(let host): hosts.append(host)
            case .email(let address): addresses.append(address)
            case .ip, .uri: return .ofOtherKind
            }
        }
        switch profile.names {
        case .none: return names.isEmpty ? nil : .notAllowed
        case .email, .emailDemanded:
            guard hosts.isEmpty else { return .ofOtherKind }
            return addresses.isEmpty && profile.names == .emailDemanded ? .missing : nil
        case .serversDemanded:
            guard addresses.isEmpty else { return .ofOtherKind }
            guard !hosts.isEmpty else { return .missing }
            return hosts.allSatisfy(isBelowAllowedDomain) ? nil : .serverNotAllowed
        }
    }

    /// A name of its own below the domain, or the domain itself; one star may stand for the first part.
    private func isBelowAllowedDomain(_ host: String) -> Bool {
        let plain = (host.hasPrefix("*.") ? String(host.dropFirst(2)) : host).lowercased()
        return settings.serverDomains.contains { domain in
            let domain = domain.lowercased()
            return plain == domain || plain.hasSuffix("." + domain)
        }
    }
}
