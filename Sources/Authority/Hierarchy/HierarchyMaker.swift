import Crypto
import Domain
import Store

/// Makes the certificates that a root signs: its own, and that of an issuing key.
struct HierarchyMaker: Sendable {
    let settings: AuthoritySettings
    let store: Store
    let vault: KeyVault
    let now: Instant

    func root() throws(AuthorityError) -> (AuthorityKey, SoftwareSigningKey) {
        let id = try identifier()
        let key = try AuthorityError.crypto { () throws(CryptoError) in
            try SoftwareSigningKey.generate(settings.rootKind)
        }
        let prepared = try AuthorityError.crypto { () throws(CryptoError) in
            try CertificateDraft(
                serial: serial(), issuer: .itself, subject: settings.subject(of: .root),
                publicKeyInfo: key.publicKeyInfo, notBefore: start, notAfter: end(settings.lifetimes.rootYears),
                extensions: [
                    .authority(pathLength: nil), .keyUsage([.keyCertSign, .cRLSign]),
                    .subjectKeyIdentifier(KeyIdentifier.make(publicKeyInfo: key.publicKeyInfo)),
                ]
            ).prepared(for: key)
        }
        let certificate = try sign(prepared, with: key, as: id)
        let record = AuthorityKey(
            id: id, role: .root, state: .active, publicKeyInfo: key.publicKeyInfo, certificate: certificate, kept: nil,
            issuer: nil, made: now)
        return (record, key)
    }

    /// A new issuing key, certified by the root, whose key its owner has brought.
    func issuing(below root: Issuer) throws(AuthorityError) -> DrawnKey {
        let id = try identifier()
        let key = try AuthorityError.crypto { () throws(CryptoError) in
            try SoftwareSigningKey.generate(settings.issuingKind)
        }
        let last = min(end(settings.lifetimes.issuingYears), root.validity.notAfter)
        guard let validity = Validity(from: start, to: last), last.since(now) > .days(settings.lifetimes.renewalDays)
        else {
            throw .rootEndsSoon
        }
        let number = try AuthorityError.crypto { () throws(CryptoError) in try serial() }
        let prepared = try AuthorityError.crypto { () throws(CryptoError) in
            try CertificateDraft(
                serial: number, issuer: .certificate(root.certificate), subject: settings.subject(of: .issuing),
                publicKeyInfo: key.publicKeyInfo, notBefore: validity.notBefore, notAfter: validity.notAfter,
                extensions: [
                    .authority(pathLength: 0), .keyUsage([.keyCertSign, .cRLSign]),
                    .subjectKeyIdentifier(KeyIdentifier.make(publicKeyInfo: key.publicKeyInfo)),
                    .authorityKeyIdentifier(root.certificate.keyIdentifier()), .policies([settings.anyPolicy]),
                    .revocationLists(urls: [settings.addresses.list(of: root.id, shard: .all)]),
                    .informationAccess(issuers: [settings.addresses.certificate(of: root.id)], ocsp: []),
                ]
            ).prepared(for: root.key)
        }
        let certificate = try sign(prepared, with: root.key, as: id)
        let kept = try AuthorityError.crypto { () throws(CryptoError) in try vault.keep(key, id, .issuing) }
        return DrawnKey(
            record: AuthorityKey(
                id: id, role: .issuing, state: .active, publicKeyInfo: key.publicKeyInfo, certificate: certificate,
                kept: kept, issuer: root.id, made: now),
            certificate: try certificateRecord(of: certificate, number, validity, below: root, key: key.publicKeyInfo))
    }

    private func certificateRecord(
        of certificate: Certificate, _ serial: SerialNumber, _ validity: Validity, below root: Issuer, key: [UInt8]
    ) throws(AuthorityError) -> CertificateRecord {
        try AuthorityError.crypto { () throws(CryptoError) in
            let digest = try Digest(.sha256, of: key).bytes
            return CertificateRecord(
                id: ID(random: try Randomness.bytes(16)), serial: serial, issuer: root.id, shard: .all,
                request: ID(random: try Randomness.bytes(16)), requestDigest: digest,
                profile: AuthorityKey.Role.issuing.rawValue, owner: nil, keyDigest: digest, replaces: nil,
                life: CertificateLife(validity), content: .made(certificate))
        }
    }

    /// Writes down what is about to be signed, and signs it.
    private func sign(
        _ prepared: PreparedCertificate, with key: any SigningKey, as id: ID<AuthorityKey>
    ) throws(AuthorityError) -> Certificate {
        let digest = try AuthorityError.crypto { () throws(CryptoError) in
            try Digest(.sha256, of: prepared.toBeSigned)
        }
        try store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            try transaction.record(
                AuditEvent(
                    .certificateIssued, .intended, objects: [AuditSubject(.key, id)], document: digest,
                    serial: prepared.serial.bytes))
        }
        return try AuthorityError.crypto { () throws(CryptoError) in try prepared.signed(by: key) }
    }

    private var start: Instant { Instant(secondsSince1970: now.secondsSince1970) }

    private func end(_ years: Int) -> Instant { start + .years(years) - .seconds(1) }

    private func serial() throws(CryptoError) -> SerialNumber {
        SerialNumber(random: try Randomness.bytes(SerialNumber.randomBytes))
    }

    private func identifier() throws(AuthorityError) -> ID<AuthorityKey> {
        ID(random: try AuthorityError.crypto { () throws(CryptoError) in try Randomness.bytes(16) })
    }
}

extension AuthoritySettings {
    /// Whatever the authority issues under: the special policy that stands for all (RFC 5280 §4.2.1.4).
    fileprivate var anyPolicy: CertificatePolicy {
        guard let identifier = ObjectIdentifier("2.5.29.32.0") else {
            preconditionFailure("a standard's identifier is written right")
        }
        return CertificatePolicy(identifier, practiceStatementURL: practiceStatementURL)
    }
}
