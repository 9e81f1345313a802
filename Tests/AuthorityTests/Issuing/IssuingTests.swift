import Crypto
import Domain
import Store
import TestSupport
import Testing

@testable import Authority

@Suite("Issuing a certificate") struct IssuingTests {
    @Test(arguments: Backend.all) func `comes to one, however often the same is asked`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        let order = try AuthoritySample.order()
        let first = try sample.issued(order)
        guard case .repeated(let again) = try sample.authority.issue(order) else {
            Issue.record("it was issued twice")
            return
        }
        #expect(again.id == first.id && again.certificate == first.certificate)
        var twice = try [AuthoritySample.order(), AuthoritySample.order()]
        twice[1].request = twice[0].request
        let outcomes = try sample.authority.issue(twice)
        guard case .issued = outcomes[0], case .refused(.requestUsed) = outcomes[1] else {
            Issue.record("\(outcomes)")
            return
        }
    }

    @Test(arguments: Backend.all) func `is on record before it is handed out`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        let record = try sample.issued(AuthoritySample.order())
        let stored = try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.certificate(record.id)
        }
        #expect(stored?.certificate == record.certificate)
        #expect(stored?.life == CertificateLife(record.life.validity))
        #expect(try record.certificate?.serialNumber() == record.serial)
    }

    @Test func `refuses a key that has a certificate`() throws {
        let sample = try AuthoritySample()
        var order = try AuthoritySample.order()
        _ = try sample.issued(order)
        order.request = try randomID()
        guard case .refused(.key(.reused)) = try sample.authority.issue(order) else {
            Issue.record("one key has two certificates")
            return
        }
    }

    @Test func `refuses the authority's own kinds to everybody else`() throws {
        let sample = try AuthoritySample()
        for profile in [CertificateProfile.Name.timestamp, .status, .log] {
            guard
                case .refused(.profileNotForOthers) = try sample.authority.issue(
                    AuthoritySample.order(profile: profile))
            else {
                Issue.record("\(profile) was issued")
                continue
            }
        }
    }

    private static let lifetimes: [(IssuanceOrder.Lifetime, IssuanceRefusal?)] = [
        (.lasting(days(730)), nil), (.lasting(days(730) + .seconds(1)), .lifetimeTooLong(most: days(730))),
        (.lasting(.zero), .lifetimeOver), (.lasting(.seconds(1)), .lifetimeOver), (.lasting(.seconds(2)), nil),
        (.until(Instant(secondsSince1970: 1_790_000_000)), .lifetimeOver),
        (.until(Instant(secondsSince1970: 1_790_000_001)), nil),
    ]

    @Test(arguments: lifetimes)
    func `keeps to the lifetime of its profile`(lifetime: IssuanceOrder.Lifetime, refusal: IssuanceRefusal?) throws {
        let sample = try AuthoritySample()
        var order = try AuthoritySample.order()
        order.lifetime = lifetime
        let outcome = try sample.authority.issue(order)
        if case .refused(let told) = outcome { #expect(told == refusal) } else { #expect(refusal == nil) }
    }

    @Test func `never outlives its issuer`() throws {
        let sample = try AuthoritySample()
        let end = try #require(sample.chain[0].notAfter)
        sample.clock.move(end.since(sample.clock.read()) - days(100))
        let usual = try sample.issued(AuthoritySample.order())
        #expect(usual.life.validity.notAfter == end)
        var order = try AuthoritySample.order()
        order.lifetime = .lasting(days(200))
        guard case .refused(.outlivesIssuer) = try sample.authority.issue(order) else {
            Issue.record("it outlives its issuer")
            return
        }
    }

    @Test(arguments: Backend.all) func `lets a new key take an old one's place`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        let owner: ID<KeyOwner> = try randomID()
        let old = try sample.issued(AuthoritySample.keptOrder(owner: owner))
        var next = try AuthoritySample.order()
        next.owner = owner
        next.replaces = old.id
        let new = try sample.issued(next)
        let (stored, key) = try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            (try snapshot.certificate(old.id), try snapshot.sealedKey(for: old.id))
        }
        #expect(stored?.life.replacement == new.id && stored?.life.state == .good)
        #expect(key == nil, "the old key is gone")
        // And nobody else may.
        var third = try AuthoritySample.order()
        third.owner = owner
        third.replaces = old.id
        guard case .refused(.replacing(.alreadyReplaced)) = try sample.authority.issue(third) else {
            Issue.record("it was replaced twice")
            return
        }
        var stranger = try AuthoritySample.order()
        stranger.owner = try randomID()
        stranger.replaces = new.id
        guard case .refused(.replacesOther) = try sample.authority.issue(stranger) else {
            Issue.record("somebody else's was replaced")
            return
        }
    }

    @Test(arguments: [
        (["www.contoh.id"], nil as NamesDefect?), (["contoh.id", "*.layanan.contoh.id"], nil),
        (["contoh.org"], .serverNotAllowed), (["jahatcontoh.id"], .serverNotAllowed), ([], .missing),
    ])
    func `names servers below allowed domains only`(hosts: [String], defect: NamesDefect?) throws {
        let sample = try AuthoritySample()
        let outcome = try sample.authority.issue(
            AuthoritySample.order(
                hosts.first ?? "layanan", profile: .server, names: hosts.map(AlternativeName.dns)))
        if case .refused(let refusal) = outcome {
            #expect(defect.map(IssuanceRefusal.names) == refusal)
        } else {
            #expect(defect == nil)
        }
    }

    @Test(arguments: Backend.all) func `goes on from what was written down when a process ended`(backend: Backend)
        throws
    {
        let sample = try AuthoritySample(backend)
        let order = try AuthoritySample.order()
        let issuer = try sample.authority.keys.active(.issuing)
        let desk = IssuanceDesk(
            authority: sample.authority, issuer: issuer, isOwn: false, client: nil, now: sample.clock.read())
        guard case .intended(let intended) = try desk.note([desk.draft(order)])[0] else {
            Issue.record("it was not written down")
            return
        }
        // Here the process ends. Another one asks, is asked the same again, or looks by itself.
        let next = try sample.restarted()
        #expect(try next.finishIntended() == 1)
        #expect(try next.finishIntended() == 0)
        guard case .repeated(let record) = try next.issue(order) else {
            Issue.record("it was issued anew")
            return
        }
        #expect(record.id == intended.id && record.serial == intended.serial)
    }

    @Test func `is refused while the key is closed`() throws {
        let sample = try AuthoritySample()
        sample.vault.close(.issuing)
        let restarted = try sample.restarted()
        #expect(throws: AuthorityError.keyClosed(.issuing)) { try restarted.issue(AuthoritySample.order()) }
    }

    @Test(arguments: [KeyKind.rsa2048, .rsa3072, .p256, .p384])
    func `is accepted by openssl for every kind of key`(kind: KeyKind) throws {
        let sample = try AuthoritySample()
        let certificate = try sample.certificate(AuthoritySample.order(kind: kind, names: [.email("budi@contoh.id")]))
        let judged = try OpenSSLCommand(
            "verify -x509_strict -attime 1790000100 -purpose any -CAfile root -untrusted issuing leaf",
            with: [
                "root": Array(sample.chain[1].pem().utf8), "issuing": Array(sample.chain[0].pem().utf8),
                "leaf": Array(certificate.pem().utf8),
            ])
        #expect(judged.isSuccess, "\(judged.run.errors)")
    }
}
