import Authority
import Crypto
import Domain
import Store
import TestSupport
import Testing

@Suite("A timestamp of our own") struct StampingTests {
    private static func request() throws -> TimestampRequest {
        try TimestampRequest(over: Digest(.sha256, of: Array("surat".utf8)), policy: nil)
    }

    @Test(arguments: [KeyKind.p256, .rsa2048]) func `is accepted by whoever asked, and by openssl`(kind: KeyKind) throws
    {
        var settings = AuthoritySample.settings
        settings.timestampKind = kind
        let sample = try AuthoritySample(settings: settings)
        let request = try Self.request()
        let answer = sample.authority.stamp(request.der)
        let token = try request.accept(
            answer, requirements: TimestampRequirements(anchors: [sample.chain[1]]), now: sample.clock.read())
        #expect(token.time == sample.clock.read())
        let judged = try OpenSSLCommand(
            "ts -verify -attime 1790000000 -in answer -queryfile query -CAfile root -untrusted issuing",
            with: [
                "answer": answer, "query": request.der, "root": Array(sample.chain[1].pem().utf8),
                "issuing": Array(sample.chain[0].pem().utf8),
            ])
        #expect(judged.isSuccess, "\(judged.run.errors)")
    }

    @Test func `has a serial of its own each time, and after each restart`() throws {
        let sample = try AuthoritySample()
        var serials: Set<[UInt8]> = []
        for authority in try [sample.authority, sample.restarted()] {
            for _ in 0..<200 {
                let request = try Self.request()
                let token = try request.accept(
                    authority.stamp(request.der), requirements: TimestampRequirements(anchors: [sample.chain[1]]),
                    now: sample.clock.read())
                try serials.insert(ForeignTimestamp(token: token.der).serial)
            }
        }
        #expect(serials.count == 400)
    }

    @Test func `is not made of a clock that jumped, and says so`() throws {
        let sample = try AuthoritySample()
        let request = try Self.request()
        sample.clock.jump(.seconds(3_600))
        let requirements = try TimestampRequirements(anchors: [#require(sample.chain.last)])
        for _ in 0..<2 {
            #expect(throws: CryptoError.timestamp(.rejected("timeNotAvailable"))) {
                try request.accept(
                    sample.authority.stamp(request.der), requirements: requirements, now: sample.clock.read())
            }
        }
        #expect(sample.authority.clockDoubt() == .jumped(.seconds(3_600)))
        #expect(try sample.auditLines().filter { $0.contains("clock.doubted") }.count == 1)
    }

    @Test func `is not made before a moment that is on record`() throws {
        let sample = try AuthoritySample()
        _ = try sample.issued(AuthoritySample.order())
        sample.clock.move(.seconds(-3_600))
        let restarted = try sample.restarted()
        let request = try Self.request()
        #expect(throws: CryptoError.timestamp(.rejected("timeNotAvailable"))) {
            try request.accept(
                restarted.stamp(request.der), requirements: TimestampRequirements(anchors: [sample.chain[1]]),
                now: sample.clock.read())
        }
    }

    @Test(arguments: Backend.all) func `is made again once somebody vouches that the record is wrong`(backend: Backend)
        throws
    {
        let sample = try AuthoritySample(backend)
        // One command was run while the clock stood years ahead.
        sample.clock.move(days(3_000))
        _ = try sample.issued(AuthoritySample.order())
        sample.clock.move(.zero - days(3_000))
        let restarted = try sample.restarted()
        guard case .behindRecord = restarted.clockDoubt() else {
            Issue.record("the record was not seen")
            return
        }
        #expect(try restarted.acceptClock() == .accepted(from: sample.clock.read()))
        #expect(try sample.auditLines().last?.contains("clock.accepted") == true)
        #expect(restarted.clockDoubt() == nil)
        let lines = try sample.auditLines()
        #expect(try restarted.acceptClock() == .needless)
        #expect(try sample.auditLines() == lines)
        // And after the next restart, however much was written meanwhile.
        _ = try sample.issued(AuthoritySample.order("Siti Percobaan"))
        #expect(try sample.restarted().clockDoubt() == nil)
        // A moment that is later still is another doubt.
        sample.clock.move(days(3_500))
        _ = try sample.issued(AuthoritySample.order("Ani Percobaan"))
        sample.clock.move(.zero - days(3_500))
        #expect(try sample.restarted().clockDoubt() != nil)
    }

    @Test func `is not vouched for where something else speaks against the clock`() throws {
        let sample = try AuthoritySample()
        sample.clock.jump(.seconds(3_600))
        #expect(try sample.authority.acceptClock() == .doubted(.jumped(.seconds(3_600))))
    }

    @Test func `is refused with a reason for what cannot be stamped`() throws {
        let sample = try AuthoritySample()
        for query in [[], [0x30], [UInt8](repeating: 0, count: 100_000)] {
            let answer = sample.authority.stamp(query)
            let told = try OpenSSLCommand("ts -reply -in answer -text", with: ["answer": answer])
            #expect(told.run.output.contains("Rejected"))
        }
    }

    @Test func `is not made while the key is closed`() throws {
        let sample = try AuthoritySample()
        sample.vault.close(.timestamp)
        let restarted = try sample.restarted()
        let request = try Self.request()
        #expect(throws: CryptoError.timestamp(.rejected("systemFailure"))) {
            try request.accept(
                restarted.stamp(request.der), requirements: TimestampRequirements(anchors: [sample.chain[1]]),
                now: sample.clock.read())
        }
    }
}
