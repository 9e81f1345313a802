package import Domain

/// Whether a path of certificates vouches for something that is known to have existed at a moment.
///
/// All of the path must have been good at that moment (the shell model of EN 319 102-1 §5.6.2.2). Where nothing proves an earlier
/// moment, that moment is now.
package struct PathJudgement: Sendable {
    /// When the signed thing is known to have existed: at the latest then.
    package let existed: Instant
    package let now: Instant
    /// How far the clocks of authorities may be ahead of ours.
    package static let clockTolerance = Duration.seconds(300)

    package init(existed: Instant, now: Instant) {
        precondition(existed <= now, "what existed later than now is not known yet")
        self.existed = existed
        self.now = now
    }

    /// Leaf first, the trust anchor left out.
    package func judge(_ path: [LinkFacts]) -> Indication {
        for (index, link) in path.enumerated() {
            let answer = judge(link, isLeaf: index == 0)
            if answer != .passed { return answer }
        }
        return .passed
    }

    /// What one certificate of a path comes to by itself.
    package func judge(_ link: LinkFacts, isLeaf: Bool) -> Indication {
        // Nothing can have been signed with a certificate that was not there yet.
        guard existed + Self.clockTolerance >= link.notBefore else { return .failed(.notYetValid) }
        let standing = link.needsRevocationStatus ? standing(of: link) : .good
        if standing == .revoked { return .indeterminate(isLeaf ? .revokedWithoutProof : .issuerRevokedWithoutProof) }
        guard existed.secondsSince1970 <= link.notAfter.secondsSince1970 else {
            return .indeterminate(standing == .good ? .outOfBoundsNotRevoked : .outOfBoundsWithoutProof)
        }
        guard standing == .good else { return .indeterminate(.tryLater) }
        if let end = link.soundUntil, existed >= end { return .indeterminate(.algorithmWithoutProof) }
        return .passed
    }

    /// How a certificate stood at the moment in question.
    private enum Standing {
        case good
        case revoked
        case unknown
    }

    private func standing(of link: LinkFacts) -> Standing {
        let heard = link.statuses.filter { $0.thisUpdate <= now + Self.clockTolerance }
        let lastGood = heard.filter { $0.status == .good }.map(\.thisUpdate).max()
        var isGood = heard.contains { speaksWell($0, of: link) }
        for word in heard {
            guard case .revoked(let moment, let isHold) = word.status else { continue }
            // A hold that somebody later says nothing of is over; a revocation never is.
            if isHold, let lastGood, lastGood > word.thisUpdate { continue }
            if moment <= existed { return .revoked }
            isGood = true  // it was not revoked yet
        }
        return isGood ? .good : .unknown
    }

    /// Whether a good word covers the moment: given after it, or still in force at it; and given while the authority still kept
    /// track of the certificate.
    private func speaksWell(_ word: StatusFacts, of link: LinkFacts) -> Bool {
        guard word.status == .good else { return false }
        let isKept = word.coversExpiredSince.map { $0 <= link.notAfter } ?? false
        guard isKept || word.thisUpdate.secondsSince1970 <= link.notAfter.secondsSince1970 else { return false }
        if word.thisUpdate >= existed { return true }
        guard let end = word.nextUpdate else { return false }
        return existed <= end + Self.clockTolerance
    }
}
