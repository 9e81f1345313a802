import Crypto
import Domain
import TestSupport
import Testing

@Suite("What an authority keeps of expired certificates") struct ExpiredCertificateTests {
    private static let time = "20200102030405Z"
    private static let since = Instant(secondsSince1970: 1_577_934_245)

    private static func generalized(_ text: String) -> DERTree { DERTree(tag: 0x18, content: Array(text.utf8)) }

    /// What an extension may hold, and what is made of it.
    private static let values: [(DERTree, Instant?)] = [
        (generalized(time), since), (generalized("20200229235959Z"), Instant(secondsSince1970: 1_583_020_799)),
        (generalized("20200230000000Z"), nil), (generalized("tadi"), nil), (generalized(""), nil),
        (DERTree(tag: 0x17, content: Array("200102030405Z".utf8)), nil), (.sequence([generalized(time)]), nil),
        (DERTree(tag: 0x18, children: [generalized(time)]), nil),
    ]

    // MARK: A list

    private func listed(_ trial: RevocationTrial, _ extensions: String) throws -> RevocationEvidence {
        let found = try trial.evidence(lists: [trial.list(extensions: extensions)])
        #expect(found.count == 1)
        return try #require(found.first)
    }

    @Test func `is what the list says since when`() throws {
        let trial = try RevocationTrial()
        for (value, expected) in Self.values {
            let found = try listed(trial, "2.5.29.60 = DER:\(Hexadecimal.text(value.encoded[...]))")
            #expect(found.coversExpiredSince == expected, "\(value)")
            #expect(found.isUsable && found.status == .good)
        }
    }

    @Test func `is nothing where a list does not say, or says it twice over in one`() throws {
        let trial = try RevocationTrial()
        #expect(try listed(trial, "").coversExpiredSince == nil)
        let twice = Self.generalized(Self.time).encoded + Self.generalized(Self.time).encoded
        #expect(try listed(trial, "2.5.29.60 = DER:\(Hexadecimal.text(twice[...]))").coversExpiredSince == nil)
    }

    // MARK: An answer

    /// The answer with these extensions for the one certificate, signed anew.
    private func answered(_ trial: RevocationTrial, _ extensions: [DERTree]) throws -> RevocationEvidence {
        let answer = try #require(DERTree(trial.answer()))
        var basic = try #require(DERTree(answer[1][0][1].content))
        let place = try #require(basic[0].children.firstIndex { $0.tag == 0x30 })
        if !extensions.isEmpty { basic[0][place][0].children.append(.context(1, [.sequence(extensions)])) }
        let signature = try trial.trial.run(
            "dgst -sha256 -sign akar.key -out signature signed", with: ["signed": basic[0].encoded]
        ).file("signature")
        basic[2].content = [0] + signature
        let found = try trial.evidence(answers: [basic.encoded])
        #expect(found.count == 1)
        return try #require(found.first)
    }

    private func cutoff(_ value: [UInt8]) -> DERTree {
        .sequence([.object("2b06010505073001" + "06"), .octets(value)])
    }

    @Test func `is what the answer says since when`() throws {
        let trial = try RevocationTrial()
        for (value, expected) in Self.values {
            let found = try answered(trial, [cutoff(value.encoded)])
            #expect(found.coversExpiredSince == expected, "\(value)")
            #expect(found.isUsable && found.status == .good, "\(found.defects)")
        }
    }

    @Test func `is nothing where an answer does not say, or says it twice over in one`() throws {
        let trial = try RevocationTrial()
        #expect(try answered(trial, []).coversExpiredSince == nil)
        let time = Self.generalized(Self.time).encoded
        #expect(try answered(trial, [cutoff(time + time)]).coversExpiredSince == nil)
        #expect(try answered(trial, [cutoff([])]).coversExpiredSince == nil)
    }
}
