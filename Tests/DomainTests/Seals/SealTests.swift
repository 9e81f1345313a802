import Domain
import Testing

@Suite("A seal") struct SealTests {
    private static let end = Instant.noon + .seconds(100)
    private static let validity = Validity(from: .noon - .seconds(1), to: end)
    private static let next = Validity(from: .noon, to: end + .seconds(100))

    /// Each state that a seal can be in, at noon.
    private static let states: [SealStatus: Seal] = [
        .withoutCertificate: Seal(), .active: Seal(.issued(known(validity))),
        .suspended: Seal(.suspended(known(validity))), .revoked: Seal(.revoked),
        .expired: Seal(.issued(known(Validity(from: .noon - .seconds(2), to: .noon)))),
    ]

    private static func known(_ validity: Validity?) -> Validity {
        guard let validity else { preconditionFailure("it has a length") }
        return validity
    }

    /// What each event leads to from each state; nil where it is refused.
    private static let events:
        [(name: String, from: [SealStatus: SealStatus], happen: @Sendable (inout Seal, Actor) -> SealOutcome)] = [
            (
                "enrol", [.withoutCertificate: .active, .expired: .active, .revoked: .active],
                { seal, actor in seal.enrol(by: actor, validity: known(next), at: .noon) }
            ),
            (
                "replace", [.active: .active],
                { seal, actor in seal.replace(by: actor, validity: known(next), at: .noon) }
            ),
            ("suspend", [.active: .suspended], { seal, actor in seal.suspend(by: actor, at: .noon) }),
            ("resume", [.suspended: .active], { seal, actor in seal.resume(by: actor, at: .noon) }),
            (
                "revoke", [.active: .revoked, .suspended: .revoked],
                { seal, actor in seal.revoke(by: actor, at: .noon) }
            ),
        ]

    @Test func `goes from state to state, and stays where an event is not for it`() {
        #expect(Set(Self.states.keys) == Set(SealStatus.allCases))
        for (name, ways, happen) in Self.events {
            for (status, state) in Self.states {
                var seal = state
                let outcome = happen(&seal, .staff(.ra, .otherInstitution))
                #expect(outcome == (ways[status] == nil ? .refused(.notNow(status)) : .done), "\(name), \(status)")
                #expect(seal.status(at: .noon) == ways[status] ?? status, "\(name), \(status)")
                if ways[status] == nil { #expect(seal == state) }
            }
        }
    }

    @Test func `obeys those who may, and tells nobody else how it stands`() {
        let own: [String: [Actor]] = ["suspend": [.owner], "revoke": [.owner]]
        for (name, ways, happen) in Self.events {
            for (status, state) in Self.states {
                for actor in Actor.all {
                    var seal = state
                    let outcome = happen(&seal, actor)
                    let mayDo =
                        switch actor {
                        case .owner: own[name] != nil
                        case .staff(.verifikator, let relation): relation != .otherInstitution
                        case .staff(.ra, _): true
                        case .client, .system: false
                        }
                    if !mayDo {
                        #expect(seal == state)
                        guard case .refused(.actor) = outcome else {
                            Issue.record("\(name), \(actor): \(outcome)")
                            continue
                        }
                    } else {
                        #expect((outcome == .done) == (ways[status] != nil), "\(name), \(status), \(actor)")
                    }
                }
            }
        }
    }

    @Test func `seals while its certificate is good, to the last nanosecond`() {
        let verdicts = Self.states.mapValues { $0.canSeal(at: .noon) }
        #expect(
            verdicts == [
                .withoutCertificate: .cannot(.noCertificate), .active: .can, .suspended: .cannot(.suspended),
                .expired: .cannot(.expired), .revoked: .cannot(.revoked),
            ])
        let seal = Seal(.issued(Self.known(Self.validity)))
        #expect(seal.canSeal(at: Self.end - .nanoseconds(1)) == .can)
        #expect(seal.canSeal(at: Self.end) == .cannot(.expired))
        #expect(seal.canSeal(at: .noon - .seconds(1)) == .can)
        #expect(seal.canSeal(at: .noon - .seconds(1) - .nanoseconds(1)) == .cannot(.noCertificate))
        #expect(Seal(.suspended(Self.known(Self.validity))).canSeal(at: Self.end) == .cannot(.expired))
    }
}

@Suite("What programs call a seal by") struct SubscriberNameTests {
    @Test(arguments: [
        "a", "segel-kota", "SEGEL_2026.1", "segel@contoh.example", "123456789012345", "1234567890.1234567890",
        String(repeating: "a", count: 64),
    ]) func `is what they know already`(text: String) {
        #expect(SubscriberName(text)?.text == text)
    }

    @Test(arguments: [
        "", " a", "a b", "segél", "a/b", "1234567890123456", "nik9999990101900001", String(repeating: "a", count: 65),
    ]) func `holds no blank, no sign that an address has, and nobody's number`(text: String) {
        #expect(SubscriberName(text) == nil)
    }
}
