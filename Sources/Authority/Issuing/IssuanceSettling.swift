import Crypto
import Domain
import Store

/// The steps that end in a certificate: what was written down is signed, and what was signed is written down.
struct IssuanceSettling: Sendable {
    let authority: Authority
    /// Open although it is not among the authority's own, as a root's key that was brought.
    let issuer: Issuer?
    let client: AuditSubject?

    /// Signs, and writes the certificates down in one commit. One that somebody else signed meanwhile is his: there is one
    /// certificate for one request, whoever was asked.
    func settle(_ noted: [NotedIssuance]) throws(AuthorityError) -> [IssuanceOutcome] {
        let outcomes = try noted.map { one throws(AuthorityError) -> IssuanceOutcome in
            switch one {
            case .refused(let refusal): .refused(refusal)
            case .awaitsKey: .awaitsKey
            case .madeBefore(let record): .repeated(record)
            case .intended(let record): try signed(record).map(IssuanceOutcome.issued) ?? .waiting(record)
            }
        }
        guard outcomes.contains(where: { if case .issued = $0 { true } else { false } }) else { return outcomes }
        return try authority.store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
            try outcomes.map { outcome throws(AuthorityError) -> IssuanceOutcome in
                guard case .issued(let record) = outcome else { return outcome }
                return try complete(record, in: transaction)
            }
        }
    }

    /// Nil where the issuer's key is not open.
    private func signed(_ record: CertificateRecord) throws(AuthorityError) -> CertificateRecord? {
        guard case .intended(let prepared) = record.content else { return record }
        let open = issuer?.id == record.issuer ? issuer : authority.keys.openKey(record.issuer)
        guard let key = open?.key else { return nil }
        var record = record
        record.content = .made(try AuthorityError.crypto { () throws(CryptoError) in try prepared.signed(by: key) })
        return record
    }

    private func complete(
        _ record: CertificateRecord, in transaction: Transaction<AuthorityError>
    ) throws(AuthorityError) -> IssuanceOutcome {
        guard let certificate = record.certificate, try transaction.complete(record.id, with: certificate) else {
            guard let known = try transaction.certificate(record.id) else {
                throw .store(.damaged("certificate"))
            }
            return .repeated(known)
        }
        if let id = record.replaces, let old = try transaction.certificate(id) {
            if try transaction.destroySealedKey(for: id) {
                try transaction.record(old.event(.sealedKeyDestroyed, .done, client: client))
            }
            try transaction.record(old.event(.certificateReplaced, .done, client: client))
        }
        try transaction.record(record.event(.certificateIssued, .done, client: client))
        return .issued(record)
    }
}
