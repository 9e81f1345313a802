import Crypto
import Domain
import Store
import TestSupport
import Testing

@testable import Authority

@Suite("An answer about status") struct AnsweringTests {
    /// What openssl makes of the answer to its own question about these certificates.
    private static func ask(
        _ sample: AuthoritySample, about certificates: [Certificate], words: String = ""
    ) throws -> (text: String, request: [UInt8]) {
        var files = [
            "root": Array(try sample.chain[1].pem().utf8), "issuing": Array(try sample.chain[0].pem().utf8),
        ]
        var asked: [String] = []
        for (number, certificate) in certificates.enumerated() {
            files["leaf\(number)"] = Array(try certificate.pem().utf8)
            asked.append("-cert leaf\(number)")
        }
        let question = "ocsp -issuer issuing \(words)\(asked.joined(separator: " "))"
        let request = try OpenSSLCommand(question + " -reqout request", with: files).file("request")
        files["answer"] = sample.authority.answerStatus(request)
        files["request"] = request
        // openssl makes a nonce of its own where it is told certificates, and tells lives only then: it is asked twice.
        let heard = "-respin answer -CAfile root -verify_other issuing -attime 1790000000 -validity_period 100000000"
        let lives = try OpenSSLCommand(
            "ocsp -issuer issuing -no_nonce \(asked.joined(separator: " ")) \(heard)", with: files)
        let whole = try OpenSSLCommand("ocsp -reqin request \(heard)", with: files)
        return ([lives, whole].map { $0.run.output + $0.run.errors }.joined(), request)
    }

    @Test(arguments: Backend.all) func `is accepted by openssl, with the certificate's life in it`(backend: Backend)
        throws
    {
        let sample = try AuthoritySample(backend)
        let good = try sample.issued(AuthoritySample.order())
        let held = try sample.issued(AuthoritySample.order())
        let revoked = try sample.issued(AuthoritySample.order())
        _ = try sample.authority.change(held.id, .hold)
        _ = try sample.authority.change(revoked.id, .revoke(.superseded, invalidSince: nil))
        let (text, _) = try Self.ask(sample, about: [good, held, revoked].compactMap(\.certificate))
        #expect(text.contains("Response verify OK"), "\(text)")
        #expect(text.contains("leaf0: good"))
        #expect(text.contains("leaf1: revoked") && text.contains("certificateHold"))
        #expect(text.contains("leaf2: revoked") && text.contains("superseded"))
        #expect(text.contains("Next Update"))
    }

    @Test(arguments: Backend.all) func `tells a revocation in the next answer`(backend: Backend) throws {
        let sample = try AuthoritySample(backend)
        let record = try sample.issued(AuthoritySample.order())
        let certificate = try #require(record.certificate)
        let before = try Self.ask(sample, about: [certificate], words: "-no_nonce ")
        #expect(before.text.contains("leaf0: good"))
        #expect(sample.authority.answers.answer(to: before.request, at: sample.clock.read()) != nil)
        _ = try sample.authority.change(record.id, .revoke(.keyCompromise, invalidSince: nil))
        #expect(try Self.ask(sample, about: [certificate], words: "-no_nonce ").text.contains("leaf0: revoked"))
    }

    @Test func `tells what another process changed within a second`() throws {
        let sample = try AuthoritySample()
        let record = try sample.issued(AuthoritySample.order())
        let certificate = try #require(record.certificate)
        _ = try Self.ask(sample, about: [certificate], words: "-no_nonce ")
        let other = try sample.restarted()
        _ = try other.change(record.id, .revoke(.keyCompromise, invalidSince: nil))
        #expect(try Self.ask(sample, about: [certificate], words: "-no_nonce ").text.contains("leaf0: good"))
        sample.clock.move(ChangeWatch.interval)
        #expect(try Self.ask(sample, about: [certificate], words: "-no_nonce ").text.contains("leaf0: revoked"))
    }

    @Test func `gives a nonce back, and is made for it alone`() throws {
        let sample = try AuthoritySample()
        let certificate = try sample.certificate(AuthoritySample.order())
        let (text, request) = try Self.ask(sample, about: [certificate], words: "-nonce ")
        #expect(text.contains("Response verify OK") && !text.contains("WARNING") && !text.contains("Nonce"), "\(text)")
        #expect(sample.authority.answers.answer(to: request, at: sample.clock.read()) == nil)
    }

    @Test func `calls unknown what nobody issued, and soon looks again`() throws {
        let sample = try AuthoritySample()
        let other = try AuthoritySample()
        let stranger = try other.certificate(AuthoritySample.order())
        // Asked under our issuer, openssl hashes our name and key with the stranger's number.
        let (text, request) = try Self.ask(sample, about: [stranger], words: "-no_nonce ")
        #expect(text.contains("leaf0: unknown"), "\(text)")
        sample.clock.move(.seconds(151))
        #expect(sample.authority.answers.answer(to: request, at: sample.clock.read()) == nil)
    }

    @Test func `is made anew in the second half of its time`() throws {
        let sample = try AuthoritySample()
        let certificate = try sample.certificate(AuthoritySample.order())
        let (_, request) = try Self.ask(sample, about: [certificate], words: "-no_nonce ")
        let half = sample.authority.settings.status.answerLifetime / 2
        sample.clock.move(half - .seconds(1))
        #expect(sample.authority.answers.answer(to: request, at: sample.clock.read()) != nil)
        #expect(sample.authority.renewAnswers(before: sample.clock.read() + .seconds(2)) == 1)
        sample.clock.move(.seconds(1))
        #expect(sample.authority.answers.answer(to: request, at: sample.clock.read()) != nil)
        sample.clock.move(half)
        #expect(sample.authority.answers.answer(to: request, at: sample.clock.read()) == nil)
    }

    @Test func `is an error of the protocol for anything that is no question`() throws {
        let sample = try AuthoritySample()
        for bytes in [[], [0x30, 0x00], [UInt8](repeating: 0x30, count: 70_000), Array("GET /".utf8)] {
            #expect(sample.authority.answerStatus(bytes) == OCSPAnswer.malformedRequest)
        }
    }

    @Test func `is not given for another authority`() throws {
        let sample = try AuthoritySample()
        let other = try AuthoritySample()
        let certificate = try other.certificate(AuthoritySample.order())
        let request = try Self.ask(other, about: [certificate]).request
        #expect(sample.authority.answerStatus(request) == OCSPAnswer.unauthorized)
    }

    @Test func `is given for certificates of a retired key by a key below it`() throws {
        let sample = try AuthoritySample()
        let old = sample.chain[0]
        let record = try sample.issued(AuthoritySample.order())
        let certificate = try #require(record.certificate)
        _ = try sample.authority.renewIssuing(with: sample.rootKey)
        _ = try sample.authority.change(record.id, .revoke(.superseded, invalidSince: nil))
        let files = ["issuing": Array(try old.pem().utf8), "leaf": Array(try certificate.pem().utf8)]
        let request = try OpenSSLCommand("ocsp -issuer issuing -cert leaf -no_nonce -reqout request", with: files)
            .file("request")
        var all = files
        all["answer"] = sample.authority.answerStatus(request)
        all["root"] = Array(try sample.root.certificate.pem().utf8)
        let judged = try OpenSSLCommand(
            "ocsp -issuer issuing -cert leaf -no_nonce -respin answer -CAfile root -verify_other issuing -attime 1790000000"
                + " -validity_period 100000000", with: all)
        let text = judged.run.output + judged.run.errors
        #expect(text.contains("Response verify OK") && text.contains("leaf: revoked"), "\(text)")
    }
}
