import Crypto

/// How much a signature carries for being judged later (EN 319 142-1 §6).
struct LevelRule {
    let family: SignatureLevel.Family
    /// Whether a timestamp that is what it looks like is over the signature, by itself or with the document.
    let hasTimestamp: Bool
    /// Whether the document brings all about the signer's chain, and about those of the timestamps that prove the time.
    let isEmbedded: Bool
    /// Whether a timestamp covers all of that.
    let isArchived: Bool

    var level: SignatureLevel {
        guard hasTimestamp else { return SignatureLevel(family, .basic) }
        guard isEmbedded else { return SignatureLevel(family, .time) }
        return SignatureLevel(family, isArchived ? .archive : .longTerm)
    }

    static func family(_ subject: SignatureSubject) -> SignatureLevel.Family {
        if case .bare = subject.container { return .bare }
        guard subject.isPAdES else { return .pkcs7 }
        let minor: Set<SignedDataDefect> = [.unreadableCertificate, .unreadableRevocation]
        return subject.signedData?.defects.isSubset(of: minor) == true ? .baseline : .pades
    }
}
