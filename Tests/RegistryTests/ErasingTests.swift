import Authority
import Crypto
import Domain
import Foundation
import Registry
import Store
import TestSupport
import Testing

@Suite("Somebody who is erased") struct ErasingTests {
    @Test(arguments: Backend.all) func `is nobody any more, and signs nothing`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.signer()
        let session = try sample.openSession(id)
        let number = try #require(PersonName(nik: "9999990101900001"))
        try sample.registry.erase(id, by: .installation)
        #expect(try refusal { _ = try sample.registry.standing(of: number) } == .unknownPerson)
        #expect(try sample.record(id).isErased)
        #expect(try sample.verdict(id) == .cannot(.revoked))
        #expect(try !sample.isOpen(session))
        #expect(try !sample.opens(id, RegistrySample.passphrase))
        #expect(try refusal { try sample.registry.erase(id, by: .installation) } == .unknownPerson)
        #expect(try sample.audited(.personErased) == 1)
        #expect(try sample.store.verifyAudit().isIntact)
        // Whoever comes back is a new person.
        _ = try sample.signer()
    }

    @Test(arguments: Backend.all) func `has no key left of a certificate that had ended`(backend: Backend) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.admitted()
        var terms = Registry.EnrolmentTerms()
        terms.lifetime = .lasting(.seconds(60))
        try sample.enrol(id, RegistrySample.passphrase, terms)
        sample.base.clock.move(.seconds(61))
        try sample.registry.erase(id, by: .installation)
        let left = try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.sealedKeys(after: nil, most: 9).count
        }
        #expect(left == 0)
    }

    @Test(arguments: Backend.all) func `stands in no table, and is not named by what was only decided on`(
        backend: Backend
    ) throws {
        let sample = try RegistrySample(backend)
        let id = try sample.admitted(RegistrySample.data(1, "Anggraini Percobaan"))
        try sample.dying { registry in
            _ = try registry.enrol(id, .of(RegistrySample.passphrase), by: .installation)
        }
        try sample.registry.erase(id, by: .installation)
        for record in try sample.certificates(id) {
            guard case .erased = record.content else {
                Issue.record("a certificate still names its owner")
                continue
            }
        }
    }

    @Test func `is found nowhere in the files of the database`() throws {
        let sample = try RegistrySample(.sqlite)
        let data = RegistrySample.data(1, "Anggraini Percobaan")
        let id = try sample.signer(data)
        let other = RegistrySample.data(2, "Bambang Percobaan")
        _ = try sample.signer(other)
        try sample.registry.erase(id, by: .installation)
        // The last one to close it folds its log in.
        sample.store.close()
        let folder = try #require(sample.base.database.folder)
        var bytes = Data()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path("")) {
            bytes += try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))
        }
        #expect(
            bytes.range(of: Data("Bambang Percobaan".utf8)) != nil, "a certificate names its owner while there is one")
        for secret in [data.name, "Anggraini", data.nik, data.email] {
            #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret)")
        }
        #expect(bytes.range(of: Data(other.nik.utf8)) == nil)
    }
}
