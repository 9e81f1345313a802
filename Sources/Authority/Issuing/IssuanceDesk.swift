import Crypto
import Domain
package import Store

/// The steps before a signature, for orders that come together: they are judged, and what is to be signed is written down.
struct IssuanceDesk: Sendable {
    let authority: Authority
    let issuer: Issuer
    let isOwn: Bool
    let client: AuditSubject?
    let now: Instant

    /// Judges an order and fixes the bytes to be signed.
    func draft(_ order: IssuanceOrder) throws(AuthorityError) -> IssuanceDraft {
        do throws(AuthorityError) {
            return try judged(order)
        } catch .crypto(.draft(let defect)) {
            return .refused(.draft(defect))
        }
    }

    private func judged(_ order: IssuanceOrder) throws(AuthorityError) -> IssuanceDraft {
        let profile = CertificateProfile.named(order.profile)
        let rules = IssuanceRules(settings: authority.settings, issuer: issuer, now: now)
        if let refusal = rules.refusal(of: order, profile: profile, isOwn: isOwn) { return .refused(refusal) }
        guard let key = order.key.publicKeyInfo else {
            let digest = try AuthorityError.crypto { () throws(CryptoError) in try order.digest() }
            return .promised(order.request, digest: digest)
        }
        let judged = try AuthorityError.crypto { () throws(CryptoError) in
            try rules.terms(for: order, key: key, profile: profile)
        }
        let terms: IssuanceRules.Terms
        switch judged {
        case .failure(let refusal): return .refused(refusal)
        case .success(let known): terms = known
        }
        let shard = try authority.shards.next(for: issuer.id) { () throws(AuthorityError) in
            try authority.store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
                try snapshot.certificateCount(of: issuer.id)
            }
        }
        let id: ID<IssuedCertificate> = try authority.identifier()
        let intended = try AuthorityError.crypto { () throws(CryptoError) in
            try record(id, for: order, key: key, profile: profile, terms: terms, shard: shard)
        }
        return .ready(intended, order)
    }

    private func record(
        _ id: ID<IssuedCertificate>, for order: IssuanceOrder, key: [UInt8], profile: CertificateProfile,
        terms: IssuanceRules.Terms, shard: ListShard
    ) throws(CryptoError) -> CertificateRecord {
        let serial = SerialNumber(random: try Randomness.bytes(SerialNumber.randomBytes))
        let draft = CertificateDraft(
            serial: serial, issuer: .certificate(issuer.certificate), subject: order.subject, publicKeyInfo: key,
            notBefore: terms.validity.notBefore, notAfter: terms.validity.notAfter,
            extensions: try profile.extensions(
                for: key, kind: terms.keyKind, names: order.names, from: issuer, shard: shard,
                settings: authority.settings))
        var owner = order.owner
        if case .kept(let kept) = order.key { owner = kept.owner }
        return CertificateRecord(
            id: id, serial: serial, issuer: issuer.id, shard: shard, request: order.request,
            requestDigest: try order.digest(), profile: profile.name.rawValue, owner: owner,
            keyDigest: try Digest(.sha256, of: key).bytes, replaces: order.replaces,
            life: CertificateLife(terms.validity), content: .intended(try draft.prepared(for: issuer.key)))
    }

    /// Writes down what is about to be signed, in one commit.
    func note(_ drafts: [IssuanceDraft]) throws(AuthorityError) -> [NotedIssuance] {
        do throws(AuthorityError) {
            return try noted(drafts)
        } catch .store(let error) where error.isDuplicate {
            // Another node noted the same request or key in this very moment: now it is found.
            return try noted(drafts)
        }
    }

    private func noted(_ drafts: [IssuanceDraft]) throws(AuthorityError) -> [NotedIssuance] {
        let refusals = drafts.compactMap { draft -> NotedIssuance? in
            if case .refused(let refusal) = draft { .refused(refusal) } else { nil }
        }
        guard refusals.count < drafts.count else { return refusals }
        return try authority.store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            try drafts.map { draft throws(AuthorityError) -> NotedIssuance in
                switch draft {
                case .refused(let refusal): return .refused(refusal)
                case .promised(let request, let digest):
                    return try known(request, digest: digest, in: transaction) ?? .awaitsKey
                case .ready(let record, let order):
                    if let known = try known(record.request, digest: record.requestDigest, in: transaction) {
                        return known
                    }
                    return try note(record, order, in: transaction)
                }
            }
        }
    }

    /// What the same request came to before; nil for a new one.
    private func known(
        _ request: ID<CertificateRequest>, digest: [UInt8], in transaction: Transaction<AuthorityError>
    ) throws(AuthorityError) -> NotedIssuance? {
        guard let known = try transaction.certificate(askedBy: request) else { return nil }
        guard known.requestDigest == digest else { return .refused(.requestUsed) }
        return known.certificate == nil ? .intended(known) : .madeBefore(known)
    }

    private func note(
        _ record: CertificateRecord, _ order: IssuanceOrder, in transaction: Transaction<AuthorityError>
    ) throws(AuthorityError) -> NotedIssuance {
        guard try !transaction.hasCertificate(forKey: record.keyDigest) else { return .refused(.key(.reused)) }
        let old: CertificateRecord?
        switch try replaced(by: record, in: transaction) {
        case .failure(let refusal): return .refused(refusal)
        case .success(let known): old = known
        }
        // Last of all that may say no: it writes, and so does everything from here on.
        if let companion = order.companion, try !companion(record, transaction) { return .refused(.overtaken) }
        try transaction.insert(record)
        // From here on nothing else may take its place; its key signs until the new certificate is there, unless it is revoked.
        if let old {
            try transaction.set(old.life, of: old.id)
            if order.revokesReplaced {
                let change = LifeChange.revoke(.superseded, invalidSince: nil)
                let actor = old.holder
                // One that has just ended needs no revocation any more.
                _ = try Authority.change(old.id, change, actor: actor, client: client, in: transaction)
            }
        }
        if case .kept(let kept) = order.key {
            try transaction.insert(
                SealedKeyRecord(id: kept.id, owner: kept.owner, certificate: record.id, key: kept.key))
        }
        try transaction.record(record.event(.certificateIssued, .intended, client: client))
        return .intended(record)
    }

    /// The certificate whose place this one takes, marked so; nil where it takes none.
    private func replaced(
        by record: CertificateRecord, in transaction: Transaction<AuthorityError>
    ) throws(AuthorityError) -> Result<CertificateRecord?, IssuanceRefusal> {
        guard let id = record.replaces else { return .success(nil) }
        guard var known = try transaction.lockedCertificate(id) else { return .failure(.replacesUnknown) }
        guard known.owner == record.owner, known.profile == record.profile, known.certificate != nil else {
            return .failure(.replacesOther)
        }
        if case .refused(let refusal) = known.life.replace(by: record.id) { return .failure(.replacing(refusal)) }
        return .success(known)
    }
}

/// An order that was looked at.
enum IssuanceDraft: Sendable {
    case refused(IssuanceRefusal)
    /// Nothing speaks against it but that its key is still to be made.
    case promised(ID<CertificateRequest>, digest: [UInt8])
    case ready(CertificateRecord, IssuanceOrder)
}

/// How far an order has come once its transaction is durable.
enum NotedIssuance: Sendable {
    case refused(IssuanceRefusal)
    case awaitsKey
    case intended(CertificateRecord)
    case madeBefore(CertificateRecord)
}

extension CertificateRecord {
    /// What the log calls whoever it was issued to.
    package var holder: AuditSubject? {
        owner.map { AuditSubject(profile == CertificateProfile.Name.seal.rawValue ? .seal : .person, $0) }
    }

    func event(_ operation: AuditOperation, _ outcome: AuditOutcome, client: AuditSubject?) -> AuditEvent {
        AuditEvent(
            operation, outcome, actor: holder, client: client,
            objects: [AuditSubject(.certificate, id), AuditSubject(.request, request)], serial: serial.bytes)
    }
}
