/// The subject of a certificate's identifier: one certificate that this installation issued or means to.
package enum IssuedCertificate {}

/// From when to when a certificate is good; both ends belong to it (RFC 5280 §4.1.2.5).
package struct Validity: Hashable, Sendable {
    package let notBefore: Instant
    package let notAfter: Instant

    /// Nil where the end does not lie behind the beginning.
    package init?(from notBefore: Instant, to notAfter: Instant) {
        guard notBefore < notAfter else { return nil }
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    package func contains(_ moment: Instant) -> Bool { notBefore <= moment && moment <= notAfter }
}

/// What has happened to a certificate since it was issued, and what may happen next.
package struct CertificateLife: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case good
        /// Not to be believed until it is released or revoked.
        case held(since: Instant)
        case revoked(Revocation)
    }

    package struct Revocation: Hashable, Sendable {
        package let at: Instant
        package let reason: RevocationReason
        /// Since when the key is thought to have been in other hands, where that is before the revocation.
        package let invalidSince: Instant?

        package init(at: Instant, reason: RevocationReason, invalidSince: Instant? = nil) {
            self.at = at
            self.reason = reason
            self.invalidSince = invalidSince
        }
    }

    /// What a certificate is worth at one moment: always worked out, never kept.
    package enum Status: Hashable, Sendable {
        case notYetValid
        case good
        case held
        case revoked
        case expired
    }

    package enum Refusal: Hashable, CaseIterable, Sendable {
        case alreadyRevoked
        case notHeld
        case onHold
        case expired
        case alreadyReplaced
        /// A reason that no certificate is revoked for here.
        case reasonNotFinal
        case invalidityInFuture
        case invalidityBeforeIssue
    }

    package enum Outcome: Hashable, Sendable {
        case changed
        /// It was so already: repeating an event is harmless.
        case unchanged
        case refused(Refusal)
    }

    package let validity: Validity
    package private(set) var state: State
    /// The certificate that took its place.
    package private(set) var replacement: ID<IssuedCertificate>?

    package init(_ validity: Validity, state: State = .good, replacement: ID<IssuedCertificate>? = nil) {
        self.validity = validity
        self.state = state
        self.replacement = replacement
    }

    package func status(at now: Instant) -> Status {
        switch state {
        case .revoked: .revoked
        case .held: .held
        case .good where now < validity.notBefore: .notYetValid
        case .good where now > validity.notAfter: .expired
        case .good: .good
        }
    }

    package mutating func hold(at now: Instant) -> Outcome {
        switch state {
        case .revoked: return .refused(.alreadyRevoked)
        case .held: return .unchanged
        case .good where now > validity.notAfter: return .refused(.expired)
        case .good:
            state = .held(since: now)
            return .changed
        }
    }

    package mutating func release(at now: Instant) -> Outcome {
        switch state {
        case .revoked: return .refused(.alreadyRevoked)
        case .good: return .refused(.notHeld)
        case .held where now > validity.notAfter: return .refused(.expired)
        case .held:
            state = .good
            return .changed
        }
    }

    /// Ends it for good. One that was on hold counts as revoked since then: nobody was to believe it in between.
    package mutating func revoke(
        _ reason: RevocationReason, invalidSince: Instant? = nil, at now: Instant
    ) -> Outcome {
        guard reason.isFinal else { return .refused(.reasonNotFinal) }
        if let invalidSince {
            guard invalidSince <= now else { return .refused(.invalidityInFuture) }
            guard invalidSince >= validity.notBefore else { return .refused(.invalidityBeforeIssue) }
        }
        switch state {
        case .revoked(let known) where known.reason == reason && known.invalidSince == invalidSince: return .unchanged
        case .revoked: return .refused(.alreadyRevoked)
        case .good where now > validity.notAfter: return .refused(.expired)
        case .good: state = .revoked(Revocation(at: now, reason: reason, invalidSince: invalidSince))
        case .held(let since): state = .revoked(Revocation(at: since, reason: reason, invalidSince: invalidSince))
        }
        return .changed
    }

    /// Another certificate, for another key, takes its place; this one stays what it is.
    package mutating func replace(by other: ID<IssuedCertificate>) -> Outcome {
        if case .revoked = state { return .refused(.alreadyRevoked) }
        if case .held = state { return .refused(.onHold) }
        guard let replacement else {
            replacement = other
            return .changed
        }
        return replacement == other ? .unchanged : .refused(.alreadyReplaced)
    }
}
