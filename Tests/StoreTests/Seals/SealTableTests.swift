import Database
import Domain
import Store
import TestSupport
import Testing

@Suite("A seal in the store") struct SealTableTests {
    private static let id = ID<Seal>.fixture(0x5A)

    private static func record(
        _ id: ID<Seal> = id, called name: String = "segel-kota", of owner: ID<Person> = PeopleSample.siti
    ) throws -> SealRecord {
        guard let subscriber = SubscriberName(name) else { throw Unexpected(words: "no name") }
        return SealRecord(
            id: id, subscriber: subscriber, name: "Segel Kota Contoh", institution: PeopleSample.institution,
            owner: owner)
    }

    private func sample(_ backend: Backend) throws -> PeopleSample {
        let sample = try PeopleSample(backend)
        try sample.enter(PeopleSample.siti, PeopleSample.data())
        try sample.enter(PeopleSample.budi, PeopleSample.data("Budi Percobaan", nik: "9999990101900002"))
        let seal = try Self.record()
        try sample.store.write { (transaction) throws(StoreError) in try transaction.insert(seal) }
        return sample
    }

    @Test(arguments: Backend.all) func `is found by what it is called, and by whoever is responsible`(
        backend: Backend
    ) throws {
        let sample = try sample(backend)
        let (name, other) = (try Self.record().subscriber, try Self.record(called: "segel").subscriber)
        try sample.store.read { (snapshot) throws(StoreError) in
            let found = try snapshot.seal(called: name)
            #expect(found?.id == Self.id && found?.name == "Segel Kota Contoh" && found?.owner == PeopleSample.siti)
            #expect(found?.institution == PeopleSample.institution && found?.certificate == nil)
            #expect(found?.canSeal(at: .noon) == .cannot(.noCertificate))
            #expect(try snapshot.seal(called: other) == nil)
            #expect(try snapshot.seal(Self.id)?.subscriber == name)
            #expect(try snapshot.seals().map(\.id) == [Self.id])
            #expect(try snapshot.seals(of: PeopleSample.siti).map(\.id) == [Self.id])
            #expect(try snapshot.seals(of: PeopleSample.budi).isEmpty)
        }
    }

    @Test(arguments: Backend.all) func `has one name, and another owner when it is handed over`(
        backend: Backend
    ) throws {
        let sample = try sample(backend)
        let same = try Self.record(.fixture(0x5B))
        do throws(StoreError) {
            try sample.store.write { (transaction) throws(StoreError) in try transaction.insert(same) }
            Issue.record("two seals have one name")
        } catch {
            #expect(error.isDuplicate)
        }
        try sample.store.write { (transaction) throws(StoreError) in
            try transaction.set(owner: PeopleSample.budi, of: Self.id)
        }
        #expect(
            try sample.store.write { (transaction) throws(StoreError) in try transaction.lockedSeal(Self.id)?.owner }
                == PeopleSample.budi)
    }
}
