import Authority
import Crypto
package import Domain
import Store

extension Registry {
    /// Forgets who somebody was. What is still good of his certificates is revoked, every key of his goes, whatever is open ends, and
    /// then nothing in the tables says any more who it was. What was done stays on record, under an identifier that says nothing.
    package func erase(_ id: ID<Person>, by mandate: Mandate) throws(RegistryError) {
        _ = try person(id, by: mandate)
        // What is to be signed names its owner, and cannot be taken back: it is finished before.
        guard try finishIntended(of: KeyOwner.id(of: id)) else { throw .refused(.issuanceUnderWay) }
        let keys = keys
        let serials = try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
            _ = try transaction.presentPerson(id, by: mandate)
            // Somebody has to be responsible for what can seal, or is about to.
            for seal in try transaction.seals(of: id) {
                switch seal.seal.status(at: transaction.now) {
                case .withoutCertificate, .active, .suspended: throw .refused(.ownsSeal(seal.subscriber))
                case .expired, .revoked: continue
                }
            }
            let certificates = try transaction.certificates(of: KeyOwner.id(of: id))
            guard certificates.allSatisfy(\.isMade) else { throw .refused(.overtaken) }
            var revoked: [SerialNumber] = []
            for certificate in certificates {
                let outcome = try Authority.change(
                    certificate.id, .revoke(.cessationOfOperation, invalidSince: nil), actor: mandate.subject,
                    client: mandate.client, in: transaction)
                if case .changed = outcome { revoked.append(certificate.serial) }
                // Of one that has ended by itself the key was still there.
                if try transaction.destroySealedKey(for: certificate.id) {
                    try transaction.record(
                        mandate.event(
                            .sealedKeyDestroyed, id, [AuditSubject(.certificate, certificate.id)],
                            serial: certificate.serial.bytes))
                }
            }
            _ = try transaction.endSessions(of: id)
            try transaction.forgetTries(keysOf: KeyOwner.id(of: id), keys)
            try transaction.erase(id)
            try transaction.record(mandate.event(.personErased, id))
            return revoked
        }
        authority.forgetAnswers(about: serials)
    }
}
