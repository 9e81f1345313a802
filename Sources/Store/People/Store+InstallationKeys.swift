package import Crypto
import Domain

extension Store {
    /// What people are found by and programs are known by. The secret behind it is made when it is first asked for; of two nodes
    /// that ask at once, both get the one that was kept first.
    package func installationKeys(_ peppers: borrowing Peppers) throws(StoreError) -> InstallationKeys {
        let known = try read { (snapshot: Snapshot<StoreError>) throws(StoreError) in try snapshot.installationSecret()
        }
        let kept: StoredInstallationSecret
        switch known {
        case .some(let secret): kept = secret
        case .none: kept = try keepFirstSecret(peppers)
        }
        do throws(CryptoError) {
            return try InstallationKeys(kept.wrapped.open(id: kept.id, peppers: peppers))
        } catch {
            throw .cryptography(error)
        }
    }

    private func keepFirstSecret(_ peppers: borrowing Peppers) throws(StoreError) -> StoredInstallationSecret {
        let made: StoredInstallationSecret
        do throws(CryptoError) {
            let id = ID<WrappedSecret>(random: try Randomness.bytes(ID<WrappedSecret>.byteCount))
            let secret = try Secret.random(count: WrappedSecret.secretBytes)
            made = StoredInstallationSecret(id: id, wrapped: try WrappedSecret.wrap(secret, id: id, under: peppers))
        } catch {
            throw .cryptography(error)
        }
        return try write { (transaction: Transaction<StoreError>) throws(StoreError) in
            let kept = try transaction.keepFirst(made)
            if kept.id == made.id {
                try transaction.record(AuditEvent(.keyMade, .done, objects: [AuditSubject(.key, made.id)]))
            }
            return kept
        }
    }
}
