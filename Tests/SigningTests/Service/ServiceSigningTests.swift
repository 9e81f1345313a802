import Authority
import Channels
import Crypto
import Documents
import Domain
import Foundation
import Glibc
import PDF
import Signing
import Store
import Synchronization
import TestSupport
import Testing
import Verification

@Suite("Signing through the service") struct ServiceSigningTests {
    private static let desk = Result { try DocumentDesk.ofThisBuild() }

    private static func order(_ fixture: String) throws -> SigningHouse.DocumentOrder {
        let request = SignatureRequest(
            date: "D:20261120133000+07'00'", contentsBytes: 0, identifier: [UInt8](repeating: 7, count: 16))
        return SigningHouse.DocumentOrder(try MemoryFile(Fixture.bytes("pdf/\(fixture)")), SignatureTask(request))
    }

    private func unlocked(_ office: OfficeSample) throws -> UnlockedSigner {
        try office.house.unlock(office.person(), .of(OfficeSample.passphrase), for: office.client)
    }

    @Test(arguments: Backend.all) func `gives documents whose signatures hold, each of them on record`(
        backend: Backend
    ) throws {
        let office = try OfficeSample(backend, desk: Self.desk.get())
        let signed = try office.house.sign(
            [Self.order("table.pdf"), Self.order("hybrid.pdf")], as: unlocked(office), for: office.client)
        let anchors = [TrustAnchor(name: "Percobaan", certificate: try #require(office.base.chain.last).der)]
        for made in signed {
            #expect(made.level == .timestamp)
            let verification = PDFVerification(
                try Self.desk.get(), anchors: anchors, revocation: .whenKnown)
            let verdict = try verification.verify(
                made.document.memoryFile(), at: office.base.clock.read(), deadline: .seconds(20))
            #expect(verdict.indication == .passed, "\(verdict.words)")
        }
        let lines = try office.base.auditLines().filter { $0.contains("document.signed") }
        #expect(lines.count == 2)
        for made in signed {
            let digest = try made.document.digest().bytes.map {
                String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
            }.joined()
            #expect(lines.contains { $0.contains(digest) })
        }
        #expect(try office.store.verifyAudit().isIntact)
    }

    @Test func `of a document that cannot be read hands nothing out, and counts no wrong passphrase`() throws {
        let office = try OfficeSample(desk: Self.desk.get())
        for _ in 0..<7 {
            #expect(throws: ServiceError.self) {
                _ = try office.house.sign(
                    [Self.order("table.pdf"), .init(MemoryFile([1, 2, 3]), Self.order("table.pdf").task)],
                    as: unlocked(office), for: office.client)
            }
        }
        #expect(try office.base.auditLines().allSatisfy { !$0.contains("document.signed") })
        #expect(try office.outcome() == nil)
    }

    @Test(arguments: Backend.all) func `of each document for itself leaves out those that are at fault, in one commit`(
        backend: Backend
    ) throws {
        let office = try OfficeSample(backend, desk: Self.desk.get())
        let orders = try [Self.order("table.pdf"), .init(MemoryFile([1, 2, 3]), Self.order("table.pdf").task)]
        let asking = [Array("dua surat".utf8)]
        let begun = try office.house.begin("satu", asking: asking, for: office.client)
        guard case .new(let request) = begun else { throw Unexpected(words: "it was begun before") }
        let outcomes = try office.house.signEach(
            orders, as: unlocked(office), for: office.client, keeping: true, of: request
        ) { Array("\($0)".utf8) }
        let made = try outcomes[0].get()
        #expect(outcomes.count == 2 && made.kept != nil && made.level == .timestamp)
        let refusal = DocumentError.refused(DocumentRefusal(.notPDF))
        #expect(throws: refusal) { try outcomes[1].get() }
        #expect(try office.base.auditLines().count { $0.contains("document.signed") } == 1)
        guard case .answered(.each(let told)) = try office.house.begin("satu", asking: asking, for: office.client)
        else { throw Unexpected(words: "it was not remembered") }
        #expect(
            told == [
                .signed(.init(update: made.document.update, level: .timestamp, kept: made.kept)),
                .refused(Array("\(refusal)".utf8)),
            ])
    }

    @Test func `of each document for itself hands out none where the fault is ours`() throws {
        let office = try OfficeSample(desk: Self.desk.get())
        let orders = try [Self.order("table.pdf")]
        let signer = try unlocked(office)
        let certificate = try #require(office.person().certificate?.id)
        _ = try office.base.authority.change(certificate, .revoke(.keyCompromise, invalidSince: nil))
        do throws(ServiceError) {
            _ = try office.house.signEach(orders, as: signer, for: office.client) { _ in [1] }
            Issue.record("it was signed")
        } catch {
            #expect(error == .refused(.overtaken))
        }
        #expect(try office.base.auditLines().allSatisfy { !$0.contains("document.signed") })
    }

    @Test(arguments: [KeyKind.rsa2048, .p256]) func `over digests is what openssl accepts`(kind: KeyKind) throws {
        let office = try OfficeSample()
        try office.enter(.fixture(0x61), "Budi Percobaan", nik: "9999990101900002", kind: kind)
        let person = try office.person(PersonName(nik: "9999990101900002"))
        let digests = try (0..<20).map { try Digest(.sha256, of: [UInt8($0)]) }
        let signer = try office.house.unlock(person, .of(OfficeSample.passphrase), for: office.client)
        let signatures = try office.house.sign(digests, scheme: nil, as: signer, for: office.client).signatures
        #expect(signatures.count == 20)
        let key = try #require(person.certificate?.certificate).publicKey()
        for (digest, signature) in zip(digests, signatures) {
            #expect(try key.verifies(signature, over: digest, scheme: SignatureScheme(usualFor: kind)))
        }
        let judged = try OpenSSLCommand(
            "pkeyutl -verify -pubin -keyform DER -inkey key -rawin -digest sha256 -in data -sigfile signature",
            with: ["key": key.info, "data": [0], "signature": signatures[0]])
        #expect(judged.isSuccess)
        #expect(try office.base.auditLines().count { $0.contains("hash.signed") } == 20)
    }

    @Test func `mixes no digests of different kinds`() throws {
        let office = try OfficeSample()
        #expect(throws: ServiceError.refused(.unusableDigest)) {
            _ = try office.house.sign(
                [Digest(.sha256, of: [1]), Digest(.sha512, of: [1])], scheme: nil, as: unlocked(office),
                for: office.client)
        }
        #expect(throws: ServiceError.refused(.unusableDigest)) {
            _ = try office.house.sign([], scheme: nil, as: unlocked(office), for: office.client)
        }
    }

    @Test(arguments: Backend.all) func `of whoever was revoked meanwhile hands nothing out`(backend: Backend) throws {
        let office = try OfficeSample(backend)
        let digest = try OfficeSample.digest.get()
        let signer = try unlocked(office)
        let certificate = try #require(office.person().certificate?.id)
        _ = try office.base.authority.change(certificate, .revoke(.keyCompromise, invalidSince: nil))
        do throws(ServiceError) {
            _ = try office.house.sign([digest], scheme: nil, as: signer, for: office.client)
            Issue.record("it was signed")
        } catch {
            #expect(error == .refused(.overtaken))
        }
        #expect(try office.base.auditLines().allSatisfy { !$0.contains("hash.signed") })
        #expect(try office.outcome() == .cannotSign(.revoked))
    }
}

@Suite("Signing in a session") struct SessionSigningTests {
    private static let desk = Result { try DocumentDesk.ofThisBuild() }

    private func open(
        _ office: OfficeSample, count: Int = 5, digests: Set<[UInt8]>? = nil
    ) throws -> SigningHouse.OpenedSession {
        let signer = try office.house.unlock(office.person(), .of(OfficeSample.passphrase), for: office.client)
        return try office.house.openSession(.init(count: count, digests: digests), as: signer, for: office.client)
    }

    private func refusal(_ body: () throws -> Void) -> ServiceRefusal? {
        do {
            try body()
            return nil
        } catch ServiceError.refused(let refusal) {
            return refusal
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }

    @Test(arguments: Backend.all) func `needs its token and nothing else, exactly so often`(backend: Backend) throws {
        let office = try OfficeSample(backend, desk: Self.desk.get())
        let text = try open(office, count: 40).token.text()
        let key = try #require(office.person().certificate?.certificate).publicKey()
        let good = Mutex(0)
        Threads.run(8) { thread in
            for number in 0..<10 {
                do {
                    let digest = try Digest(.sha256, of: [UInt8(thread), UInt8(number)])
                    guard let token = try SessionToken(text) else { throw Unexpected(words: "no token") }
                    let made = try office.house.sign([digest], scheme: nil, in: token, for: office.client)
                    if try key.verifies(made.signatures[0], over: digest, scheme: .ecdsa) { good.withLock { $0 += 1 } }
                } catch ServiceError.refused(.session(.countUsed)) {
                } catch {
                    Issue.record("\(error)")
                }
            }
        }
        #expect(good.withLock { $0 } == 40)
        #expect(try office.base.auditLines().count { $0.contains("hash.signed") } == 40)
    }

    @Test func `counts those documents alone that were signed`() throws {
        let office = try OfficeSample(desk: Self.desk.get())
        let session = try open(office, count: 1)
        let request = SignatureRequest(
            date: "D:20261120133000+07'00'", contentsBytes: 0, identifier: [UInt8](repeating: 7, count: 16))
        let orders = try [[1, 2, 3], Fixture.bytes("pdf/table.pdf")].map {
            SigningHouse.DocumentOrder(try MemoryFile($0), SignatureTask(request))
        }
        func sign() throws -> Int {
            try office.house.signEach(orders, in: session.token, for: office.client) { _ in [1] }
                .count { if case .success = $0 { true } else { false } }
        }
        #expect(try sign() == 1)
        #expect(refusal { _ = try sign() } == .session(.countUsed))
        #expect(try office.house.holder(of: session.token.id, for: office.client).id == .fixture(0x51))
        #expect(
            refusal { _ = try office.house.holder(of: session.token.id, for: office.other) } == .session(.foreign))
    }

    @Test func `signs agreed digests alone`() throws {
        let office = try OfficeSample(desk: Self.desk.get())
        let agreed = try Digest(.sha256, of: [1])
        let session = try open(office, digests: [agreed.bytes])
        #expect(
            refusal {
                _ = try office.house.sign(
                    [Digest(.sha256, of: [2])], scheme: nil, in: session.token, for: office.client)
            }
                == .session(.digestNotAgreed))
        #expect(
            try office.house.sign([agreed], scheme: nil, in: session.token, for: office.client).signatures.count == 1)
        #expect(
            refusal { _ = try office.house.sign([agreed], scheme: nil, in: session.token, for: office.client) }
                == .session(.digestUsed))
    }

    @Test func `is no other program's, with no other token, and not after its end`() throws {
        let office = try OfficeSample(desk: Self.desk.get())
        let digest = try OfficeSample.digest.get()
        let session = try open(office)
        // Its key lies open from now on, which helps nobody else.
        _ = try office.house.sign([digest], scheme: nil, in: session.token, for: office.client)
        #expect(office.house.openKeysCount == 1)
        #expect(
            refusal { _ = try office.house.sign([digest], scheme: nil, in: session.token, for: office.other) }
                == .session(.foreign))
        var text = session.token.text()
        text.removeLast()
        text += session.token.text().hasSuffix("0") ? "1" : "0"
        #expect(
            refusal {
                guard let forged = try SessionToken(text) else { throw Unexpected(words: "no token") }
                _ = try office.house.sign([digest], scheme: nil, in: forged, for: office.client)
            } == .session(.foreign))
        #expect(office.house.openKeysCount == 1)
        try office.house.endSession(session.token.id, for: office.client)
        try office.house.endSession(session.token.id, for: office.client)
        #expect(
            refusal { _ = try office.house.sign([digest], scheme: nil, in: session.token, for: office.client) }
                == .session(.ended))
        #expect(office.house.openKeysCount == 0)
        #expect(refusal { try office.house.endSession(session.token.id, for: office.other) } == .session(.foreign))
    }

    @Test func `has its key open while it signs, and for a moment after`() throws {
        let office = try OfficeSample(
            desk: Self.desk.get(),
            policy: { policy in
                policy.openKeysMax = 1
                policy.openKeyTime = .milliseconds(50)
            })
        let digest = try OfficeSample.digest.get()
        let (first, second) = (try open(office).token.text(), try open(office).token.text())
        for text in [first, second, first] {
            guard let token = try SessionToken(text) else { throw Unexpected(words: "no token") }
            #expect(try office.house.sign([digest], scheme: nil, in: token, for: office.client).signatures.count == 1)
        }
        #expect(office.house.openKeysCount == 1)
        usleep(60_000)
        office.house.wipeIdleKeys()
        #expect(office.house.openKeysCount == 0)
    }

    @Test func `ends at its deadline`() throws {
        let office = try OfficeSample(desk: Self.desk.get())
        let session = try open(office)
        office.base.clock.move(.seconds(300))
        #expect(
            refusal {
                _ = try office.house.sign(
                    [OfficeSample.digest.get()], scheme: nil, in: session.token, for: office.client)
            }
                == .session(.expired))
    }

    /// Also where its key lies open: what was true when it was opened is asked again in the commit.
    @Test(arguments: [false, true]) func `is of no use once its owner cannot sign`(hasSigned: Bool) throws {
        let office = try OfficeSample(desk: Self.desk.get())
        let session = try open(office)
        let digest = try OfficeSample.digest.get()
        if hasSigned { _ = try office.house.sign([digest], scheme: nil, in: session.token, for: office.client) }
        #expect(office.house.openKeysCount == (hasSigned ? 1 : 0))
        try office.change(#require(Account(.update(by: .staff), office.person().account.holding)))
        #expect(
            refusal { _ = try office.house.sign([digest], scheme: nil, in: session.token, for: office.client) }
                == .cannotSign(.updatePending))
        #expect(office.house.openKeysCount == 0)
    }

    @Test(arguments: ["", "00", String(repeating: "g", count: 96), String(repeating: "0", count: 95)])
    func `has a token that looks like one`(text: String) throws {
        let token = try SessionToken(text)
        let isToken =
            switch token {
            case .some: true
            case .none: false
            }
        #expect(!isToken)
    }

    @Test func `that may not be opened counts no wrong passphrase`() throws {
        let office = try OfficeSample(desk: Self.desk.get())
        for _ in 0..<7 {
            #expect(
                refusal {
                    let signer = try office.house.unlock(
                        office.person(), .of(OfficeSample.passphrase), for: office.client)
                    _ = try office.house.openSession(.init(count: 9_999), as: signer, for: office.client)
                } == .sessionCountBeyond(most: 1_000))
        }
        #expect(try office.outcome() == nil)
    }

    @Test func `is for no more and no longer than the operator allows`() throws {
        let office = try OfficeSample(desk: Self.desk.get())
        for order in [
            SigningHouse.SessionOrder(count: 0), .init(count: 1_001), .init(count: -1),
            .init(count: 1, digests: [[1], [2]]),
        ] {
            #expect(refusal { try office.house.check(order) } == .sessionCountBeyond(most: 1_000))
        }
        for lifetime in [Duration.zero, .seconds(901)] {
            #expect(
                refusal { try office.house.check(.init(count: 1, lifetime: lifetime)) }
                    == .sessionTimeBeyond(most: .seconds(900)))
        }
    }
}
