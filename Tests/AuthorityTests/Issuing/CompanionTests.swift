import Authority
import Crypto
import Domain
import Store
import TestSupport
import Testing

@Suite("What belongs to a certificate's commit") struct CompanionTests {
    private static func institutions(_ sample: AuthoritySample) throws -> Int {
        try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.institutions().count
        }
    }

    private static let written: IssuanceOrder.Companion = { (record, transaction) throws(AuthorityError) in
        try transaction.insert(InstitutionRecord(id: .fixture(0x11), name: "Kota Contoh"))
        return !record.isMade
    }

    @Test(arguments: Backend.all) func `is done with it, and once`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        var order = try AuthoritySample.order()
        order.companion = Self.written
        _ = try sample.issued(order)
        // A second time it would find the name taken.
        guard case .repeated = try sample.authority.issue(order) else {
            Issue.record("it was issued twice")
            return
        }
        #expect(try Self.institutions(sample) == 1)
    }

    @Test(arguments: Backend.all) func `says no, and nothing is issued`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        var order = try AuthoritySample.order()
        order.companion = { (_, _) throws(AuthorityError) in false }
        guard case .refused(.overtaken) = try sample.authority.issue(order) else {
            Issue.record("it was issued")
            return
        }
        let known = try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.certificate(askedBy: order.request) == nil
        }
        #expect(known)
    }

    @Test func `is not done where something else speaks against the certificate`() throws {
        let sample = try AuthoritySample()
        var order = try AuthoritySample.order()
        _ = try sample.issued(order)
        order.request = try randomID()
        order.companion = Self.written
        guard case .refused(.key(.reused)) = try sample.authority.issue(order) else {
            Issue.record("one key has two certificates")
            return
        }
        #expect(try Self.institutions(sample) == 0)
    }

    @Test(arguments: Backend.all) func `may be the end of what it replaces`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        let owner: ID<KeyOwner> = try randomID()
        let old = try sample.issued(AuthoritySample.keptOrder(owner: owner))
        sample.clock.move(days(1))
        var order = try AuthoritySample.keptOrder(owner: owner)
        order.owner = owner
        (order.replaces, order.revokesReplaced) = (old.id, true)
        let new = try sample.issued(order)
        let (life, key) = try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            (try snapshot.certificate(old.id)?.life, try snapshot.sealedKey(for: old.id))
        }
        guard case .revoked(let end) = life?.state else {
            Issue.record("it is still good")
            return
        }
        #expect(end.reason == .superseded && life?.replacement == new.id && key == nil)
    }
}
