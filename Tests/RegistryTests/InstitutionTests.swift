import Crypto
import Domain
import Registry
import Store
import TestSupport
import Testing

@Suite("An institution") struct InstitutionTests {
    @Test(arguments: Backend.all) func `has a name that no other has, and rules of its own`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        #expect(try sample.registry.institutions().map(\.name) == ["Dinas Kesehatan Contoh", "Kota Contoh"])
        let taken = try refusal { _ = try sample.registry.enterInstitution("Kota Contoh") }
        #expect(taken == .institutionNameTaken)
        var rules = InstitutionRules()
        rules.signsWhileRenewing = true
        try sample.registry.set(rules, of: sample.health)
        #expect(try sample.registry.institution(named: "Dinas Kesehatan Contoh").rules == rules)
        #expect(try sample.registry.institution(named: "Kota Contoh").rules != rules)
        #expect(try sample.audited(.institutionEntered) == 2 && sample.audited(.institutionChanged) == 1)
    }

    @Test func `is not there where nobody entered it`() throws {
        let sample = try RegistrySample()
        #expect(try refusal { try sample.registry.set(InstitutionRules(), of: .fixture(9)) } == .unknownInstitution)
        #expect(try refusal { _ = try sample.registry.institution(named: "Desa") } == .unknownInstitution)
    }

    @Test(arguments: ["", " Kota", "Kota\u{202E}Contoh", String(repeating: "a", count: 65)])
    func `has a name that can stand in a certificate`(name: String) throws {
        let sample = try RegistrySample()
        #expect(throws: RegistryError.self) { _ = try sample.registry.enterInstitution(name) }
    }
}
