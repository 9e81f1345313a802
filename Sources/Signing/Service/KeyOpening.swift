import Crypto
import Domain
import Store

/// The way to a key that lies under a passphrase.
///
/// The try is counted before the passphrase is looked at: however many are made at the same time, no more are looked at than
/// may be. A right one takes its count back together with what is done with the key.
struct KeyOpening: Sendable {
    let store: Store
    let peppers: KeptPeppers
    let policy: SigningHouse.Policy

    func open(
        _ stored: SealedKeyRecord, with passphrase: borrowing Passphrase, _ guards: PassphraseGuards,
        of owner: AuditSubject, at client: ID<Client>?
    ) throws(ServiceError) -> OpenedKey {
        let isFirst = try begin(guards)
        do throws(CryptoError) {
            return try stored.key.open(
                id: stored.id, owner: stored.owner, with: passphrase, peppers: peppers.peppers, policy: policy.seal)
        } catch .sealedKey(.refused) {
            try noteWrong(guards, of: owner, at: client, isFirst: isFirst)
            throw .refused(.wrongPassphrase)
        } catch {
            try giveBack(guards)
            throw .crypto(error)
        }
    }

    /// Nothing was done with the key, because of us.
    func giveBack(_ guards: PassphraseGuards) throws(ServiceError) {
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            try transaction.withdraw(guards)
        }
    }

    /// Counts a try, and says whether it is this program's first for this owner since the last right one.
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

    private func noteWrong(
        _ guards: PassphraseGuards, of owner: AuditSubject, at client: ID<Client>?, isFirst: Bool
    ) throws(ServiceError) {
        let suspicion = policy.suspicion
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            try transaction.fail(guards, of: owner, at: client, isFirst: isFirst, suspicion: suspicion)
        }
    }
}
