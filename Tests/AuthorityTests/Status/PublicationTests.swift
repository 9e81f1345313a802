import Crypto
import Domain
import Store
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
