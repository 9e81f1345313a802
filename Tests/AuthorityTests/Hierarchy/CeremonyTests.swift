import Authority
import Crypto
import Domain
import Store
import TestSupport
import Testing

@Suite("A key ceremony") struct CeremonyTests {
    @Test(arguments: Backend.all) func `makes a root that is taken away and keys that stay`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        let keys = sample.authority.keyRecords
        #expect(Set(keys.map(\.role)) == Set(AuthorityKey.Role.allCases) && keys.count == 5)
        for key in keys { #expect((key.kept == nil) == (key.role == .root), "\(key.role)") }
        let root = try #require(keys.first { $0.role == .root })
        #expect(root.certificate.isSelfIssued && root.publicKeyInfo == sample.rootKey.publicKeyInfo)
    }

    @Test func `is held once`() throws {
        let sample = try AuthoritySample()
        let again = Ceremony(
            sample.authority.settings, store: sample.store, vault: sample.vault.vault, clock: sample.clock.read)
        #expect(throws: AuthorityError.alreadyFounded) { try again.draw() }
        try sample.authority.makeOwnKeys()
        #expect(sample.authority.keyRecords.count == 5, "what is there is not made again")
    }

    @Test func `goes on where it was interrupted`() throws {
        let clock = TestClock(Instant(secondsSince1970: 1_790_000_000))
        let vault = MemoryVault()
        let fresh = try Backend.sqlite.freshDatabase()
        let store = try Store.create(fresh.driver, node: randomID(), clock: clock.read)
        #expect(throws: AuthorityError.notFounded) {
            try Authority(
                AuthoritySample.settings, store: store, vault: vault.vault, clock: clock.read, readClock: clock.reading)
        }
        let ceremony = Ceremony(AuthoritySample.settings, store: store, vault: vault.vault, clock: clock.read)
        _ = try ceremony.draw()  // and its file was never written
        try ceremony.found(ceremony.draw())
        let authority = try Authority(
            AuthoritySample.settings, store: store, vault: vault.vault, clock: clock.read, readClock: clock.reading)
        #expect(authority.keyRecords.count == 2)
        try authority.makeOwnKeys()
        #expect(authority.keyRecords.count == 5)
    }

    @Test func `is told on a paper that the root signs`() throws {
        let sample = try AuthoritySample()
        let record = try CeremonyRecord(of: sample.authority, signedBy: sample.rootKey, program: "teken 0")
        let judged = try OpenSSLCommand(
            "dgst -sha384 -verify root.pub -signature signature text",
            with: [
                "root.pub": Array(PublicKey(info: sample.rootKey.publicKeyInfo).pem().utf8),
                "signature": record.signature, "text": Array(record.text.utf8),
            ])
        #expect(judged.isSuccess, "\(judged.run.errors)")
        for key in sample.authority.keyRecords {
            #expect(try record.text.contains("\(key.certificate.serialNumber())"))
        }
        #expect(try sample.auditLines().contains { $0.contains("ceremony.held") })
    }

    @Test func `is followed by a renewal of each key, without a gap`() throws {
        let sample = try AuthoritySample()
        let before = try sample.certificate(AuthoritySample.order())
        for role in [AuthorityKey.Role.status, .timestamp, .audit] {
            let made = try sample.authority.renewOwnKey(role)
            #expect(made.count == 1)
            let active = sample.authority.keyRecords.filter { $0.role == role && $0.state == .active }
            #expect(active.map(\.id) == made.map(\.id), "\(role)")
        }
        let issuing = try sample.authority.renewIssuing(with: sample.rootKey)
        let after = try sample.certificate(AuthoritySample.order())
        #expect(after.issuer == before.issuer, "the name stays")
        #expect(issuing.certificate.mayHaveIssued(after) && !issuing.certificate.mayHaveIssued(before))
        // Both issuers are answered for.
        let status = sample.authority.keyRecords.filter { $0.role == .status && $0.state == .active }
        #expect(Set(status.map(\.issuer)).count == 2)
        #expect(try sample.authority.renewOwnKey(.status).count == 2)
    }

    @Test func `takes no other root back`() throws {
        let sample = try AuthoritySample()
        #expect(throws: AuthorityError.otherRoot) {
            try sample.authority.renewIssuing(with: SoftwareSigningKey.generate(.p384))
        }
    }

    @Test func `is reminded of before each end`() throws {
        let sample = try AuthoritySample()
        #expect(sample.authority.reminders().isEmpty)
        sample.clock.move(days(275))
        #expect(sample.authority.reminders().map(\.role) == [.status])
        sample.clock.move(days(91))
        let over = try #require(sample.authority.reminders().first)
        #expect(over.role == .status && over.isOver && over.left == .zero)
        // Ten years, less two for a person's time, less 90 days.
        sample.clock.move(days(3_652 - 730 - 90 - 366 + 1))
        #expect(sample.authority.reminders().map(\.role).contains(.issuing))
    }
}
