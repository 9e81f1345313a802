import Crypto
import Domain
import Store
import TestSupport

/// A store with an installation's keys, an institution, and people who do not exist.
struct PeopleSample {
    static let institution = InstitutionRecord(id: .fixture(0x11), name: "Kota Contoh")
    static let siti = ID<Person>.fixture(0x51)
    static let budi = ID<Person>.fixture(0x52)

    let fresh: FreshStore
    let keys: InstallationKeys

    var store: Store { fresh.store }

    init(_ backend: Backend) throws {
        fresh = try backend.freshStore()
        keys = try InstallationKeys(.of([UInt8](repeating: 7, count: WrappedSecret.secretBytes)))
        try store.write { (transaction) throws(StoreError) in try transaction.insert(Self.institution) }
    }

    static func data(_ name: String = "Siti Percobaan", nik: String = "9999990101900001") -> PersonData {
        PersonData(nik: nik, name: name, email: "\(name.split(separator: " ")[0])@contoh.example")
    }

    func enter(_ id: ID<Person>, _ data: PersonData, as status: VerificationStatus = .verified) throws {
        guard let account = Account(status, .nothing(nil)) else { preconditionFailure("such an account can be") }
        try store.write { (transaction) throws(StoreError) in
            try transaction.insert(id, of: Self.institution.id, account, data, keys)
        }
    }

    func person(_ name: PersonName?) throws -> PersonRecord? {
        guard let name else { return nil }
        return try store.read { (snapshot) throws(StoreError) in try snapshot.person(named: name, keys) }
    }

    func person(_ id: ID<Person>) throws -> PersonRecord? {
        try store.read { (snapshot) throws(StoreError) in try snapshot.person(id) }
    }
}
