import Crypto
import Domain
import Registry
import Store
import TestSupport
import Testing

@Suite("A program that looks after people") struct ReachTests {
    private func mandate(_ sample: RegistrySample, _ scopes: ClientScopes = [.administration]) -> Mandate {
        .staff(sample.program, scopes: scopes)
    }

    /// Everything that can be done to somebody.
    private static let acts: [@Sendable (Registry, ID<Person>, Mandate) throws -> Void] = [
        { try $0.admit($1, by: $2) }, { try $0.suspend($1, by: $2) }, { try $0.release($1, by: $2) },
        { try $0.unblock($1, by: $2) }, { _ = try $0.enrol($1, .of(RegistrySample.passphrase), by: $2) },
        { _ = try $0.renew($1, .of(RegistrySample.passphrase), by: $2) },
        { try $0.revoke($1, .superseded, by: $2) }, { try $0.erase($1, by: $2) },
        { _ = try $0.standing(of: $1, by: $2) },
    ]

    @Test(arguments: acts.indices) func `finds another institution's people as little as nobody`(act: Int) throws {
        let sample = try RegistrySample()
        let stranger = try sample.registry.register(
            RegistrySample.data(), into: sample.health, by: nil, client: nil)
        try sample.registry.admit(stranger)
        try sample.enrol(stranger)
        let before = try sample.base.auditLines().count
        for id in [stranger, .fixture(9)] {
            #expect(try refusal { try Self.acts[act](sample.registry, id, mandate(sample)) } == .unknownPerson)
        }
        #expect(try sample.base.auditLines().count == before)
        #expect(try sample.verdict(stranger) == .can)
    }

    @Test func `acts as staff of its institution, and the log names it`() throws {
        let sample = try RegistrySample()
        let id = try sample.register()
        try sample.registry.admit(id, by: mandate(sample))
        _ = try sample.registry.enrol(id, .of(RegistrySample.passphrase), by: mandate(sample))
        try sample.registry.suspend(id, by: mandate(sample))
        let lines = try sample.base.auditLines().filter { $0.contains("\(id)") || $0.contains("certificate.") }
        for operation in [AuditOperation.personVerified, .certificateHeld] {
            let line = try #require(lines.last { $0.contains("\"\(operation.rawValue)\"") })
            #expect(line.contains("\(sample.program.id)"), "\(line)")
        }
    }

    @Test func `agrees where the RA has to only if it is bound to no institution`() throws {
        let sample = try RegistrySample { $0.issuanceNeedsApproval = true }
        let id = try sample.admitted()
        var terms = Registry.EnrolmentTerms()
        let own = mandate(sample)
        #expect(
            try refusal { _ = try sample.registry.enrol(id, .of(RegistrySample.passphrase), by: own, terms) }
                == .approvalNeeded)
        terms.approver = own
        #expect(
            try refusal { _ = try sample.registry.enrol(id, .of(RegistrySample.passphrase), by: own, terms) }
                == .account(.notAllowed))
        let office = try sample.registry.enter(.init("pusat", institution: nil), secret: Registry.freshSecret())
        let program = try sample.registry.program(office, by: .installation)
        terms.approver = .staff(program, scopes: [])
        _ = try sample.registry.enrol(id, .of(RegistrySample.passphrase), by: own, terms)
        #expect(try sample.verdict(id) == .can)
    }

    // MARK: Programs

    private func enter(
        _ sample: RegistrySample, _ name: String, of institution: ID<Institution>?, _ scopes: ClientScopes,
        by mandate: Mandate = .installation
    ) throws -> ID<Client> {
        try sample.registry.enter(
            .init(name, institution: institution, scopes: scopes), secret: Registry.freshSecret(), by: mandate)
    }

    /// Everything that can be done to a program; the last one takes something away only.
    private static let changes: [@Sendable (Registry, ID<Client>, Mandate) throws -> Void] = [
        { try $0.set([], of: $1, by: $2) }, { try $0.set(addresses: "", of: $1, by: $2) },
        { try $0.set(secret: Registry.freshSecret(), of: $1, by: $2) }, { try $0.enable($1, by: $2) },
        { try $0.disable($1, by: $2) },
    ]

    @Test func `sees and changes programs of its own institution alone`() throws {
        let sample = try RegistrySample()
        let own = try enter(sample, "arsip", of: sample.city, [])
        let strangers = try [
            enter(sample, "klinik", of: sample.health, []), enter(sample, "pusat", of: nil, []), .fixture(9),
        ]
        let mandate = mandate(sample)
        #expect(try sample.registry.programs(by: mandate).map(\.name) == ["arsip", "surat"])
        #expect(try sample.registry.programs().map(\.name) == ["arsip", "klinik", "pusat", "surat"])
        #expect(try sample.registry.program(own, by: mandate).name == "arsip")
        for change in Self.changes {
            try change(sample.registry, own, mandate)
            for id in strangers {
                #expect(try refusal { try change(sample.registry, id, mandate) } == .unknownClient)
            }
        }
        for id in strangers {
            #expect(try refusal { _ = try sample.registry.program(id, by: mandate) } == .unknownClient)
        }
        for place in [sample.health, nil] {
            #expect(try refusal { _ = try enter(sample, "baru", of: place, [], by: mandate) } == .unknownInstitution)
        }
        _ = try enter(sample, "baru", of: sample.city, [], by: mandate)
    }

    @Test func `gives no scope that it was not let in with, whatever it is on record with`() throws {
        let sample = try RegistrySample()
        let own = try enter(sample, "arsip", of: sample.city, [])
        let mandate = mandate(sample, [.administration, .verify])
        let beyond = RegistryRefusal.scopeBeyondOwn([.sign])
        #expect(
            try refusal { _ = try enter(sample, "baru", of: sample.city, [.sign, .verify], by: mandate) } == beyond)
        #expect(try refusal { try sample.registry.set([.sign], of: own, by: mandate) } == beyond)
        try sample.registry.set([.verify], of: own, by: mandate)
        #expect(try sample.registry.program(own, by: mandate).scopes == [.verify])
    }

    @Test func `gets no hold on a program that may do more, and may stop it`() throws {
        let sample = try RegistrySample()
        let own = try enter(sample, "arsip", of: sample.city, [.sign])
        for change in Self.changes.dropLast() {
            #expect(
                try refusal { try change(sample.registry, own, mandate(sample)) } == .scopeBeyondOwn([.sign]))
        }
        try sample.registry.disable(own, by: mandate(sample))
        #expect(try sample.registry.program(own, by: .installation).state == .disabled)
    }
}
