import Domain
import TestSupport
import Testing

@testable import Crypto

@Suite("An answer about a certificate") struct OCSPResponderTests {
    private let rootKey: SoftwareSigningKey
    private let root: Certificate
    private let person: Certificate

    init() throws {
        rootKey = try Issuance.key(.p384)
        root = try Issuance.root(rootKey)
        person = try Issuance.personDraft(by: root).prepared(for: rootKey).signed(by: rootKey)
    }

    private func question(_ option: String = "-sha1", _ more: String = "") throws -> OCSPRequest {
        let line = "ocsp \(option) -issuer issuer -cert person \(more) -reqout request"
        let der = try OpenSSLCommand(
            words: line.split(separator: " ").map(String.init),
            with: ["issuer": Array(root.pem().utf8), "person": Array(person.pem().utf8)]
        ).file("request")
        return try OCSPRequest(der: der)
    }

    private func statement(_ id: CertificateID, _ status: OCSPStatement.Status) -> OCSPStatement {
        OCSPStatement(id, status, thisUpdate: .noon, nextUpdate: .noon + .seconds(3_600))
    }

    /// What openssl makes of an answer a minute later. Its command holds the answer's times against the machine's clock whatever
    /// it is told, hence the leeway.
    private func judged(_ answer: [UInt8], by function: String = "-sha1") throws -> ProgramRun {
        try OpenSSLCommand(
            words: ("ocsp -respin answer -issuer issuer \(function) -cert person -CAfile issuer -no_nonce "
                + "-validity_period 2000000000 -attime \(Instant.noon.secondsSince1970 + 60)").split(separator: " ")
                .map(String.init),
            with: ["answer": answer, "issuer": Array(root.pem().utf8), "person": Array(person.pem().utf8)]
        ).run
    }

    private func delegate(_ kind: KeyKind) throws -> OCSPResponder {
        let key = try SoftwareSigningKey(Fixture.privateKey(kind.fixtureName))
        let certificate = try Issuance.delegate(.ocspSigning, for: key, by: root, rootKey)
        return try OCSPResponder(certificate: certificate, issuer: root, key: key)
    }

    @Test(arguments: KeyKind.allCases) func `is believed by openssl, from a delegate`(kind: KeyKind) throws {
        let request = try question()
        let answer = try delegate(kind).answer([statement(request.questions[0], .good)], producedAt: .noon)
        let run = try judged(answer)
        #expect(run.output.contains("person: good") && run.errors.contains("Response verify OK"), "\(run)")
    }

    @Test(arguments: ["-sha1", "-sha256", "-sha512"]) func `says the question again as it was asked`(option: String)
        throws
    {
        let request = try question(option)
        let responder = try OCSPResponder(certificate: root, issuer: root, key: rootKey)
        let answer = try responder.answer([statement(request.questions[0], .good)], producedAt: .noon)
        let run = try PythonJudge.run("read_ocsp.py", input: answer)
        let serial = try person.serialNumber()
        #expect(run.output.contains("\(option.dropFirst()) \(serial) GOOD"), "\(run)")
        #expect(answer.firstRange(of: request.questions[0].der) != nil)
    }

    @Test func `tells of a revocation, and of what was never issued`() throws {
        let request = try question("-sha256", "-serial 0x77 -serial 0x78 -serial 0x79")
        let moment = Instant.noon - .seconds(86_400)
        let answer = try delegate(.p256).answer(
            [
                statement(request.questions[0], .revoked(at: moment, reason: .keyCompromise)),
                statement(request.questions[1], .revoked(at: moment, reason: nil)),
                statement(request.questions[2], .revoked(at: moment, reason: .unspecified)),
                statement(request.questions[3], .unknown),
            ], producedAt: .noon + .seconds(5), nonce: request.nonce)
        let run = try PythonJudge.run("read_ocsp.py", input: answer)
        #expect(
            run.output == """
                produced 2026-06-01T12:00:05+00:00
                sha256 \(try person.serialNumber()) REVOKED 2026-05-31T12:00:00+00:00 key_compromise
                sha256 77 REVOKED 2026-05-31T12:00:00+00:00
                sha256 78 REVOKED 2026-05-31T12:00:00+00:00
                sha256 79 UNKNOWN
                from 2026-06-01T12:00:00+00:00 until 2026-06-01T13:00:00+00:00
                nonce \(Hexadecimal.text(request.nonce ?? []))
                certificates 1

                """, "\(run.errors)")
        let openssl = try judged(answer, by: "-sha256")
        #expect(openssl.output.contains("person: revoked") && openssl.output.contains("keyCompromise"), "\(openssl)")
    }

    @Test(arguments: ErringKey.Fault.allCases) func `never leaves where the key errs`(fault: ErringKey.Fault) throws {
        let sound = try SoftwareSigningKey.generate(.p256)
        let certificate = try Issuance.delegate(.ocspSigning, for: sound, by: root, rootKey)
        let responder = try OCSPResponder(certificate: certificate, issuer: root, key: ErringKey(fault, sound: sound))
        let asked = try question().questions[0]
        #expect(throws: CryptoError.signature(.failedOwnCheck)) {
            try responder.answer([statement(asked, .good)], producedAt: .noon)
        }
    }

    @Test func `is given by nobody who may not`() throws {
        let other = try SoftwareSigningKey.generate(.p256)
        #expect(throws: CryptoError.certificate(.keyDoesNotMatch)) {
            try OCSPResponder(certificate: root, issuer: root, key: other)
        }
        let personKey = try SoftwareSigningKey(Fixture.privateKey("signer-p256"))
        #expect(throws: CryptoError.certificate(.notForSigning)) {
            try OCSPResponder(certificate: person, issuer: root, key: personKey)
        }
        let foreign = try Fixture.certificates("issuing")[0]
        #expect(throws: CryptoError.certificate(.chainBroken)) {
            try OCSPResponder(certificate: person, issuer: foreign, key: personKey)
        }
    }

    @Test func `that says nothing is understood by openssl`() throws {
        for (answer, words) in [
            (OCSPAnswer.malformedRequest, "malformedrequest (1)"), (OCSPAnswer.internalError, "internalerror (2)"),
            (OCSPAnswer.tryLater, "trylater (3)"), (OCSPAnswer.unauthorized, "unauthorized (6)"),
        ] {
            let run = try OpenSSLCommand("ocsp -respin answer -noverify -resp_text", with: ["answer": answer]).run
            #expect((run.output + run.errors).contains(words), "\(run)")
        }
    }

    @Test func `is what our own verification uses`() throws {
        let request = try question("-sha256")
        let answer = try delegate(.p256).answer(
            [statement(request.questions[0], .revoked(at: .noon, reason: .superseded))], producedAt: .noon)
        let evidence = RevocationEvidence.of(
            person, issuer: root, in: RevocationData(lists: [], answers: [answer]))
        #expect(evidence.count == 1 && evidence[0].isUsable)
    }
}
