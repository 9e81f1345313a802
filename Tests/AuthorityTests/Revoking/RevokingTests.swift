import Authority
import Crypto
import Database
import Domain
import Foundation
import Store
import TestSupport
import Testing

@Suite("Revoking a certificate") struct RevokingTests {
    private static func kept(_ sample: AuthoritySample, owner: ID<KeyOwner>) throws -> CertificateRecord {
        try sample.issued(AuthoritySample.keptOrder(owner: owner))
    }

    private static func stored(_ sample: AuthoritySample, _ id: ID<IssuedCertificate>) throws -> CertificateRecord? {
        try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in try snapshot.certificate(id) }
    }

    private static func hasKey(_ sample: AuthoritySample, _ id: ID<IssuedCertificate>) throws -> Bool {
        try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.sealedKey(for: id) != nil
        }
    }

    @Test(arguments: Backend.all) func `destroys its sealed key`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        let record = try Self.kept(sample, owner: randomID())
        #expect(try Self.hasKey(sample, record.id))
        guard case .changed = try sample.authority.change(record.id, .revoke(.keyCompromise, invalidSince: nil)) else {
            Issue.record("it was not revoked")
            return
        }
        #expect(try !Self.hasKey(sample, record.id))
        let stored = try #require(try Self.stored(sample, record.id))
        #expect(stored.life.state == .revoked(.init(at: sample.clock.read(), reason: .keyCompromise)))
    }

    @Test func `leaves nothing of the key in the file`() throws {
        let sample = try AuthoritySample()
        let marker = try Randomness.bytes(64)
        let record = try sample.issued(AuthoritySample.keptOrder(owner: randomID(), bytes: marker))
        func holdsKey() throws -> Bool {
            // The log beside the file is emptied into it first, as the writer does by itself.
            let emptied = try ProgramRun.of("sqlite3", [sample.database.place, "PRAGMA wal_checkpoint(TRUNCATE)"])
            #expect(emptied.isSuccess, "\(emptied.errors)")
            return try Data(contentsOf: URL(filePath: sample.database.place)).firstRange(of: Data(marker)) != nil
        }
        #expect(try holdsKey())
        _ = try sample.authority.change(record.id, .revoke(.keyCompromise, invalidSince: nil))
        #expect(try !holdsKey())
    }

    @Test(arguments: Backend.all) func `holds it, lets it go and leaves its key alone`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        let record = try Self.kept(sample, owner: randomID())
        guard case .changed(let held) = try sample.authority.change(record.id, .hold) else {
            Issue.record("it was not held")
            return
        }
        #expect(held.life.state == .held(since: sample.clock.read()))
        guard case .unchanged = try sample.authority.change(record.id, .hold) else {
            Issue.record("it was held twice")
            return
        }
        guard case .changed(let released) = try sample.authority.change(record.id, .release) else {
            Issue.record("it was not released")
            return
        }
        #expect(released.life.state == .good)
        #expect(try Self.hasKey(sample, record.id))
    }

    @Test func `refuses what its life refuses, and changes nothing`() throws {
        let sample = try AuthoritySample()
        let record = try sample.issued(AuthoritySample.order())
        let later = sample.clock.read() + .seconds(1)
        let before = try Self.stored(sample, record.id)?.life
        let cases: [(LifeChange, CertificateLife.Refusal)] = [
            (.release, .notHeld), (.revoke(.certificateHold, invalidSince: nil), .reasonNotFinal),
            (.revoke(.keyCompromise, invalidSince: later), .invalidityInFuture),
            (
                .revoke(.keyCompromise, invalidSince: record.life.validity.notBefore - .seconds(1)),
                .invalidityBeforeIssue
            ),
        ]
        for (change, refusal) in cases {
            guard case .refused(refusal) = try sample.authority.change(record.id, change) else {
                Issue.record("\(change) was not refused by \(refusal)")
                continue
            }
        }
        #expect(try Self.stored(sample, record.id)?.life == before)
        guard case .unknownCertificate = try sample.authority.change(randomID(), .hold) else {
            Issue.record("nobody's certificate was held")
            return
        }
    }

    @Test(arguments: Backend.all) func `is told of in the log, with the certificate's number`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        let record = try Self.kept(sample, owner: randomID())
        _ = try sample.authority.change(record.id, .revoke(.superseded, invalidSince: nil))
        let lines = try sample.auditLines()
        let serial = "\(record.serial)"
        let told = lines.filter { $0.contains(serial) }.compactMap { line in
            line.firstMatch(of: /"operation":"([a-z.-]+)","outcome":"([a-z]+)"/).map { "\($0.1) \($0.2)" }
        }
        #expect(
            told == [
                "certificate.issued intended", "certificate.issued done", "key.destroyed done",
                "certificate.revoked done",
            ])
    }
}
