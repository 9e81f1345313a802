import Database

/// Whose signatures count on a head.
struct AuditHeadSigners {
    /// Keys that whoever verifies has named, which are worth what his copy of them is.
    let named: Set<[UInt8]>
    /// Those that the authority in this very database has, or had, for it: whoever owns the database can put his own there, and
    /// a head that is signed by another one all the same is no head of this house.
    let own: Set<[UInt8]>

    init(named: [[UInt8]], own: [[UInt8]]) {
        self.named = Set(named)
        self.own = Set(own)
    }

    init(named: [[UInt8]] = [], in query: some Querying<StoreError>) throws(StoreError) {
        var own: [[UInt8]] = []
        for row in try query.run("SELECT public_key FROM authority_key WHERE role = \(AuthorityKey.Role.audit)") {
            own.append(try row["public_key"])
        }
        self.init(named: named, own: own)
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
