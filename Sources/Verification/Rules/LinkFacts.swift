package import Domain

/// What the rules need to know of one certificate of a path, however it was found out.
package struct LinkFacts: Sendable {
    package var notBefore: Instant
    package var notAfter: Instant
    /// Until when the algorithms that signed this certificate, and its own key, are trusted; nil without an end.
    package var soundUntil: Instant?
    /// A trust anchor is trusted because somebody said so, and a responder may be excused (RFC 6960 §4.2.2.2.1).
    package var needsRevocationStatus: Bool
    package var statuses: [StatusFacts]

    package init(
        notBefore: Instant, notAfter: Instant, soundUntil: Instant? = nil, needsRevocationStatus: Bool = true,
        statuses: [StatusFacts] = []
    ) {
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.soundUntil = soundUntil
        self.needsRevocationStatus = needsRevocationStatus
        self.statuses = statuses
    }
}

/// What one OCSP answer or CRL, already found authentic, says of a certificate.
package struct StatusFacts: Hashable, Sendable {
    package enum Status: Hashable, Sendable {
        case good
        /// A certificate on hold may come back (RFC 5280 §5.3.1).
        case revoked(at: Instant, isHold: Bool = false)
        case unknown
    }

    package var status: Status
    package var thisUpdate: Instant
    package var nextUpdate: Instant?
    /// Since when those that expired are spoken of as well; nil where an authority may forget what has expired.
    package var coversExpiredSince: Instant?

    package init(
        _ status: Status, thisUpdate: Instant, nextUpdate: Instant? = nil, coversExpiredSince: Instant? = nil
    ) {
        self.status = status
        self.coversExpiredSince = coversExpiredSince
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
    }
}
