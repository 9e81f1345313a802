import Authority
import Crypto
import Domain
import Store
import TestSupport
import Testing

@Suite("A sealed head of the log") struct AuditHeadTests {
    @Test(arguments: Backend.all) func `bears the log's key and a stamp that openssl accepts`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        _ = try sample.issued(AuthoritySample.order())
        let sealed = try sample.authority.sealAuditHeads()
        let head = try #require(sealed.first)
        #expect(try head.isSignatureGood() == true)
        let key = try #require(sample.authority.keyRecords.first { $0.role == .audit })
        #expect(head.publicKey == key.publicKeyInfo)
        let judged = try OpenSSLCommand(
            "ts -verify -attime 1790000000 -token_in -in token -data head -CAfile root -untrusted issuing",
            with: [
                "token": try #require(head.timestamp), "head": Array(head.head.text.utf8),
                "root": Array(sample.chain[1].pem().utf8), "issuing": Array(sample.chain[0].pem().utf8),
            ])
        #expect(judged.isSuccess, "\(judged.run.errors)")
        // What comes later fits it.
        _ = try sample.issued(AuthoritySample.order())
        #expect(try sample.store.verifyAudit(witnesses: sealed).isIntact)
    }

    @Test func `is refused with another one's stamp, or another house's`() throws {
        let (sample, other) = (try AuthoritySample(), try AuthoritySample())
        _ = try sample.issued(AuthoritySample.order())
        let first = try #require(sample.authority.sealAuditHeads().first)
        _ = try sample.issued(AuthoritySample.order())
        let second = try #require(sample.authority.sealAuditHeads().first)
        let foreign = try #require(other.authority.sealAuditHeads().first)
        func stamped(_ head: SealedAuditHead, by stamp: SealedAuditHead) throws -> SealedAuditHead {
            let texts = try [head, stamp].map { Hexadecimal.text(try #require($0.timestamp)) }
            return try #require(SealedAuditHead(head.text.replacing(texts[0], with: texts[1])))
        }
        func finding(_ head: SealedAuditHead) throws -> AuditFinding? {
            try sample.store.verifyAudit(witnesses: [head]).logs.first?.finding
        }
        #expect(try finding(first) == nil)
        #expect(try finding(stamped(first, by: second)) == .headTimestampBroken(first.head.size))
        #expect(try finding(stamped(first, by: foreign)) == .headTimestampBroken(first.head.size))
        #expect(try foreign.isTimestampGood() == true)
        let keys = Set(sample.authority.keyRecords.filter { $0.role == .timestamp }.map(\.publicKeyInfo))
        #expect(try foreign.isTimestampGood(by: keys) == false)
        #expect(try first.isTimestampGood(by: keys) == true)
    }

    @Test func `is not made while its key is closed, or the clock in doubt`() throws {
        let sample = try AuthoritySample()
        sample.vault.close(.audit)
        #expect(throws: AuthorityError.keyClosed(.audit)) { try sample.restarted().sealAuditHeads() }
        let other = try AuthoritySample()
        other.clock.jump(.seconds(3_600))
        #expect(throws: AuthorityError.self) { try other.authority.sealAuditHeads() }
    }
}
