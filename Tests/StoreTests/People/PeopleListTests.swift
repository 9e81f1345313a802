import Database
import Domain
import Store
import TestSupport
import Testing

@Suite("A list of people") struct PeopleListTests {
    private static let other = InstitutionRecord(id: .fixture(0x12), name: "Dinas Kesehatan Contoh")

    /// Whoever was registered as the so-and-so-many-th. The order is not that of identifiers.
    private static func id(_ number: UInt8) -> ID<Person> { .fixture(100 - number) }

    /// Five of one institution and two of another, in the order in which they are listed.
    private func filled(_ backend: Backend) throws -> PeopleSample {
        let sample = try PeopleSample(backend)
        try sample.store.write { (transaction) throws(StoreError) in try transaction.insert(Self.other) }
        let account = try #require(Account(.verified, .nothing(nil)))
        for number in UInt8(1)...7 {
            let data = PeopleSample.data("Orang\(number)", nik: "999999010190000\(number)")
            try sample.store.write { (transaction) throws(StoreError) in
                try transaction.insert(
                    Self.id(number), of: number > 5 ? Self.other.id : PeopleSample.institution.id, account, data,
                    sample.keys)
                try transaction.run("UPDATE person SET made = \(Int(number)) WHERE id = \(Self.id(number))")
            }
        }
        return sample
    }

    private func list(
        _ sample: PeopleSample, of institution: InstitutionRecord?, after last: UInt8? = nil, most: Int = 100
    ) throws -> [ID<Person>]? {
        let last = last.map(Self.id)
        return try sample.store.read { (snapshot) throws(StoreError) in
            try snapshot.people(of: institution?.id, after: last, most: most)?.map(\.id)
        }
    }

    private func people(_ numbers: ClosedRange<UInt8>) -> [ID<Person>] { numbers.map(Self.id) }

    @Test(arguments: Backend.all) func `is of one institution or of all, in the order of registration`(
        backend: Backend
    ) throws {
        let sample = try filled(backend)
        #expect(try list(sample, of: PeopleSample.institution) == people(1...5))
        #expect(try list(sample, of: Self.other) == people(6...7))
        #expect(try list(sample, of: nil) == people(1...7))
        #expect(try list(sample, of: .init(id: .fixture(0x13), name: "Tidak Ada")) == [])
    }

    @Test(arguments: Backend.all) func `goes on behind whoever was the last, across institutions`(
        backend: Backend
    ) throws {
        let sample = try filled(backend)
        #expect(try list(sample, of: nil, most: 3) == people(1...3))
        #expect(try list(sample, of: nil, after: 3, most: 3) == people(4...6))
        #expect(try list(sample, of: nil, after: 7) == [])
        #expect(try list(sample, of: PeopleSample.institution, after: 4) == people(5...5))
    }

    @Test(arguments: Backend.all) func `has nobody twice who was registered in the same moment`(
        backend: Backend
    ) throws {
        let sample = try filled(backend)
        try sample.store.write { (transaction) throws(StoreError) in try transaction.run("UPDATE person SET made = 7") }
        let all = try #require(try list(sample, of: nil))
        #expect(Set(all) == Set(people(1...7)))
        for (one, next) in zip(all, all.dropFirst()) {
            let found = try sample.store.read { (snapshot) throws(StoreError) in
                try snapshot.people(of: nil, after: one, most: 1)?.map(\.id)
            }
            #expect(found == [next])
        }
    }

    @Test(arguments: Backend.all) func `begins behind nobody who is none of its people`(backend: Backend) throws {
        let sample = try filled(backend)
        #expect(try list(sample, of: nil, after: 8) == nil)
        #expect(try list(sample, of: PeopleSample.institution, after: 6) == nil)
    }

    @Test(arguments: Backend.all) func `has nobody who was erased, and goes on behind the place all the same`(
        backend: Backend
    ) throws {
        let sample = try filled(backend)
        try sample.store.write { (transaction) throws(StoreError) in try transaction.erase(Self.id(3)) }
        #expect(try list(sample, of: nil, most: 3) == people(1...2) + people(4...4))
        #expect(try list(sample, of: nil, after: 3, most: 1) == people(4...4))
    }
}
