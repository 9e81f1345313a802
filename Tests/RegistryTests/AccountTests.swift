import Domain
import Registry
import Store
import TestSupport
import Testing

@Suite("An account") struct AccountTests {
    @Test(arguments: Backend.all) func `is checked by whoever did not hand it in`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.register()
        try sample.registry.handIn(id, check: .open, by: .owner(id))
        #expect(try sample.verdict(id) == .cannot(.waitingForVerification))
        let own = Mandate(.staff(.verifikator, .himself))
        #expect(try refusal { try sample.registry.verify(id, by: own) } == .account(.ownCase))
        let stranger = Mandate(.staff(.verifikator, .otherInstitution))
        #expect(try refusal { try sample.registry.verify(id, by: stranger) } == .unknownPerson)
        #expect(try refusal { try sample.registry.verify(id, by: .owner(id)) } == .account(.notAllowed))
        try sample.registry.verify(id, by: Mandate(.staff(.verifikator, .ownInstitution)))
        #expect(try sample.verdict(id) == .cannot(.noCertificate))
        #expect(try sample.audited(.personActivated) == 1 && sample.audited(.personVerified) == 1)
    }

    @Test func `is checked by itself where every registry confirms it`() throws {
        let sample = try RegistrySample()
        let id = try sample.register()
        try sample.registry.handIn(id, check: .confirmed, by: .owner(id))
        #expect(try sample.record(id).account.verification == .verified)
    }

    @Test(arguments: Backend.all) func `is admitted in one step by an operator, once`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.register()
        try sample.registry.admit(id)
        #expect(try sample.verdict(id) == .cannot(.noCertificate))
        #expect(try refusal { try sample.registry.admit(id) } == .notNow(.verified, .new))
        let waiting = try sample.register(RegistrySample.data(2))
        try sample.registry.handIn(waiting, check: .open, by: .owner(waiting))
        try sample.registry.admit(waiting)
        #expect(try sample.verdict(waiting) == .cannot(.noCertificate))
    }

    @Test(arguments: Backend.all) func `whose data are being changed does not sign until the change is dropped`(
        backend: Backend
    ) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.signer()
        let protected = try refusal {
            try sample.registry.requestChange(of: [.name], id, by: .installation)
        }
        #expect(protected == .account(.protectedField(.name)))
        try sample.registry.requestChange(of: [.position], id, by: .installation)
        #expect(try sample.verdict(id) == .cannot(.updatePending))
        try sample.registry.dropChange(id, by: .installation)
        #expect(try sample.verdict(id) == .can)
    }

    @Test(arguments: Backend.all) func `whose owner is to become a verifikator does not sign meanwhile`(
        backend: Backend
    ) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.signer()
        #expect(try refusal { try sample.registry.invite(id, by: .owner(id)) } == .account(.notAllowed))
        try sample.registry.invite(id, by: .installation)
        #expect(try sample.verdict(id) == .cannot(.promotionPending))
        #expect(try refusal { try sample.registry.invite(id, by: .installation) } == .notNow(.verified, .issued))
        try sample.registry.dropInvitation(id, by: .installation)
        #expect(try sample.verdict(id) == .can)
    }

    @Test func `of nobody has no events`() throws {
        let sample = try RegistrySample()
        let nobody = ID<Person>.fixture(0x77)
        #expect(try refusal { try sample.registry.admit(nobody) } == .unknownPerson)
        #expect(try refusal { try sample.registry.unblock(nobody, by: .installation) } == .unknownPerson)
        #expect(try refusal { try sample.registry.revoke(nobody, .unspecified, by: .installation) } == .unknownPerson)
        #expect(try refusal { try sample.registry.erase(nobody, by: .installation) } == .unknownPerson)
        #expect(try refusal { try sample.enrol(nobody) } == .unknownPerson)
        let number = try #require(PersonName(nik: "9999990101900099"))
        #expect(try refusal { _ = try sample.registry.standing(of: number) } == .unknownPerson)
    }
}
