import Crypto
import Domain
import Store
import TestSupport
import Testing

@testable import Authority

@Suite("What lies at an address of the authority") struct PublicationTests {
    private static let base = "http://ca.contoh.id"
    private static let id = ID<AuthorityKey>("0190f0de-0000-4000-8000-000000000001")!

    @Test(
        arguments: [
            ("/ca/\(id).crt", PublicationPlace.certificate(id)), ("/crl/\(id).crl", .list(id, .all)),
            ("/crl/\(id)-12.crl", .list(id, .part(12))), ("/crl/\(id)-0.crl", nil), ("/crl/\(id)-01.crl", nil),
            ("/crl/\(id)-.crl", nil), ("/crl/\(id).crt", nil), ("/ca/\(id).crl", nil), ("/ca/x.crt", nil),
            ("/ocsp", nil),
            ("/ca/../ca/\(id).crt", nil), ("", nil),
        ] as [(String, PublicationPlace?)])
    func `is found by its path`(path: String, place: PublicationPlace?) {
        #expect(PublicationPlace(Self.base + path, below: Self.base) == place)
        #expect(PublicationPlace("http://ca.contoh.id.jahat.example" + path, below: Self.base) == nil)
    }

    @Test func `stays where it was for certificates that are out, when the authority moves`() throws {
        var settings = AuthoritySample.settings
        settings.certificatesPerList = 1
        let sample = try AuthoritySample(settings: settings)
        let old = try sample.certificate(AuthoritySample.order())
        var moved = settings
        moved.baseURL = "https://ca.pindah.example"
        let authority = try Authority(
            moved, store: sample.store, vault: sample.vault.vault, clock: sample.clock.read,
            readClock: sample.clock.reading)
        _ = try authority.publishDueLists()
        let address = try #require(old.facts().revocationListURLs.first)
        let bytes = try #require(try authority.publication(at: address))
        // A part names its own address, which must be the one in the certificate.
        let judged = try OpenSSLCommand("crl -in list -inform DER -noout -text", with: ["list": bytes])
        #expect(judged.run.output.contains("URI:\(address)"))
        guard case .issued(let next) = try authority.issue(AuthoritySample.order()) else {
            Issue.record("nothing is issued after the move")
            return
        }
        #expect(try #require(next.certificate?.facts().revocationListURLs.first).hasPrefix(settings.baseURL))
        _ = try authority.renewIssuing(with: sample.rootKey)
        guard case .issued(let last) = try authority.issue(AuthoritySample.order()) else {
            Issue.record("nothing is issued under the new key")
            return
        }
        #expect(try #require(last.certificate?.facts().revocationListURLs.first).hasPrefix(moved.baseURL))
        #expect(try authority.publication(at: address) != nil)
        #expect(try authority.answersStatus(at: #require(old.facts().ocspURLs.first)))
    }

    @Test func `is what certificates point to`() throws {
        let sample = try AuthoritySample()
        _ = try sample.authority.publishDueLists()
        let facts = try sample.certificate(AuthoritySample.order()).facts()
        let issuer = try sample.authority.publication(at: #require(facts.issuerURLs.first))
        #expect(issuer == sample.chain[0].der)
        #expect(try sample.authority.publication(at: #require(facts.revocationListURLs.first)) != nil)
        #expect(try sample.authority.publication(at: "http://127.0.0.1:8080/ca/\(Self.id).crt") == nil)
        #expect(try sample.authority.publication(at: #require(facts.revocationListURLs.first), most: 10) == nil)
        #expect(facts.ocspURLs == [sample.authority.settings.addresses.status])
    }
}
