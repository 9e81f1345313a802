package import Crypto
package import Domain
package import Store

/// A certificate that somebody asks for.
package struct IssuanceOrder: Sendable {
    /// The asker's own name for it: asked for twice, it is issued once.
    package var request: ID<CertificateRequest>
    package var profile: CertificateProfile.Name
    package var subject: DistinguishedName
    package var names: [AlternativeName] = []
    package var key: Key
    package var owner: ID<KeyOwner>?
    /// How long it is to be good; as long as the profile allows where nothing is said.
    package var lifetime: Lifetime = .usual
    /// Which certificate it takes the place of.
    package var replaces: ID<IssuedCertificate>?
    /// The private key, sealed under its owner's passphrase, to be kept for as long as the certificate may sign.
    package var sealedKey: KeptKey?

    package enum Key: Sendable {
        /// Made in this house; `SubjectPublicKeyInfo`, DER.
        case own([UInt8])
        /// Brought by a request, whose sender has shown that the private key is his.
        case brought(CertificationRequest)

        package var publicKeyInfo: [UInt8] {
            switch self {
            case .own(let info): info
            case .brought(let request): request.publicKeyInfo
            }
        }
    }

    package enum Lifetime: Hashable, Sendable {
        case usual
        case lasting(Duration)
        case until(Instant)
    }

    package struct KeptKey: Sendable {
        package let id: ID<SealedKey>
        package let key: SealedKey

        package init(id: ID<SealedKey>, key: SealedKey) {
            self.id = id
            self.key = key
        }
    }

    package init(
        _ request: ID<CertificateRequest>, profile: CertificateProfile.Name, subject: DistinguishedName, key: Key,
        owner: ID<KeyOwner>? = nil
    ) {
        self.request = request
        self.profile = profile
        self.subject = subject
        self.key = key
        self.owner = owner
    }

    /// What was asked, so that the same request with another content is told apart. The sealed key is not part of it: sealing is
    /// never twice the same.
    func digest() throws(CryptoError) -> [UInt8] {
        var hashing = try Hashing(.sha256)
        let replaced = replaces?.description ?? ""
        let words = "\(profile.rawValue)\n\(owner?.description ?? "")\n\(replaced)\n\(lifetime)\n\(names)\n"
        for part in [Array(words.utf8), subject.der, key.publicKeyInfo] {
            try hashing.update(Array("\(part.count):".utf8))
            try hashing.update(part)
        }
        return try hashing.finish().bytes
    }
}

/// What an order comes to.
package enum IssuanceOutcome: Sendable {
    case issued(CertificateRecord)
    /// It was issued before, on the same request.
    case repeated(CertificateRecord)
    case refused(IssuanceRefusal)
}

/// Why no certificate is issued. A value like any other; `Result` asks that it could be thrown.
package enum IssuanceRefusal: Error, Hashable, Sendable {
    case subject(SubjectDefect)
    case key(KeyRefusal)
    case names(NamesDefect)
    case profileNotForOthers
    /// The policy of the profile ends before the asked moment.
    case lifetimeTooLong(most: Duration)
    case lifetimeOver
    /// The issuer's own certificate ends before.
    case outlivesIssuer
    /// The same request was made before, for something else.
    case requestUsed
    case replacesUnknown
    case replacesOther
    case replacing(CertificateLife.Refusal)
}

package enum NamesDefect: Hashable, Sendable {
    case notAllowed
    case missing
    case serverNotAllowed
    case ofOtherKind
}
