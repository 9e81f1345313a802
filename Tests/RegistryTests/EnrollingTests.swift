import Authority
import Crypto
import Domain
import Registry
import Store
import TestSupport
import Testing

@Suite("Somebody who is enrolled") struct EnrollingTests {
    @Test(arguments: Backend.all) func `has a key under the passphrase, and a certificate that names him`(
        backend: Backend
    ) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.admitted()
        let record = try sample.enrol(id)
        let certificate = try #require(record.certificate)
        #expect(certificate.subject == "CN=Siti Percobaan,O=Kota Contoh,C=ID")
        #expect(try sample.verdict(id) == .can)
        #expect(try sample.opens(id, RegistrySample.passphrase))
        #expect(try !sample.opens(id, RegistrySample.other))
        #expect(try sample.record(id).account.holding == .issued(record.life.validity, next: nil))
        #expect(try sample.store.verifyAudit().isIntact)
    }

    @Test(arguments: Backend.all) func `was checked before, and has no certificate yet`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        let new = try sample.register()
        #expect(try refusal { try sample.enrol(new) } == .notNow(.new, .new))
        try sample.registry.admit(new)
        try sample.enrol(new)
        #expect(try refusal { try sample.enrol(new) } == .notNow(.verified, .issued))
        #expect(try sample.certificates(new).count == 1)
    }

    @Test func `has a checked telephone where the institution wants one`() throws {
        let sample = try RegistrySample { $0.demandsPhone = true }
        let id = try sample.admitted()
        #expect(try refusal { try sample.enrol(id) } == .account(.phoneUnverified))
        var terms = Registry.EnrolmentTerms()
        terms.hasCheckedPhone = true
        try sample.enrol(id, RegistrySample.passphrase, terms)
        #expect(try sample.verdict(id) == .can)
    }

    @Test func `has the RA's agreement where the institution wants it`() throws {
        let sample = try RegistrySample { $0.issuanceNeedsApproval = true }
        let id = try sample.admitted()
        #expect(try refusal { try sample.enrol(id) } == .approvalNeeded)
        var terms = Registry.EnrolmentTerms()
        terms.approver = Mandate(.staff(.ra, .himself))
        #expect(try refusal { try sample.enrol(id, RegistrySample.passphrase, terms) } == .account(.ownCase))
        terms.approver = .installation
        try sample.enrol(id, RegistrySample.passphrase, terms)
        #expect(try sample.verdict(id) == .can)
    }

    @Test func `has his key kept here`() throws {
        let sample = try RegistrySample()
        let id = try sample.registry.register(
            RegistrySample.data(), into: sample.city, by: nil, client: nil, method: .own)
        try sample.registry.admit(id)
        #expect(try refusal { try sample.enrol(id) } == .account(.methodNotEsign))
        #expect(
            try refusal { _ = try sample.registry.renew(id, .of(RegistrySample.passphrase), by: .installation) }
                == .account(.methodNotEsign))
    }

    @Test(arguments: Backend.all) func `by the same request has one certificate`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        let (id, other) = (try sample.admitted(), try sample.admitted(RegistrySample.data(2, "Budi Percobaan")))
        var terms = Registry.EnrolmentTerms()
        terms.request = .fixture(0x4E)
        let first = try sample.enrol(id, RegistrySample.passphrase, terms)
        let again = try sample.enrol(id, RegistrySample.passphrase, terms)
        #expect(first.id == again.id && first.certificate == again.certificate)
        #expect(try refusal { try sample.enrol(other, RegistrySample.passphrase, terms) } == .issuance(.requestUsed))
        #expect(try sample.certificates(id).count == 1 && sample.certificates(other).isEmpty)
    }

    @Test func `has a name that a certificate bears`() throws {
        let sample = try RegistrySample()
        let id = try sample.admitted(RegistrySample.data(1, "Root CA Percobaan Teken"))
        #expect(try refusal { try sample.enrol(id) } == .issuance(.subject(.resemblesAuthority)))
        #expect(try sample.verdict(id) == .cannot(.noCertificate))
    }

    @Test(arguments: Backend.all) func `has at last the certificate that was decided on, whenever the process died`(
        backend: Backend
    ) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.admitted()
        try sample.dying { registry in
            _ = try registry.enrol(id, .of(RegistrySample.passphrase), by: .installation)
        }
        #expect(try sample.verdict(id) == .cannot(.noCertificate))
        #expect(try sample.base.restarted().finishIntended() == 1)
        #expect(try sample.verdict(id) == .can)
        #expect(try sample.opens(id, RegistrySample.passphrase))
    }

    @Test(arguments: Backend.all) func `has one certificate although he tried again after the process died`(
        backend: Backend
    ) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.admitted()
        try sample.dying { registry in
            _ = try registry.enrol(id, .of(RegistrySample.passphrase), by: .installation)
        }
        // The first try is finished, so that there is nothing to be enrolled for any more.
        #expect(try refusal { try sample.enrol(id, RegistrySample.other) } == .notNow(.verified, .issued))
        #expect(try sample.certificates(id).count == 1)
        #expect(try sample.opens(id, RegistrySample.passphrase))
    }

    @Test func `has nothing where the issuing key is not there from the beginning`() throws {
        let sample = try RegistrySample()
        let id = try sample.admitted()
        sample.base.vault.close(.issuing)
        let closed = try sample.restarted()
        #expect(throws: RegistryError.authority(.keyClosed(.issuing))) {
            _ = try closed.enrol(id, .of(RegistrySample.passphrase), by: .installation)
        }
        #expect(try sample.certificates(id).isEmpty)
    }

    @Test(arguments: Backend.all) func `has one certificate, however many enrol him at the same time`(
        backend: Backend
    ) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.admitted()
        let outcomes = Outcomes()
        Threads.run(6) { _ in
            do {
                outcomes.add(try refusal { try sample.enrol(id) })
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(outcomes.all.count { $0 == nil } == 1, "\(outcomes.all)")
        #expect(try sample.certificates(id).count == 1)
    }

    @Test(arguments: Backend.all) func `may be enrolled again once the certificate has ended`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.admitted()
        var terms = Registry.EnrolmentTerms()
        terms.lifetime = .lasting(.seconds(60))
        try sample.enrol(id, RegistrySample.passphrase, terms)
        sample.base.clock.move(.seconds(61))
        #expect(try sample.verdict(id) == .cannot(.expired))
        #expect(
            try refusal { _ = try sample.registry.renew(id, .of(RegistrySample.other), by: .installation) }
                == .notNow(.verified, .expired))
        try sample.enrol(id, RegistrySample.other)
        #expect(try sample.verdict(id) == .can && sample.opens(id, RegistrySample.other))
    }
}
