import Crypto
import Domain
import TestSupport
import Testing

@Suite("Of several paths") struct PathChoiceTests {
    private static let authority = "basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign"

    private func path(
        _ leaf: Certificate, _ among: [Certificate], _ anchors: [Certificate],
        preferring isAcceptable: ([Certificate]) -> Bool
    ) -> [Certificate]? {
        let outcome = CertificatePath.find(
            for: leaf, among: among, anchors: anchors, purpose: .signing, preferring: isAcceptable)
        return if case .found(let path) = outcome { path } else { nil }
    }

    /// Whether nothing in a path has expired after some days.
    private func holds(afterDays days: Int64) -> ([Certificate]) -> Bool {
        let moment = Instant(secondsSince1970: Instant.now.secondsSince1970 + days * 86_400)
        return { path in
            path.allSatisfy { certificate in
                do throws(CryptoError) {
                    try certificate.checkValidity(at: moment)
                    return true
                } catch {
                    return false
                }
            }
        }
    }

    @Test func `the one without an expired cross-certificate is the answer`() throws {
        var trial = TrialAuthority()
        try trial.issue("akar", Extensions.authority)
        try trial.issue("lain", Extensions.authority)
        try trial.issue("antara", by: "akar", Extensions.authority)
        let good = try trial.certificate("antara")
        try trial.certify("antara", by: "lain", days: 1, [Extensions.authority])
        let crossed = try trial.certificate("antara")
        try trial.issue("orang", by: "antara", Extensions.person)
        let (leaf, root, other) = try (
            trial.certificate("orang"), trial.certificate("akar"), trial.certificate("lain")
        )
        for among in [[crossed, good], [good, crossed]] {
            let found = path(leaf, among, [root, other], preferring: holds(afterDays: 5))
            #expect(found == [leaf, good, root])
        }
        // The first found, where both hold and where neither does.
        for days in [0, 60] as [Int64] {
            let found = path(leaf, [crossed, good], [root, other], preferring: holds(afterDays: days))
            #expect(found == [leaf, crossed, other])
        }
        #expect(path(leaf, [crossed, good], [root], preferring: holds(afterDays: 60)) == [leaf, good, root])
    }

    @Test func `the one to a renewed anchor of the same name and key is the answer`() throws {
        var trial = TrialAuthority()
        try trial.issue("akar", Extensions.authority)
        let renewed = try trial.certificate("akar")
        try trial.certify("akar", days: 1, [Extensions.authority])
        let old = try trial.certificate("akar")
        try trial.issue("orang", by: "akar", Extensions.person)
        let leaf = try trial.certificate("orang")
        #expect(path(leaf, [], [old, renewed], preferring: holds(afterDays: 5)) == [leaf, renewed])
        #expect(path(leaf, [], [old, renewed], preferring: holds(afterDays: 0)) == [leaf, old])
    }

    @Test func `the one that goes on above an expired anchor is the answer`() throws {
        var trial = TrialAuthority()
        try trial.issue("akar", Extensions.authority)
        try trial.issue("antara", by: "akar", Extensions.authority)
        let below = try trial.certificate("antara")
        try trial.certify("antara", days: 1, [Extensions.authority])
        let old = try trial.certificate("antara")
        try trial.issue("orang", by: "antara", Extensions.person)
        let (leaf, root) = try (trial.certificate("orang"), trial.certificate("akar"))
        #expect(path(leaf, [below], [old, root], preferring: holds(afterDays: 5)) == [leaf, below, root])
        #expect(path(leaf, [below], [old, root], preferring: holds(afterDays: 0)) == [leaf, old])
    }

    /// A leaf, its issuer certified anew as often as asked by one anchor, and that anchor.
    private func renewals(_ count: Int) throws -> (leaf: Certificate, issuers: [Certificate], anchor: Certificate) {
        var trial = TrialAuthority()
        try trial.issue("akar", Extensions.authority)
        try trial.issue("antara", by: "akar", Extensions.authority)
        var issuers = [try trial.certificate("antara")]
        while issuers.count < count {
            try trial.certify("antara", by: "akar", [Extensions.authority])
            issuers.append(try trial.certificate("antara"))
        }
        try trial.issue("orang", by: "antara", Extensions.person)
        return try (trial.certificate("orang"), issuers, trial.certificate("akar"))
    }

    @Test func `twenty are looked at, and no more`() throws {
        let (leaf, issuers, anchor) = try renewals(21)
        var asked = 0
        let found = path(leaf, issuers, [anchor]) { path in
            asked += 1
            return path.contains(issuers[20])
        }
        #expect(asked == 20)
        #expect(found == [leaf, issuers[0], anchor])
        #expect(path(leaf, issuers, [anchor]) { $0.contains(issuers[19]) } == [leaf, issuers[19], anchor])
    }

    @Test func `those that cannot be are counted too`() throws {
        var trial = TrialAuthority()
        try trial.issue("akar", Extensions.authority)
        try trial.issue("antara", by: "akar", Extensions.authority)
        let good = try trial.certificate("antara")
        var barred: [Certificate] = []
        while barred.count < 20 {
            try trial.certify("antara", by: "akar", [Extensions.authority, "1.2.3.4 = critical, DER:0500"])
            barred.append(try trial.certificate("antara"))
        }
        try trial.issue("orang", by: "antara", Extensions.person)
        let (leaf, root) = try (trial.certificate("orang"), trial.certificate("akar"))
        #expect(path(leaf, barred[1...] + [good], [root]) { _ in true } == [leaf, good, root])
        let outcome = CertificatePath.find(for: leaf, among: barred + [good], anchors: [root], purpose: .signing)
        guard case .none(.tooManyChecks) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func `the first stands where everybody signed everybody`() throws {
        var trial = TrialAuthority()
        try trial.issue("akar", subject: "/CN=Sama", Self.authority)
        let root = try trial.certificate("akar")
        var crowd: [Certificate] = []
        for _ in 0..<12 {
            try trial.certify("akar", subject: "/CN=Sama", [Self.authority])
            crowd.append(try trial.certificate("akar"))
        }
        try trial.issue("orang", subject: "/CN=Orang", by: "akar", Extensions.person)
        let leaf = try trial.certificate("orang")
        #expect(path(leaf, crowd, [root]) { _ in false } == [leaf, root])
    }
}

@Suite("The ascent from a certificate that leads nowhere") struct AscentTests {
    @Test func `goes as far up as there are issuers`() throws {
        let chain = try Fixture.certificates("chain-signer-p256")
        let foreign = try Fixture.certificates("foreign-root")
        #expect(CertificatePath.ascent(from: chain[0], among: chain.reversed() + foreign) == chain)
        #expect(CertificatePath.ascent(from: chain[0], among: [chain[1]]) == Array(chain[..<2]))
        #expect(CertificatePath.ascent(from: chain[0], among: [chain[2]]) == [chain[0]])
        #expect(CertificatePath.ascent(from: chain[2], among: chain) == [chain[2]])
    }

    @Test func `passes over one of the right name whose key did not sign`() throws {
        var trial = TrialAuthority()
        let nameless = "subjectKeyIdentifier = none\nauthorityKeyIdentifier = none"
        let authority = "basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign\n" + nameless
        try trial.issue("akar", subject: "/CN=Akar", authority)
        try trial.issue("palsu", subject: "/CN=Akar", authority)
        try trial.issue("orang", by: "akar", Extensions.person, nameless)
        let (root, false_, leaf) = try (
            trial.certificate("akar"), trial.certificate("palsu"), trial.certificate("orang")
        )
        #expect(CertificatePath.ascent(from: leaf, among: [false_, root]) == [leaf, root])
        #expect(CertificatePath.ascent(from: leaf, among: [false_]) == [leaf])
    }

    @Test func `ends at one that signed itself, whoever signed it as well`() throws {
        var trial = TrialAuthority()
        try trial.issue("lain", Extensions.authority)
        try trial.issue("akar", Extensions.authority)
        let root = try trial.certificate("akar")
        try trial.certify("akar", by: "lain", [Extensions.authority])
        let crossed = try trial.certificate("akar")
        try trial.issue("orang", by: "akar", Extensions.person)
        let (leaf, other) = try (trial.certificate("orang"), trial.certificate("lain"))
        #expect(CertificatePath.ascent(from: leaf, among: [root, crossed, other]) == [leaf, root])
        #expect(CertificatePath.ascent(from: leaf, among: [crossed, root, other]) == [leaf, crossed, other])
    }

    @Test func `is ten certificates long at most, and looks at a thousand`() throws {
        var trial = TrialAuthority()
        try trial.issue("0", Extensions.authority)
        for step in 1...10 { try trial.issue("\(step)", by: "\(step - 1)", Extensions.authority) }
        let line = try (0...10).reversed().map { try trial.certificate("\($0)") }
        #expect(CertificatePath.ascent(from: line[0], among: line) == Array(line[..<10]))
        let crowd = { (count: Int) in [Certificate](repeating: line[2], count: count) }
        #expect(CertificatePath.ascent(from: line[1], among: crowd(1_000)) == Array(line[1...2]))
        #expect(CertificatePath.ascent(from: line[1], among: crowd(1_001)) == [line[1]])
    }
}
