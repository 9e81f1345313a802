import Authority
import Crypto
import Domain
import Store
import TestSupport
import Testing

@Suite("Keys that end") struct RenewalTests {
    @Test func `are renewed by those who hold them`() throws {
        let sample = try AuthoritySample()
        sample.vault.close(.issuing)
        let restarted = try sample.restarted()
        #expect(throws: AuthorityError.keyClosed(.issuing)) { try restarted.renewIssuing(with: sample.rootKey) }
        sample.vault.open(.issuing)
        let open = try sample.restarted()
        #expect(try open.renewIssuing(with: sample.rootKey).role == .issuing)
    }

    @Test func `are renewed without them where that is said`() throws {
        let sample = try AuthoritySample()
        let old = try #require(sample.authority.keyRecords.first { $0.role == .issuing })
        sample.vault.damage(old.id)
        let restarted = try sample.restarted()
        #expect(throws: AuthorityError.crypto(.vaultedKey(.damaged))) {
            try restarted.renewIssuing(with: sample.rootKey)
        }
        let fresh = try restarted.renewIssuing(with: sample.rootKey, leavingOperators: true)
        guard case .issued(let record) = try restarted.issue(AuthoritySample.order()) else {
            Issue.record("nothing is issued under the new key")
            return
        }
        #expect(record.issuer == fresh.id)
    }

    @Test func `close themselves alone when they are damaged`() throws {
        let sample = try AuthoritySample()
        let record = try sample.issued(AuthoritySample.order())
        for key in sample.authority.keyRecords where key.role == .audit || key.role == .timestamp {
            sample.vault.damage(key.id)
        }
        let restarted = try sample.restarted()
        guard case .issued = try restarted.issue(AuthoritySample.order()),
            case .changed = try restarted.change(record.id, .revoke(.superseded, invalidSince: nil))
        else {
            Issue.record("a damaged audit key stopped the issuing key")
            return
        }
        #expect(throws: AuthorityError.crypto(.vaultedKey(.damaged))) { try restarted.sealAuditHeads() }
    }

    @Test(arguments: [AuthorityKey.Role.issuing, .status, .timestamp, .audit])
    func `are not revoked while they are worked with`(role: AuthorityKey.Role) throws {
        let sample = try AuthoritySample()
        let own = try #require(sample.authority.keyRecords.first { $0.role == role })
        let record = try sample.record(of: own)
        guard case .keyInUse(let told) = try sample.authority.change(record.id, .revoke(.superseded, invalidSince: nil))
        else {
            Issue.record("the \(role) key was revoked under itself")
            return
        }
        #expect(told == role)
        if role == .issuing {
            _ = try sample.authority.renewIssuing(with: sample.rootKey)
        } else {
            _ = try sample.authority.renewOwnKey(role)
        }
        guard case .changed = try sample.authority.change(record.id, .revoke(.superseded, invalidSince: nil)) else {
            Issue.record("a retired \(role) key cannot be revoked")
            return
        }
    }

    @Test func `are authorities when an authority is compromised, and people are none`() throws {
        let sample = try AuthoritySample()
        let person = try sample.issued(AuthoritySample.order())
        let compromise = LifeChange.revoke(.authorityCompromise, invalidSince: nil)
        guard case .refused(.reasonNotFinal) = try sample.authority.change(person.id, compromise) else {
            Issue.record("a person was revoked as an authority")
            return
        }
        let issuing = try #require(sample.authority.keyRecords.first { $0.role == .issuing })
        _ = try sample.authority.renewIssuing(with: sample.rootKey)
        guard case .changed = try sample.authority.change(sample.record(of: issuing).id, compromise) else {
            Issue.record("the retired issuing key was not revoked")
            return
        }
        // The root's key is away, so its list waits, and whoever looks is told.
        #expect(try sample.authority.issuersBehind().map(\.role) == [.root])
        #expect(try sample.authority.publishRootList(with: sample.rootKey).entries == 1)
        #expect(try sample.authority.issuersBehind().isEmpty)
    }

    @Test func `leave their lists waiting, and that is told`() throws {
        let sample = try AuthoritySample()
        let record = try sample.issued(AuthoritySample.order())
        _ = try sample.authority.publishDueLists()
        sample.vault.close(.issuing)
        let restarted = try sample.restarted()
        #expect(try restarted.issuersBehind().isEmpty)
        _ = try restarted.change(record.id, .revoke(.superseded, invalidSince: nil))
        #expect(try restarted.publishDueLists().isEmpty)
        #expect(try restarted.issuersBehind().map(\.role) == [.issuing])
    }
}

extension AuthoritySample {
    /// The certificate of one of the authority's own keys, as it is on record.
    func record(of key: AuthorityKey) throws -> CertificateRecord {
        let serial = try key.certificate.serialNumber()
        let found = try store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.certificates(serial)
        }
        guard let record = found.first else { throw Unexpected(words: "\(key.role) has no record") }
        return record
    }
}
