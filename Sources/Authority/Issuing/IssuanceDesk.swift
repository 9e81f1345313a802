import Crypto
import Domain
import Store

/// The steps of issuing, for orders that come together.
struct IssuanceDesk: Sendable {
    let authority: Authority
    let issuer: Issuer
    let isOwn: Bool
    let client: AuditSubject?
    let now: Instant

    /// Judges an order and fixes the bytes to be signed.
    func draft(_ order: IssuanceOrder) throws(AuthorityError) -> IssuanceDraft {
        let profile = CertificateProfile.named(order.profile)
        let rules = IssuanceRules(settings: authority.settings, issuer: issuer, now: now)
        let refusal = try AuthorityError.crypto { () throws(CryptoError) in
            try rules.refusal(of: order, profile: profile, isOwn: isOwn)
        }
        if let refusal { return .refused(refusal) }
        let validity: Validity
        switch rules.validity(for: order, profile: profile) {
        case .failure(let refusal): return .refused(refusal)
        case .success(let known): validity = known
        }
        let shard = try authority.shards.next(for: issuer.id) { () throws(AuthorityError) in
            try authority.store.read { (snapshot: Snapshot<AuthorityError>) throws(AuthorityError) in
                try snapshot.certificateCount(of: issuer.id)
            }
        }
        let id: ID<IssuedCertificate> = try authority.identifier()
        return try AuthorityError.crypto { () throws(CryptoError) in
            .ready(
                try record(id, for: order, profile: profile, validity: validity, shard: shard), kept: order.sealedKey)
        }
    }

    private func record(
        _ id: ID<IssuedCertificate>, for order: IssuanceOrder, profile: CertificateProfile, validity: Validity,
        shard: ListShard
    ) throws(CryptoError) -> CertificateRecord {
        let key = order.key.publicKeyInfo
        let serial = SerialNumber(random: try Randomness.bytes(SerialNumber.randomBytes))
        let draft = CertificateDraft(
            serial: serial, issuer: .certificate(issuer.certificate), subject: order.subject, publicKeyInfo: key,
            notBefore: validity.notBefore, notAfter: validity.notAfter,
            extensions: try profile.extensions(
                for: key, kind: PublicKey(info: key).kind, names: order.names, from: issuer, shard: shard,
                settings: authority.settings))
        return CertificateRecord(
            id: id, serial: serial, issuer: issuer.id, shard: shard, request: order.request,
            requestDigest: try order.digest(), profile: profile.name.rawValue, owner: order.owner,
            keyDigest: try Digest(.sha256, of: key).bytes, replaces: order.replaces, life: CertificateLife(validity),
            content: .intended(try draft.prepared(for: issuer.key)))
    }

    /// Writes down what is about to be signed, in one commit.
    func note(_ drafts: [IssuanceDraft]) throws(AuthorityError) -> [NotedIssuance] {
        guard drafts.contains(where: { if case .ready = $0 { true } else { false } }) else {
            return drafts.compactMap { if case .refused(let refusal) = $0 { .refused(refusal) } else { nil } }
        }
        return try authority.store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            var noted: [NotedIssuance] = []
            for draft in drafts {
                switch draft {
                case .refused(let refusal): noted.append(.refused(refusal))
                case .ready(let record, let kept): noted.append(try note(record, kept, in: transaction))
                }
            }
            return noted
        }
    }

    private func note(
        _ record: CertificateRecord, _ kept: IssuanceOrder.KeptKey?, in transaction: Transaction<AuthorityError>
    ) throws(AuthorityError) -> NotedIssuance {
        if let known = try transaction.certificate(askedBy: record.request) {
            guard known.requestDigest == record.requestDigest else { return .refused(.requestUsed) }
            return known.certificate == nil ? .intended(known) : .madeBefore(known)
        }
        guard try !transaction.hasCertificate(forKey: record.keyDigest) else { return .refused(.key(.reused)) }
        let old: CertificateRecord?
        switch try replaced(by: record, in: transaction) {
        case .failure(let refusal): return .refused(refusal)
        case .success(let known): old = known
        }
        try transaction.insert(record)
        // From here on nothing else may take its place; its key signs until the new certificate is there.
        if let old { try transaction.set(old.life, of: old.id) }
        if let kept, let owner = record.owner {
            try transaction.insert(
                SealedKeyRecord(id: kept.id, owner: owner, certificate: record.id, key: kept.key))
        }
        try transaction.record(event(.certificateIssued, .intended, of: record))
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

    /// Signs what is written down, and writes the certificates down in one commit.
    func settle(_ noted: [NotedIssuance]) throws(AuthorityError) -> [IssuanceOutcome] {
        var settled: [IssuanceOutcome] = []
        var made: [CertificateRecord] = []
        for one in noted {
            switch one {
            case .refused(let refusal): settled.append(.refused(refusal))
            case .madeBefore(let record): settled.append(.repeated(record))
            case .intended(let record):
                let record = try signed(record)
                made.append(record)
                settled.append(.issued(record))
            }
        }
        guard !made.isEmpty else { return settled }
        let fresh = made
        try authority.store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            for record in fresh { try complete(record, in: transaction) }
        }
        return settled
    }

    private func signed(_ record: CertificateRecord) throws(AuthorityError) -> CertificateRecord {
        guard case .intended(let prepared) = record.content else { return record }
        let key = record.issuer == issuer.id ? issuer.key : try authority.keys.key(record.issuer).key
        var record = record
        record.content = .made(try AuthorityError.crypto { () throws(CryptoError) in try prepared.signed(by: key) })
        return record
    }

    private func complete(
        _ record: CertificateRecord, in transaction: Transaction<AuthorityError>
    ) throws(AuthorityError) {
        guard let certificate = record.certificate, try transaction.complete(record.id, with: certificate) else {
            return
        }
        if let id = record.replaces, let old = try transaction.certificate(id) {
            if try transaction.destroySealedKey(for: id) {
                try transaction.record(event(.sealedKeyDestroyed, .done, of: old))
            }
            try transaction.record(event(.certificateReplaced, .done, of: old))
        }
        try transaction.record(event(.certificateIssued, .done, of: record))
    }

    private func event(
        _ operation: AuditOperation, _ outcome: AuditOutcome, of record: CertificateRecord
    ) -> AuditEvent {
        AuditEvent(
            operation, outcome, actor: record.owner.map { AuditSubject(.person, $0) }, client: client,
            objects: [AuditSubject(.certificate, record.id), AuditSubject(.request, record.request)],
            serial: record.serial.bytes)
    }
}
