package import Crypto
package import Domain
import Store

extension Registry {
    /// T12: the key stays, and is sealed anew. The try of the old passphrase is counted before it is looked at, like every other.
    package func changePassphrase(
        _ id: ID<Person>, from old: borrowing Passphrase, to new: borrowing Passphrase, through client: ID<Client>?
    ) throws(RegistryError) {
        let mandate = Mandate.owner(id, through: client)
        let person = try settledPerson(id, by: mandate)
        var account = person.account
        let now = clock()
        _ = try account.take(at: now) { $0.changePassphrase(by: .owner, at: now) }
        try judge(new, knowing: PassphraseRules.ownWords(of: data(of: person)))
        guard let certificate = person.certificate, let stored = try sealedKey(of: certificate.id) else {
            throw .refused(.notNow(account.verification, account.certificateStatus(at: now)))
        }
        let guards = try RegistryError.crypto { () throws(CryptoError) in
            try PassphraseGuards(id, at: client, keys)
        }
        let isFirst = try begin(guards)
        let sealed: SealedKey
        do throws(CryptoError) {
            let opened = try stored.key.open(
                id: stored.id, owner: stored.owner, with: old, peppers: peppers.peppers, policy: policy.seal)
            sealed = try SealedKey.seal(
                opened.key, id: stored.id, owner: stored.owner, under: new, peppers: peppers.peppers,
                parameters: policy.seal)
        } catch .sealedKey(.refused) {
            try noteWrong(id, guards, at: client, isFirst: isFirst)
            throw .refused(.wrongPassphrase)
        } catch {
            try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
                try transaction.withdraw(guards)
            }
            throw .crypto(error)
        }
        try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
            try transaction.succeed(guards)
            var account = try transaction.presentPerson(id, by: mandate).account
            _ = try account.take(at: transaction.now) { $0.changePassphrase(by: .owner, at: now) }
            guard try transaction.reseal(stored, as: sealed) else { throw .refused(.overtaken) }
            _ = try transaction.endSessions(of: id)
            try transaction.record(
                mandate.event(
                    .passphraseChanged, id, [AuditSubject(.certificate, certificate.id)],
                    serial: certificate.serial.bytes))
        }
    }

    private func begin(_ guards: PassphraseGuards) throws(RegistryError) -> Bool {
        let bounds = policy.attempts
        return try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
            let isFirst = try transaction.triesInRow(guards.atClient) == 0
            switch try transaction.begin(guards, bounds) {
            case .proceed: return isFirst
            case .wait(let end): throw .refused(.lockedOut(until: end))
            case .blocked: throw .refused(.blocked)
            }
        }
    }

    private func noteWrong(
        _ person: ID<Person>, _ guards: PassphraseGuards, at client: ID<Client>?, isFirst: Bool
    ) throws(RegistryError) {
        let suspicion = policy.suspicion
        try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
            try transaction.fail(
                guards, of: AuditSubject(.person, person), at: client, isFirst: isFirst, suspicion: suspicion)
        }
    }

    private func sealedKey(of certificate: ID<IssuedCertificate>) throws(RegistryError) -> SealedKeyRecord? {
        try store.read { (snapshot: Snapshot<RegistryError>) throws(RegistryError) in
            try snapshot.sealedKey(for: certificate)
        }
    }
}
