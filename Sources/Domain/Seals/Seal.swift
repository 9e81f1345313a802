/// An institution's seal ("Segel Elektronik"): what it holds of certificates, and so whether it can seal.
///
/// Each event is a method, with who wants it as its first argument; a refused event leaves everything as it was.
package struct Seal: Hashable, Sendable {
    package enum Holding: Hashable, Sendable {
        case nothing
        case issued(Validity)
        /// Not to be believed until it is resumed or revoked.
        case suspended(Validity)
        case revoked
    }

    package private(set) var holding: Holding

    package init(_ holding: Holding = .nothing) {
        self.holding = holding
    }

    /// Worked out from what it holds, never kept.
    package func status(at now: Instant) -> SealStatus {
        switch holding {
        case .nothing: .withoutCertificate
        case .issued(let validity): now < validity.notAfter ? .active : .expired
        case .suspended(let validity): now < validity.notAfter ? .suspended : .expired
        case .revoked: .revoked
        }
    }

    /// From the facts, each time it is asked. Whether its owner has agreed is found out by opening the key.
    package func canSeal(at now: Instant) -> SealVerdict {
        switch status(at: now) {
        case .withoutCertificate: .cannot(.noCertificate)
        case .suspended: .cannot(.suspended)
        case .expired: .cannot(.expired)
        case .revoked: .cannot(.revoked)
        // A certificate may be good from a later moment on: until then it is as if there was none.
        case .active: isBegun(at: now) ? .can : .cannot(.noCertificate)
        }
    }

    private func isBegun(at now: Instant) -> Bool {
        switch holding {
        case .issued(let validity), .suspended(let validity): validity.notBefore <= now
        case .nothing, .revoked: false
        }
    }

    // MARK: What happens to it

    /// Nobody but staff enters a seal, or names who is responsible for it; nil for whoever may.
    package static func refusalOfManaging(by actor: Actor) -> SealRefusal? {
        actor.refusal(.staff).map(SealRefusal.actor)
    }

    /// A first certificate, or the next after one has ended.
    package mutating func enrol(by actor: Actor, validity: Validity, at now: Instant) -> SealOutcome {
        move(to: .issued(validity), by: actor, .staff, from: [.withoutCertificate, .expired, .revoked], at: now)
    }

    /// Another key and certificate take the place of those that are good: before their end, or because nobody is to use them any
    /// more who could until now.
    package mutating func replace(by actor: Actor, validity: Validity, at now: Instant) -> SealOutcome {
        move(to: .issued(validity), by: actor, .staff, from: [.active], at: now)
    }

    package mutating func suspend(by actor: Actor, at now: Instant) -> SealOutcome {
        guard case .issued(let validity) = holding else { return refusal(to: actor, .ownerOrStaff, at: now) }
        return move(to: .suspended(validity), by: actor, .ownerOrStaff, from: [.active], at: now)
    }

    package mutating func resume(by actor: Actor, at now: Instant) -> SealOutcome {
        guard case .suspended(let validity) = holding else { return refusal(to: actor, .staff, at: now) }
        return move(to: .issued(validity), by: actor, .staff, from: [.suspended], at: now)
    }

    package mutating func revoke(by actor: Actor, at now: Instant) -> SealOutcome {
        move(to: .revoked, by: actor, .ownerOrStaff, from: [.active, .suspended], at: now)
    }

    private mutating func move(
        to next: Holding, by actor: Actor, _ permission: Permission, from states: Set<SealStatus>, at now: Instant
    ) -> SealOutcome {
        guard actor.refusal(permission) == nil, states.contains(status(at: now)) else {
            return refusal(to: actor, permission, at: now)
        }
        holding = next
        return .done
    }

    /// Whoever may not is not told how the seal stands.
    private func refusal(to actor: Actor, _ permission: Permission, at now: Instant) -> SealOutcome {
        .refused(actor.refusal(permission).map(SealRefusal.actor) ?? .notNow(status(at: now)))
    }
}

/// What a seal is worth now.
package enum SealStatus: String, CaseIterable, Hashable, Sendable {
    case withoutCertificate = "NO_CERTIFICATE"
    case active = "ACTIVE"
    case suspended = "SUSPENDED"
    case expired = "EXPIRED"
    case revoked = "REVOKED"
}

/// Whether a seal can seal, and if not, the one reason.
package enum SealVerdict: Hashable, Sendable {
    case can
    case cannot(Obstacle)

    package enum Obstacle: String, CaseIterable, Hashable, Sendable {
        case noCertificate = "NO_CERTIFICATE"
        case suspended = "SUSPENDED"
        case expired = "EXPIRED"
        case revoked = "REVOKED"
    }
}

package enum SealOutcome: Hashable, Sendable {
    case done
    case refused(SealRefusal)
}

package enum SealRefusal: Hashable, Sendable {
    /// Somebody else has to do it.
    case actor(AccountRefusal)
    case notNow(SealStatus)
}
