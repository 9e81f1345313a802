import Domain
import Testing

@Suite("Whether somebody can sign") struct SigningVerdictTests {
    private static let rules = InstitutionRules()

    /// The eight rows of the status table, the five it leaves out, and the hold.
    private static let table: [(String, SigningVerdict)] = [
        ("new/nothing", .cannot(.notActivated)), ("waiting/nothing", .cannot(.waitingForVerification)),
        ("verified/nothing", .cannot(.noCertificate)), ("verified/issued", .can),
        ("staffUpdate/issued", .cannot(.updatePending)), ("ownUpdate/issued", .cannot(.updatePending)),
        ("verified/renewalAsked", .cannot(.onRenew)), ("verified/renewalApproved", .cannot(.onRenew)),
        ("verified/expired", .cannot(.expired)), ("verified/revoked", .cannot(.revoked)),
        ("verified/revoking", .cannot(.onRevoke)), ("staffUpdate/nothing", .cannot(.noCertificate)),
        ("staffUpdate/revoking", .cannot(.updatePending)), ("ownUpdate/expired", .cannot(.updatePending)),
        ("ownUpdate/revoked", .cannot(.updatePending)), ("verified/suspended", .cannot(.suspended)),
        ("staffUpdate/suspended", .cannot(.updatePending)), ("verified/expiredRenewing", .cannot(.expired)),
        ("verified/expiredSuspended", .cannot(.expired)), ("verified/expiredLink", .cannot(.expired)),
        ("verified/revokedApproval", .cannot(.revoked)), ("verified/link", .cannot(.noCertificate)),
        ("verified/approval", .cannot(.noCertificate)),
    ]

    @Test func `is told by the status table`() throws {
        for (name, verdict) in Self.table {
            #expect(try AccountSample.account(name).canSign(at: .noon, rules: Self.rules) == verdict, "\(name)")
        }
    }

    @Test func `is yes in one row only, of all there are`() {
        let can = AccountSample.all.filter { $0.account.canSign(at: .noon, rules: Self.rules) == .can }
        #expect(can.map(\.name) == ["verified/issued"])
    }

    @Test func `begins with the certificate and ends at its end, to the nanosecond`() throws {
        let account = try AccountSample.account("verified/issued")
        let (start, end) = (AccountSample.good.notBefore, AccountSample.good.notAfter)
        #expect(account.canSign(at: start, rules: Self.rules) == .can)
        #expect(account.canSign(at: end - .nanoseconds(1), rules: Self.rules) == .can)
        #expect(account.canSign(at: end, rules: Self.rules) == .cannot(.expired))
        #expect(account.canSign(at: start - .nanoseconds(1), rules: Self.rules) == .cannot(.noCertificate))
    }

    @Test func `is no for whoever is about to become a verifikator, unless the institution says otherwise`() throws {
        var rules = Self.rules
        for promotion in [Promotion.invited, .waiting] {
            let account = try #require(
                Account(.verified, .issued(AccountSample.good, next: nil), promotion: promotion))
            #expect(account.canSign(at: .noon, rules: Self.rules) == .cannot(.promotionPending))
            rules.signsWhilePromoted = true
            #expect(account.canSign(at: .noon, rules: rules) == .can)
        }
    }

    @Test func `is yes while renewing only where the institution says so`() throws {
        var rules = Self.rules
        rules.signsWhileRenewing = true
        for name in ["verified/renewalAsked", "verified/renewalApproved"] {
            #expect(try AccountSample.account(name).canSign(at: .noon, rules: rules) == .can)
        }
        #expect(
            try AccountSample.account("verified/expiredRenewing").canSign(at: .noon, rules: rules) == .cannot(.expired))
    }

    @Test func `is no where the key is kept elsewhere`() throws {
        let account = try #require(
            Account(.verified, .issued(AccountSample.good, next: nil), method: .own))
        #expect(account.canSign(at: .noon, rules: Self.rules) == .cannot(.methodNotEsign))
    }
}
