import Domain
import Testing

@testable import Teken

@Suite("The people of a trial") struct TrialListTests {
    @Test func `are synthetic, and each is another one`() {
        #expect(Set(Trial.people.map(\.nik)).count == TrialPart.allCases.count)
        #expect(Set(Trial.people.map(\.name)).count == TrialPart.allCases.count)
        for (number, person) in Trial.people.enumerated() {
            #expect(person.nik.hasPrefix("9999990101900") && Int(person.nik.suffix(2)) == number + 1)
            #expect(person.nik.count == 16 && person.email.hasSuffix("@contoh.example"))
            #expect(!person.state.indonesian.isEmpty && !person.state.english.isEmpty)
        }
    }

    @Test func `come with programs that may do everything, and what an office needs`() {
        #expect(Trial.programs.map(\.name) == ["demo", "demo-admin"])
        #expect(Trial.programs[0].scopes == ClientScopes.usual.union(.register))
        #expect(ClientScopes.named.allSatisfy { Trial.programs[1].scopes.contains($0.scope) })
    }
}
