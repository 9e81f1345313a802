package import Crypto
import Domain
package import Store

/// What a list that was published once has changed here.
package struct AppliedList: Sendable {
    package fileprivate(set) var changed = 0
    package fileprivate(set) var knownBefore = 0
    /// Issued behind the backup, perhaps: nothing here knows them, and the list alone remembers that they are revoked.
    package fileprivate(set) var unknown: [SerialNumber] = []
    /// Certificates of keys that the authority works with.
    package fileprivate(set) var inUse: [SerialNumber] = []
}

extension Authority {
    private static let entriesPerCommit = 200

    /// Makes everybody on a published list as revoked, or held, as it says, and as long ago: for a store that came out of a backup
    /// and has forgotten some. Nil for a list that no issuer of this authority signed.
    package func apply(_ list: RevocationList, actor: AuditSubject? = nil) throws(AuthorityError) -> AppliedList? {
        for issuer in keyRecords where issuer.role == .issuing || issuer.role == .root {
            guard let entries = list.entries(of: issuer.certificate) else { continue }
            var applied = AppliedList()
            for start in stride(from: 0, to: entries.count, by: Self.entriesPerCommit) {
                let part = Array(entries[start..<min(start + Self.entriesPerCommit, entries.count)])
                let outcomes = try store.write { (transaction: Transaction<AuthorityError>) throws(AuthorityError) in
                    try part.map { entry throws(AuthorityError) -> LifeChangeOutcome in
                        guard let record = try transaction.certificate(entry.serial, of: issuer.id) else {
                            return .unknownCertificate
                        }
                        return try Self.change(record.id, .listed(entry), actor: actor, client: nil, in: transaction)
                    }
                }
                answers.forget(part.map(\.serial))
                for (entry, outcome) in zip(part, outcomes) { applied.count(outcome, of: entry.serial) }
            }
            return applied
        }
        return nil
    }
}

extension AppliedList {
    fileprivate mutating func count(_ outcome: LifeChangeOutcome, of serial: SerialNumber) {
        switch outcome {
        case .changed: changed += 1
        case .unchanged, .refused: knownBefore += 1
        case .keyInUse: inUse.append(serial)
        case .unknownCertificate, .notIssuedYet: unknown.append(serial)
        }
    }
}
