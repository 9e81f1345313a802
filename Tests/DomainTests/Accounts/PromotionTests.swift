import Domain
import Testing

/// T32 to T35.
@Suite("The way to another role") struct PromotionTests {
    private enum Event: CaseIterable { case invite, handIn, approve, refuse, demote }

    private static let ra: [Actor] = [.staff(.ra, .ownInstitution), .staff(.ra, .otherInstitution)]

    private static let states: [(Role, Promotion)] =
        [(.user, .none), (.user, .invited), (.user, .waiting), (.verifikator, .none), (.ra, .none), (.admin, .none)]

    private static func target(_ event: Event, _ role: Role, _ promotion: Promotion) -> (Role, Promotion)? {
        switch (event, role, promotion) {
        case (.invite, .user, .none): (.user, .invited)
        case (.handIn, .user, .invited): (.user, .waiting)
        case (.approve, .user, .waiting): (.verifikator, .none)
        case (.refuse, .user, .invited), (.refuse, .user, .waiting), (.demote, .verifikator, .none): (.user, .none)
        default: nil
        }
    }

    private static func apply(_ event: Event, to account: inout Account, by actor: Actor) -> AccountOutcome {
        switch event {
        case .invite: account.invite(by: actor)
        case .handIn: account.handInRecommendation(by: actor)
        case .approve: account.approvePromotion(by: actor)
        case .refuse: account.refusePromotion(by: actor, reason: true)
        case .demote: account.demote(by: actor)
        }
    }

    @Test(arguments: Event.allCases) private func `is gone step by step, and the RA decides`(event: Event) throws {
        for (role, promotion) in Self.states {
            let before = try #require(
                Account(.verified, .issued(AccountSample.good, next: nil), role: role, promotion: promotion))
            for actor in Actor.all {
                var account = before
                let outcome = Self.apply(event, to: &account, by: actor)
                let may = event == .handIn ? [.owner] : Self.ra
                if may.contains(actor), let (role, promotion) = Self.target(event, role, promotion) {
                    #expect(outcome.isDone && account.role == role && account.promotion == promotion)
                } else {
                    #expect(!outcome.isDone && account == before, "\(role), \(promotion), \(actor)")
                }
            }
        }
    }

    @Test func `is not refused without a reason`() throws {
        var account = try #require(Account(.verified, .nothing(nil), promotion: .waiting))
        #expect(account.refusePromotion(by: .staff(.ra, .otherInstitution), reason: false) == .refused(.reasonMissing))
    }
}
