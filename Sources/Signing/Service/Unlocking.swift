import Authority
package import Crypto
package import Domain
package import Store

/// A signer whose key is open: what signs, and what has to be written down once it has signed.
package struct UnlockedSigner: ~Copyable, Sendable {
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
    /// Opens a signer's key, if the person can sign and the passphrase is right. The try that was counted for it is taken back
    /// together with what is signed.
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
        let opened = try keyOpening.open(
            stored, with: passphrase, guards, of: AuditSubject(.person, person.id), at: client.id)
        let renewed = opened.renewed.map { UnlockedSigner.Renewed(record: stored, seal: $0) }
        let chain = [certificate] + authority.chain(of: record.issuer)
        let identity: SigningIdentity
        do throws(CryptoError) {
            identity = try SigningIdentity(key: opened.takeKey(), certificates: chain)
        } catch {
            try keyOpening.giveBack(guards)
            throw .crypto(error)
        }
        return UnlockedSigner(
            person: person.id, certificate: record, identity: identity, guards: guards, renewed: renewed)
    }

    private var keyOpening: KeyOpening { KeyOpening(store: store, peppers: peppers, policy: policy) }
}
