import Crypto
import Database
import Domain
import Store
import TestSupport
import Testing

@testable import Authority

@Suite("What other processes have changed") struct ChangeWatchTests {
    @Test(arguments: Backend.all) func `is seen late after an outage, and seen`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        let record = try sample.issued(AuthoritySample.order())
        // One that has no connection to give answers like one that is away.
        var limits = StoreLimits()
        limits.readersMax = 0
        limits.waitMax = .zero
        let gone = try Store.openForReading(sample.database.driver, limits: limits)
        let watch = ChangeWatch()
        func look(_ store: Store) -> ChangeWatch.Findings? {
            sample.clock.move(ChangeWatch.interval)
            return watch.look(at: sample.clock.read(), in: store, knowing: sample.authority.keyRecords)
        }
        #expect(look(sample.store)?.changed == .none, "before the first look anything may have changed")
        #expect(look(sample.store)?.changed == [])
        // The store is away for three minutes, and somebody is revoked at its beginning.
        _ = try sample.authority.change(record.id, .revoke(.keyCompromise, invalidSince: nil))
        for _ in 0..<180 { #expect(look(gone) == nil) }
        #expect(look(sample.store)?.changed == [record.serial])
        #expect(look(sample.store)?.changed == [])
    }

    @Test func `is everything where another store was put in its place`() throws {
        let sample = try AuthoritySample()
        let record = try sample.issued(AuthoritySample.order())
        _ = try sample.authority.change(record.id, .hold)
        _ = try sample.authority.change(record.id, .release)
        let watch = ChangeWatch()
        _ = watch.look(at: sample.clock.read(), in: sample.store, knowing: sample.authority.keyRecords)
        try sample.store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            try transaction.run("UPDATE revocation_change SET changes = 1")
        }
        sample.clock.move(ChangeWatch.interval)
        let found = watch.look(at: sample.clock.read(), in: sample.store, knowing: sample.authority.keyRecords)
        #expect(found != nil && found?.changed == .none)
    }

    @Test func `is an issuing key that took the old one's place`() throws {
        let sample = try AuthoritySample()
        let other = try sample.restarted()
        _ = try sample.issued(AuthoritySample.order())
        let renewed = try other.renewIssuing(with: sample.rootKey)
        sample.clock.move(ChangeWatch.interval)
        #expect(try sample.issued(AuthoritySample.order()).issuer == renewed.id)
    }
}

extension ChangeWatch.Findings: Equatable {
    static func == (left: Self, right: Self) -> Bool {
        left.changed == right.changed && left.areKeysOthers == right.areKeysOthers
    }
}
