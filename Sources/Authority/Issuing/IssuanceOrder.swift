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
    /// That one is revoked as superseded in the commit that decides on this one: nobody can use its key any more.
    package var revokesReplaced = false
    /// What else belongs into the commit that decides on it. It is no part of what was asked: of the same request, it is done once.
    package var companion: Companion?

    /// Is given the record as it will be written. False where it must not be, because what it was asked for has changed meanwhile.
    package typealias Companion =
        @Sendable (CertificateRecord, Transaction<AuthorityError>) throws(AuthorityError) -> Bool

    package enum Key: Sendable {
        /// One that the asker answers for; `SubjectPublicKeyInfo`, DER.
        case trusted([UInt8])
        /// Brought by a request, whose sender has shown that the private key is his.
        case brought(CertificationRequest)
        /// To be made in this house and kept sealed. It is made once nothing else speaks against the order, and not where the
        /// same request has its certificate already.
        case promised
        case kept(KeptKey)

        /// Nil while it is only promised.
        var publicKeyInfo: [UInt8]? {
            switch self {
            case .trusted(let info): info
            case .brought(let request): request.publicKeyInfo
            case .promised: nil
            case .kept(let key): key.publicKeyInfo
            }
        }
    }

    package enum Lifetime: Hashable, Sendable {
        case usual
        case lasting(Duration)
        case until(Instant)
    }

    /// A private key, sealed under its owner's passphrase, to be kept for as long as the certificate may sign.
    package struct KeptKey: Sendable {
        package let id: ID<SealedKey>
        package let owner: ID<KeyOwner>
        package let key: SealedKey
        package let publicKeyInfo: [UInt8]

        package init(id: ID<SealedKey>, owner: ID<KeyOwner>, key: SealedKey, publicKeyInfo: [UInt8]) {
            self.id = id
            self.owner = owner
            self.key = key
            self.publicKeyInfo = publicKeyInfo
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

    /// What was asked, so that the same request with another content is told apart. A key that is made here is no part of it: it
    /// is never twice the same.
    func digest() throws(CryptoError) -> [UInt8] {
        var hashing = try Hashing(.sha256)
        var parts = [profile.rawValue, owner?.description ?? "", replaces?.description ?? "", lifetime.words]
            .map { Array($0.utf8) }
        parts.append(subject.der)
        parts.append(try names.map { (name) throws(CryptoError) in try name.der() }.flatMap(\.self))
        if revokesReplaced { parts.append(Array("revokes what it replaces".utf8)) }
        switch key {
        case .trusted, .brought: parts.append(key.publicKeyInfo ?? [])
        case .promised, .kept: break
        }
        for part in parts {
            try hashing.update(Array("\(part.count):".utf8))
            try hashing.update(part)
        }
        return try hashing.finish().bytes
    }
}

extension IssuanceOrder.Lifetime {
    /// Part of what is kept for years, so it is spelled out.
    fileprivate var words: String {
        switch self {
        case .usual: "usual"
        case .lasting(let time): "lasting \(time.components.seconds) s \(time.components.attoseconds) as"
        case .until(let moment): "until \(moment.nanosecondsSince1970) ns"
        }
    }
}

/// What an order comes to.
package enum IssuanceOutcome: Sendable {
    case issued(CertificateRecord)
    /// It was issued before, on the same request.
    case repeated(CertificateRecord)
    /// It is written down, and waits for its issuer's key, which is not open here.
    case waiting(CertificateRecord)
    /// Nothing speaks against it: now the promised key is to be made, and the order given again with it.
    case awaitsKey
    case refused(IssuanceRefusal)
}

/// Why no certificate is issued. A value like any other; `Result` asks that it could be thrown.
package enum IssuanceRefusal: Error, Hashable, Sendable {
    case subject(SubjectDefect)
    case key(KeyRefusal)
    case names(NamesDefect)
    /// A name or an address that no certificate can hold.
    case draft(DraftDefect)
    case profileNotForOthers
    /// The policy of the profile ends before the asked moment.
    case lifetimeTooLong(most: Duration)
    case lifetimeOver
    /// The issuer's own certificate ends before.
    case outlivesIssuer
    /// The same request was made before, for something else.
    case requestUsed
    /// What it was asked for is another now than it was when it was asked for.
    case overtaken
    case replacesUnknown
    case replacesOther
    case replacing(CertificateLife.Refusal)
}

package enum NamesDefect: Hashable, Sendable {
    case notAllowed
    case missing
    case serverNotAllowed
    case ofOtherKind
    /// Sixteen digits or more in a row, as in a subject.
    case identityNumber
    /// A server's common name is none of its names.
    case commonNameNotAmongThem
}
