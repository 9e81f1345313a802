package import Crypto
package import Domain
package import Store

/// What is to become of a certificate.
package enum LifeChange: Hashable, Sendable {
    case hold
    case release
    case revoke(RevocationReason, invalidSince: Instant?)
    /// What a published list says, as of the moment it says.
    case listed(RevokedCertificate)

    fileprivate var operation: AuditOperation {
        switch self {
        case .hold: .certificateHeld
        case .release: .certificateReleased
        case .revoke: .certificateRevoked
        case .listed(let entry): entry.reason == .certificateHold ? .certificateHeld : .certificateRevoked
        }
    }

    fileprivate func happen(to life: inout CertificateLife, at now: Instant) -> CertificateLife.Outcome {
        switch self {
        case .hold: life.hold(at: now)
        case .release: life.release(at: now)
        case .revoke(let reason, let invalidSince): life.revoke(reason, invalidSince: invalidSince, at: now)
        case .listed(let entry) where entry.reason == .certificateHold: life.hold(at: entry.revokedAt)
        case .listed(let entry):
            life.revoke(entry.reason ?? .unspecified, invalidSince: entry.invalidSince, at: entry.revokedAt)
        }
    }
}

package enum LifeChangeOutcome: Sendable {
    case changed(CertificateRecord)
    case unchanged(CertificateRecord)
    case unknownCertificate
    /// It is only intended: nobody has it yet, and it is revoked once it is there.
    case notIssuedYet
    /// It is the certificate of a key that the authority works with: another must take its place before.
    case keyInUse(AuthorityKey.Role)
    case refused(CertificateLife.Refusal)
}

extension Authority {
    /// Holds, releases or revokes a certificate. Once this returns, the next answer about it says so, and its sealed key, if it was
    /// revoked, is gone.
    package func change(
        _ id: ID<IssuedCertificate>, _ change: LifeChange, actor: AuditSubject? = nil, client: AuditSubject? = nil
    ) throws(AuthorityError) -> LifeChangeOutcome {
        let outcome = try store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            try Self.change(id, change, actor: actor, client: client, in: transaction)
        }
        if case .changed(let record) = outcome { forgetAnswers(about: [record.serial]) }
        return outcome
    }

    /// What was answered about these is not said again: something has become of them, durably.
    package func forgetAnswers(about serials: [SerialNumber]) { answers.forget(serials) }

    /// The same inside a transaction that does more. Whoever commits it has the answers forgotten afterwards.
    package static func change<Failure>(
        _ id: ID<IssuedCertificate>, _ change: LifeChange, actor: AuditSubject?, client: AuditSubject?,
        in transaction: Transaction<Failure>
    ) throws(Failure) -> LifeChangeOutcome {
        guard var record = try transaction.lockedCertificate(id) else { return .unknownCertificate }
        guard let certificate = record.certificate else { return .notIssuedYet }
        let isForOthers = CertificateProfile.Name(rawValue: record.profile).map {
            CertificateProfile.named($0).isForOthers
        }
        if isForOthers != true {
            let own = try transaction.authorityKeys().first { $0.certificate.der == certificate.der }
            if let own, own.state == .active { return .keyInUse(own.role) }
        }
        // People's certificates are no authorities.
        if case .revoke(.authorityCompromise, _) = change, record.profile != AuthorityKey.Role.issuing.rawValue {
            return .refused(.reasonNotFinal)
        }
        switch change.happen(to: &record.life, at: transaction.now) {
        case .refused(let refusal): return .refused(refusal)
        case .unchanged: return .unchanged(record)
        case .changed: break
        }
        try transaction.set(record.life, of: id)
        try transaction.countChange(on: record)
        if case .revoked = record.life.state, try transaction.destroySealedKey(for: id) {
            try transaction.record(event(.sealedKeyDestroyed, of: record, actor, client))
        }
        try transaction.record(event(change.operation, of: record, actor, client))
        return .changed(record)
    }

    private static func event(
        _ operation: AuditOperation, of record: CertificateRecord, _ actor: AuditSubject?, _ client: AuditSubject?
    ) -> AuditEvent {
        AuditEvent(
            operation, .done, actor: actor, client: client, objects: [AuditSubject(.certificate, record.id)],
            serial: record.serial.bytes)
    }
}
