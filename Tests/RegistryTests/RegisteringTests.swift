import Domain
import Registry
import Store
import TestSupport
import Testing

@Suite("Somebody who is registered") struct RegisteringTests {
    @Test(arguments: Backend.all) func `has a new account, and is found by number and address`(backend: Backend) throws
    {
        let sample = try RegistrySample(backend)
        let id = try sample.register()
        let standing = try sample.registry.standing(of: #require(PersonName(nik: "9999990101900001")))
        #expect(standing.id == id && standing.institution == "Kota Contoh" && standing.data == RegistrySample.data())
        #expect(standing.verification == .new && standing.certificate == .new && standing.role == .user)
        #expect(standing.verdict == .cannot(.notActivated))
        #expect(try sample.registry.standing(of: #require(PersonName(email: "ORANG1@contoh.example"))).id == id)
        #expect(try sample.audited(.personEntered) == 1)
        #expect(!(try sample.base.auditLines().contains { $0.contains("9999990101900001") || $0.contains("Siti") }))
    }

    /// Such as the answer to a request that may come again: both are there, or neither is.
    @Test(arguments: Backend.all) func `is nobody where what belongs to it cannot be kept`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        let (registry, city) = (sample.registry, sample.city)
        let refused = try refusal {
            try registry.register(RegistrySample.data(), into: city, by: nil, client: nil) {
                (id, transaction) throws(RegistryError) in
                #expect(try registry.standing(of: id, in: transaction).data == RegistrySample.data())
                throw .refused(.overtaken)
            }
        }
        #expect(refused == .overtaken)
        let number = try #require(PersonName(nik: "9999990101900001"))
        #expect(try refusal { _ = try registry.standing(of: number) } == .unknownPerson)
        #expect(try sample.audited(.personEntered) == 0)
        _ = try sample.register()
    }

    @Test(arguments: Backend.all) func `has a number and an address that nobody else has`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        var first = RegistrySample.data()
        first.phone = "081299990001"
        _ = try sample.register(first)
        var same = RegistrySample.data(2)
        same.nik = "9999990101900001"
        #expect(try refusal { _ = try sample.register(same) } == .duplicate(.nik))
        same = RegistrySample.data(2)
        same.email = "Orang1@Contoh.example"
        #expect(try refusal { _ = try sample.register(same) } == .duplicate(.email))
        same = RegistrySample.data(2)
        same.phone = "+62 812-9999-0001"
        #expect(try refusal { _ = try sample.register(same) } == .duplicate(.phone))
        // In another institution, too.
        let elsewhere = try refusal {
            _ = try sample.registry.register(RegistrySample.data(), into: sample.health, by: nil, client: nil)
        }
        #expect(elsewhere == .duplicate(.nik))
        #expect(try sample.audited(.personEntered) == 1)
    }

    @Test(arguments: Backend.all) func `is one person, however many register him at the same time`(backend: Backend)
        throws
    {
        let sample = try RegistrySample(backend)
        let outcomes = Outcomes()
        Threads.run(8) { _ in
            do {
                outcomes.add(try refusal { _ = try sample.register() })
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(outcomes.all.count { $0 == nil } == 1)
        #expect(outcomes.all.count { $0 == .duplicate(.nik) } == 7)
    }

    private static let unusable: [(ProfileField, @Sendable (inout PersonData) -> Void)] = [
        (.nik, { $0.nik = "999999010190001" }), (.nik, { $0.nik = "99999901019000001" }),
        (.nik, { $0.nik = "999999010190000a" }), (.nik, { $0.nik = "9999 9901 0190 0001" }),
        (.email, { $0.email = "siti contoh@contoh.example" }), (.email, { $0.email = "contoh.example" }),
        (.name, { $0.name = "" }), (.name, { $0.name = " Siti" }), (.name, { $0.name = "Siti 2" }),
        (.name, { $0.name = "Siti\u{200B}Contoh" }), (.name, { $0.name = "..." }),
        (.name, { $0.name = String(repeating: "a", count: 65) }), (.phone, { $0.phone = "0812" }),
    ]

    @Test(arguments: unusable.indices) func `has data that are written as such data are`(index: Int) throws {
        let (field, spoil) = Self.unusable[index]
        let sample = try RegistrySample()
        var data = RegistrySample.data()
        spoil(&data)
        #expect(try refusal { _ = try sample.register(data) } == .unusable(field))
        #expect(try sample.audited(.personEntered) == 0)
    }

    @Test(arguments: [
        "Siti", "Ma'ruf Contoh", "Muh. Contoh", "R.A. Contoh-Percobaan", "Zoë Contoh", "Siti Contoh, S.Kom",
    ])
    func `may have a name as people have them`(name: String) throws {
        _ = try RegistrySample().register(RegistrySample.data(1, name))
    }

    @Test(arguments: Backend.all) func `by a program belongs to that program's institution`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        let program = sample.program
        _ = try sample.registry.register(RegistrySample.data(), into: sample.city, by: nil, client: program)
        let foreign = try refusal {
            _ = try sample.registry.register(RegistrySample.data(2), into: sample.health, by: nil, client: program)
        }
        #expect(foreign == .unknownInstitution)
        var other = program
        other.state = .suspended
        let suspended = try refusal {
            _ = try sample.registry.register(RegistrySample.data(2), into: sample.city, by: nil, client: other)
        }
        #expect(suspended == .suspendedClient)
        other = program
        other.scopes = [.sign]
        let small = try refusal {
            _ = try sample.registry.register(RegistrySample.data(2), into: sample.city, by: nil, client: other)
        }
        #expect(small == .scopeMissing(.register))
        let nowhere = try refusal {
            _ = try sample.registry.register(RegistrySample.data(2), into: .fixture(9), by: nil, client: nil)
        }
        #expect(nowhere == .unknownInstitution)
    }

    @Test func `may be taken over with a role, and never with a certificate`() throws {
        let sample = try RegistrySample()
        let account = try #require(Account(.verified, .nothing(nil), role: .ra))
        let id = try sample.registry.takeOver(RegistrySample.data(), account, into: sample.city)
        #expect(try sample.record(id).account.role == .ra)
        let validity = try #require(Validity(from: .noon, to: .noon + .seconds(9)))
        let holder = try #require(Account(.verified, .issued(validity, next: nil)))
        let refused = try refusal {
            _ = try sample.registry.takeOver(RegistrySample.data(2), holder, into: sample.city)
        }
        #expect(refused == .account(.notAllowed))
    }
}
