@testable import Crypto
import Domain
import Synchronization
import TestSupport
import Testing

@Suite("Timestamp authorities in their order") struct TimestampAuthoritiesTests {
    private let responder: TimestampResponder
    private let digest: Digest

    init() throws {
        responder = try .shared
        digest = try Digest(.sha256, of: Array("nilai".utf8))
    }

    private func token(_ authorities: [TimestampAuthority]) throws -> TimestampToken {
        try TimestampAuthorities(
            authorities, requirements: TimestampRequirements(anchors: Fixture.certificates("root"))
        ).token(over: digest, now: { .now })
    }

    /// An authority that only notes who was asked what.
    private final class Notes: Sendable {
        private let requests = Mutex<[(name: String, request: [UInt8])]>([])

        func noting(_ authority: TimestampAuthority) -> TimestampAuthority {
            TimestampAuthority(name: authority.name) { request throws(TimestampFailure) in
                self.requests.withLock { $0.append((authority.name, request)) }
                return try authority.ask(request)
            }
        }

        var names: [String] { requests.withLock { $0.map(\.name) } }
        var bodies: [[UInt8]] { requests.withLock { $0.map(\.request) } }
    }

    private func failing(_ failure: TimestampFailure, named name: String) -> TimestampAuthority {
        TimestampAuthority(name: name) { _ throws(TimestampFailure) in throw failure }
    }

    @Test func `ask the first and no other when it answers well`() throws {
        let notes = Notes()
        let token = try token([
            notes.noting(responder.authority("/", named: "satu")),
            notes.noting(failing(.timedOut, named: "dua")),
        ])
        #expect(notes.names == ["satu"])
        #expect(!token.der.isEmpty)
    }

    @Test(arguments: [
        ("/wrong-nonce"), "/wrong-imprint", "/tampered", "/rejection", "/empty", "/other-certificate", "/error-500",
    ])
    func `pass one over that misbehaves`(path: String) throws {
        let notes = Notes()
        let token = try token([
            notes.noting(responder.authority(path, named: "satu")),
            notes.noting(responder.authority("/", named: "dua")),
            notes.noting(responder.authority("/", named: "tiga")),
        ])
        #expect(notes.names == ["satu", "dua"])
        #expect(!token.der.isEmpty)
    }

    @Test func `tell of each in turn when all fail`() throws {
        let failures: [(String, TimestampFailure)] = [
            ("satu", .timedOut), ("dua", .httpStatus(503)), ("tiga", .unreachable("no route")),
            ("empat", .notAReply(contentType: "text/html")), ("lima", .tooLarge(bytesMax: 65_536)),
        ]
        let authorities =
            failures.map { failing($0.1, named: $0.0) } + [
                responder.authority("/wrong-nonce", named: "enam"), responder.authority("/rejection", named: "tujuh"),
            ]
        let refusals =
            failures.map { TimestampRefusal(authority: $0.0, failure: $0.1) } + [
                TimestampRefusal(authority: "enam", failure: .wrongNonce),
                TimestampRefusal(authority: "tujuh", failure: .rejected("unacceptedPolicy")),
            ]
        #expect(throws: CryptoError.noTimestamp(refusals)) { try token(authorities) }
    }

    @Test func `give nothing when there are none`() {
        #expect(throws: CryptoError.noTimestamp([])) { try token([]) }
    }

    @Test func `are each asked with a nonce of their own`() throws {
        let notes = Notes()
        let names = ["satu", "dua", "tiga", "empat"]
        let authorities = names.map { notes.noting(failing(.timedOut, named: $0)) }
        let refusals = names.map { TimestampRefusal(authority: $0, failure: .timedOut) }
        #expect(throws: CryptoError.noTimestamp(refusals)) { try token(authorities) }
        #expect(notes.names == names)
        #expect(Set(notes.bodies).count == 4)
        let imprints = try notes.bodies.map { try #require(DERTree($0))[1][1].content }
        #expect(imprints == Array(repeating: digest.bytes, count: 4))
    }

    @Test func `ask for the policy that is demanded, and demand it`() throws {
        let anchors = try Fixture.certificates("root")
        func token(_ policy: String) throws -> TimestampToken {
            try TimestampAuthorities(
                [responder.authority("/")], requirements: TimestampRequirements(anchors: anchors, policy: policy)
            ).token(over: digest, now: { .now })
        }
        #expect(try !token("1.3.6.1.4.1.55555.1.1").der.isEmpty)
        let refusal = TimestampRefusal(authority: "/", failure: .rejected("unacceptedPolicy"))
        #expect(throws: CryptoError.noTimestamp([refusal])) { try token("1.3.6.1.4.1.55555.7.7") }
    }

    @Test func `judge by the clock after the answer, not before`() throws {
        let asked = Mutex(false)
        let authorities = TimestampAuthorities(
            [
                TimestampAuthority(name: "satu") { request throws(TimestampFailure) in
                    asked.withLock { $0 = true }
                    return try self.responder.authority("/").ask(request)
                }
            ], requirements: TimestampRequirements(anchors: try Fixture.certificates("root")))
        let token = try authorities.token(over: digest) { asked.withLock { $0 } ? .now : .wellInsideFixtures }
        #expect(!token.der.isEmpty)
    }
}
