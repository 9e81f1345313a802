package import Crypto
package import Domain
package import Store

extension Authority {
    /// Makes every list that is due: somebody on it changed, or it has been in force for its interval. Called often, it does little.
    @discardableResult package func publishDueLists() throws(AuthorityError) -> [RevocationListRecord] {
        let now = clock()
        let desk = RevocationListDesk(settings: settings, store: store, now: now)
        var made: [RevocationListRecord] = []
        for issuer in keys.issuers where now <= issuer.validity.notAfter {
            for shard in try shards(of: issuer) where try isDue(shard, of: issuer, at: now) {
                made.append(try desk.make(for: issuer, in: shard))
            }
        }
        return made
    }

    /// A new list of the root's, with the key that its owner has brought.
    package func publishRootList(with rootKey: SoftwareSigningKey) throws(AuthorityError) -> RevocationListRecord {
        try RevocationListDesk(settings: settings, store: store, now: clock()).make(for: root(with: rootKey), in: .all)
    }

    /// The list in force; nil where none was made yet.
    package func list(
        of issuer: ID<AuthorityKey>, in shard: ListShard
    ) throws(AuthorityError) -> RevocationListRecord? {
        try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            try snapshot.revocationList(of: issuer, in: shard)
        }
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

    private func shards(of issuer: Issuer) throws(AuthorityError) -> [ListShard] {
        let parts = try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            try snapshot.listParts(of: issuer.id)
        }
        return [.all] + (parts > 0 ? (1...parts).map(ListShard.part) : [])
    }

    private func isDue(_ shard: ListShard, of issuer: Issuer, at now: Instant) throws(AuthorityError) -> Bool {
        let (list, changes) = try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            (
                try snapshot.revocationList(of: issuer.id, in: shard),
                try snapshot.changeCount(of: issuer.id, in: shard)
            )
        }
        guard let list else { return true }
        return changes != list.changes || now >= list.thisUpdate + settings.status.listInterval
    }
}
