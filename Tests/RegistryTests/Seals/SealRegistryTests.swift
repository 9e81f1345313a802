import Authority
import Crypto
import Domain
import Registry
import Store
import TestSupport
import Testing

/// A registry with a seal in it, and two who may be responsible for it.
private struct SealSample {
    static let passphrase = "layar putih di laut"
    static let other = "jembatan besi berkarat"

    let sample: RegistrySample
    let owner: ID<Person>
    let next: ID<Person>
    let seal: ID<Seal>

    init(_ backend: Backend = .sqlite) throws {
        sample = try RegistrySample(backend)
        owner = try sample.admitted()
        next = try sample.admitted(RegistrySample.data(2, "Budi Percobaan"))
        seal = try Self.enter(sample, owner)
    }

    static func name(_ text: String) throws -> SubscriberName {
        guard let name = SubscriberName(text) else { throw Unexpected(words: "no name") }
        return name
    }

    static func enter(
        _ sample: RegistrySample, _ owner: ID<Person>, called name: String = "segel-kota",
        by mandate: Mandate = .installation, of institution: ID<Institution>? = nil
    ) throws -> ID<Seal> {
        try sample.registry.enterSeal(
            .init("Segel Kota Contoh", called: Self.name(name), of: institution ?? sample.city, owner: owner),
            by: mandate)
    }

    var registry: Registry { sample.registry }

    @discardableResult func enrol(_ passphrase: String = SealSample.passphrase) throws -> CertificateRecord {
        try registry.enrolSeal(seal, .of(passphrase))
    }

    func record() throws -> SealRecord { try registry.seal(called: Self.name("segel-kota")) }

    func status() throws -> SealStatus { try record().seal.status(at: sample.base.clock.read()) }

    func certificates() throws -> [CertificateRecord] {
        try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.certificates(of: KeyOwner.id(of: seal))
        }
    }

    /// Whether the passphrase opens the key of the newest certificate.
    func opens(_ passphrase: String) throws -> Bool {
        guard let certificate = try record().certificate else { return false }
        let stored = try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.sealedKey(for: certificate.id)
        }
        guard let stored else { return false }
        do {
            let opened = try stored.key.open(
                id: stored.id, owner: stored.owner, with: .of(passphrase), peppers: registry.peppers.peppers,
                policy: .cheapest)
            return try opened.key.publicKeyInfo() == certificate.certificate?.publicKeyInfo()
        } catch CryptoError.sealedKey(.refused) {
            return false
        }
    }

    /// An activation that its owner has agreed to.
    func activated(_ number: UInt8 = 0x5E) throws -> ID<SigningSession> {
        guard let certificate = try record().certificate else { throw Unexpected(words: "no certificate") }
        let session = SessionRecord(
            id: .fixture(number),
            terms: .init(
                .activation(seal), client: sample.program.id, certificate: certificate.id, count: 10,
                deadline: sample.base.clock.read() + days(3)), key: SessionKey(bytes: [1]))
        try sample.store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            try transaction.insert(session)
        }
        return session.id
    }
}

@Suite("A seal in the registry") struct SealRegistryTests {
    @Test(arguments: Backend.all) func `has a key under its owner's passphrase, and a certificate that names both`(
        backend: Backend
    ) throws {
        let place = try SealSample(backend)
        #expect(try place.status() == .withoutCertificate)
        let record = try place.enrol()
        let certificate = try #require(record.certificate)
        #expect(certificate.subject == "CN=Segel Kota Contoh,O=Kota Contoh,C=ID")
        #expect(record.profile == "seal" && record.owner == KeyOwner.id(of: place.seal))
        #expect(try place.status() == .active)
        #expect(try place.opens(SealSample.passphrase) && !place.opens(SealSample.other))
        #expect(try place.sample.audited(.sealEntered) == 1)
        let issued = try place.sample.base.auditLines().filter { $0.contains("certificate.issued") }
        #expect(issued.contains { $0.contains("\"actor\":\"seal:\(place.seal)\"") })
        #expect(try refusal { try place.enrol() } == .sealNotNow(.active))
        #expect(try place.certificates().count == 1)
        #expect(try place.sample.store.verifyAudit().isIntact)
    }

    @Test func `has a name of its own, and an owner of its institution whose data were checked`() throws {
        let place = try SealSample()
        let sample = place.sample
        #expect(try refusal { _ = try SealSample.enter(sample, place.owner) } == .subscriberTaken)
        #expect(
            try refusal { _ = try SealSample.enter(sample, place.owner, called: "segel-sehat", of: sample.health) }
                == .sealOwnerUnsuited)
        #expect(
            try refusal { _ = try SealSample.enter(sample, place.owner, called: "a", of: .fixture(0x99)) }
                == .unknownInstitution)
        let new = try sample.register(RegistrySample.data(3, "Agus Percobaan"))
        #expect(try refusal { _ = try SealSample.enter(sample, new, called: "segel-baru") } == .sealOwnerUnsuited)
        #expect(
            try refusal { _ = try SealSample.enter(sample, .fixture(0x99), called: "segel-baru") } == .unknownPerson)
        #expect(
            try refusal {
                _ = try SealSample.enter(sample, place.owner, called: "b", by: .program(sample.program.id))
            } == .account(.notAllowed))
        #expect(try refusal { _ = try place.registry.seal(called: SealSample.name("segel-lain")) } == .unknownSeal)
    }

    @Test func `has no passphrase that holds what stands in its documents`() throws {
        let place = try SealSample()
        for words in ["Segel Kota Contoh 2026", "siti jalan kaki pagi ini"] {
            #expect(try refusal { try place.enrol(words) } == .passphrase(.holdsOwnData), "\(words)")
        }
        #expect(try refusal { try place.enrol("rahasia123") } == .passphrase(.easilyGuessed))
    }

    @Test(arguments: Backend.all) func `is suspended, resumed and revoked, and each ends what was agreed to`(
        backend: Backend
    ) throws {
        let place = try SealSample(backend)
        #expect(try refusal { try place.registry.suspend(place.seal) } == .sealNotNow(.withoutCertificate))
        try place.enrol()
        var session = try place.activated()
        try place.registry.suspend(place.seal)
        #expect(try place.status() == .suspended && !place.sample.isOpen(session))
        #expect(try refusal { try place.registry.suspend(place.seal) } == .sealNotNow(.suspended))
        #expect(try refusal { try place.enrol() } == .sealNotNow(.suspended))
        try place.registry.resume(place.seal)
        #expect(try place.status() == .active)
        #expect(try refusal { try place.registry.resume(place.seal) } == .sealNotNow(.active))
        session = try place.activated(0x5F)
        try place.registry.revoke(place.seal, .keyCompromise)
        #expect(try place.status() == .revoked && !place.sample.isOpen(session))
        #expect(try !place.opens(SealSample.passphrase))
        #expect(try refusal { try place.registry.revoke(place.seal, .keyCompromise) } == .sealNotNow(.revoked))
        try place.enrol(SealSample.other)
        #expect(try place.status() == .active && place.opens(SealSample.other))
        for operation in [AuditOperation.certificateHeld, .certificateReleased, .certificateRevoked] {
            #expect(try place.sample.audited(operation) == 1)
        }
        #expect(try refusal { try place.registry.suspend(.fixture(0x99)) } == .unknownSeal)
    }

    @Test(arguments: Backend.all) func `that is handed over has another key, which the owner before cannot open`(
        backend: Backend
    ) throws {
        let place = try SealSample(backend)
        let old = try place.enrol()
        let session = try place.activated()
        place.sample.base.clock.move(days(10))
        let record = try place.registry.handOver(place.seal, to: place.next, .of(SealSample.other))
        #expect(try place.record().owner == place.next && record.replaces == old.id)
        #expect(try place.opens(SealSample.other) && !place.opens(SealSample.passphrase))
        #expect(record.life.validity.notAfter == old.life.validity.notAfter)
        let before = try #require(try place.certificates().first { $0.id == old.id })
        guard case .revoked(let end) = before.life.state else { throw Unexpected(words: "it is good still") }
        #expect(end.reason == .superseded)
        #expect(try !place.sample.isOpen(session))
        #expect(try place.sample.audited(.sealHandedOver) == 1)
        // Whoever has forgotten the passphrase is given a new key the same way.
        _ = try place.registry.handOver(place.seal, to: place.next, .of(SealSample.passphrase))
        #expect(try place.opens(SealSample.passphrase))
        #expect(try place.sample.audited(.passphraseReset) == 1)
    }

    @Test func `is handed over to somebody who is suited, in a way that fits its state`() throws {
        let place = try SealSample()
        try place.registry.handOver(place.seal, to: place.next)
        #expect(try place.record().owner == place.next)
        #expect(
            try refusal { _ = try place.registry.handOver(place.seal, to: place.owner, .of(SealSample.other)) }
                == .sealNotNow(.withoutCertificate))
        try place.enrol()
        #expect(try refusal { try place.registry.handOver(place.seal, to: place.owner) } == .sealNotNow(.active))
        let new = try place.sample.register(RegistrySample.data(3, "Agus Percobaan"))
        #expect(
            try refusal { _ = try place.registry.handOver(place.seal, to: new, .of(SealSample.other)) }
                == .sealOwnerUnsuited)
        try place.registry.suspend(place.seal)
        #expect(try refusal { try place.registry.handOver(place.seal, to: place.owner) } == .sealNotNow(.suspended))
        #expect(
            try refusal { _ = try place.registry.handOver(place.seal, to: place.owner, .of(SealSample.other)) }
                == .sealNotNow(.suspended))
        try place.registry.revoke(place.seal, .cessationOfOperation)
        try place.registry.handOver(place.seal, to: place.owner)
        #expect(try place.record().owner == place.owner)
    }

    @Test func `is renewed before its end, and its old key goes`() throws {
        let place = try SealSample()
        #expect(
            try refusal { _ = try place.registry.renewSeal(place.seal, .of(SealSample.other)) }
                == .sealNotNow(.withoutCertificate))
        let old = try place.enrol()
        let session = try place.activated()
        place.sample.base.clock.move(days(700))
        let record = try place.registry.renewSeal(place.seal, .of(SealSample.other))
        #expect(record.life.validity.notAfter > old.life.validity.notAfter)
        #expect(try place.status() == .active && place.opens(SealSample.other) && !place.sample.isOpen(session))
        let key = try place.sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.sealedKey(for: old.id)
        }
        #expect(key == nil)
    }

    @Test func `has another certificate once it has ended`() throws {
        let place = try SealSample()
        try place.enrol()
        place.sample.base.clock.move(days(731))
        #expect(try place.status() == .expired)
        #expect(try refusal { try place.registry.suspend(place.seal) } == .sealNotNow(.expired))
        try place.enrol(SealSample.other)
        #expect(try place.status() == .active)
    }

    @Test func `is finished after a death in the middle, and revoked in its turn`() throws {
        let place = try SealSample()
        try place.sample.dying { registry in _ = try registry.enrolSeal(place.seal, .of(SealSample.passphrase)) }
        #expect(try place.certificates().count { !$0.isMade } == 1)
        try place.registry.revoke(place.seal, .keyCompromise)
        #expect(try place.status() == .revoked && place.certificates().count == 1)
    }

    @Test func `keeps its owner from being forgotten before somebody else is responsible`() throws {
        let place = try SealSample()
        let name = try SealSample.name("segel-kota")
        #expect(try refusal { try place.registry.erase(place.owner, by: .installation) } == .ownsSeal(name))
        try place.enrol()
        #expect(try refusal { try place.registry.erase(place.owner, by: .installation) } == .ownsSeal(name))
        _ = try place.registry.handOver(place.seal, to: place.next, .of(SealSample.other))
        try place.registry.erase(place.owner, by: .installation)
        try place.registry.revoke(place.seal, .cessationOfOperation)
        try place.registry.erase(place.next, by: .installation)
        #expect(try refusal { try place.enrol() } == .sealOwnerUnsuited)
        let now = place.sample.base.clock.read()
        let standing = try #require(try place.sample.store.standing(of: name, place.registry.keys, at: now))
        #expect(standing.owner == nil && standing.status == .revoked)
    }

    @Test(arguments: Backend.all) func `shows in lists who is responsible, how it stands and what it is activated for`(
        backend: Backend
    ) throws {
        let place = try SealSample(backend)
        try place.enrol()
        _ = try place.activated()
        let now = place.sample.base.clock.read()
        let all = try place.sample.store.sealStandings(place.registry.keys, at: now)
        let standing = try #require(all.first)
        #expect(all.count == 1 && standing.owner?.name == "Siti Percobaan" && standing.institution == "Kota Contoh")
        #expect(standing.status == .active && standing.verdict == .can && standing.serial != nil)
        #expect(standing.activations.map(\.client) == ["surat"] && standing.activations.first?.count == 10)
        #expect(try place.sample.store.sealStandings(place.registry.keys, at: now + days(3)).first?.activations == [])
    }
}
