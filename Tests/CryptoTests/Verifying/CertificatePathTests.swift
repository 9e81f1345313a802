import Crypto
import TestSupport
import Testing

@Suite("A path of certificates") struct CertificatePathTests {
    private func search(
        _ leaf: Certificate, _ among: [Certificate], _ anchors: [Certificate], _ purpose: PathPurpose = .signing
    ) -> (path: [Certificate]?, failure: PathFailure?) {
        switch CertificatePath.find(for: leaf, among: among, anchors: anchors, purpose: purpose) {
        case .found(let path): (path, nil)
        case .none(let failure): (nil, failure)
        }
    }

    @Test(arguments: ["rsa2048", "rsa4096", "p256", "p384"])
    func `goes from a leaf over its issuers to an anchor`(kind: String) throws {
        let chain = try Fixture.certificates("chain-signer-\(kind)")
        #expect(search(chain[0], chain, [chain[2]]).path == chain)
        #expect(search(chain[0], chain.reversed(), [chain[2]]).path == chain)
        #expect(search(chain[0], [chain[1]], [chain[2]]).path == chain)
    }

    @Test func `may end in an anchor that is no root`() throws {
        let chain = try Fixture.certificates("chain-signer-p256")
        #expect(search(chain[0], [], [chain[1]]).path == Array(chain[..<2]))
        #expect(search(chain[0], chain, [chain[2], chain[1]]).path == Array(chain[..<2]))
        #expect(search(chain[0], chain, [chain[0]]).path == [chain[0]])
    }

    @Test func `does not end without an anchor`() throws {
        let chain = try Fixture.certificates("chain-signer-p256")
        let foreign = try Fixture.certificates("foreign-root")
        #expect(search(chain[0], chain, []).failure == .noAnchor)
        #expect(search(chain[0], chain, foreign).failure == .noAnchor)
        #expect(search(chain[0], [], [chain[2]]).failure == .noAnchor)
        #expect(search(chain[2], chain, foreign, .ocsp).failure == .noAnchor)
    }

    @Test func `pays no heed to time`() throws {
        let above = try Fixture.certificates("chain-signer-p256").dropFirst()
        for name in ["signer-expired", "signer-future", "signer-sha1", "signer-weak", "signer-ed25519"] {
            let leaf = try Fixture.certificates(name)[0]
            #expect(search(leaf, Array(above), [above.last ?? leaf]).path == [leaf] + above)
        }
    }

    @Test func `is not led astray by one of the same name and another key`() throws {
        var trial = TrialAuthority()
        let nameless = "subjectKeyIdentifier = none\nauthorityKeyIdentifier = none"
        let authority =
            "basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign, digitalSignature\n" + nameless
        try trial.issue("akar", subject: "/CN=Akar", authority)
        try trial.issue("palsu", subject: "/CN=Akar", authority)
        try trial.issue("orang", by: "akar", Extensions.person, nameless)
        let (root, false_, leaf) = try (
            trial.certificate("akar"), trial.certificate("palsu"), trial.certificate("orang")
        )
        #expect(search(leaf, [false_], [false_]).failure == .badSignature)
        #expect(search(leaf, [false_, root], [false_]).failure == .badSignature)
        #expect(search(leaf, [false_], [false_, root]).path == [leaf, root])
        #expect(search(leaf, [false_, root], [root]).path == [leaf, root])
        #expect(search(false_, [false_, root], [root]).failure == .badSignature)
    }

    @Test func `finds its way among several issuers of one name and key`() throws {
        var trial = TrialAuthority()
        try trial.issue("akar", Extensions.authority)
        try trial.issue("lain", Extensions.authority)
        try trial.issue("antara", by: "lain", Extensions.authority)
        let crossed = try trial.certificate("antara")
        try trial.certify("antara", by: "akar", [Extensions.authority])
        try trial.issue("orang", by: "antara", Extensions.person)
        let path = try ["orang", "antara", "akar"].map { try trial.certificate($0) }
        #expect(try search(path[0], [crossed, path[1], trial.certificate("lain")], [path[2]]).path == path)
    }

    @Test(
        arguments: [
            (
                "basicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature",
                [.keyUsage, .notAuthority]
            ),
            ("basicConstraints = critical, CA:FALSE", [.notAuthority]),
            ("keyUsage = critical, keyCertSign", [.notAuthority]),
            ("subjectKeyIdentifier = hash", [.notAuthority]),
            ("basicConstraints = critical, CA:TRUE\nkeyUsage = critical, cRLSign", [.keyUsage]),
            (
                Extensions.authority + "\nnameConstraints = critical, permitted;dirName:only\n[only]\nO = Lain",
                [.constraints]
            ),
            (Extensions.authority + "\n1.2.3.4 = critical, DER:0500", [.constraints]),
            // Without policies of its own beside them OpenSSL 3.0 loses the constraints' memory (policy_cache_new).
            (
                Extensions.authority + "\npolicyConstraints = critical, requireExplicitPolicy:0"
                    + "\ncertificatePolicies = 1.3.6.1.4.1.99999.1", [.constraints]
            ),
        ] as [(String, Set<PathFailure>)])
    func `does not lead over who may not issue`(extensions: String, failures: Set<PathFailure>) throws {
        var trial = TrialAuthority()
        try trial.issue("akar", Extensions.authority)
        try trial.issue("antara", by: "akar", extensions)
        try trial.issue("orang", by: "antara", Extensions.person)
        let (leaf, middle, root) = try (
            trial.certificate("orang"), trial.certificate("antara"), trial.certificate("akar")
        )
        let found = search(leaf, [middle], [root])
        #expect(found.path == nil)
        #expect(found.failure.map(failures.contains) == true, "\(String(describing: found.failure))")
    }

    @Test func `keeps to the length that an authority allows`() throws {
        var trial = TrialAuthority()
        try trial.issue("akar", Extensions.authority.replacing("CA:TRUE", with: "CA:TRUE, pathlen:0"))
        try trial.issue("antara", by: "akar", Extensions.authority)
        try trial.issue("orang", by: "antara", Extensions.person)
        try trial.issue("dekat", by: "akar", Extensions.person)
        let (middle, root) = try (trial.certificate("antara"), trial.certificate("akar"))
        #expect(try search(trial.certificate("orang"), [middle], [root]).failure == .constraints)
        #expect(try search(trial.certificate("dekat"), [middle], [root]).path?.count == 2)
    }

    @Test func `is ten certificates long at most`() throws {
        var trial = TrialAuthority()
        try trial.issue("0", Extensions.authority)
        for step in 1...9 { try trial.issue("\(step)", by: "\(step - 1)", Extensions.authority) }
        try trial.issue("orang", by: "8", Extensions.person)
        try trial.issue("jauh", by: "9", Extensions.person)
        let issuers = try (0...9).map { try trial.certificate("\($0)") }
        #expect(try search(trial.certificate("orang"), issuers, [issuers[0]]).path?.count == 10)
        #expect(try search(trial.certificate("jauh"), issuers, [issuers[0]]).failure == .tooLong)
        #expect(try search(trial.certificate("jauh"), issuers, [issuers[1]]).path?.count == 10)
    }

    @Test func `is looked for among a thousand candidates at most`() throws {
        let chain = try Fixture.certificates("chain-signer-p256")
        let crowd = { (count: Int) in [Certificate](repeating: chain[1], count: count) }
        #expect(search(chain[0], crowd(1_000), [chain[2]]).path == chain)
        #expect(search(chain[0], crowd(1_001), [chain[2]]).failure == .tooManyCandidates)
    }

    @Test func `is given up where everybody signed everybody`() throws {
        var trial = TrialAuthority()
        let authority = "basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign"
        try trial.issue("akar", subject: "/CN=Sama", authority)
        var crowd: [Certificate] = []
        for _ in 0..<12 {
            try trial.certify("akar", subject: "/CN=Sama", [authority])
            crowd.append(try trial.certificate("akar"))
        }
        try trial.issue("orang", subject: "/CN=Orang", by: "akar", Extensions.person)
        let foreign = try Fixture.certificates("foreign-root")
        #expect(try search(trial.certificate("orang"), crowd, foreign).failure == .tooManyChecks)
    }

    @Test func `goes from a timestamp's certificate only where that is for timestamps alone`() throws {
        let chain = try Fixture.certificates("chain-tsa")
        #expect(search(chain[0], chain, [chain[2]], .timestamping).path == chain)
        for name in ["tsa-no-eku", "signer-p256"] {
            let leaf = try Fixture.certificates(name)[0]
            #expect(search(leaf, chain, [chain[2]], .timestamping).failure == .keyUsage)
        }
        var trial = TrialAuthority()
        try trial.issue("akar", Extensions.authority)
        let root = try trial.certificate("akar")
        for usage in ["timeStamping", "critical, timeStamping, emailProtection", "critical, emailProtection"] {
            try trial.issue("cap", by: "akar", Extensions.person, "extendedKeyUsage = \(usage)")
            #expect(try search(trial.certificate("cap"), [], [root], .timestamping).failure == .keyUsage)
        }
        try trial.issue("cap", by: "akar", Extensions.timestamps)
        #expect(try search(trial.certificate("cap"), [], [root], .timestamping).path?.count == 2)
    }

    @Test func `goes from a key that is for it`() throws {
        let chain = try Fixture.certificates("chain-signer-p256")
        let cipher = try Fixture.certificates("signer-keyencipherment")[0]
        #expect(search(cipher, chain, [chain[2]]).failure == .keyUsage)
        #expect(search(chain[0], chain, [chain[2]], .ocsp).failure == .keyUsage)
        #expect(search(chain[1], chain, [chain[2]], .ocsp).path == Array(chain[1...]))
    }

    @Test func `does not lead over a curve of its own making`() throws {
        var trial = TrialAuthority()
        try trial.issue("akar", key: "ec:P-256:explicit", Extensions.authority)
        try trial.issue("orang", by: "akar", Extensions.person)
        #expect(try search(trial.certificate("orang"), [], [trial.certificate("akar")]).failure == .keyUnusable)
    }
}
