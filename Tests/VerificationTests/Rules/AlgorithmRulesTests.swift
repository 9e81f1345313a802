import Domain
import Testing

@testable import Crypto
@testable import Verification

@Suite("The age of algorithms") struct AlgorithmRulesTests {
    private static func use(_ digest: HashFunction, _ bits: Int) -> AlgorithmUse {
        AlgorithmUse(digest: digest, signature: .rsaPKCS1, key: .rsa, bits: bits)
    }

    @Test(
        arguments: [
            (use(.sha1, 2_048), "2012-08-01T00:00:00Z"), (AlgorithmUse(digest: .sha1), "2012-08-01T00:00:00Z"),
            (use(.sha256, 1_024), "2019-10-01T00:00:00Z"), (use(.sha256, 2_048), "2029-01-01T00:00:00Z"),
        ] as [(AlgorithmUse, String)])
    func `is no objection in their last second and one in the next`(use: AlgorithmUse, last: String) throws {
        let last = try #require(Instant(last))
        for proven in [nil, last] {
            #expect(AlgorithmRules.findings(for: use, at: last, proven: proven).isEmpty)
            let found = AlgorithmRules.findings(for: use, at: last + .seconds(1), proven: proven)
            #expect(found.map(\.code) == [.algorithmOutlived])
            #expect(found.first?.detail == use.id)
            // Without a proof it may be older than it looks; with one it is not.
            #expect(found.indication == .indeterminate(proven == nil ? .algorithmWithoutProof : .algorithm))
        }
    }

    @Test func `never makes good what was never safe`() {
        for moment in [Instant(secondsSince1970: 0), .init(secondsSince1970: 4_000_000_000)] {
            for use in [Self.use(.md5, 4_096), Self.use(.sha256, 1_023), Self.use(.sha256, 0)] {
                let found = AlgorithmRules.findings(for: use, at: moment, proven: moment)
                #expect(found.map(\.code) == [.algorithmWeak])
                #expect(found.indication == .indeterminate(.algorithm))
            }
        }
    }

    @Test func `has no end for those that are in no danger`() {
        let use = AlgorithmUse(digest: .sha384, signature: .ecdsa, key: .ec, bits: 384)
        #expect(AlgorithmRules.findings(for: use, at: Instant(secondsSince1970: .max), proven: nil).isEmpty)
    }
}
