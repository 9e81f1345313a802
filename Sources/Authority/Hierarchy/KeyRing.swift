import Crypto
import Domain
import Store

/// The authority's keys as they are on record, and those of them that are open.
struct KeyRing: Sendable {
    /// All of them, the newest first.
    let records: [AuthorityKey]
    private let open: [ID<AuthorityKey>: Issuer]

    init(_ records: [AuthorityKey], vault: KeyVault) throws(AuthorityError) {
        self.records = records
        var open: [ID<AuthorityKey>: Issuer] = [:]
        for record in records where record.kept != nil {
            let key = try AuthorityError.crypto { () throws(CryptoError) in try vault.open(record) }
            guard let key, let issuer = Issuer(record, key: key) else { continue }
            open[record.id] = issuer
        }
        self.open = open
    }

    /// The open key that has this role now.
    func active(_ role: AuthorityKey.Role, below issuer: ID<AuthorityKey>? = nil) throws(AuthorityError) -> Issuer {
        let known = records.filter {
            $0.role == role && $0.state == .active && (issuer == nil || $0.issuer == issuer)
        }
        guard let record = known.first else { throw .keyMissing(role) }
        guard let key = open[record.id] else { throw .keyClosed(role) }
        return key
    }

    /// An open key, whatever has become of its role.
    func key(_ id: ID<AuthorityKey>) throws(AuthorityError) -> Issuer {
        if let key = open[id] { return key }
        throw .keyClosed(records.first { $0.id == id }?.role ?? .issuing)
    }

    /// Issuers that still answer for certificates of theirs, open ones only.
    var issuers: [Issuer] { records.filter { $0.role == .issuing }.compactMap { open[$0.id] } }

    /// The certificates above one, up to and with its root.
    func chain(above id: ID<AuthorityKey>) -> [Certificate] {
        var chain: [Certificate] = []
        var next = records.first { $0.id == id }?.issuer
        while let id = next, let record = records.first(where: { $0.id == id }), chain.count < records.count {
            chain.append(record.certificate)
            next = record.issuer
        }
        return chain
    }

    func record(_ id: ID<AuthorityKey>) -> AuthorityKey? { records.first { $0.id == id } }
}
