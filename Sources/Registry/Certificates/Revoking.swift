import Authority
import Crypto
package import Domain
import Store

extension Registry {
    /// T21 and T22: the certificate is not to be believed any more, its key is gone, and what was open with it ends. It wins over
    /// whatever is under way: a certificate that was only decided on is finished first, and revoked in its turn.
    package func revoke(
        _ id: ID<Person>, _ reason: RevocationReason, invalidSince: Instant? = nil, by mandate: Mandate
    ) throws(RegistryError) {
        _ = try finishIntended(of: KeyOwner.id(of: id))
        try change(id, .revoke(reason, invalidSince: invalidSince), by: mandate) {
            (account, now) throws(RegistryError) in
            if account.certificateStatus(at: now) != .onRevoke {
                _ = try account.take(at: now) { $0.requestRevocation(by: mandate.actor, at: now) }
            }
            _ = try account.take(at: now) { $0.completeRevocation(by: .system) }
        }
    }

    /// Until it is released nobody is to believe the certificate, and nothing is signed with it.
    package func suspend(_ id: ID<Person>, by mandate: Mandate) throws(RegistryError) {
        _ = try finishIntended(of: KeyOwner.id(of: id))
        try change(id, .hold, by: mandate) { (account, now) throws(RegistryError) in
            _ = try account.take(at: now) { $0.suspend(by: mandate.actor, at: now) }
        }
    }

    package func release(_ id: ID<Person>, by mandate: Mandate) throws(RegistryError) {
        try change(id, .release, by: mandate) { (account, now) throws(RegistryError) in
            _ = try account.take(at: now) { $0.release(by: mandate.actor, at: now) }
        }
    }

    /// The account and its certificate change together, and open sessions end.
    private func change(
        _ id: ID<Person>, _ change: LifeChange, by mandate: Mandate,
        _ step: @escaping @Sendable (inout Account, Instant) throws(RegistryError) -> Void
    ) throws(RegistryError) {
        let serials = try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
            let person = try transaction.presentPerson(id, by: mandate)
            var account = person.account
            try step(&account, transaction.now)
            guard let certificate = person.certificate else {
                throw .refused(.notNow(person.account.verification, .new))
            }
            let outcome = try Authority.change(
                certificate.id, change, actor: mandate.subject, client: mandate.client, in: transaction)
            switch outcome {
            case .changed, .unchanged: break
            case .refused(let refusal): throw .refused(.life(refusal))
            case .unknownCertificate, .notIssuedYet, .keyInUse: throw .refused(.overtaken)
            }
            // Whatever is decided on and could not be finished here must not open once it is there.
            if case .revoke = change { try transaction.destroyIntendedKeys(of: KeyOwner.id(of: id)) }
            try transaction.set(account, of: id)
            _ = try transaction.endSessions(of: id)
            return [certificate.serial]
        }
        authority.forgetAnswers(about: serials)
    }
}

extension Transaction<RegistryError> {
    func destroyIntendedKeys(of owner: ID<KeyOwner>) throws(RegistryError) {
        for certificate in try certificates(of: owner) where !certificate.isMade {
            guard try destroySealedKey(for: certificate.id) else { continue }
            try record(
                AuditEvent(
                    .sealedKeyDestroyed, .done, objects: [AuditSubject(.certificate, certificate.id)],
                    serial: certificate.serial.bytes))
        }
    }
}
