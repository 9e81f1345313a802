package import Crypto
package import Domain
package import Store

/// How a seal stands now, who is responsible for it, and which programs it is activated for.
package struct SealStanding: Hashable, Sendable {
    /// An owner's consent that is not over.
    package struct Activation: Hashable, Sendable {
        package let client: String
        package let count: Int
        package let used: Int
        package let deadline: Instant
    }

    package let id: ID<Seal>
    package let subscriber: SubscriberName
    package let name: String
    package let institution: String
    /// Nil once that person was erased.
    package let owner: PersonData?
    package let status: SealStatus
    package let verdict: SealVerdict
    package let serial: SerialNumber?
    package let validity: Validity?
    package let activations: [Activation]
}

extension Store {
    /// All seals, those of one institution together. A store that is opened for reading alone will do.
    package func sealStandings(_ keys: InstallationKeys, at now: Instant) throws(StoreError) -> [SealStanding] {
        try read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.seals().map { (seal) throws(StoreError) in
                try Self.standing(of: seal, keys, in: snapshot, at: now)
            }
        }
    }

    package func standing(
        of name: SubscriberName, _ keys: InstallationKeys, at now: Instant
    ) throws(StoreError) -> SealStanding? {
        try read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.seal(called: name).map { (seal) throws(StoreError) in
                try Self.standing(of: seal, keys, in: snapshot, at: now)
            }
        }
    }

    private static func standing(
        of seal: SealRecord, _ keys: InstallationKeys, in snapshot: Snapshot<StoreError>, at now: Instant
    ) throws(StoreError) -> SealStanding {
        let open = try snapshot.activations(of: seal.id).filter { now < $0.terms.deadline }
        let activations = try open.map { (session) throws(StoreError) in
            SealStanding.Activation(
                client: try snapshot.client(session.terms.client)?.name ?? "\(session.terms.client)",
                count: session.terms.count, used: session.used, deadline: session.terms.deadline)
        }
        return SealStanding(
            id: seal.id, subscriber: seal.subscriber, name: seal.name, institution: seal.institution.name,
            owner: try snapshot.person(seal.owner)?.data(keys), status: seal.seal.status(at: now),
            verdict: seal.canSeal(at: now), serial: seal.certificate?.serial,
            validity: seal.certificate?.life.validity, activations: activations)
    }
}
