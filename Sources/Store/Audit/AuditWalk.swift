import Crypto
import Domain

/// One log, record by record.
struct AuditWalk {
    struct NodePlace: Hashable, Comparable {
        let level: Int
        let position: Int

        static func < (one: NodePlace, other: NodePlace) -> Bool {
            (one.level, one.position) < (other.level, other.position)
        }
    }

    private let writer: ID<AuditWriter>
    private let opening: AuditOpening
    private(set) var tree = MerkleFrontier()
    private(set) var last: Digest?
    private(set) var nodes: [NodePlace: Digest] = [:]
    /// When the last record was made, as its line says it.
    private(set) var at: Substring = ""

    init(_ writer: ID<AuditWriter>, _ opening: AuditOpening) {
        self.writer = writer
        self.opening = opening
    }

    var size: Int { tree.size }

    mutating func step(sequence: Int, leaf: [UInt8], line: String) throws(StoreError) -> AuditFinding? {
        guard sequence == size else { return sequence > size ? .recordMissing(size) : .recordChanged(sequence) }
        let hash = try hashing { () throws(CryptoError) in try MerkleTree.leaf(line) }
        guard hash.bytes == leaf else { return .recordChanged(sequence) }
        let beginning = AuditLine.beginning(writer: writer, sequence: sequence, previous: last)
        guard line.hasPrefix(beginning) else {
            // Of its own place it tells the truth, and of the record before it does not.
            let own = beginning.prefix(
                upTo: beginning.firstRange(of: ",\"previous\"")?.lowerBound ?? beginning.endIndex)
            return line.hasPrefix(own) ? .chainBroken(sequence) : .recordChanged(sequence)
        }
        let rest = line.dropFirst(beginning.count)
        let moment = rest.prefix { $0 != "\"" }
        guard moment > at else { return .timeNotRising(sequence) }
        if sequence == 0, !rest[moment.endIndex...].hasPrefix(AuditLine.opening(opening)) { return .logChanged }
        at = moment
        last = hash
        for node in try hashing({ () throws(CryptoError) in try tree.append(hash) }) {
            nodes[NodePlace(level: node.level, position: node.position)] = node.hash
        }
        return nil
    }
}
