import Authority
import Crypto
import Domain
import Problems
import Registry
import Store

/// The registry of a data folder, put together for a command that changes something.
struct RegistryHouse {
    let authority: AuthorityHouse
    let registry: Registry

    init(_ arguments: borrowing CommandArguments) throws {
        authority = try AuthorityHouse(arguments)
        registry = try Self.registry(of: authority)
    }

    private static func registry(of house: AuthorityHouse) throws -> Registry {
        let peppers = try KeptPeppers(house.folder.peppers())
        return Registry(
            authority: house.authority, keys: try house.authority.store.installationKeys(peppers.peppers),
            peppers: peppers, clock: WallClock.now)
    }

    /// Lists that are due after a revocation are made at once, where their key is open here.
    func publishLists() throws {
        try authority.authority.publishDueLists()
        try authority.tellListsBehind()
    }
}

/// The store of a data folder for a command that only looks: it disturbs nobody who writes.
struct ReadingHouse {
    let store: Store
    let keys: InstallationKeys

    /// Nil where nobody was ever entered: the keys of people's data are made with the first one.
    init?(_ arguments: borrowing CommandArguments) throws {
        let folder = try DataFolder(arguments)
        store = try folder.openForReading()
        do {
            keys = try store.installationKeys(folder.peppers())
        } catch StoreError.readOnly {
            return nil
        }
    }
}

extension DataFolder {
    func peppers() throws -> Peppers {
        try PepperFile.read(
            InputFile.secret(VaultSecrets.pepperPath(self), most: PepperFile.bytesMax, isPrivate: true))
    }
}
