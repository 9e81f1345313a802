import Database

/// Whose signatures count on a head.
struct AuditHeadSigners {
    /// Keys that whoever verifies has named, which are worth what his copy of them is.
    let named: Set<[UInt8]>
    /// Those that the authority in this very database has, or had, for it: whoever owns the database can put his own there, and
    /// a head that is signed by another one all the same is no head of this house.
    let own: Set<[UInt8]>
    /// Keys of this house that stamp time, and so the ones that stamped its heads.
    let authorities: Set<[UInt8]>

    init(named: [[UInt8]], own: [[UInt8]], authorities: [[UInt8]]) {
        self.named = Set(named)
        self.own = Set(own)
        self.authorities = Set(authorities)
    }

    /// For tables that have no authority in them.
    static let none = AuditHeadSigners(named: [], own: [], authorities: [])

    init(named: [[UInt8]] = [], in query: some Querying<StoreError>) throws(StoreError) {
        func keys(_ role: AuthorityKey.Role) throws(StoreError) -> [[UInt8]] {
            var keys: [[UInt8]] = []
            for row in try query.run("SELECT public_key FROM authority_key WHERE role = \(role)") {
                keys.append(try row["public_key"])
            }
            return keys
        }
        self.init(named: named, own: try keys(.audit), authorities: try keys(.timestamp))
    }

    /// With keys named every head must be signed by one of them. Without, those that this database keeps must be signed by its
    /// authority where it has one; a head that somebody noted without having it signed is still worth what it says.
    func accept(_ sealed: SealedAuditHead, isKept: Bool) -> Bool {
        let key = sealed.signature == nil ? nil : sealed.publicKey
        guard named.isEmpty else { return key.map(named.contains) ?? false }
        guard !own.isEmpty else { return true }
        return key.map(own.contains) ?? !isKept
    }

    func isUnnamed(_ sealed: SealedAuditHead) -> Bool {
        guard let key = sealed.publicKey, sealed.signature != nil else { return false }
        return !named.contains(key)
    }
}
