import Crypto
import Domain
import Store

/// Makes lists of revoked certificates. Entries go from the store to the signature and back into the store in pieces: a list of a
/// million takes no more memory than an empty one.
struct RevocationListDesk: Sendable {
    /// What is written into the store at once.
    private static let pieceBytes = 1 << 20

    let settings: AuthoritySettings
    let store: Store
    let now: Instant

    /// A new list, with a number above all before it, in force once this returns. Nil where another node has put one in force
    /// meanwhile that knows more.
    func make(for issuer: Issuer, in shard: ListShard) throws(AuthorityError) -> RevocationListRecord? {
        let announced = try announce(issuer, shard)
        let made = try store.readAtLength { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            try write(announced, for: issuer, from: snapshot)
        }
        let isInForce = try store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            guard try transaction.publish(made) else { return false }
            try transaction.record(Self.event(.done, of: made, digest: nil))
            return true
        }
        return isInForce ? made : nil
    }

    private func announce(_ issuer: Issuer, _ shard: ListShard) throws(AuthorityError) -> RevocationListRecord {
        let lifetime = issuer.role == .root ? settings.status.rootListLifetime : settings.status.listLifetime
        let moment = now
        return try store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            let list = RevocationListRecord(
                issuer: issuer.id, shard: shard, number: try transaction.nextNumber(of: "revocation list \(issuer.id)"),
                thisUpdate: moment, nextUpdate: min(moment + lifetime, issuer.validity.notAfter))
            try transaction.insertIntended(list)
            return list
        }
    }

    /// Everything is read in one snapshot, three times: counted, hashed, written.
    private func write(
        _ announced: RevocationListRecord, for issuer: Issuer, from snapshot: Snapshot<AuthorityError>
    ) throws(AuthorityError) -> RevocationListRecord {
        var list = announced
        list.changes = try snapshot.changeCount(of: issuer.id, in: list.shard)
        let prepared = try prepare(list, for: issuer, from: snapshot)
        // What is signed is on record before the key is used.
        try store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            try transaction.record(Self.event(.intended, of: announced, digest: prepared.digest))
        }
        var writing = try AuthorityError.crypto { () throws(CryptoError) in
            try RevocationListWriting(prepared.signed(by: issuer.key))
        }
        var shelf = PieceShelf(store: store, list: announced, bytesMax: Self.pieceBytes)
        try snapshot.eachRevoked(by: issuer.id, in: list.shard) { (entry) throws(AuthorityError) in
            let piece: [UInt8]?
            do throws(CryptoError) { piece = try writing.add(entry) } catch { throw .crypto(error) }
            if let piece { try shelf.add(piece) }
        }
        let last: [UInt8]
        do throws(CryptoError) { last = try writing.finish() } catch { throw .crypto(error) }
        try shelf.add(last)
        try shelf.flush()
        list.entries = prepared.measure.entryCount
        list.bytes = shelf.bytes
        return list
    }

    private func prepare(
        _ list: RevocationListRecord, for issuer: Issuer, from snapshot: Snapshot<AuthorityError>
    ) throws(AuthorityError) -> PreparedRevocationList {
        var measure = RevocationListMeasure()
        try snapshot.eachRevoked(by: issuer.id, in: list.shard) { (entry) throws(AuthorityError) in measure.add(entry) }
        let draft = RevocationListDraft(
            issuer: issuer.certificate, number: UInt64(list.number), thisUpdate: list.thisUpdate,
            nextUpdate: list.nextUpdate, scope: (issuer.addresses ?? settings.addresses).scope(of: list),
            keepsExpiredSince: issuer.validity.notBefore)
        var hashing: RevocationListHashing
        do throws(CryptoError) {
            hashing = try RevocationListHashing(draft, measure: measure, for: issuer.key)
        } catch {
            throw .crypto(error)
        }
        try snapshot.eachRevoked(by: issuer.id, in: list.shard) { (entry) throws(AuthorityError) in
            do throws(CryptoError) { try hashing.add(entry) } catch { throw .crypto(error) }
        }
        do throws(CryptoError) { return try hashing.finish() } catch { throw .crypto(error) }
    }

    private static func event(
        _ outcome: AuditOutcome, of list: RevocationListRecord, digest: Digest?
    ) -> AuditEvent {
        AuditEvent(.listSigned, outcome, objects: [AuditSubject(.key, list.issuer)], document: digest)
    }
}

extension AuthorityAddresses {
    /// The list of them all says nothing about its scope; a part says which one it is.
    fileprivate func scope(of list: RevocationListRecord) -> RevocationListScope? {
        switch list.shard {
        case .all: nil
        case .part: RevocationListScope(url: self.list(of: list.issuer, shard: list.shard))
        }
    }
}

/// Gathers what a list is written in, and stores it in pieces of a size.
private struct PieceShelf {
    let store: Store
    let list: RevocationListRecord
    let bytesMax: Int
    private(set) var bytes = 0
    private var pieces = 0
    private var gathered: [UInt8] = []

    init(store: Store, list: RevocationListRecord, bytesMax: Int) {
        self.store = store
        self.list = list
        self.bytesMax = bytesMax
    }

    mutating func add(_ piece: [UInt8]) throws(AuthorityError) {
        gathered += piece
        bytes += piece.count
        if gathered.count >= bytesMax { try flush() }
    }

    mutating func flush() throws(AuthorityError) {
        guard !gathered.isEmpty else { return }
        let (piece, number, list) = (gathered, pieces, list)
        try store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            try transaction.insertPiece(piece, at: number, of: list)
        }
        pieces += 1
        gathered.removeAll(keepingCapacity: true)
    }
}
