import Crypto
import Domain
import Foundation
import Store
import TestSupport
import Testing

@testable import Authority

/// pkilint, which knows RFC 5280 and RFC 6960 line by line, finds nothing to say.
@Suite("What an authority makes") struct LintTests {
    private static let sample = Result { try AuthoritySample() }

    private static func expectClean(
        _ bytes: [UInt8], as kind: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let folder = try TemporaryFolder()
        try folder.write(bytes, to: "made")
        let run = try PythonJudge.run("lint.py", [kind, folder.path("made")])
        #expect(run.isSuccess, "\(run.output)\(run.errors)", sourceLocation: sourceLocation)
    }

    @Test(arguments: [
        (CertificateProfile.Name.person, [AlternativeName.email("budi@contoh.id")]), (.person, []), (.seal, []),
        (.server, [.dns("www.contoh.id")]), (.mail, [.email("budi@contoh.id")]),
    ])
    func `is a certificate by the book, for others`(profile: CertificateProfile.Name, names: [AlternativeName]) throws {
        let name = profile == .server ? "www.contoh.id" : "Budi Percobaan"
        let order = try AuthoritySample.order(name, profile: profile, kind: .rsa2048, names: names)
        try Self.expectClean(Self.sample.get().certificate(order).der, as: "certificate")
    }

    @Test(arguments: AuthorityKey.Role.allCases) func `is a certificate by the book, for itself`(
        role: AuthorityKey.Role
    ) throws {
        let key = try #require(try Self.sample.get().authority.keyRecords.first { $0.role == role })
        try Self.expectClean(key.certificate.der, as: "certificate")
    }

    @Test func `is a list by the book, whole and in parts`() throws {
        var settings = AuthoritySample.settings
        settings.certificatesPerList = 4
        let sample = try AuthoritySample(settings: settings)
        for _ in 0..<4 {
            let record = try sample.issued(AuthoritySample.order())
            _ = try sample.authority.change(
                record.id, .revoke(.keyCompromise, invalidSince: record.life.validity.notBefore))
        }
        for list in try sample.authority.publishDueLists() {
            var bytes: [UInt8] = []
            _ = try sample.authority.eachPieceOfList(of: list.issuer, in: list.shard) {
                (piece) throws(AuthorityError) in
                bytes += piece
            }
            try Self.expectClean(bytes, as: "list")
        }
    }

    @Test func `is an answer by the book`() throws {
        let sample = try Self.sample.get()
        for change in [nil, LifeChange.hold, .revoke(.superseded, invalidSince: nil)] {
            let record = try sample.issued(AuthoritySample.order())
            if let change { _ = try sample.authority.change(record.id, change) }
            let certificate = try #require(record.certificate)
            let question = try RevocationQuestion.ocspRequest(for: certificate, issuer: sample.chain[0])
            try Self.expectClean(sample.authority.answerStatus(question), as: "answer")
        }
    }
}
