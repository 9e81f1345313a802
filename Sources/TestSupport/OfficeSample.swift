import Authority
import Channels
package import Crypto
package import Documents
package import Domain
package import Signing
package import Store

/// An office whose people have certificates, and the programs it signs with.
package struct OfficeSample {
    package static let passphrase = "Contoh#2026"
    package static let institution = InstitutionRecord(id: .fixture(0x11), name: "Kota Contoh")
    package static let siti = PersonName(nik: "9999990101900001")

    package let base: AuthoritySample
    package let house: SigningHouse
    package let client: ClientRecord
    /// Another program of the same office.
    package let other: ClientRecord

    package var store: Store { base.store }

    package init(
        _ backend: Backend = .sqlite, desk: DocumentDesk? = nil, policy: (inout SigningHouse.Policy) -> Void = { _ in }
    ) throws {
        base = try AuthoritySample(backend)
        let keys = try InstallationKeys(.of([UInt8](repeating: 7, count: WrappedSecret.secretBytes)))
        var chosen = SigningHouse.Policy()
        chosen.seal = .cheapest
        policy(&chosen)
        house = SigningHouse(
            store: base.store, authority: base.authority, keys: keys,
            peppers: KeptPeppers(Peppers(current: try .random())), desk: try desk ?? .ofThisBuild(), policy: chosen,
            clock: base.clock.read)
        client = try Self.client("surat", 0xC1, keys)
        other = try Self.client("kepegawaian", 0xC2, keys)
        let clients = [client, other]
        try base.store.write { (transaction) throws(StoreError) in
            try transaction.insert(Self.institution)
            for client in clients { try transaction.insert(client) }
        }
        try enter(.fixture(0x51), "Siti Percobaan", nik: "9999990101900001")
    }

    private static func client(_ name: String, _ number: UInt8, _ keys: InstallationKeys) throws -> ClientRecord {
        try ClientRecord(
            id: .fixture(number), name: name, secret: Array("rahasia \(name)".utf8), institution: institution.id,
            scopes: .usual, keys)
    }

    /// Enters a verified person, with a certificate whose key lies under `passphrase`.
    package func enter(_ id: ID<Person>, _ name: String, nik: String, kind: KeyKind = .p256) throws {
        guard let account = Account(.verified, .nothing(nil)) else { throw Unexpected(words: "no account") }
        let data = PersonData(nik: nik, name: name, email: "\(nik)@contoh.example")
        try store.write { (transaction) throws(StoreError) in
            try transaction.insert(id, of: Self.institution.id, account, data, house.keys)
        }
        let key = try PrivateKey.generate(kind)
        let sealed: ID<SealedKey> = try randomID()
        let owner = KeyOwner.id(of: id)
        var order = IssuanceOrder(
            try randomID(), profile: .person,
            subject: try DistinguishedName([(.country, "ID"), (.organization, "Kota Contoh"), (.commonName, name)]),
            key: .kept(
                .init(
                    id: sealed, owner: owner,
                    key: try SealedKey.seal(
                        key, id: sealed, owner: owner, under: .of(Self.passphrase), peppers: house.peppers.peppers,
                        parameters: .cheapest), publicKeyInfo: try key.publicKeyInfo())), owner: owner)
        order.owner = owner
        _ = try base.issued(order)
    }

    package func person(_ name: PersonName? = OfficeSample.siti, at client: ClientRecord? = nil) throws -> PersonRecord
    {
        guard let name else { throw Unexpected(words: "no name") }
        return try house.person(name, for: client ?? self.client)
    }

    /// What comes of signing one digest.
    package func outcome(
        _ passphrase: String = OfficeSample.passphrase, at client: ClientRecord? = nil,
        for name: PersonName? = OfficeSample.siti
    ) throws -> ServiceRefusal? {
        let client = client ?? self.client
        do {
            let signer = try house.unlock(person(name, at: client), .of(passphrase), for: client)
            _ = try house.sign([Self.digest.get()], scheme: nil, as: signer, for: client)
            return nil
        } catch ServiceError.refused(let refusal) {
            return refusal
        }
    }

    package static let digest = Result { try Digest(.sha256, of: Array("surat".utf8)) }

    /// Does something to the account as the store has it.
    package func change(_ account: Account, of id: ID<Person> = .fixture(0x51)) throws {
        try store.write { (transaction) throws(StoreError) in try transaction.set(account, of: id) }
    }
}
