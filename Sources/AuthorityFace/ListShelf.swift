import Authority
import Channels
import Domain
import Store
import Synchronization

/// Lists as they are handed out, each read out of the store once: a country's list is tens of megabytes, and many fetch it.
final class ListShelf: Sendable {
    struct Shelved: Sendable {
        let record: RevocationListRecord
        let bytes: MemoryFile

        /// Changes with every list, and with nothing else.
        var tag: String { "\"\(record.issuer)\(record.shard.suffix)-\(record.number)\"" }
    }

    private struct Place: Hashable {
        let issuer: ID<AuthorityKey>
        let shard: ListShard
    }

    private let authority: Authority
    private let shelved = Mutex<[Place: Shelved]>([:])
    /// One at a time reads a list out of the store; the others wait for it instead of reading it, too.
    private let reading = Mutex(())

    init(_ authority: Authority) {
        self.authority = authority
    }

    /// Nil where no list is published at that address.
    func list(at url: String) throws(AuthorityError) -> Shelved? {
        guard let record = try authority.list(at: url) else { return nil }
        let place = Place(issuer: record.issuer, shard: record.shard)
        if let known = known(place, record) { return known }
        return try reading.withLock { _ throws(AuthorityError) in
            if let known = known(place, record) { return known }
            let read = try read(record)
            if let read { shelved.withLock { $0[place] = read } }
            return read
        }
    }

    private func known(_ place: Place, _ record: RevocationListRecord) -> Shelved? {
        shelved.withLock { $0[place] }.flatMap { $0.record.number >= record.number ? $0 : nil }
    }

    private func read(_ record: RevocationListRecord) throws(AuthorityError) -> Shelved? {
        var draft = try Self.wrapped { () throws(MemoryFileError) in try MemoryFileDraft(bytesMax: .max) }
        let found = try authority.eachPieceOfList(of: record.issuer, in: record.shard) {
            (piece) throws(AuthorityError) in
            try Self.wrapped { () throws(MemoryFileError) in try draft.append(piece) }
        }
        guard let found else { return nil }
        return Shelved(record: found, bytes: try Self.sealed(draft))
    }

    private static func sealed(_ draft: consuming MemoryFileDraft) throws(AuthorityError) -> MemoryFile {
        do throws(MemoryFileError) { return try draft.seal() } catch { throw .store(.overloaded) }
    }

    /// Memory that cannot be had now is had later.
    private static func wrapped<Value: ~Copyable>(
        _ body: () throws(MemoryFileError) -> Value
    ) throws(AuthorityError) -> Value {
        do throws(MemoryFileError) { return try body() } catch { throw .store(.overloaded) }
    }
}
