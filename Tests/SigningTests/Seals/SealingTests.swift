import Authority
import Channels
import Crypto
import Documents
import Domain
import PDF
import Signing
import Store
import Synchronization
import TestSupport
import Testing
import Verification

/// An office with a seal, and what is asked of it.
private struct SealedOffice {
    private static let desk = Result { try DocumentDesk.ofThisBuild() }

    let office: OfficeSample
    let seal: SealRecord

    init(_ backend: Backend = .sqlite, policy: (inout SigningHouse.Policy) -> Void = { _ in }) throws {
        office = try OfficeSample(backend, desk: Self.desk.get(), policy: policy)
        seal = try office.enterSeal()
    }

    static func order(_ fixture: String = "table.pdf") throws -> SigningHouse.DocumentOrder {
        let request = SignatureRequest(
            date: "D:20261120133000+07'00'", contentsBytes: 0, identifier: [UInt8](repeating: 7, count: 16))
        return SigningHouse.DocumentOrder(try MemoryFile(Fixture.bytes("pdf/\(fixture)")), SignatureTask(request))
    }

    /// The token behind a code, through its text, as programs bring it.
    func token(_ text: String) throws -> SessionToken {
        try office.house.token(shown: .of(Array(text.utf8)))
    }

    func code(_ activation: String, count: Int = 2, at client: ClientRecord? = nil) throws -> String {
        try office.house.openSealing(count, with: token(activation), of: seal, for: client ?? office.client).code.text()
    }

    func seal(_ code: String, documents: Int = 1, at client: ClientRecord? = nil) throws -> [SigningHouse.MadeDocument]
    {
        let client = client ?? office.client
        let token = try token(code)
        try office.house.confirm(token, seals: seal, for: client)
        return try office.house.sign((0..<documents).map { _ in try Self.order() }, in: token, for: client)
    }
}

private func refusal(_ body: () throws -> Void) throws -> ServiceRefusal? {
    do {
        try body()
        return nil
    } catch ServiceError.refused(let refusal) {
        return refusal
    }
}

@Suite("A seal that its owner has activated") struct SealingTests {
    @Test(arguments: Backend.all) func `seals with its own certificate, as other programs see, too`(
        backend: Backend
    ) throws {
        let place = try SealedOffice(backend)
        let activation = try place.office.activate(place.seal).code.text()
        let made = try place.seal(place.code(activation), documents: 2)
        let anchors = [TrustAnchor(name: "Percobaan", certificate: try #require(place.office.base.chain.last).der)]
        let verification = PDFVerification(place.office.house.desk, anchors: anchors, revocation: .whenKnown)
        let verdict = try verification.verify(
            made[0].document.memoryFile(), at: place.office.base.clock.read(), deadline: .seconds(20))
        #expect(made.count == 2 && verdict.indication == .passed, "\(verdict.words)")
        let folder = try TemporaryFolder()
        let seen = try ProgramRun.of("pdfsig", ["-nocert", folder.write(made[1].document.bytes, to: "sealed.pdf")])
        #expect(seen.output.contains("Signature is Valid") && seen.output.contains("Segel Kota Contoh"))
        let lines = try place.office.base.auditLines()
        let sealed = lines.filter { $0.contains("document.signed") }
        #expect(sealed.count == 2 && sealed.allSatisfy { $0.contains("\"actor\":\"seal:\(place.seal.id)\"") })
        #expect(
            lines.count { $0.contains("seal.activated") && $0.contains("\"actor\":\"person:\(place.seal.owner)\"") }
                == 1)
        #expect(try place.office.store.verifyAudit().isIntact)
    }

    @Test func `is opened by its owner's passphrase alone, and shuts out whoever guesses`() throws {
        let place = try SealedOffice()
        for _ in 0..<5 {
            #expect(
                try refusal { _ = try place.office.activate(place.seal, with: OfficeSample.passphrase) }
                    == .wrongPassphrase)
        }
        guard case .lockedOut = try refusal({ _ = try place.office.activate(place.seal) }) else {
            Issue.record("it went on")
            return
        }
        // Its owner's own passphrase is another matter, and so is the program.
        #expect(try place.office.outcome() == nil)
        place.office.base.clock.move(.seconds(900))
        #expect(try refusal { _ = try place.office.activate(place.seal) } == nil)
    }

    @Test func `is activated so often and so long as the operator allows`() throws {
        let place = try SealedOffice {
            ($0.activationCountMax, $0.activationTimeMax) = (20, days(2))
        }
        for count in [0, -1, 21] {
            #expect(
                try refusal { _ = try place.office.activate(place.seal, count: count) }
                    == .activationCountBeyond(most: 20))
        }
        for lifetime in [Duration.zero, days(2) + .nanoseconds(1)] {
            #expect(
                try refusal { _ = try place.office.activate(place.seal, for: lifetime) }
                    == .activationTimeBeyond(most: days(2)))
        }
        #expect(try refusal { _ = try place.office.activate(place.seal, count: 20, for: days(2)) } == nil)
        #expect(
            try place.office.activate(place.seal, count: 1, for: .seconds(9)).terms.deadline == place.office.base.clock
                .read() + .seconds(9))
    }

    @Test func `is activated for no longer than its certificate lasts`() throws {
        let place = try SealedOffice { $0.activationTimeMax = days(4_000) }
        let end = try #require(place.seal.certificate).life.validity.notAfter
        #expect(try place.office.activate(place.seal, for: days(4_000)).terms.deadline == end)
    }

    @Test(arguments: Backend.all) func `is used no more often than was agreed, whoever asks at the same time`(
        backend: Backend
    ) throws {
        let place = try SealedOffice(backend)
        let activation = try place.office.activate(place.seal, count: 7).code.text()
        let codes = Mutex<[String]>([])
        Threads.run(8) { _ in
            do {
                let code = try place.code(activation)
                codes.withLock { $0.append(code) }
            } catch ServiceError.refused(.session(.countUsed)) {
                return
            } catch {
                Issue.record("\(error)")
            }
        }
        let got = codes.withLock { $0 }
        #expect(got.count == 3)
        #expect(try refusal { _ = try place.code(activation, count: 2) } == .session(.countUsed))
        #expect(try refusal { _ = try place.code(activation, count: 1) } == nil)
        let sealed = Mutex(0)
        Threads.run(6) { _ in
            do {
                let count = try place.seal(got[0]).count
                sealed.withLock { $0 += count }
            } catch ServiceError.refused(.session(.countUsed)) {
                return
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(sealed.withLock { $0 } == 2)
    }

    @Test func `gives codes for so many documents as a session is for`() throws {
        let place = try SealedOffice { $0.sessionCountMax = 5 }
        let activation = try place.office.activate(place.seal).code.text()
        for count in [0, -1, 6] {
            #expect(try refusal { _ = try place.code(activation, count: count) } == .sessionCountBeyond(most: 5))
        }
        #expect(
            try place.office.house.activation(place.token(activation), of: place.seal, for: place.office.client).count
                == 10)
    }

    @Test func `seals nothing with a code after its time`() throws {
        let place = try SealedOffice()
        let activation = try place.office.activate(place.seal, for: .seconds(400)).code.text()
        let (early, late) = (try place.code(activation), try place.code(activation))
        place.office.base.clock.move(.seconds(300) - .nanoseconds(1))
        #expect(try refusal { _ = try place.seal(early) } == nil)
        place.office.base.clock.move(.nanoseconds(1))
        #expect(try refusal { _ = try place.seal(late) } == .session(.expired))
        // What is opened now ends with the activation.
        let last = try place.code(activation)
        place.office.base.clock.move(.seconds(100))
        #expect(try refusal { _ = try place.seal(last) } == .session(.expired))
        #expect(try refusal { _ = try place.code(activation) } == .session(.expired))
        #expect(
            try refusal {
                _ = try place.office.house.activation(
                    place.token(activation), of: place.seal, for: place.office.client)
            } == .session(.expired))
    }

    @Test func `signs nothing in the activation itself, and lends nothing from what was lent`() throws {
        let place = try SealedOffice()
        let activation = try place.office.activate(place.seal).code.text()
        let code = try place.code(activation)
        #expect(try refusal { _ = try place.seal(activation) } == .session(.otherPurpose))
        #expect(
            try refusal {
                _ = try place.office.house.sign(
                    [SealedOffice.order()], in: place.token(activation), for: place.office.client)
            } == .session(.otherPurpose))
        #expect(try refusal { _ = try place.code(code) } == .session(.otherPurpose))
        #expect(
            try refusal {
                try place.office.house.endActivation(place.token(code), of: place.seal, for: place.office.client)
            } == .session(.otherPurpose))
    }

    @Test func `is ended with all that was opened with it`() throws {
        let place = try SealedOffice()
        let activation = try place.office.activate(place.seal).code.text()
        let other = try place.office.activate(place.seal).code.text()
        let code = try place.code(activation)
        let end = {
            try place.office.house.endActivation(place.token(activation), of: place.seal, for: place.office.client)
        }
        try end()
        try end()
        #expect(try refusal { _ = try place.seal(code) } == .session(.ended))
        #expect(try refusal { _ = try place.code(activation) } == .session(.ended))
        #expect(try refusal { _ = try place.seal(place.code(other)) } == nil)
        #expect(try place.office.base.auditLines().count { $0.contains("session.ended") } == 1)
    }

    @Test func `is no other program's`() throws {
        let place = try SealedOffice()
        let activation = try place.office.activate(place.seal).code.text()
        let code = try place.code(activation)
        let other = place.office.other
        #expect(try refusal { _ = try place.code(activation, at: other) } == .session(.foreign))
        #expect(try refusal { _ = try place.seal(code, at: other) } == .session(.foreign))
        #expect(
            try refusal { try place.office.house.endActivation(place.token(activation), of: place.seal, for: other) }
                == .session(.foreign))
        var stranger = place.office.client
        stranger.institution = .fixture(0x99)
        #expect(try refusal { _ = try place.office.seal(at: stranger) } == .unknownSeal)
        #expect(try refusal { _ = try place.office.activate(place.seal, at: stranger) } == .unknownSeal)
        stranger = place.office.client
        stranger.state = .suspended
        #expect(try refusal { _ = try place.office.activate(place.seal, at: stranger) } == .suspendedClient)
        #expect(try refusal { _ = try place.code(activation, at: stranger) } == .suspendedClient)
    }

    @Test func `is no other seal's, and no person's`() throws {
        let place = try SealedOffice()
        let other = try place.office.enterSeal(.fixture(0x5B), called: "segel-lain")
        let activation = try place.office.activate(other).code.text()
        #expect(try refusal { _ = try place.code(activation) } == .session(.foreign))
        let code = try place.office.house.openSealing(
            1, with: place.token(activation), of: other, for: place.office.client
        ).code.text()
        #expect(try refusal { _ = try place.seal(code) } == .session(.foreign))
        #expect(
            try refusal { _ = try place.office.house.holder(of: place.token(code).id, for: place.office.client) }
                == .session(.foreign))
        let signer = try place.office.house.unlock(
            place.office.person(), .of(OfficeSample.passphrase), for: place.office.client)
        let own = try place.office.house.openCode(.init(count: 1), as: signer, for: place.office.client).code.text()
        #expect(try refusal { _ = try place.seal(own) } == .session(.foreign))
        #expect(try refusal { _ = try place.code(own) } == .session(.foreign))
    }

    @Test func `seals nothing once its certificate is not to be believed`() throws {
        let place = try SealedOffice()
        let activation = try place.office.activate(place.seal).code.text()
        let code = try place.code(activation)
        let certificate = try #require(place.seal.certificate).id
        _ = try place.office.base.authority.change(certificate, .hold)
        #expect(try refusal { _ = try place.seal(code) } == .cannotSeal(.suspended))
        #expect(try refusal { _ = try place.code(activation) } == .cannotSeal(.suspended))
        #expect(try refusal { _ = try place.office.activate(place.office.seal()) } == .cannotSeal(.suspended))
        // Whoever looked before it was held is overtaken in the commit.
        #expect(try refusal { _ = try place.office.activate(place.seal) } == .overtaken)
        _ = try place.office.base.authority.change(certificate, .revoke(.keyCompromise, invalidSince: nil))
        #expect(try refusal { _ = try place.seal(code) } == .cannotSeal(.revoked))
        #expect(try refusal { _ = try place.office.activate(place.office.seal()) } == .cannotSeal(.revoked))
        let bare = try place.office.enterSeal(.fixture(0x5B), called: "segel-lain", hasCertificate: false)
        #expect(try refusal { _ = try place.office.activate(bare) } == .cannotSeal(.noCertificate))
    }

    @Test func `seals nothing once its certificate has ended`() throws {
        let place = try SealedOffice { $0.activationTimeMax = days(4_000) }
        let activation = try place.office.activate(place.seal, for: days(4_000)).code.text()
        place.office.base.clock.move(days(731))
        #expect(try refusal { _ = try place.code(activation) } == .cannotSeal(.expired))
    }
}

@Suite("A code for a session") struct SessionCodeTests {
    private static let text = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"

    private func code(_ text: String) throws -> String? {
        guard let code = try SessionCode(.of(Array(text.utf8))) else { return nil }
        return code.text()
    }

    @Test(arguments: [
        text, "0123456789ABCDEFGHJKMNPQRSTVWXYZ", text.lowercased(), "o123 4567 89ab cdef ghjk mnpq rstv wxyz",
        "0I23-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ", "0l23-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ",
    ]) func `is read however it was written down`(text: String) throws {
        #expect(try code(text) == Self.text)
    }

    @Test(arguments: [
        "", "0123", String(repeating: "0", count: 31), String(repeating: "0", count: 33),
        String(repeating: "0", count: 40), "U123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ",
        "0123_4567_89AB_CDEF_GHJK_MNPQ_RSTV_WXYZ", "012345",
    ]) func `is nothing else`(text: String) throws {
        #expect(try code(text) == nil)
    }

    @Test func `leads to another session in another installation`() throws {
        let secret = [UInt8](repeating: 7, count: WrappedSecret.secretBytes)
        let (own, other) = (
            try InstallationKeys(.of(secret)), try InstallationKeys(.of(secret.map { $0 + 1 }))
        )
        guard let code = try SessionCode(.of(Array(Self.text.utf8))) else { throw Unexpected(words: "no code") }
        #expect(try code.token(own).text() == code.token(own).text())
        #expect(try code.token(own).id != code.token(other).id)
    }

    @Test func `signs for a person as the session's token does`() throws {
        let office = try OfficeSample()
        let signer = try office.house.unlock(office.person(), .of(OfficeSample.passphrase), for: office.client)
        let opened = try office.house.openCode(.init(count: 2), as: signer, for: office.client)
        let text = opened.code.text()
        #expect(text.wholeMatch(of: /([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}/) != nil)
        let token = try office.house.token(shown: .of(Array(text.utf8)))
        #expect(try office.house.holder(of: token.id, for: office.client).id == .fixture(0x51))
        for shown in [text, text.lowercased(), token.text()] {
            let again = try office.house.token(shown: .of(Array(shown.utf8)))
            let digests = [try OfficeSample.digest.get()]
            let signed = try refusal { _ = try office.house.sign(digests, scheme: nil, in: again, for: office.client) }
            #expect(signed == (shown == token.text() ? .session(.countUsed) : nil))
        }
        #expect(try refusal { _ = try office.house.token(shown: .of(Array("123456".utf8))) } == .session(.foreign))
        #expect(try office.base.auditLines().allSatisfy { !$0.contains(text) })
    }
}
