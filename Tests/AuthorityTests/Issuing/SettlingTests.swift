import Crypto
import Domain
import Store
import TestSupport
import Testing

@testable import Authority

@Suite("One request and its one certificate") struct SettlingTests {
    private static func desk(_ authority: Authority, _ sample: AuthoritySample) throws -> IssuanceDesk {
        IssuanceDesk(
            authority: authority, issuer: try authority.keys.active(.issuing), isOwn: false, client: nil,
            now: sample.clock.read())
    }

    private static func stored(_ sample: AuthoritySample, _ id: ID<CertificateRequest>) throws -> Certificate? {
        try sample.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.certificate(askedBy: id)?.certificate
        }
    }

    // The issuing key of these samples is of a curve, and never signs the same bytes the same way twice.

    @Test(arguments: Backend.all) func `are one when it comes twice in a batch`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        let order = try AuthoritySample.order()
        let outcomes = try sample.authority.issue([order, order])
        guard case .issued(let first) = outcomes[0], case .repeated(let second) = outcomes[1] else {
            Issue.record("\(outcomes)")
            return
        }
        #expect(first.certificate == second.certificate)
        #expect(try Self.stored(sample, order.request) == first.certificate)
    }

    @Test(arguments: Backend.all) func `are one when two processes sign at once`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        let other = try sample.restarted()
        let order = try AuthoritySample.order()
        let noted = try Self.desk(sample.authority, sample).note([Self.desk(sample.authority, sample).draft(order)])
        // Both have read that it is only intended, and both sign.
        let firsts = try IssuanceSettling(authority: other, issuer: nil, client: nil).settle(noted)
        let seconds = try IssuanceSettling(authority: sample.authority, issuer: nil, client: nil).settle(noted)
        guard case .issued(let first) = firsts[0], case .repeated(let second) = seconds[0] else {
            Issue.record("\(firsts) \(seconds)")
            return
        }
        #expect(first.certificate == second.certificate)
        #expect(try Self.stored(sample, order.request) == first.certificate)
        #expect(try sample.auditLines().filter { $0.contains("certificate.issued") && $0.contains("done") }.count == 4)
    }

    @Test func `waits for a key that is closed, and lets nobody else wait`() throws {
        let sample = try AuthoritySample()
        let old = try sample.authority.keys.active(.issuing)
        let waiting = try AuthoritySample.order()
        _ = try Self.desk(sample.authority, sample).note([Self.desk(sample.authority, sample).draft(waiting)])
        _ = try sample.authority.renewIssuing(with: sample.rootKey)
        let other = try AuthoritySample.order("Siti Percobaan")
        _ = try Self.desk(sample.authority, sample).note([Self.desk(sample.authority, sample).draft(other)])
        sample.vault.damage(old.id)
        let restarted = try sample.restarted()
        #expect(try restarted.finishIntended() == 1)
        #expect(try Self.stored(sample, other.request) != nil)
        #expect(try Self.stored(sample, waiting.request) == nil)
        let fresh = try AuthoritySample.order("Ani Percobaan")
        let outcomes = try restarted.issue([waiting, fresh])
        guard case .waiting = outcomes[0], case .issued = outcomes[1] else {
            Issue.record("\(outcomes)")
            return
        }
    }

    @Test func `is refused alone among good ones`() throws {
        let sample = try AuthoritySample()
        let orders = try [
            AuthoritySample.order(), AuthoritySample.order("Siti Percobaan", names: [.email("a b@contoh.id")]),
            AuthoritySample.order("Ani Percobaan"),
        ]
        let outcomes = try sample.authority.issue(orders)
        guard case .issued = outcomes[0], case .refused(.draft(.unusableAlternativeName)) = outcomes[1],
            case .issued = outcomes[2]
        else {
            Issue.record("\(outcomes)")
            return
        }
    }

    @Test func `has its key made last of all`() throws {
        let sample = try AuthoritySample()
        let owner: ID<KeyOwner> = try randomID()
        var promised = try AuthoritySample.order()
        promised.key = .promised
        // What is wrong with the name is told before anybody is asked for a passphrase.
        var wrong = try AuthoritySample.order("Root CA Percobaan Teken")
        wrong.key = .promised
        guard case .refused(.subject(.resemblesAuthority)) = try sample.authority.issue(wrong),
            case .awaitsKey = try sample.authority.issue(promised)
        else {
            Issue.record("a key was wanted too early, or not at all")
            return
        }
        promised.key = try AuthoritySample.keptOrder(owner: owner).key
        let record = try sample.issued(promised)
        #expect(record.owner == owner)
        // Asked again, there is nothing to be made any more.
        promised.key = .promised
        guard case .repeated(let again) = try sample.authority.issue(promised) else {
            Issue.record("a second key was wanted")
            return
        }
        #expect(again.certificate == record.certificate)
        promised.names = [.email("budi@contoh.id")]
        guard case .refused(.requestUsed) = try sample.authority.issue(promised) else {
            Issue.record("the same request was heard for something else")
            return
        }
    }

    @Test(arguments: [
        (
            CertificateProfile.Name.person, "Budi Percobaan", [AlternativeName.email("9999990101900001@contoh.id")],
            NamesDefect.identityNumber
        ),
        (.server, "9999990101900001.contoh.id", [.dns("9999-9901-0190-0001.contoh.id")], .identityNumber),
        (.server, "bank.contoh.id", [.dns("www.contoh.id")], .commonNameNotAmongThem),
    ])
    func `names nobody by number, and no server by another's name`(
        profile: CertificateProfile.Name, name: String, names: [AlternativeName], defect: NamesDefect
    ) throws {
        let sample = try AuthoritySample()
        // The common name is one that nothing else speaks against.
        let order = try AuthoritySample.order(
            name.hasPrefix("9") ? "www.contoh.id" : name, profile: profile, names: names)
        guard case .refused(.names(let told)) = try sample.authority.issue(order) else {
            Issue.record("\(name) was certified")
            return
        }
        #expect(told == defect)
    }

    @Test func `is not made for what a request asks besides`() throws {
        let sample = try AuthoritySample()
        let made = try OpenSSLCommand(
            "req -new -newkey rsa:2048 -nodes -keyout key -subj /CN=Budi -out request "
                + "-addext subjectAltName=otherName:1.3.6.1.4.1.311.20.2.3;UTF8:budi@contoh.id", with: [:])
        var order = try AuthoritySample.order()
        order.key = .brought(try CertificationRequest(made.file("request")))
        guard case .refused(.names(.ofOtherKind)) = try sample.authority.issue(order) else {
            Issue.record("the other name was dropped in silence")
            return
        }
    }
}
