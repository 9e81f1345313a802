package import Crypto
package import Domain
package import Store

/// Puts every key in the store that lies under the pepper under the current one; nobody's passphrase is needed.
///
/// It goes in steps, each a batch of keys in one commit with its record in the log. Killed anywhere, it goes on when it is begun
/// again, since what was moved is current then. Others may be at work: a key that is sealed anew or destroyed between its reading
/// and its writing is left as they made it, and looked at again in the next step.
package struct PepperRotation {
    /// One commit must not keep those waiting who sign meanwhile.
    package static let keysPerStepMax = 500

    package struct Counts: Hashable, Sendable {
        package fileprivate(set) var moved = 0
        /// They lay under the current pepper already.
        package fileprivate(set) var current = 0
        /// Operators' shares open them, and no pepper has a part in it.
        package fileprivate(set) var heldByOperators = 0
        package fileprivate(set) var refused = 0

        package var all: Int { moved + current + heldByOperators + refused }
    }

    /// A key that no pepper here opens. It was left alone.
    package struct Refusal: Sendable {
        package enum Key: Hashable, Sendable {
            /// What the people's data are encrypted under.
            case installation(ID<WrappedSecret>)
            case authority(ID<AuthorityKey>)
            case signer(ID<SealedKey>, owner: ID<KeyOwner>)
            case session(ID<SigningSession>)
        }

        package let key: Key
        package let error: CryptoError
    }

    package private(set) var authority = Counts()
    package private(set) var signers = Counts()
    /// What signers and owners of seals have agreed to, and is not over.
    package private(set) var sessions = Counts()
    private let store: Store
    private let keysPerStep: Int
    private var place = Place.installation

    private enum Place {
        case installation
        case authority(settled: Set<ID<AuthorityKey>>)
        case signers(after: ID<SealedKey>?)
        case sessions(after: ID<SigningSession>?)
        case over
    }

    package init(_ store: Store, keysPerStep: Int = PepperRotation.keysPerStepMax) {
        precondition(1...Self.keysPerStepMax ~= keysPerStep, "a step takes a key at least, and none too many")
        self.store = store
        self.keysPerStep = keysPerStep
    }

    /// Takes the next batch, and gives those in it that did not open; nil once all keys were looked at.
    package mutating func step(to peppers: borrowing Peppers) throws(AuthorityError) -> [Refusal]? {
        switch place {
        case .installation: try stepInstallation(to: peppers)
        case .authority(let settled): try stepAuthority(past: settled, to: peppers)
        case .signers(let last): try stepSigners(after: last, to: peppers)
        case .sessions(let last): try stepSessions(after: last, to: peppers)
        case .over: nil
        }
    }

    /// The installation's secret counts among the authority's keys.
    private mutating func stepInstallation(to peppers: borrowing Peppers) throws(AuthorityError) -> [Refusal] {
        let known = try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            try snapshot.installationSecret()
        }
        guard let known else {
            place = .authority(settled: [])
            return []
        }
        let keys = [Key(name: .installation(known.id), fate: try fate(of: known, under: peppers))]
        let count = try settle(keys)
        if count == keys.count { place = .authority(settled: []) }
        return authority.count(keys.prefix(count))
    }

    private mutating func stepAuthority(
        past settled: Set<ID<AuthorityKey>>, to peppers: borrowing Peppers
    ) throws(AuthorityError) -> [Refusal] {
        let known = try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            try snapshot.authorityKeys()
        }
        let records = known.filter { $0.kept != nil && !settled.contains($0.id) }.prefix(keysPerStep)
        guard !records.isEmpty else {
            place = .signers(after: nil)
            return []
        }
        var keys: [Key] = []
        for record in records {
            keys.append(Key(name: .authority(record.id), fate: try fate(of: record, under: peppers)))
        }
        let count = try settle(keys)
        place = .authority(settled: settled.union(records.prefix(count).map(\.id)))
        return authority.count(keys.prefix(count))
    }

    private mutating func stepSigners(
        after last: ID<SealedKey>?, to peppers: borrowing Peppers
    ) throws(AuthorityError) -> [Refusal] {
        let most = keysPerStep
        let records = try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            try snapshot.sealedKeys(after: last, most: most)
        }
        guard !records.isEmpty else {
            place = .sessions(after: nil)
            return []
        }
        var keys: [Key] = []
        for record in records {
            let name = Refusal.Key.signer(record.id, owner: record.owner)
            keys.append(Key(name: name, fate: try fate(of: record, under: peppers)))
        }
        let count = try settle(keys)
        place = .signers(after: records.prefix(count).last?.id ?? last)
        return signers.count(keys.prefix(count))
    }

    private mutating func stepSessions(
        after last: ID<SigningSession>?, to peppers: borrowing Peppers
    ) throws(AuthorityError) -> [Refusal] {
        let most = keysPerStep
        let records = try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            try snapshot.sessionKeys(after: last, most: most)
        }
        guard !records.isEmpty else {
            place = .over
            return []
        }
        var keys: [Key] = []
        for (id, key) in records { keys.append(Key(name: .session(id), fate: try fate(of: key, id, under: peppers))) }
        let count = try settle(keys)
        place = .sessions(after: records.prefix(count).last?.id ?? last)
        return sessions.count(keys.prefix(count))
    }

    /// Moves keys in one commit, up to the first that is no longer what was read. Gives how many are settled.
    private func settle(_ keys: [Key]) throws(AuthorityError) -> Int {
        guard keys.contains(where: \.isToBeMoved) else { return keys.count }
        return try store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            var moved: [AuditSubject] = []
            var settled = 0
            for key in keys {
                if case .moved(let write) = key.fate {
                    guard try write(transaction) else { break }
                    moved.append(key.subject)
                }
                settled += 1
            }
            if !moved.isEmpty { try transaction.record(AuditEvent(.pepperRotated, .done, objects: moved)) }
            return settled
        }
    }
}

extension PepperRotation {
    /// A key as it was read, and what is to become of it.
    fileprivate struct Key: Sendable {
        let name: Refusal.Key
        let fate: Fate

        var subject: AuditSubject {
            switch name {
            case .installation(let id): AuditSubject(.key, id)
            case .authority(let id): AuditSubject(.key, id)
            case .signer(let id, _): AuditSubject(.key, id)
            case .session(let id): AuditSubject(.session, id)
            }
        }

        var isToBeMoved: Bool { if case .moved = fate { true } else { false } }
    }

    fileprivate enum Fate: Sendable {
        case current
        case heldByOperators
        case refused(CryptoError)
        /// To be written by this; false where the key is no longer what was read.
        case moved(@Sendable (Transaction<AuthorityError>) throws(AuthorityError) -> Bool)
    }

    // What is wrong with a key is that key's; anything else is this machine's fault, and ends the walk.

    private func fate(
        of record: StoredInstallationSecret, under peppers: borrowing Peppers
    ) throws(AuthorityError) -> Fate {
        do throws(CryptoError) {
            guard let rotated = try record.wrapped.rotated(id: record.id, to: peppers) else { return .current }
            return .moved { (transaction) throws(AuthorityError) in try transaction.rewrap(record, as: rotated) }
        } catch .installationSecret(let defect) {
            return .refused(.installationSecret(defect))
        } catch {
            throw .crypto(error)
        }
    }

    private func fate(of record: AuthorityKey, under peppers: borrowing Peppers) throws(AuthorityError) -> Fate {
        let (id, old) = (record.id, record.kept ?? [])
        do throws(CryptoError) {
            guard let rotated = try VaultedKey(bytes: old).rotated(to: peppers) else { return .current }
            return .moved { (transaction) throws(AuthorityError) in
                try transaction.keep(rotated.bytes, inPlaceOf: old, of: id)
            }
        } catch .vaultedKey(.heldByOperators) {
            return .heldByOperators
        } catch .vaultedKey(let defect) {
            return .refused(.vaultedKey(defect))
        } catch .key(let defect) {
            return .refused(.key(defect))
        } catch {
            throw .crypto(error)
        }
    }

    private func fate(of record: SealedKeyRecord, under peppers: borrowing Peppers) throws(AuthorityError) -> Fate {
        do throws(CryptoError) {
            guard let rotated = try record.key.rotated(to: peppers) else { return .current }
            return .moved { (transaction) throws(AuthorityError) in try transaction.reseal(record, as: rotated) }
        } catch .sealedKey(let defect) {
            return .refused(.sealedKey(defect))
        } catch {
            throw .crypto(error)
        }
    }
}

extension PepperRotation {
    private func fate(
        of key: SessionKey, _ id: ID<SigningSession>, under peppers: borrowing Peppers
    ) throws(AuthorityError) -> Fate {
        do throws(CryptoError) {
            guard let rotated = try key.rotated(to: peppers) else { return .current }
            return .moved { (transaction) throws(AuthorityError) in
                try transaction.reseal(id, from: key, as: rotated)
            }
        } catch .sealedKey(let defect) {
            return .refused(.sealedKey(defect))
        } catch {
            throw .crypto(error)
        }
    }
}

extension PepperRotation.Counts {
    /// Counts what became of keys, and gives those that did not open.
    fileprivate mutating func count(_ keys: ArraySlice<PepperRotation.Key>) -> [PepperRotation.Refusal] {
        var refusals: [PepperRotation.Refusal] = []
        for key in keys {
            switch key.fate {
            case .current: current += 1
            case .heldByOperators: heldByOperators += 1
            case .moved: moved += 1
            case .refused(let error):
                refused += 1
                refusals.append(PepperRotation.Refusal(key: key.name, error: error))
            }
        }
        return refusals
    }
}
