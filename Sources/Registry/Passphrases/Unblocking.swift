import Crypto
package import Domain
import Store

extension Registry {
    /// Whoever was shut out for wrong passphrases may try again, through every program.
    package func unblock(_ id: ID<Person>, by mandate: Mandate) throws(RegistryError) {
        let keys = keys
        try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
            _ = try transaction.presentPerson(id, by: mandate)
            try transaction.forgetTries(keysOf: KeyOwner.id(of: id), keys)
            try transaction.record(mandate.event(.passphraseUnblocked, id))
        }
    }
}

extension Transaction {
    /// All counts of wrong passphrases for one owner of keys, wherever they were tried.
    func forgetTries(keysOf owner: ID<KeyOwner>, _ keys: InstallationKeys) throws(Failure) {
        for client in [nil] + (try clients().map(\.id)) {
            let guards: PassphraseGuards
            do throws(CryptoError) {
                guards = try PassphraseGuards(keysOf: owner, at: client, keys)
            } catch {
                throw .store(.cryptography(error))
            }
            try succeed(guards.atClient)
            try succeed(guards.everywhere)
        }
    }
}
