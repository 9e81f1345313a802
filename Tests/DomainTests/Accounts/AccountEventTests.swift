import Domain
import Testing

/// One event, tried in every state by everybody: from which statuses it leads where, and for whom.
private struct Event: CustomTestStringConvertible {
    let name: String
    /// `from > to`, in the two columns of the status table.
    let ways: [String: String]
    let actors: [Actor]
    var isNarrowed: @Sendable (Account, Actor) -> Bool = { _, _ in true }
    let apply: @Sendable (inout Account, Actor) -> AccountOutcome

    var testDescription: String { name }
}

private let own = [Actor.owner]
private let reviewers: [Actor] = [
    .staff(.verifikator, .ownInstitution), .staff(.ra, .ownInstitution), .staff(.ra, .otherInstitution),
]
private let staff = reviewers + [.staff(.verifikator, .himself), .staff(.ra, .himself)]
private let ra: [Actor] = [.staff(.ra, .ownInstitution), .staff(.ra, .otherInstitution)]
private let rules = InstitutionRules()

/// The same status before and after.
private func staying(_ statuses: String...) -> [String: String] {
    Dictionary(uniqueKeysWithValues: statuses.map { ($0, $0) })
}

private func statuses(of account: Account) -> String {
    "\(account.verification.word)/\(account.certificateStatus(at: .noon).rawValue)"
}

private let activation: [Event] = [
    Event(name: "T02 resend the activation", ways: staying("NEW/NEW"), actors: own + staff) {
        $0.resendActivation(by: $1)
    },
    Event(name: "T04 activate, everything confirmed", ways: ["NEW/NEW": "VERIFIED/NEW"], actors: own) {
        $0.submitActivation(by: $1, check: .confirmed, rules: rules)
    },
    Event(name: "T05 activate, something open", ways: ["NEW/NEW": "WAITING_FOR_VERIFICATION/NEW"], actors: own) {
        $0.submitActivation(by: $1, check: .open, rules: rules)
    },
    Event(name: "T06 verify", ways: ["WAITING_FOR_VERIFICATION/NEW": "VERIFIED/NEW"], actors: reviewers) {
        $0.verify(by: $1, vouching: true)
    },
    Event(name: "T07 reject", ways: ["WAITING_FOR_VERIFICATION/NEW": "NEW/NEW"], actors: reviewers) {
        $0.reject(by: $1, reason: true)
    },
]

private let issuance: [Event] = [
    Event(
        name: "T08 T19 T23 ask for a certificate",
        ways: staying("VERIFIED/NEW", "VERIFIED/EXPIRED", "VERIFIED/REVOKED"), actors: own + staff + [.client],
        isNarrowed: { account, actor in
            !account.awaitsApproval && (account.certificateStatus(at: .noon) != .revoked || staff.contains(actor))
        }
    ) { $0.requestIssuance(by: $1, hasCheckedPhone: true, rules: rules, at: .noon) },
    Event(
        name: "T09 T16 T20 T24 choose a passphrase",
        ways: [
            "VERIFIED/NEW": "VERIFIED/ISSUED", "VERIFIED/EXPIRED": "VERIFIED/ISSUED",
            "VERIFIED/REVOKED": "VERIFIED/ISSUED",
            "VERIFIED/ON_RENEW": "VERIFIED/ISSUED",
        ], actors: own, isNarrowed: { account, _ in account.hasLink }
    ) { $0.setPassphrase(by: $1, rules: rules, validity: AccountSample.next, at: .noon) },
    Event(
        name: "T10 choose a passphrase where the RA has to agree",
        ways: staying("VERIFIED/NEW", "VERIFIED/EXPIRED", "VERIFIED/REVOKED").merging(
            ["VERIFIED/ON_RENEW": "VERIFIED/ISSUED"]) { $1 }, actors: own, isNarrowed: { account, _ in account.hasLink }
    ) {
        var rules = rules
        rules.issuanceNeedsApproval = true
        return $0.setPassphrase(by: $1, rules: rules, validity: AccountSample.next, at: .noon)
    },
    Event(
        name: "T11 agree to an issuance",
        ways: [
            "VERIFIED/NEW": "VERIFIED/ISSUED", "VERIFIED/EXPIRED": "VERIFIED/ISSUED",
            "VERIFIED/REVOKED": "VERIFIED/ISSUED",
        ], actors: ra, isNarrowed: { account, _ in account.awaitsApproval }
    ) { $0.approveIssuance(by: $1, validity: AccountSample.next) },
    Event(
        name: "T11 refuse an issuance",
        ways: staying(
            "VERIFIED/NEW", "VERIFIED/EXPIRED", "VERIFIED/REVOKED", "UPDATE/NEW", "UPDATE/EXPIRED", "UPDATE/REVOKED"),
        actors: ra, isNarrowed: { account, _ in account.awaitsApproval }
    ) { $0.refuseIssuance(by: $1, reason: true) },
    Event(name: "T12 change the passphrase", ways: staying("VERIFIED/ISSUED"), actors: own) {
        $0.changePassphrase(by: $1, at: .noon)
    },
    Event(name: "T13 reset the passphrase", ways: staying("VERIFIED/ISSUED"), actors: own) {
        $0.resetPassphrase(by: $1, at: .noon)
    },
]

private let laterLife: [Event] = [
    Event(name: "T14 ask for a renewal", ways: ["VERIFIED/ISSUED": "VERIFIED/ON_RENEW"], actors: own + staff) {
        $0.requestRenewal(by: $1, rules: rules, at: .noon)
    },
    Event(
        name: "T15 agree to a renewal", ways: staying("VERIFIED/ON_RENEW"), actors: ra,
        isNarrowed: { account, _ in account.holding == .renewing(AccountSample.good, .asked) }
    ) { $0.approveRenewal(by: $1, at: .noon) },
    Event(name: "T17 refuse a renewal", ways: ["VERIFIED/ON_RENEW": "VERIFIED/ISSUED"], actors: ra) {
        $0.refuseRenewal(by: $1, reason: true, at: .noon)
    },
    Event(name: "T17 cancel a renewal", ways: ["VERIFIED/ON_RENEW": "VERIFIED/ISSUED"], actors: own + staff) {
        $0.cancelRenewal(by: $1, at: .noon)
    },
    Event(name: "T18 the certificate has ended", ways: staying("VERIFIED/EXPIRED", "UPDATE/EXPIRED"), actors: [.system])
    {
        $0.expire(by: $1, at: .noon)
    },
    Event(
        name: "T21 revoke",
        ways: [
            "VERIFIED/ISSUED": "VERIFIED/ON_REVOKE", "VERIFIED/ON_RENEW": "VERIFIED/ON_REVOKE",
            "VERIFIED/SUSPENDED": "VERIFIED/ON_REVOKE", "UPDATE/ISSUED": "UPDATE/ON_REVOKE",
            "UPDATE/SUSPENDED": "UPDATE/ON_REVOKE",
        ], actors: own + staff
    ) { $0.requestRevocation(by: $1, at: .noon) },
    Event(
        name: "T22 the authority has revoked",
        ways: ["VERIFIED/ON_REVOKE": "VERIFIED/REVOKED", "UPDATE/ON_REVOKE": "UPDATE/REVOKED"], actors: [.system]
    ) { $0.completeRevocation(by: $1) },
    Event(
        name: "hold",
        ways: [
            "VERIFIED/ISSUED": "VERIFIED/SUSPENDED", "VERIFIED/ON_RENEW": "VERIFIED/SUSPENDED",
            "UPDATE/ISSUED": "UPDATE/SUSPENDED",
        ], actors: own + staff
    ) { $0.suspend(by: $1, at: .noon) },
    Event(
        name: "release",
        ways: ["VERIFIED/SUSPENDED": "VERIFIED/ISSUED", "UPDATE/SUSPENDED": "UPDATE/ISSUED"], actors: staff
    ) { $0.release(by: $1, at: .noon) },
]

private let changes: [Event] = [
    Event(
        name: "T25 staff changes the position",
        ways: [
            "VERIFIED/NEW": "UPDATE/NEW", "VERIFIED/ISSUED": "UPDATE/ISSUED", "VERIFIED/EXPIRED": "UPDATE/EXPIRED",
            "VERIFIED/REVOKED": "UPDATE/REVOKED",
        ], actors: reviewers
    ) { $0.editByStaff([.position], by: $1, at: .noon) },
    Event(
        name: "T25 staff changes the name",
        ways: [
            "VERIFIED/NEW": "UPDATE/NEW", "VERIFIED/EXPIRED": "UPDATE/EXPIRED", "VERIFIED/REVOKED": "UPDATE/REVOKED",
        ],
        actors: reviewers
    ) { $0.editByStaff([.name, .position], by: $1, at: .noon) },
    Event(
        name: "T31 the RA moves somebody",
        ways: [
            "VERIFIED/NEW": "UPDATE/NEW", "VERIFIED/EXPIRED": "UPDATE/EXPIRED", "VERIFIED/REVOKED": "UPDATE/REVOKED",
        ],
        actors: ra
    ) { $0.editByStaff([.institution], by: $1, hasForm: true, at: .noon) },
    Event(
        name: "T28 the owner changes data",
        ways: [
            "VERIFIED/NEW": "UPDATE/NEW", "VERIFIED/EXPIRED": "UPDATE/EXPIRED", "VERIFIED/REVOKED": "UPDATE/REVOKED",
        ],
        actors: own
    ) { $0.editByOwner([.unit], by: $1, at: .noon) },
    Event(
        name: "T26 T29 agree to a change", ways: agreed, actors: own + reviewers,
        isNarrowed: { account, actor in (account.verification == .update(by: .staff)) == (actor == .owner) }
    ) { $0.approveChange(by: $1) },
    Event(
        name: "T27 T30 refuse a change, or take it back", ways: agreed, actors: own + staff,
        isNarrowed: { account, actor in account.verification == .update(by: .staff) || reviewers.contains(actor) }
    ) { $0.refuseChange(by: $1, reason: true) },
]

private let agreed = Dictionary(
    uniqueKeysWithValues: CertificateStatus.allCases.filter { $0 != .onRenew }.map {
        ("UPDATE/\($0.rawValue)", "VERIFIED/\($0.rawValue)")
    })

extension Account {
    fileprivate var awaitsApproval: Bool {
        [
            .nothing(.awaitsApproval), .issued(AccountSample.ended, next: .awaitsApproval),
            .revoked(next: .awaitsApproval),
        ].contains(holding)
    }

    fileprivate var hasLink: Bool {
        [
            .nothing(.linkSent), .issued(AccountSample.ended, next: .linkSent), .revoked(next: .linkSent),
            .renewing(AccountSample.good, .approved),
        ].contains(holding)
    }
}

@Suite("An account") struct AccountEventTests {
    @Test(arguments: activation + issuance + laterLife + changes)
    fileprivate func `goes where its status table says, for whom it says, and nowhere else`(event: Event) {
        var ways: Set<String> = []
        for (name, before) in AccountSample.all {
            for actor in Actor.all {
                var account = before
                let outcome = event.apply(&account, actor)
                let from = statuses(of: before)
                if let to = event.ways[from], event.actors.contains(actor), event.isNarrowed(before, actor) {
                    #expect(outcome.isDone, "\(name), \(actor): \(outcome)")
                    #expect(statuses(of: account) == to, "\(name), \(actor)")
                    ways.insert(from)
                } else {
                    #expect(!outcome.isDone, "\(name), \(actor) may not")
                    #expect(account == before, "a refused event leaves no trace")
                }
            }
        }
        #expect(ways == Set(event.ways.keys), "every way was gone")
    }

    @Test func `of the 24 combinations of the table has the 13 that can come about, and the hold besides`() {
        let reachable = Set(AccountSample.all.map { statuses(of: $0.account) })
        let table: Set = [
            "NEW/NEW", "WAITING_FOR_VERIFICATION/NEW", "VERIFIED/NEW", "VERIFIED/ISSUED", "VERIFIED/ON_RENEW",
            "VERIFIED/ON_REVOKE", "VERIFIED/EXPIRED", "VERIFIED/REVOKED", "UPDATE/NEW", "UPDATE/ISSUED",
            "UPDATE/ON_REVOKE", "UPDATE/EXPIRED", "UPDATE/REVOKED",
        ]
        #expect(table.count == 13)
        #expect(reachable.symmetricDifference(table) == ["VERIFIED/SUSPENDED", "UPDATE/SUSPENDED"])
    }

    @Test(arguments: [VerificationStatus.new, .waiting])
    func `holds nothing before its data were checked`(status: VerificationStatus) {
        for (name, holding) in AccountSample.holdings where holding != .nothing(nil) {
            #expect(Account(status, holding) == nil, "\(name)")
        }
    }

    @Test func `changes no data while a certificate is being renewed, and asks for no role twice`() {
        #expect(Account(.update(by: .staff), .renewing(AccountSample.good, .asked)) == nil)
        #expect(Account(.update(by: .owner), .renewing(AccountSample.ended, .approved)) == nil)
        #expect(Account(.verified, .nothing(nil), role: .verifikator, promotion: .waiting) == nil)
        #expect(Account(.verified, .nothing(nil), role: .ra, promotion: .invited) == nil)
    }

    @Test func `is made by staff of the institution, never by its owner or a program`() {
        for actor in Actor.all {
            let made = Account.register(by: actor)
            guard staff.contains(actor) else {
                #expect(made.isRefused, "\(actor)")
                continue
            }
            guard case .success(let (account, effects)) = made else {
                Issue.record("\(actor)")
                continue
            }
            #expect(statuses(of: account) == "NEW/NEW" && account.role == .user && effects == [.send(.activation)])
        }
    }

    @Test func `of another institution is told as if it were not there`() throws {
        let stranger = Actor.staff(.verifikator, .otherInstitution)
        var account = try AccountSample.account("verified/issued")
        #expect(account.requestRevocation(by: stranger, at: .noon) == .refused(.outOfReach))
        #expect(account.editByStaff([.unit], by: stranger, at: .noon) == .refused(.outOfReach))
        #expect(Account.register(by: stranger).isRefused)
    }

    @Test func `is never decided about by whom it belongs to`() throws {
        for himself in [Actor.staff(.verifikator, .himself), .staff(.ra, .himself)] {
            var waiting = try AccountSample.account("waiting/nothing")
            #expect(waiting.verify(by: himself, vouching: true) == .refused(.ownCase))
            var changed = try AccountSample.account("ownUpdate/revoked")
            #expect(changed.approveChange(by: himself) == .refused(.ownCase))
        }
        var approving = try AccountSample.account("verified/approval")
        #expect(
            approving.approveIssuance(by: .staff(.ra, .himself), validity: AccountSample.next) == .refused(.ownCase))
        var renewing = try AccountSample.account("verified/renewalAsked")
        #expect(renewing.approveRenewal(by: .staff(.ra, .himself), at: .noon) == .refused(.ownCase))
    }

    @Test func `asks whoever decides for what belongs to the decision`() throws {
        let verifikator = Actor.staff(.verifikator, .ownInstitution)
        let ra = Actor.staff(.ra, .otherInstitution)
        var waiting = try AccountSample.account("waiting/nothing")
        #expect(waiting.verify(by: verifikator, vouching: false) == .refused(.statementMissing))
        #expect(waiting.reject(by: verifikator, reason: false) == .refused(.reasonMissing))
        var approving = try AccountSample.account("verified/approval")
        #expect(approving.refuseIssuance(by: ra, reason: false) == .refused(.reasonMissing))
        var renewing = try AccountSample.account("verified/renewalAsked")
        #expect(renewing.refuseRenewal(by: ra, reason: false, at: .noon) == .refused(.reasonMissing))
        var changed = try AccountSample.account("ownUpdate/revoked")
        #expect(changed.refuseChange(by: verifikator, reason: false) == .refused(.reasonMissing))
        var idle = try AccountSample.account("verified/nothing")
        #expect(idle.editByStaff([.institution], by: ra, at: .noon) == .refused(.formMissing))
        #expect(
            idle.requestIssuance(by: .owner, hasCheckedPhone: false, rules: rules, at: .noon)
                == .refused(.phoneUnverified))
    }

    @Test(arguments: ProfileField.allCases)
    func `keeps what a good certificate says of its owner`(field: ProfileField) throws {
        let isHeld = [ProfileField.name, .email, .institution, .nik].contains(field)
        var account = try AccountSample.account("verified/issued")
        let outcome = account.editByStaff([field], by: .staff(.ra, .ownInstitution), hasForm: true, at: .noon)
        #expect(isHeld ? outcome == .refused(.protectedField(field)) : outcome.isDone)
        var idle = try AccountSample.account("verified/revoked")
        let byOwner = idle.editByOwner([field], by: .owner, at: .noon)
        let isFixed = [ProfileField.institution, .nik].contains(field)
        #expect(isFixed ? byOwner == .refused(.protectedField(field)) : byOwner.isDone)
    }

    @Test func `lets the owner come back after a revocation only where the institution does`() throws {
        var rules = InstitutionRules()
        var account = try AccountSample.account("verified/revoked")
        let refused = account.requestIssuance(by: .owner, hasCheckedPhone: true, rules: rules, at: .noon)
        #expect(refused == .refused(.verifikatorNeeded))
        rules.ownerMayReturnAfterRevocation = true
        #expect(account.requestIssuance(by: .owner, hasCheckedPhone: true, rules: rules, at: .noon).isDone)
    }

    @Test func `whose key is kept elsewhere has no passphrase here`() throws {
        var account = try #require(
            Account(.verified, .issued(AccountSample.good, next: nil), method: .own))
        #expect(account.changePassphrase(by: .owner, at: .noon) == .refused(.methodNotEsign))
        #expect(account.resetPassphrase(by: .owner, at: .noon) == .refused(.methodNotEsign))
        var waiting = try #require(Account(.verified, .nothing(.linkSent), method: .own))
        let outcome = waiting.setPassphrase(by: .owner, rules: rules, validity: AccountSample.next, at: .noon)
        #expect(outcome == .refused(.methodNotEsign))
    }

    @Test func `is renewed at once where nobody has to agree`() throws {
        var rules = InstitutionRules()
        rules.renewalNeedsApproval = false
        var account = try AccountSample.account("verified/issued")
        #expect(account.requestRenewal(by: .owner, rules: rules, at: .noon) == .done([.send(.renewalPassphrase)]))
        #expect(account.setPassphrase(by: .owner, rules: rules, validity: AccountSample.next, at: .noon).isDone)
    }

    @Test func `waits for a look where the institution wants one`() throws {
        var rules = InstitutionRules()
        rules.verifiesAutomatically = false
        var account = try AccountSample.account("new/nothing")
        #expect(account.submitActivation(by: .owner, check: .confirmed, rules: rules) == .done([.queue(.verification)]))
    }
}

extension AccountOutcome {
    var isDone: Bool { if case .done = self { true } else { false } }
}

extension Result {
    fileprivate var isRefused: Bool { if case .failure = self { true } else { false } }
}
