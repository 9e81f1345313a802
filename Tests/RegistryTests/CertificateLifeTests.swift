import Authority
import Crypto
import Domain
import Registry
import Store
import TestSupport
import Testing

@Suite("Somebody's certificate") struct CertificateLifeTests {
    @Test(arguments: Backend.all) func `is revoked with its key, and what was open ends`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.signer()
        let session = try sample.openSession(id)
        #expect(try sample.isOpen(session))
        try sample.registry.revoke(id, .keyCompromise, by: .installation)
        #expect(try sample.verdict(id) == .cannot(.revoked))
        #expect(try !sample.opens(id, RegistrySample.passphrase))
        #expect(try !sample.isOpen(session))
        #expect(
            try refusal { try sample.registry.revoke(id, .unspecified, by: .installation) }
                == .notNow(.verified, .revoked))
        #expect(try sample.store.verifyAudit().isIntact)
    }

    @Test(arguments: Backend.all) func `follows a revoked one where staff asks for it`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.signer()
        try sample.registry.revoke(id, .affiliationChanged, by: .owner(id))
        let own = try refusal {
            _ = try sample.registry.enrol(id, .of(RegistrySample.other), by: .owner(id))
        }
        #expect(own == .account(.verifikatorNeeded))
        // In the same second, too, the good one counts.
        try sample.enrol(id, RegistrySample.other)
        #expect(try sample.verdict(id) == .can && sample.opens(id, RegistrySample.other))
        #expect(try sample.certificates(id).count == 2)
    }

    @Test(arguments: Backend.all) func `stays revoked where it was renewed in the same second`(backend: Backend) throws
    {
        let sample = try RegistrySample(backend) { $0.renewalNeedsApproval = false }
        // Which of the two came first would be chance.
        for number in 1...5 {
            let id = try sample.signer(RegistrySample.data(number))
            _ = try sample.registry.renew(id, .of(RegistrySample.other), by: .installation)
            try sample.registry.revoke(id, .unspecified, by: .installation)
            #expect(try sample.verdict(id) == .cannot(.revoked))
        }
    }

    @Test func `is not revoked for a reason that is none`() throws {
        let sample = try RegistrySample()
        let id = try sample.signer()
        for reason in [RevocationReason.certificateHold, .authorityCompromise] {
            let told = try refusal { try sample.registry.revoke(id, reason, by: .installation) }
            #expect(told == .life(.reasonNotFinal))
        }
        #expect(try sample.verdict(id) == .can)
        let stranger = Mandate(.staff(.verifikator, .otherInstitution))
        #expect(try refusal { try sample.registry.revoke(id, .unspecified, by: stranger) } == .unknownPerson)
        let program = Mandate.program(sample.program.id)
        #expect(try refusal { try sample.registry.revoke(id, .unspecified, by: program) } == .account(.notAllowed))
    }

    @Test(arguments: Backend.all) func `signs nothing while it is suspended, and again when it is released`(
        backend: Backend
    ) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.signer()
        let session = try sample.openSession(id)
        try sample.registry.suspend(id, by: .installation)
        #expect(try sample.verdict(id) == .cannot(.suspended))
        #expect(try !sample.isOpen(session))
        #expect(try refusal { try sample.registry.suspend(id, by: .installation) } == .notNow(.verified, .suspended))
        #expect(try refusal { try sample.registry.release(id, by: .owner(id)) } == .account(.notAllowed))
        try sample.registry.release(id, by: .installation)
        #expect(try sample.verdict(id) == .can)
        #expect(try sample.opens(id, RegistrySample.passphrase))
        #expect(try refusal { try sample.registry.release(id, by: .installation) } == .notNow(.verified, .issued))
        try sample.registry.suspend(id, by: .installation)
        try sample.registry.revoke(id, .cessationOfOperation, by: .installation)
        #expect(try sample.verdict(id) == .cannot(.revoked))
    }

    @Test(arguments: Backend.all) func `is renewed with the RA's agreement, for a new key`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.signer()
        let old = try #require(try sample.record(id).certificate)
        let session = try sample.openSession(id)
        try sample.registry.requestRenewal(id, by: .owner(id))
        #expect(try sample.verdict(id) == .cannot(.onRenew))
        let early = try refusal { _ = try sample.registry.renew(id, .of(RegistrySample.other), by: .owner(id)) }
        #expect(early == .approvalNeeded)
        var terms = Registry.EnrolmentTerms()
        terms.approver = .installation
        sample.base.clock.move(days(30))
        let new = try sample.registry.renew(id, .of(RegistrySample.other), by: .owner(id), terms)
        #expect(new.replaces == old.id && new.id != old.id)
        #expect(new.life.validity.notAfter > old.life.validity.notAfter)
        #expect(try sample.verdict(id) == .can)
        #expect(try sample.opens(id, RegistrySample.other) && !sample.opens(id, RegistrySample.passphrase))
        #expect(try !sample.isOpen(session))
        let before = try #require(try sample.certificates(id).first { $0.id == old.id })
        #expect(before.life.replacement == new.id && before.life.state == .good)
    }

    @Test func `whose renewal is cancelled goes on signing`() throws {
        let sample = try RegistrySample()
        let id = try sample.signer()
        #expect(try refusal { try sample.registry.cancelRenewal(id, by: .owner(id)) } == .notNow(.verified, .issued))
        try sample.registry.requestRenewal(id, by: .owner(id))
        try sample.registry.cancelRenewal(id, by: .owner(id))
        #expect(try sample.verdict(id) == .can && sample.opens(id, RegistrySample.passphrase))
    }

    @Test(arguments: Backend.all) func `that was only decided on is revoked, too`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.signer()
        sample.base.clock.move(days(1))
        var terms = Registry.EnrolmentTerms()
        terms.approver = .installation
        try sample.dying { registry in
            _ = try registry.renew(id, .of(RegistrySample.other), by: .installation, terms)
        }
        #expect(try sample.verdict(id) == .can && sample.opens(id, RegistrySample.passphrase))
        try sample.registry.revoke(id, .keyCompromise, by: .installation)
        #expect(try sample.verdict(id) == .cannot(.revoked))
        _ = try sample.base.restarted().finishIntended()
        #expect(try sample.verdict(id) == .cannot(.revoked))
        #expect(try !sample.opens(id, RegistrySample.other))
    }

    @Test func `that was only decided on opens with nothing where it cannot be finished before a revocation`() throws {
        let sample = try RegistrySample()
        let id = try sample.signer()
        sample.base.clock.move(days(1))
        var terms = Registry.EnrolmentTerms()
        terms.approver = .installation
        try sample.dying { registry in
            _ = try registry.renew(id, .of(RegistrySample.other), by: .installation, terms)
        }
        sample.base.vault.close(.issuing)
        let closed = try sample.restarted()
        try closed.revoke(id, .keyCompromise, by: .installation)
        #expect(try sample.verdict(id) == .cannot(.revoked))
        #expect(
            try refusal { _ = try closed.enrol(id, .of(RegistrySample.other), by: .installation) }
                == .issuanceUnderWay)
        #expect(try refusal { try closed.erase(id, by: .installation) } == .issuanceUnderWay)
        sample.base.vault.open(.issuing)
        _ = try sample.base.restarted().finishIntended()
        #expect(try !sample.opens(id, RegistrySample.other))
    }
}
