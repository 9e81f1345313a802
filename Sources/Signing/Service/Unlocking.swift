import Authority
package import Crypto
package import Domain
package import Store

/// A signer whose key is open: what signs, and what has to be written down once it has signed.
package struct UnlockedSigner: ~Copyable {
    package let person: ID<Person>
    package let certificate: CertificateRecord
    package let identity: SigningIdentity
    let guards: PassphraseGuards
    /// The same key under a stronger seal, to be kept with the first signature.
    let renewed: Renewed?

    /// All of it but the key, for the store.
    struct Entry: Sendable {
        let person: ID<Person>
        let certificate: CertificateRecord
        let guards: PassphraseGuards
        let renewed: Renewed?
    }

    var entry: Entry { Entry(person: person, certificate: certificate, guards: guards, renewed: renewed) }

    struct Renewed: Sendable {
        let record: SealedKeyRecord
        let seal: SealedKey
    }
}

extension SigningHouse {
    /// Opens a signer's key, if the person can sign and the passphrase is right.
    ///
    /// The try is counted before the passphrase is looked at: however many are made at the same time, no more are looked at than
    /// may be. A right one takes its count back together with what is signed.
    package func unlock(
        _ person: PersonRecord, _ passphrase: borrowing Passphrase, for client: ClientRecord
    ) throws(ServiceError) -> UnlockedSigner {
        guard client.state == .enabled else { throw .refused(.suspendedClient) }
        if case .cannot(let obstacle) = person.canSign(at: clock()) { throw .refused(.cannotSign(obstacle)) }
        guard let record = person.certificate, let certificate = record.certificate else {
            throw .refused(.cannotSign(.noCertificate))
        }
        let stored = try store.read { (snapshot: Snapshot<ServiceError>) throws(ServiceError) in
            try snapshot.sealedKey(for: record.id)
        }
        guard let stored else { throw .refused(.cannotSign(.noCertificate)) }
        let guards = try ServiceError.crypto { () throws(CryptoError) in
            try PassphraseGuards(person.id, at: client.id, keys)
        }
        let isFirst = try begin(guards)
        let opened: OpenedKey
        do throws(CryptoError) {
            opened = try stored.key.open(
                id: stored.id, owner: stored.owner, with: passphrase, peppers: peppers.peppers, policy: policy.seal)
        } catch .sealedKey(.refused) {
            try noteWrongPassphrase(of: person, at: client, guards, isFirst: isFirst)
            throw .refused(.wrongPassphrase)
        } catch {
            try giveBack(guards)
            throw .crypto(error)
        }
        let renewed = opened.renewed.map { UnlockedSigner.Renewed(record: stored, seal: $0) }
        let chain = [certificate] + authority.chain(of: record.issuer)
        let identity: SigningIdentity
        do throws(CryptoError) {
            identity = try SigningIdentity(key: opened.takeKey(), certificates: chain)
        } catch {
            try giveBack(guards)
            throw .crypto(error)
        }
        return UnlockedSigner(
            person: person.id, certificate: record, identity: identity, guards: guards, renewed: renewed)
    }

    /// Counts a try, and says whether it is this program's first for this person since the last right one.
    private func begin(_ guards: PassphraseGuards) throws(ServiceError) -> Bool {
        let bounds = PassphraseGuards.Bounds(atClient: policy.attemptsAtClient, everywhere: policy.attempts)
        return try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            let isFirst = try transaction.triesInRow(guards.atClient) == 0
            switch try transaction.begin(guards, bounds) {
            case .proceed: return isFirst
            case .wait(let end): throw .refused(.lockedOut(until: end))
            case .blocked: throw .refused(.blocked)
            }
        }
    }

    private func giveBack(_ guards: PassphraseGuards) throws(ServiceError) {
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            try transaction.withdraw(guards)
        }
    }

    private func noteWrongPassphrase(
        of person: PersonRecord, at client: ClientRecord, _ guards: PassphraseGuards, isFirst: Bool
    ) throws(ServiceError) {
        let (suspicion, person, client) = (policy.suspicion, AuditSubject(.person, person.id), client.id)
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            try transaction.fail(guards, of: person, at: client, isFirst: isFirst, suspicion: suspicion)
        }
    }
}
