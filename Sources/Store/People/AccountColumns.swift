package import Database
import Domain

/// An account as its row has it. What the certificate is worth stands with the certificate.
struct AccountColumns {
    let verification: VerificationStatus
    let issuance: Holding.Issuance?
    let renewal: Holding.Renewal?
    let isRevoking: Bool
    let role: Role
    let promotion: Promotion
    let method: EnrolmentMethod

    init(_ account: Account) {
        (verification, role, promotion, method) = (
            account.verification, account.role, account.promotion, account.method
        )
        (issuance, renewal, isRevoking) =
            switch account.holding {
            case .nothing(let issuance), .issued(_, next: let issuance), .revoked(next: let issuance):
                (issuance, nil, false)
            case .renewing(_, let renewal): (nil, renewal, false)
            case .suspended: (nil, nil, false)
            case .revoking: (nil, nil, true)
            }
    }

    init<Failure>(_ row: StoredRow<Failure>) throws(Failure) {
        verification = try row["verification"]
        issuance = try row["issuance"]
        renewal = try row["renewal"]
        isRevoking = try row["is_revoking"]
        role = try row["role"]
        promotion = try row["promotion"]
        method = try row["method"]
    }

    /// Together with the life of the newest certificate. Nil for what cannot have come about.
    func account(_ life: CertificateLife?) -> Account? {
        Account(verification, holding(life), role: role, promotion: promotion, method: method)
    }

    private func holding(_ life: CertificateLife?) -> Holding {
        guard let life else { return .nothing(issuance) }
        switch life.state {
        case .revoked: return .revoked(next: issuance)
        case .held: return isRevoking ? .revoking(life.validity) : .suspended(life.validity)
        case .good where isRevoking: return .revoking(life.validity)
        case .good: return renewal.map { .renewing(life.validity, $0) } ?? .issued(life.validity, next: issuance)
        }
    }
}

extension Holding.Issuance: SQLStorable {}
extension Holding.Renewal: SQLStorable {}
extension Role: SQLStorable {}
extension Promotion: SQLStorable {}
extension EnrolmentMethod: SQLStorable {}

extension VerificationStatus: SQLStorable {
    package var sqlValue: SQLValue {
        switch self {
        case .new: .text("new")
        case .waiting: .text("waiting")
        case .verified: .text("verified")
        case .update(by: .staff): .text("staff_update")
        case .update(by: .owner): .text("own_update")
        }
    }

    package init?(sqlValue: SQLValue) {
        guard let found = Self.all.first(where: { $0.sqlValue == sqlValue }) else { return nil }
        self = found
    }
}
