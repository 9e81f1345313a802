import Crypto
import TestSupport
import Testing

@Suite("A question about revocation") struct RevocationQuestionTests {
    private func trial() throws -> TrialAuthority {
        var trial = TrialAuthority()
        try trial.issue("akar", Extensions.authority)
        try trial.issue("orang", by: "akar", Extensions.person)
        return trial
    }

    private func question(_ trial: TrialAuthority) throws -> [UInt8] {
        try RevocationQuestion.ocspRequest(for: trial.certificate("orang"), issuer: trial.certificate("akar"))
    }

    @Test func `is what openssl asks, to the byte`() throws {
        let trial = try trial()
        let theirs = try trial.run("ocsp -issuer akar.pem -cert orang.pem -no_nonce -reqout request").file("request")
        #expect(try question(trial) == theirs)
    }

    @Test(arguments: ["rsa2048", "rsa4096", "p384"])
    func `names the certificate by its issuer and number, by SHA-1 and without a nonce`(kind: String) throws {
        let chain = try Fixture.certificates("chain-signer-\(kind)")
        let question = try RevocationQuestion.ocspRequest(for: chain[0], issuer: chain[1])
        let read = try OpenSSLCommand("ocsp -reqin request -req_text", with: ["request": question]).run.output
        let serial = try Hexadecimal.text(chain[0].facts().serial).uppercased()
        #expect(read.contains("Hash Algorithm: sha1"))
        #expect(read.contains("Serial Number: \(serial)\n"))
        #expect(!read.contains("Nonce"))
        #expect(read.ranges(of: "Certificate ID").count == 1)
    }

    @Test func `is answered by a responder, and the answer proves what was asked`() throws {
        let trial = try trial()
        let person = try trial.certificate("orang")
        let serial = try Hexadecimal.text(person.facts().serial).uppercased()
        let index = "V\t490101000000Z\t\t\(serial)\tunknown\t/O=Instansi/CN=orang\n"
        let answer = try trial.run(
            "ocsp -index index -CA akar.pem -rsigner akar.pem -rkey akar.key -ndays 3 -reqin request -respout answer",
            with: ["request": question(trial), "index": Array(index.utf8)]
        ).file("answer")
        let evidence = try RevocationEvidence.of(
            person, issuer: trial.certificate("akar"), in: RevocationData(lists: [], answers: [answer]))
        #expect(evidence.map(\.status) == [.good])
        #expect(evidence.allSatisfy { $0.isUsable })
    }

    @Test func `is not asked about a certificate of another issuer`() throws {
        let chain = try Fixture.certificates("chain-signer-p256")
        for issuer in [chain[0], chain[2]] {
            #expect(throws: CryptoError.certificate(.chainBroken)) {
                try RevocationQuestion.ocspRequest(for: chain[0], issuer: issuer)
            }
        }
    }
}
