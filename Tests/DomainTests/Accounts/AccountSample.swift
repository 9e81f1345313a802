import Domain
import Testing

extension Instant {
    static let noon = Instant(secondsSince1970: 1_780_315_200)
}

/// Every kind of account that can come about, as it stands at noon.
enum AccountSample {
    static let good = validity(.noon - .seconds(1_000), .noon + .seconds(1_000))
    static let ended = validity(.noon - .seconds(1_000), .noon)
    static let next = validity(.noon, .noon + .seconds(9_000))

    private static func validity(_ start: Instant, _ end: Instant) -> Validity {
        guard let validity = Validity(from: start, to: end) else {
            preconditionFailure("a validity has a beginning and an end")
        }
        return validity
    }

    static let holdings: [(name: String, holding: Holding)] = [
        ("nothing", .nothing(nil)), ("link", .nothing(.linkSent)), ("approval", .nothing(.awaitsApproval)),
        ("issued", .issued(good, next: nil)), ("renewalAsked", .renewing(good, .asked)),
        ("renewalApproved", .renewing(good, .approved)), ("suspended", .suspended(good)), ("revoking", .revoking(good)),
        ("revoked", .revoked(next: nil)), ("revokedLink", .revoked(next: .linkSent)),
        ("revokedApproval", .revoked(next: .awaitsApproval)), ("expired", .issued(ended, next: nil)),
        ("expiredLink", .issued(ended, next: .linkSent)), ("expiredApproval", .issued(ended, next: .awaitsApproval)),
        ("expiredRenewing", .renewing(ended, .approved)), ("expiredSuspended", .suspended(ended)),
    ]

    /// `verified/issued` and the like; what cannot be is left out.
    static let all: [(name: String, account: Account)] = VerificationStatus.all.flatMap { status in
        holdings.compactMap { name, holding in
            Account(status, holding).map { ("\(word(status))/\(name)", $0) }
        }
    }

    static func account(_ name: String) throws -> Account {
        try #require(all.first { $0.name == name }?.account, "\(name)")
    }

    private static func word(_ status: VerificationStatus) -> String {
        switch status {
        case .new: "new"
        case .waiting: "waiting"
        case .verified: "verified"
        case .update(by: .staff): "staffUpdate"
        case .update(by: .owner): "ownUpdate"
        }
    }
}
