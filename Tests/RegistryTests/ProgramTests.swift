import Crypto
import Domain
import Registry
import Store
import TestSupport
import Testing

@Suite("A program") struct ProgramTests {
    @Test(arguments: Backend.all) func `has a name of its own and a secret of 256 random bits`(backend: Backend) throws
    {
        let sample = try RegistrySample(backend)
        let secret = try Registry.freshSecret()
        #expect(secret.count == 64 && Hexadecimal.bytes(String(decoding: secret.revealed, as: UTF8.self))?.count == 32)
        let draft = Registry.ProgramDraft("kepegawaian", institution: nil, scopes: .usual, addresses: "10.0.0.0/8")
        _ = try sample.registry.enter(draft, secret: secret)
        let program = try sample.registry.program(named: "kepegawaian")
        #expect(try program.isSecret(secret.revealed, sample.registry.keys))
        #expect(try !program.isSecret(Registry.freshSecret().revealed, sample.registry.keys))
        #expect(program.addresses == "10.0.0.0/8" && program.scopes == .usual && program.institution == nil)
        #expect(try refusal { _ = try sample.registry.enter(draft, secret: secret) } == .clientNameTaken)
        #expect(try sample.audited(.clientEntered) == 2)
        let lines = try sample.base.auditLines()
        #expect(!lines.contains { $0.contains(String(decoding: secret.revealed, as: UTF8.self)) })
    }

    @Test(arguments: ["", "surat menyurat", "surat:masuk", "súrat", String(repeating: "a", count: 65)])
    func `has a name that can stand in a header`(name: String) throws {
        let sample = try RegistrySample()
        let told = try refusal {
            _ = try sample.registry.enter(.init(name, institution: nil), secret: Registry.freshSecret())
        }
        #expect(told == .clientNameUnusable)
    }

    @Test func `has no short secret, and no institution that is not there`() throws {
        let sample = try RegistrySample()
        let short = try refusal { _ = try sample.registry.enter(.init("a", institution: nil), secret: .of("demo")) }
        #expect(short == .clientSecretTooShort(bytesMin: 16))
        let nowhere = try refusal {
            _ = try sample.registry.enter(.init("a", institution: .fixture(9)), secret: Registry.freshSecret())
        }
        #expect(nowhere == .unknownInstitution)
        #expect(try refusal { _ = try sample.registry.program(named: "tidak-ada") } == .unknownClient)
        #expect(try refusal { try sample.registry.disable(.fixture(9)) } == .unknownClient)
        #expect(
            try refusal { try sample.registry.set(secret: Registry.freshSecret(), of: .fixture(9)) } == .unknownClient)
    }

    @Test(arguments: Backend.all) func `has its scopes, addresses and secret changed, and the rest stays`(
        backend: Backend
    ) throws {
        let sample = try RegistrySample(backend)
        let id = sample.program.id
        try sample.registry.set([.verify], of: id)
        try sample.registry.set(addresses: "192.0.2.0/24", of: id)
        let secret = try Registry.freshSecret()
        try sample.registry.set(secret: secret, of: id)
        let program = try sample.registry.program(named: "surat")
        #expect(program.scopes == [.verify] && program.addresses == "192.0.2.0/24")
        #expect(program.institution == sample.city && program.state == .enabled)
        #expect(try program.isSecret(secret.revealed, sample.registry.keys))
        #expect(try sample.audited(.clientChanged) == 3)
    }

    @Test(arguments: Backend.all) func `is disabled, and enabled again although it had guessed`(backend: Backend) throws
    {
        let sample = try RegistrySample(backend)
        let id = sample.program.id
        try sample.registry.disable(id)
        #expect(try sample.registry.program(named: "surat").state == .disabled)
        try sample.registry.enable(id)
        #expect(try sample.registry.program(named: "surat").state == .enabled)
        // It has it wrong for one person after the other, until it is suspended.
        func guesses(_ number: Int) throws {
            let guards = try PassphraseGuards(.fixture(UInt8(number)), at: id, sample.registry.keys)
            try sample.store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
                try transaction.fail(
                    guards, of: AuditSubject(.person, ID<Person>.fixture(UInt8(number))), at: id, isFirst: true,
                    suspicion: .suspicion)
            }
        }
        for number in 1...21 { try guesses(number) }
        #expect(try sample.registry.program(named: "surat").state == .suspended)
        try sample.registry.enable(id)
        try guesses(22)
        #expect(try sample.registry.program(named: "surat").state == .enabled)
    }
}
