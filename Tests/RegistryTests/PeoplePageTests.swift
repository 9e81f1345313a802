import Domain
import Registry
import Store
import TestSupport
import Testing

@Suite("A page of people") struct PeoplePageTests {
    private func page(
        _ sample: RegistrySample, of institution: String? = nil, by mandate: Mandate = .installation,
        _ change: (inout PeopleQuery) -> Void = { _ in }
    ) throws -> PeoplePage {
        var query = PeopleQuery()
        change(&query)
        return try sample.registry.people(query, of: institution, by: mandate)
    }

    private func all(_ sample: RegistrySample, _ change: (inout PeopleQuery) -> Void = { _ in }) throws -> [[String]] {
        var (pages, next): ([[String]], ID<Person>?) = ([], nil)
        repeat {
            let page = try page(sample) { query in
                change(&query)
                query.last = next
            }
            pages.append(page.people.map(\.data.nik).map { String($0.suffix(2)) })
            next = page.next
        } while next != nil
        return pages
    }

    @Test(arguments: Backend.all) func `leads on to the next, until everybody was on one`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        for number in 1...5 {
            _ = try sample.register(RegistrySample.data(number))
            sample.base.clock.move(.seconds(1))
        }
        #expect(try all(sample) { $0.most = 2 } == [["01", "02"], ["03", "04"], ["05"]])
        #expect(try all(sample) { $0.most = 5 } == [["01", "02", "03", "04", "05"]])
    }

    @Test func `is of those who stand so, by what is derived at this moment`() throws {
        let sample = try RegistrySample()
        _ = try sample.register(RegistrySample.data(1))
        _ = try sample.admitted(RegistrySample.data(2))
        _ = try sample.signer(RegistrySample.data(3))
        #expect(try all(sample) { $0.verification = [.new] } == [["01"]])
        #expect(try all(sample) { $0.certificate = .issued } == [["03"]])
        #expect(
            try all(sample) {
                $0.verification = [.verified]
                $0.certificate = .new
            } == [["02"]])
        sample.base.clock.move(.seconds(86_400 * 365 * 10))
        #expect(try all(sample) { $0.certificate = .issued } == [[]])
        #expect(try all(sample) { $0.certificate = .expired } == [["03"]])
    }

    @Test func `is short where the search is long, and says where to go on`() throws {
        let sample = try RegistrySample()
        let account = try #require(Account(.waiting, .nothing(nil)))
        let ids: [ID<Person>] = try (0...PeopleQuery.lookedAtMax).map { _ in try randomID() }
        let sorted = ids.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        try sample.store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            for (number, id) in sorted.enumerated() {
                let data = PersonData(nik: "\(9_999_990_101_900_000 + number)", name: "A", email: "a\(number)@b.c")
                try transaction.insert(id, of: sample.city, account, data, sample.registry.keys)
            }
        }
        let first = try page(sample) { $0.verification = [.new] }
        #expect(first.people.isEmpty && first.next == sorted[PeopleQuery.lookedAtMax - 1])
        let second = try page(sample) {
            $0.verification = [.new]
            $0.last = first.next
        }
        #expect(second.people.isEmpty && second.next == nil)
    }

    @Test func `is of the people that the mandate reaches`() throws {
        let sample = try RegistrySample()
        let own = try sample.register()
        let other = try sample.registry.register(
            RegistrySample.data(2), into: sample.health, by: nil, client: nil)
        let staff = Mandate.staff(sample.program, scopes: [])
        #expect(try page(sample, by: staff).people.map(\.id) == [own])
        #expect(try page(sample, of: "Kota Contoh", by: staff).people.map(\.id) == [own])
        #expect(try page(sample, of: "Dinas Kesehatan Contoh").people.map(\.id) == [other])
        for name in ["Dinas Kesehatan Contoh", "Tidak Ada"] {
            #expect(try refusal { _ = try page(sample, of: name, by: staff) } == .unknownInstitution)
        }
        for last in [other, .fixture(9)] {
            #expect(try refusal { _ = try page(sample, by: staff) { $0.last = last } } == .unknownPerson)
        }
    }

    @Test func `masks numbers so that they are known to whoever knows them`() throws {
        let sample = try RegistrySample()
        var data = RegistrySample.data()
        data.phone = "081299990001"
        _ = try sample.register(data)
        let person = try #require(try page(sample).people.first)
        #expect(person.maskedNIK == "999999******0001" && person.maskedPhone == "********0001")
    }
}
