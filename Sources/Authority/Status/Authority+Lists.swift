package import Crypto
package import Domain
package import Store

extension Authority {
    /// Makes every list that is due: somebody on it changed, or it has been in force for its interval. Called often, it does little.
    @discardableResult package func publishDueLists() throws(AuthorityError) -> [RevocationListRecord] {
        let now = clock()
        lookAround(at: now)
        let desk = RevocationListDesk(settings: settings, store: store, now: now)
        var made: [RevocationListRecord] = []
        for issuer in keys.issuers where now <= issuer.validity.notAfter {
            for shard in try shards(of: issuer.id) where try isDue(shard, of: issuer.id, at: now) {
                if let list = try desk.make(for: issuer, in: shard) { made.append(list) }
            }
        }
        return made
    }

    /// The issuers whose lists are due and wait for a key that is not open here: the root's, and what operators hold.
    package func issuersBehind() throws(AuthorityError) -> [AuthorityKey] {
        let now = clock()
        let open = Set(keys.issuers.map(\.id))
        var behind: [AuthorityKey] = []
        for key in keyRecords where (key.role == .issuing || key.role == .root) && !open.contains(key.id) {
            if let end = key.certificate.notAfter, end < now { continue }
            for shard in try shards(of: key.id) where try isDue(shard, of: key.id, at: now) {
                behind.append(key)
                break
            }
        }
        return behind
    }

    /// A new list of the root's, with the key that its owner has brought.
    package func publishRootList(with rootKey: SoftwareSigningKey) throws(AuthorityError) -> RevocationListRecord {
        let root = try root(with: rootKey)
        let desk = RevocationListDesk(settings: settings, store: store, now: clock())
        guard let made = try desk.make(for: root, in: .all) else { throw .store(.overtaken) }
        return made
    }

    /// The list in force; nil where none was made yet.
    package func list(
        of issuer: ID<AuthorityKey>, in shard: ListShard
    ) throws(AuthorityError) -> RevocationListRecord? {
        try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            try snapshot.revocationList(of: issuer, in: shard)
        }
    }

    /// Every list in force, of issuers whose own certificates have not ended.
    package func listsInForce() throws(AuthorityError) -> [RevocationListRecord] {
        let now = clock()
        var lists: [RevocationListRecord] = []
        for key in keyRecords where key.role == .issuing || key.role == .root {
            if let end = key.certificate.notAfter, end < now { continue }
            for shard in try shards(of: key.id) {
                if let list = try list(of: key.id, in: shard) { lists.append(list) }
            }
        }
        return lists
    }

    /// The bytes of the list in force, piece by piece.
    package func eachPieceOfList(
        of issuer: ID<AuthorityKey>, in shard: ListShard, _ body: ([UInt8]) throws(AuthorityError) -> Void
    ) throws(AuthorityError) -> RevocationListRecord? {
        try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            guard let list = try snapshot.revocationList(of: issuer, in: shard) else { return nil }
            try snapshot.eachPiece(of: list, body)
            return list
        }
    }

    private func shards(of issuer: ID<AuthorityKey>) throws(AuthorityError) -> [ListShard] {
        let parts = try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            try snapshot.listParts(of: issuer)
        }
        return [.all] + (parts > 0 ? (1...parts).map(ListShard.part) : [])
    }

    /// A list that comes out of the future was made by a clock that was wrong, and nobody believes it.
    private func isDue(
        _ shard: ListShard, of issuer: ID<AuthorityKey>, at now: Instant
    ) throws(AuthorityError) -> Bool {
        let (list, changes) = try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            (
                try snapshot.revocationList(of: issuer, in: shard),
                try snapshot.changeCount(of: issuer, in: shard)
            )
        }
        guard let list else { return true }
        guard changes == list.changes, now >= list.thisUpdate else { return true }
        let isRoots = keys.record(issuer)?.role == .root
        return now
            >= (isRoots
                ? list.nextUpdate - .days(settings.lifetimes.renewalDays)
                : list.thisUpdate + settings.status.listInterval)
    }
}
