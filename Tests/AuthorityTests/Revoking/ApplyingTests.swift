import Crypto
import Database
import Domain
import Store
import TestSupport
import Testing

@testable import Authority

@Suite("A published list, for a store that has forgotten") struct ApplyingTests {
    private static func list(_ sample: AuthoritySample, of issuer: ID<AuthorityKey>) throws -> RevocationList {
        var bytes: [UInt8] = []
        _ = try sample.authority.eachPieceOfList(of: issuer, in: .all) { (piece) throws(AuthorityError) in
            bytes += piece
        }
        return try #require(RevocationList(der: bytes))
    }

    private static func lives(_ sample: AuthoritySample, _ records: [CertificateRecord]) throws -> [CertificateLife?] {
        try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try records.map { record throws(StoreError) in try snapshot.certificate(record.id)?.life }
        }
    }

    /// As a backup has them that was made before anything happened.
    private static func forget(_ sample: AuthoritySample, _ records: [CertificateRecord]) throws {
        try sample.store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            for record in records {
                try transaction.set(CertificateLife(record.life.validity), of: record.id)
            }
        }
    }

    @Test(arguments: Backend.all) func `makes everybody as revoked as they were, and as long ago`(backend: Backend)
        throws
    {
        let sample = try AuthoritySample(backend)
        let records = try (0..<4).map { _ in try sample.issued(AuthoritySample.order()) }
        sample.clock.move(.seconds(500))
        _ = try sample.authority.change(
            records[0].id, .revoke(.keyCompromise, invalidSince: records[0].life.validity.notBefore))
        _ = try sample.authority.change(records[1].id, .revoke(.unspecified, invalidSince: nil))
        _ = try sample.authority.change(records[2].id, .hold)
        let before = try Self.lives(sample, records)
        let issuer = try #require(try sample.authority.publishDueLists().first?.issuer)
        let list = try Self.list(sample, of: issuer)
        try Self.forget(sample, records)
        sample.clock.move(.seconds(5_000))
        let applied = try #require(try sample.authority.apply(list))
        #expect(applied.changed == 3 && applied.knownBefore == 0 && applied.unknown.isEmpty)
        #expect(try Self.lives(sample, records) == before)
        // Once more, there is nothing to do.
        let again = try #require(try sample.authority.apply(list))
        #expect(again.changed == 0 && again.knownBefore == 3)
        #expect(try sample.authority.publishDueLists().first?.entries == 3)
    }

    @Test func `names those whom nothing here knows`() throws {
        let sample = try AuthoritySample()
        let record = try sample.issued(AuthoritySample.order())
        _ = try sample.authority.change(record.id, .revoke(.superseded, invalidSince: nil))
        let issuer = try #require(try sample.authority.publishDueLists().first?.issuer)
        let list = try Self.list(sample, of: issuer)
        try sample.store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            try transaction.run("DELETE FROM certificate WHERE id = \(record.id)")
        }
        #expect(try sample.authority.apply(list)?.unknown == [record.serial])
    }

    @Test func `counts for nothing when another signed it, or somebody changed it`() throws {
        let (sample, other) = (try AuthoritySample(), try AuthoritySample())
        let issuer = try #require(try other.authority.publishDueLists().first?.issuer)
        #expect(try sample.authority.apply(Self.list(other, of: issuer)) == nil)
        let record = try sample.issued(AuthoritySample.order())
        _ = try sample.authority.change(record.id, .revoke(.superseded, invalidSince: nil))
        let own = try #require(try sample.authority.publishDueLists().first?.issuer)
        var bytes = try Self.list(sample, of: own).der
        let place = try #require(bytes.firstRange(of: record.serial.bytes))
        bytes[place.lowerBound + 3] ^= 1
        let forged = try #require(RevocationList(der: bytes))
        #expect(try sample.authority.apply(forged) == nil)
    }
}
