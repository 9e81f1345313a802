import Crypto
import Database
import Domain

/// Where a log ends: all that is needed to append to it.
struct AuditTail {
    /// A clock that is further behind the last record than this is told in the record.
    private static let clockTolerance = Duration.seconds(1)

    let writer: ID<AuditWriter>
    private let opening: AuditOpening
    private(set) var last: Digest?
    private(set) var at: Instant
    private var tree: MerkleFrontier

    /// The tail of a log without records.
    init(writer: ID<AuditWriter>, opening: AuditOpening) {
        self.writer = writer
        self.opening = opening
        last = nil
        at = Instant(nanosecondsSince1970: 0)
        tree = MerkleFrontier()
    }

    init(_ row: Row, opening: AuditOpening) throws(StoreError) {
        self.opening = opening
        let (size, last, peaks): (Int, [UInt8], [UInt8])
        do throws(DatabaseError) {
            writer = try row["writer"]
            at = try row["at"]
            (size, last, peaks) = (try row["size"], try row["last"], try row["peaks"])
        } catch {
            throw .database(error)
        }
        guard let tree = MerkleFrontier(size: size, peaks: peaks), last.count == (size == 0 ? 0 : MerkleTree.hashBytes)
        else { throw .auditBroken(.tailMismatch) }
        self.tree = tree
        do throws(CryptoError) {
            self.last = size == 0 ? nil : try Digest(.sha256, bytes: last)
        } catch {
            throw .cryptography(error)
        }
    }

    /// How many records there are, and so the number of the next one.
    var size: Int { tree.size }

    /// The next record. Moments rise strictly whatever the clock does; one that went back is told beside.
    mutating func append(_ event: AuditEvent, at clock: Instant) throws(StoreError) -> AuditRecord {
        let moment = clock > at ? clock : at + .nanoseconds(1)
        let isBehind = clock + Self.clockTolerance < at
        let sequence = size
        let line = AuditLine.text(
            event, writer: writer, opening: sequence == 0 ? opening : nil, sequence: sequence, previous: last,
            at: moment, clock: isBehind ? clock : nil)
        do throws(CryptoError) {
            let leaf = try MerkleTree.leaf(line)
            let completed = try tree.append(leaf)
            last = leaf
            at = moment
            return AuditRecord(
                place: AuditPlace(writer: writer, sequence: sequence, leaf: leaf), line: line, completed: completed)
        } catch {
            throw .cryptography(error)
        }
    }

    func insert() -> SQL {
        """
        INSERT INTO audit_log (writer, node, generation, size, last, peaks, at)
        VALUES (\(writer), \(opening.node), \(opening.generation), \(size), \(last?.bytes ?? []), \(tree.peakBytes), \(at))
        """
    }

    /// Changes nothing when the log has grown by somebody else's hand.
    func update(from sizeStored: Int) -> SQL {
        """
        UPDATE audit_log SET size = \(size), last = \(last?.bytes ?? []), peaks = \(tree.peakBytes), at = \(at)
        WHERE writer = \(writer) AND size = \(sizeStored)
        """
    }
}
