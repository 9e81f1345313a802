import Crypto
import Domain
import Store

/// The authority's keys as they are on record, and those of them that are open.
///
/// One that does not open, because it is damaged or under a lost pepper, closes itself and no other.
struct KeyRing: Sendable {
    /// All of them, the newest first.
    let records: [AuthorityKey]
    private let open: [ID<AuthorityKey>: Issuer]
    private let failures: [ID<AuthorityKey>: CryptoError]
    /// Where certificates of any of its issuing keys point.
    let addresses: Set<AuthorityAddresses>

    init(_ records: [AuthorityKey], vault: KeyVault) {
        self.records = records
        var open: [ID<AuthorityKey>: Issuer] = [:]
        var failures: [ID<AuthorityKey>: CryptoError] = [:]
        for record in records where record.kept != nil {
            do throws(CryptoError) {
                guard let key = try vault.open(record), let issuer = Issuer(record, key: key) else { continue }
                open[record.id] = issuer
            } catch {
                failures[record.id] = error
            }
        }
        self.open = open
        self.failures = failures
        addresses = Set(
            records.lazy.filter { $0.role == .issuing }.compactMap { AuthorityAddresses(writtenIn: $0.certificate) })
    }

    /// The open key that has this role now.
    func active(_ role: AuthorityKey.Role, below issuer: ID<AuthorityKey>? = nil) throws(AuthorityError) -> Issuer {
        let known = records.filter {
            $0.role == role && $0.state == .active && (issuer == nil || $0.issuer == issuer)
        }
        guard let record = known.first else { throw .keyMissing(role) }
        return try key(record.id)
    }

    /// An open key, whatever has become of its role.
    func key(_ id: ID<AuthorityKey>) throws(AuthorityError) -> Issuer {
        if let key = open[id] { return key }
        if let failure = failures[id] { throw .crypto(failure) }
        throw .keyClosed(records.first { $0.id == id }?.role ?? .issuing)
    }

    /// The same, or nil for whatever reason it is not open.
    func openKey(_ id: ID<AuthorityKey>) -> Issuer? { open[id] }

    /// Why a key that should open does not.
    func failure(of id: ID<AuthorityKey>) -> CryptoError? { failures[id] }

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
