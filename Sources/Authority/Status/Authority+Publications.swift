import Crypto
import Domain
package import Store

extension Authority {
    /// What lies at an address that this authority writes into certificates; nil for every other address, and for a list that is
    /// longer than `most`.
    package func publication(at url: String, most: Int = 32 << 20) throws(AuthorityError) -> [UInt8]? {
        let bases = keys.addresses.union([settings.addresses]).map(\.base)
        guard let place = bases.lazy.compactMap({ PublicationPlace(url, below: $0) }).first else { return nil }
        switch place {
        case .certificate(let id): return keys.record(id)?.certificate.der
        case .list(let id, let shard):
            guard let list = try list(of: id, in: shard), list.bytes <= most else { return nil }
            var bytes: [UInt8] = []
            _ = try eachPieceOfList(of: id, in: shard) { (piece) throws(AuthorityError) in bytes += piece }
            return bytes
        }
    }
}

extension Authority {
    /// The list in force at such an address; nil where none is published there.
    package func list(at url: String) throws(AuthorityError) -> RevocationListRecord? {
        let bases = keys.addresses.union([settings.addresses]).map(\.base)
        guard case .list(let id, let shard) = bases.lazy.compactMap({ PublicationPlace(url, below: $0) }).first else {
            return nil
        }
        return try list(of: id, in: shard)
    }

    /// Whether questions about status are asked there.
    package func answersStatus(at url: String) -> Bool {
        keys.addresses.union([settings.addresses]).contains { $0.status == url }
    }
}

/// A path below the authority's own address.
enum PublicationPlace: Hashable {
    case certificate(ID<AuthorityKey>)
    case list(ID<AuthorityKey>, ListShard)

    init?(_ url: String, below base: String) {
        guard url.hasPrefix(base + "/") else { return nil }
        let parts = url.dropFirst(base.count + 1).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let uuid = String(parts[1].prefix(36))
        let rest = parts[1].dropFirst(36)
        guard let id = ID<AuthorityKey>(uuid) else { return nil }
        switch (parts[0], rest) {
        case ("ca", ".crt"): self = .certificate(id)
        case ("crl", ".crl"): self = .list(id, .all)
        case ("crl", _) where rest.hasPrefix("-") && rest.hasSuffix(".crl"):
            guard let number = Int(rest.dropFirst().dropLast(4)), number > 0, "-\(number).crl" == rest else {
                return nil
            }
            self = .list(id, .part(number))
        default: return nil
        }
    }
}
