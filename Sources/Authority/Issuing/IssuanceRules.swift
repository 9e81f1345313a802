import Crypto
import Domain
import Store

/// Judges an order without asking anybody: what is wrong with it is known before anything is written or signed.
struct IssuanceRules {
    let settings: AuthoritySettings
    let issuer: Issuer
    let now: Instant

    /// What an order comes to that nothing speaks against.
    struct Terms: Sendable {
        let validity: Validity
        let keyKind: KeyKind
    }

    func terms(
        for order: IssuanceOrder, key: [UInt8], profile: CertificateProfile
    ) throws(CryptoError) -> Result<Terms, IssuanceRefusal> {
        let policy = KeyQuality.Policy(kinds: profile.keyKinds)
        let keyKind: KeyKind
        switch try KeyQuality.judge(key, policy: policy, knownWeak: settings.weakKeys) {
        case .sound(let kind): keyKind = kind
        case .refused(let fault): return .failure(.key(.unsound(fault)))
        }
        return validity(for: order, profile: profile).map { Terms(validity: $0, keyKind: keyKind) }
    }

    /// From when to when.
    private func validity(for order: IssuanceOrder, profile: CertificateProfile) -> Result<Validity, IssuanceRefusal> {
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

    /// What speaks against whom and what an order names, which is known before there is a key.
    func refusal(of order: IssuanceOrder, profile: CertificateProfile, isOwn: Bool) -> IssuanceRefusal? {
        guard profile.isForOthers || isOwn else { return .profileNotForOthers }
        if let defect = profile.subject.defect(of: order.subject, settings: settings) { return .subject(defect) }
        if case .brought(let request) = order.key, request.hasOtherNames { return .names(.ofOtherKind) }
        return namesDefect(order, profile: profile).map(IssuanceRefusal.names)
    }

    private func namesDefect(_ order: IssuanceOrder, profile: CertificateProfile) -> NamesDefect? {
        var hosts: [String] = []
        var addresses: [String] = []
        for name in order.names {
            switch name {
            case .dns(let host): hosts.append(host)
            case .email(let address): addresses.append(address)
            case .ip, .uri: return .ofOtherKind
            }
        }
        guard !(hosts + addresses).contains(where: \.holdsIdentityNumber) else { return .identityNumber }
        switch profile.names {
        case .none: return order.names.isEmpty ? nil : .notAllowed
        case .email, .emailDemanded:
            guard hosts.isEmpty else { return .ofOtherKind }
            return addresses.isEmpty && profile.names == .emailDemanded ? .missing : nil
        case .serversDemanded:
            guard addresses.isEmpty else { return .ofOtherKind }
            guard !hosts.isEmpty else { return .missing }
            guard hosts.allSatisfy(isBelowAllowedDomain) else { return .serverNotAllowed }
            let name = order.subject[.commonName]?.lowercased()
            return hosts.contains { $0.lowercased() == name } ? nil : .commonNameNotAmongThem
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
