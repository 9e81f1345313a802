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

/// Which counts of tries a passphrase falls under.
struct PassphraseGuards: Sendable {
    let atClient: [UInt8]
    let everywhere: [UInt8]
    let client: [UInt8]

    init(_ person: ID<Person>, at client: ID<Client>, _ keys: InstallationKeys) throws(ServiceError) {
        do throws(CryptoError) {
            atClient = try keys.code(.attempts, Array("person at client".utf8), person.bytes, client.bytes)
            everywhere = try keys.code(.attempts, Array("person".utf8), person.bytes)
            self.client = try keys.code(.attempts, Array("client".utf8), client.bytes)
        } catch {
            throw .crypto(error)
        }
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
        let guards = try PassphraseGuards(person.id, at: client.id, keys)
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
        let policy = policy
        return try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            let isFirst = try transaction.triesInRow(guards.atClient) == 0
            for (code, bounds) in [(guards.atClient, policy.attemptsAtClient), (guards.everywhere, policy.attempts)] {
                switch try transaction.begin(code, bounds) {
                case .proceed: break
                case .wait(let end): throw .refused(.lockedOut(until: end))
                case .blocked: throw .refused(.blocked)
                }
            }
            return isFirst
        }
    }

    private func giveBack(_ guards: PassphraseGuards) throws(ServiceError) {
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            try transaction.withdraw(guards.atClient)
            try transaction.withdraw(guards.everywhere)
        }
    }

    /// It stays counted, and is written down. A program that has it wrong for one person after the other is suspended: that is
    /// somebody who guesses, and no office.
    private func noteWrongPassphrase(
        of person: PersonRecord, at client: ClientRecord, _ guards: PassphraseGuards, isFirst: Bool
    ) throws(ServiceError) {
        let suspicion = policy.suspicion
        let event = AuditEvent(
            .passphraseTried, .refused, actor: AuditSubject(.person, person.id),
            client: AuditSubject(.client, client.id))
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            try transaction.record(event)
            guard isFirst, try transaction.begin(guards.client, suspicion) != .proceed,
                var suspect = try transaction.client(client.id), suspect.state == .enabled
            else { return }
            suspect.state = .suspended
            try transaction.set(suspect)
            try transaction.record(
                AuditEvent(.clientSuspended, .done, objects: [AuditSubject(.client, client.id)]))
        }
    }
}

extension Transaction {
    /// What was right ends every row of wrong ones, and speaks for the program.
    func succeed(_ guards: PassphraseGuards) throws(Failure) {
        try succeed(guards.atClient)
        try succeed(guards.everywhere)
        try withdraw(guards.client)
    }
}
