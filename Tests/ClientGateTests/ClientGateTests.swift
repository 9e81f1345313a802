import ClientGate
import Crypto
import Database
import Domain
import Foundation
import HTTP
import Problems
import Signing
import Store
import Synchronization
import TestSupport
import Testing

@Suite("The gate of programs") struct ClientGateTests {
    private let office: OfficeSample
    private let gate: ClientGate

    init() throws {
        office = try OfficeSample()
        gate = ClientGate(store: office.store, keys: office.house.keys, clock: office.base.clock.read)
    }

    private static func basic(_ words: String) -> String { "Basic " + Base64.text(Array(words.utf8)) }

    private func head(_ authorization: String?..., peer: PeerAddress = .unix) throws -> HTTPRequestHead {
        var fields = HTTPFields()
        for value in authorization.compactMap(\.self) { fields.append("Authorization", value) }
        return HTTPRequestHead(
            method: .get, target: try HTTPTarget(Array("/x".utf8), host: nil), fields: fields, peer: peer)
    }

    private func outcome(_ head: HTTPRequestHead, for scope: ClientScopes = []) -> GateRefusal? {
        do throws(GateRefusal) {
            _ = try gate.admit(head, for: scope)
            return nil
        } catch {
            return error
        }
    }

    private func change(_ change: (inout ClientRecord) -> Void) throws {
        var client = office.client
        change(&client)
        let changed = client
        try office.store.write { (transaction) throws(StoreError) in try transaction.set(changed) }
    }

    @Test func `opens for a program's own name and secret`() throws {
        let admission = try gate.admit(head(Self.basic("surat:rahasia surat")), for: .sign)
        #expect(admission.client.id == office.client.id && admission.scopes == .usual)
        #expect(try outcome(head(Self.basic("surat:rahasia surat").replacing("Basic", with: "bAsIc "))) == nil)
    }

    private static let strangers: [String] = [
        basic("surat:rahasia kepegawaian"), basic("surat:"), basic("surat"), basic(":rahasia surat"), basic("asing:x"),
        "Basic", "Basic ", "Basic !!!!", "Digest x", "Bearer", "Bearer tkn1_", "Bearer tkn1_00", "",
        "Basic " + String(repeating: "QUFB", count: 2_000),
    ]

    @Test(arguments: strangers) func `tells strangers one thing, whatever is wrong`(value: String) throws {
        #expect(try outcome(head(value)) == .wrongCredentials)
    }

    @Test func `takes one word for it, and asks who says none`() throws {
        #expect(try outcome(head(nil)) == .noCredentials)
        let own = Self.basic("surat:rahasia surat")
        #expect(try outcome(head(own, own)) == .wrongCredentials)
    }

    @Test(arguments: [(ClientRecord.State.disabled, GateRefusal.disabled), (.suspended, .suspended)])
    func `is shut for a program that was shut out`(state: ClientRecord.State, refusal: GateRefusal) throws {
        try change { $0.state = state }
        #expect(try outcome(head(Self.basic("surat:rahasia surat"))) == refusal)
        // A stranger is not told so.
        #expect(try outcome(head(Self.basic("surat:salah"))) == .wrongCredentials)
    }

    @Test(
        arguments: [
            ("10.1.2.3", true), ("10.1.3.1", false), ("::ffff:10.1.2.9", true), ("2001:db8::1", true),
            ("2001:db9::1", false),
        ])
    func `lets a program in from its own addresses`(address: String, isAllowed: Bool) throws {
        try change { $0.addresses = "10.1.2.0/24 2001:db8::/32" }
        let peer = try #require(PeerAddress(address))
        let found = try outcome(head(Self.basic("surat:rahasia surat"), peer: peer))
        #expect(found == (isAllowed ? nil : .address))
    }

    @Test func `asks the same of a program that shows itself elsewhere than in the head`() throws {
        let outside = try head(nil, peer: #require(PeerAddress("10.1.3.1")))
        func outcome(_ secret: String) throws -> GateRefusal? {
            do throws(GateRefusal) {
                _ = try gate.admit(named: "surat", Array(secret.utf8), from: outside)
                return nil
            } catch {
                return error
            }
        }
        #expect(try outcome("rahasia surat") == nil && outcome("salah") == .wrongCredentials)
        try change { $0.addresses = "10.1.2.0/24" }
        #expect(try outcome("rahasia surat") == .address)
        try change { $0.state = .suspended }
        #expect(try outcome("rahasia surat") == .suspended)
    }

    @Test func `grants what a program has, and names what it lacks`() throws {
        try change { $0.scopes = [.sign, .verify] }
        let own = try head(Self.basic("surat:rahasia surat"))
        #expect(outcome(own, for: .sign) == nil && outcome(own, for: [.sign, .verify]) == nil)
        #expect(outcome(own, for: [.sign, .administration]) == .scope(.administration))
    }

    @Test func `gives a token that stands for the program until its time is over`() throws {
        let admission = try gate.admit(head(Self.basic("surat:rahasia surat")))
        let token = try gate.token(for: admission, scopes: .sign)
        let bearer = try head("Bearer \(token.text)")
        #expect(try gate.admit(bearer, for: .sign).client.id == office.client.id)
        #expect(outcome(bearer, for: .verify) == .scope(.verify))
        office.base.clock.move(ClientGate.tokenTime - .seconds(1))
        #expect(outcome(bearer) == nil)
        office.base.clock.move(.seconds(1))
        #expect(outcome(bearer) == .tokenExpired)
    }

    @Test func `believes no token with a digit changed`() throws {
        let admission = try gate.admit(head(Self.basic("surat:rahasia surat")))
        let text = Array(try gate.token(for: admission, scopes: []).text.utf8)
        for place in 5..<text.count {
            var other = text
            other[place] = other[place] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
            #expect(try outcome(head("Bearer " + String(decoding: other, as: UTF8.self))) == .wrongCredentials)
        }
    }

    @Test func `lets tokens end with the secret they were given for, and with their program`() throws {
        let admission = try gate.admit(head(Self.basic("surat:rahasia surat")))
        let bearer = try head("Bearer \(gate.token(for: admission, scopes: []).text)")
        try change { $0.state = .suspended }
        #expect(outcome(bearer) == .suspended)
        let renewed = try ClientRecord(
            id: office.client.id, name: "surat", secret: [1], institution: office.client.institution, scopes: .usual,
            office.house.keys)
        try office.store.write { (transaction) throws(StoreError) in try transaction.set(renewed) }
        #expect(outcome(bearer) == .wrongCredentials)
    }

    @Test func `gives no token for more than the program has`() throws {
        let admission = try gate.admit(head(Self.basic("surat:rahasia surat")))
        #expect(throws: GateRefusal.scope(.administration)) {
            _ = try gate.token(for: admission, scopes: [.sign, .administration])
        }
    }

    @Test func `has a doorman who turns away whom it would, and knows who came a moment ago`() throws {
        let doorman = Doorman(gate)
        #expect(try doorman.refusal(of: head(Self.basic("surat:rahasia surat")), for: .sign) == nil)
        #expect(try doorman.refusal(of: head(Self.basic("surat:salah")), for: .sign) == .wrongCredentials)
        #expect(try doorman.refusal(of: head(nil), for: .sign) == .noCredentials)
        #expect(
            try doorman.refusal(of: head(Self.basic("surat:rahasia surat")), for: .administration)
                == .scope(.administration))
        let newcomer = try ClientRecord(
            id: .fixture(0xC7), name: "baru", secret: Array("rahasia baru".utf8), institution: nil, scopes: .usual,
            office.house.keys)
        try office.store.write { (transaction) throws(StoreError) in try transaction.insert(newcomer) }
        Thread.sleep(forTimeInterval: 0.3)
        #expect(try doorman.refusal(of: head(Self.basic("baru:rahasia baru")), for: .sign) == nil)
        let admission = try gate.admit(head(Self.basic("baru:rahasia baru")))
        #expect(
            try doorman.refusal(of: head("Bearer \(gate.token(for: admission, scopes: []).text)"), for: .sign) == nil)
    }

    @Test func `has a doorman who leaves it to the gate where the store does not answer`() throws {
        let doorman = Doorman(gate)
        try office.store.write { (transaction) throws(StoreError) in
            try transaction.run("ALTER TABLE client RENAME TO client_away")
        }
        #expect(try doorman.refusal(of: head(Self.basic("surat:salah")), for: .sign) == nil)
    }

    @Test func `lets one program in so often, and minds no other`() throws {
        let paced = ClientGate(
            store: office.store, keys: office.house.keys, pace: ClientPace(perSecond: 1), clock: office.base.clock.read)
        let doorman = Doorman(paced)
        let (surat, other) = (
            try head(Self.basic("surat:rahasia surat")), try head(Self.basic("kepegawaian:rahasia kepegawaian"))
        )
        // Whoever is only looked at has not asked, and whoever only says that he is somebody uses up nobody's.
        for _ in 0..<5 {
            #expect(doorman.refusal(of: surat, for: .sign) == nil)
            #expect(try doorman.refusal(of: head(Self.basic("surat:salah")), for: .sign) == .wrongCredentials)
            #expect(throws: GateRefusal.wrongCredentials) { _ = try paced.admit(head(Self.basic("surat:salah"))) }
        }
        for _ in 0..<2 { _ = try paced.admit(surat) }
        guard case .tooFast(let wait) = doorman.refusal(of: surat, for: .sign) else {
            throw Unexpected(words: "as often as it likes")
        }
        #expect(wait > .zero && wait <= .seconds(1))
        #expect {
            _ = try paced.admit(surat)
        } throws: { error in
            if case GateRefusal.tooFast = error { true } else { false }
        }
        #expect(doorman.refusal(of: other, for: .sign) == nil)
        _ = try paced.admit(other)
    }

    @Test func `lets a program ask as often as it may, and twice as often after a pause`() {
        let (pace, client, start) = (ClientPace(perSecond: 10), ID<Client>.fixture(0xC1), ContinuousClock.now)
        func asked(_ count: Int, at moment: Duration) -> Int {
            (0..<count).count { _ in pace.wait(for: client, at: start + moment) == nil }
        }
        #expect(asked(30, at: .zero) == 20)
        #expect(asked(5, at: .milliseconds(300)) == 3)
        #expect(asked(100, at: .seconds(60)) == 20)
        #expect(pace.wait(for: client, at: start + .seconds(60)) == .seconds(0.1))
        #expect(pace.wait(for: .fixture(0xC2), at: start + .seconds(60)) == nil)
    }

    @Test func `has a face for every refusal`() {
        let refusals: [GateRefusal] = [
            .noCredentials, .wrongCredentials, .tokenExpired, .disabled, .suspended, .address, .scope(.sign),
            .tooFast(.seconds(1)), .store(.overloaded), .crypto(.secureMemoryExhausted),
        ]
        let problems = refusals.map(\.problem)
        #expect(Set(problems.map(\.code)).count == problems.count)
        for (refusal, problem) in zip(refusals, problems) {
            #expect(problem.what.indonesian != problem.what.english && problem.next.indonesian != problem.next.english)
            #expect((refusal.status == 401) == (refusal.fields["WWW-Authenticate"]?.contains("insufficient") == false))
        }
    }
}
