package import Crypto
package import Domain
package import Store

/// The act that an authority begins with: a root whose key is taken away, and below it an issuing key that stays.
///
/// It goes in steps, because the root's key must be safe with its owner before anything is on record: `draw` makes keys and
/// certificates, the caller writes the root's file, `found` puts all of it on record, and `Authority.makeOwnKeys` does the rest.
package struct Ceremony: Sendable {
    let settings: AuthoritySettings
    let store: Store
    let vault: KeyVault
    let clock: @Sendable () -> Instant

    package init(
        _ settings: AuthoritySettings, store: Store, vault: KeyVault, clock: @escaping @Sendable () -> Instant
    ) {
        self.settings = settings
        self.store = store
        self.vault = vault
        self.clock = clock
    }

    /// Keys and certificates that nobody has on record yet.
    package struct Draw: Sendable {
        package let root: Issuer
        package let rootKey: SoftwareSigningKey
        let rootRecord: AuthorityKey
        let issuing: DrawnKey
    }

    package func draw() throws(AuthorityError) -> Draw {
        let isFounded = try store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
            try !snapshot.authorityKeys().isEmpty
        }
        guard !isFounded else { throw .alreadyFounded }
        let maker = HierarchyMaker(settings: settings, store: store, vault: vault, now: clock())
        let (rootRecord, rootKey) = try maker.root()
        guard let root = Issuer(rootRecord, key: rootKey) else { throw .crypto(.certificate(.unreadable)) }
        return Draw(root: root, rootKey: rootKey, rootRecord: rootRecord, issuing: try maker.issuing(below: root))
    }

    /// Puts the drawn keys on record, with the root's first list, on which nobody is.
    package func found(_ draw: Draw) throws(AuthorityError) {
        try store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            guard try transaction.authorityKeys().isEmpty else { throw .alreadyFounded }
            try transaction.insert(draw.rootRecord)
            try draw.issuing.insert(in: transaction)
            for record in [draw.rootRecord, draw.issuing.record] {
                try transaction.record(
                    AuditEvent(
                        .keyMade, .done, objects: [AuditSubject(.key, record.id)], document: draw.digest(of: record)))
            }
        }
        _ = try RevocationListDesk(settings: settings, store: store, now: clock()).make(for: draw.root, in: .all)
    }
}

extension Ceremony.Draw {
    fileprivate func digest(of record: AuthorityKey) throws(AuthorityError) -> Digest {
        try AuthorityError.crypto { () throws(CryptoError) in try Digest(.sha256, of: record.certificate.der) }
    }
}

/// A key of the authority that was made and certified, before it is on record.
struct DrawnKey: Sendable {
    let record: AuthorityKey
    /// As its issuer's certificate, so that it can be revoked like any other.
    let certificate: CertificateRecord

    func insert(in transaction: Transaction<AuthorityError>) throws(AuthorityError) {
        try transaction.insert(record)
        try transaction.insert(certificate)
    }
}
