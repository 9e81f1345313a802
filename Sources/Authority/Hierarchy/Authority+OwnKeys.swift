package import Crypto
import Domain
package import Store

extension Authority {
    /// Makes the keys that the authority works with beside its issuing one, as far as they are not there yet: those that answer
    /// about status, stamp time and sign the heads of the log.
    package func makeOwnKeys() throws(AuthorityError) {
        for role in [AuthorityKey.Role.status, .timestamp, .audit] {
            let issuer = try keys.active(.issuing)
            let isThere = keyRecords.contains {
                $0.role == role && $0.state == .active && (role != .status || $0.issuer == issuer.id)
            }
            if !isThere { _ = try makeOwnKey(role, below: issuer) }
        }
    }

    /// A new key with a new certificate takes the place of the one that has this role. Nothing stops meanwhile: what the old one
    /// signed stays good, and it signs until the new one is on record.
    ///
    /// Keys that answer about status are renewed for every issuer, retired ones too: only a key below the same issuer may answer.
    package func renewOwnKey(_ role: AuthorityKey.Role) throws(AuthorityError) -> [AuthorityKey] {
        switch role {
        case .root, .issuing: throw .keyClosed(.root)
        case .timestamp, .audit: return [try makeOwnKey(role, below: keys.active(.issuing))]
        case .status:
            let now = clock()
            var made: [AuthorityKey] = []
            for issuer in keys.issuers where issuer.validity.contains(now) {
                made.append(try makeOwnKey(.status, below: issuer))
            }
            return made
        }
    }

    /// A new issuing key below the root, whose key its owner has brought, and whoever answers about its certificates. The old one
    /// retires: it issues nothing more, and goes on signing its lists.
    ///
    /// What operators hold they go on holding: without them the new key would be kept under the pepper alone, and that is done only
    /// where it is said.
    package func renewIssuing(
        with rootKey: SoftwareSigningKey, leavingOperators: Bool = false
    ) throws(AuthorityError) -> AuthorityKey {
        if !leavingOperators { _ = try keys.active(.issuing) }
        let drawn = try HierarchyMaker(settings: settings, store: store, vault: vault, now: clock())
            .issuing(below: root(with: rootKey))
        try store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            try Self.retire(.issuing, below: nil, in: transaction)
            try drawn.insert(in: transaction)
            try transaction.record(AuditEvent(.keyMade, .done, objects: [AuditSubject(.key, drawn.record.id)]))
        }
        try reloadKeys()
        try makeOwnKeys()
        return drawn.record
    }

    /// The root on record whose key this is.
    func root(with key: SoftwareSigningKey) throws(AuthorityError) -> Issuer {
        let record = keyRecords.first { $0.role == .root && $0.publicKeyInfo == key.publicKeyInfo }
        guard let root = record.flatMap({ Issuer($0, key: key) }) else { throw .otherRoot }
        return root
    }

    private func makeOwnKey(_ role: AuthorityKey.Role, below issuer: Issuer) throws(AuthorityError) -> AuthorityKey {
        let id: ID<AuthorityKey> = try identifier()
        let key = try AuthorityError.crypto { () throws(CryptoError) in
            try SoftwareSigningKey.generate(settings.kind(of: role))
        }
        let subject = try AuthorityError.crypto { () throws(CryptoError) in try settings.subject(of: role) }
        let order = IssuanceOrder(
            try identifier(), profile: role.profile, subject: subject, key: .trusted(key.publicKeyInfo))
        let outcome = try issue([order], by: issuer, client: nil, isOwn: true)[0]
        guard case .issued(let made) = outcome, let certificate = made.certificate else {
            throw .keyMissing(role)
        }
        let kept = try AuthorityError.crypto { () throws(CryptoError) in try vault.keep(key, id, role) }
        let record = AuthorityKey(
            id: id, role: role, state: .active, publicKeyInfo: key.publicKeyInfo, certificate: certificate, kept: kept,
            issuer: issuer.id, made: clock())
        try store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            try Self.retire(role, below: role == .status ? issuer.id : nil, in: transaction)
            try transaction.insert(record)
            try transaction.record(
                AuditEvent(
                    .keyMade, .done, objects: [AuditSubject(.key, id), AuditSubject(.certificate, made.id)],
                    serial: made.serial.bytes))
        }
        try reloadKeys()
        return record
    }

    private static func retire(
        _ role: AuthorityKey.Role, below issuer: ID<AuthorityKey>?, in transaction: Transaction<AuthorityError>
    ) throws(AuthorityError) {
        for record in try transaction.authorityKeys()
        where record.role == role && record.state == .active && (issuer == nil || record.issuer == issuer) {
            try transaction.set(.retired, of: record.id)
            try transaction.record(AuditEvent(.keyRetired, .done, objects: [AuditSubject(.key, record.id)]))
        }
    }
}

extension AuthorityKey.Role {
    fileprivate var profile: CertificateProfile.Name {
        switch self {
        case .status: .status
        case .timestamp: .timestamp
        case .audit: .log
        case .root, .issuing: preconditionFailure("a root certifies these")
        }
    }
}

extension AuthoritySettings {
    fileprivate func kind(of role: AuthorityKey.Role) -> KeyKind {
        switch role {
        case .root: rootKind
        case .issuing: issuingKind
        case .status: statusKind
        case .timestamp: timestampKind
        case .audit: .p256
        }
    }
}
