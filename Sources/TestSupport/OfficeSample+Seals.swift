import Authority
import Crypto
package import Domain
package import Signing
package import Store

// The office's seal, and whoever is responsible for it.
extension OfficeSample {
    package static let sealPassphrase = "awan jingga di utara"
    package static let subscriber = "segel-kota"

    /// Consents as `teken admin seal activate` makes them.
    package var activations: ActivationDesk {
        ActivationDesk(
            store: store, keys: house.keys, peppers: house.peppers, policy: house.policy, clock: base.clock.read)
    }

    /// Enters a seal that Siti is responsible for, with a certificate whose key lies under `sealPassphrase`.
    package func enterSeal(
        _ id: ID<Seal> = .fixture(0x5A), called name: String = OfficeSample.subscriber, hasCertificate: Bool = true
    ) throws -> SealRecord {
        guard let subscriber = SubscriberName(name) else { throw Unexpected(words: "no name") }
        let record = SealRecord(
            id: id, subscriber: subscriber, name: "Segel Kota Contoh", institution: Self.institution,
            owner: .fixture(0x51))
        try store.write { (transaction) throws(StoreError) in try transaction.insert(record) }
        if hasCertificate { try certify(record) }
        return try seal(name)
    }

    private func certify(_ seal: SealRecord) throws {
        let key = try PrivateKey.generate(.p256)
        let sealed: ID<SealedKey> = try randomID()
        let owner = KeyOwner.id(of: seal.id)
        let order = IssuanceOrder(
            try randomID(), profile: .seal,
            subject: try DistinguishedName([
                (.country, "ID"), (.organization, seal.institution.name), (.commonName, seal.name),
            ]),
            key: .kept(
                .init(
                    id: sealed, owner: owner,
                    key: try SealedKey.seal(
                        key, id: sealed, owner: owner, under: .of(Self.sealPassphrase), peppers: house.peppers.peppers,
                        parameters: .cheapest), publicKeyInfo: try key.publicKeyInfo())), owner: owner)
        _ = try base.issued(order)
    }

    package func seal(_ name: String = OfficeSample.subscriber, at client: ClientRecord? = nil) throws -> SealRecord {
        try house.seal(SubscriberName(name), for: client ?? self.client)
    }

    package func activate(
        _ seal: SealRecord, count: Int = 10, for lifetime: Duration = .seconds(30 * 86_400),
        at client: ClientRecord? = nil, with passphrase: String = OfficeSample.sealPassphrase
    ) throws -> ActivationDesk.Activation {
        try activations.activate(
            seal, with: .of(passphrase), .init(count: count, lifetime: lifetime), for: client ?? self.client)
    }
}
