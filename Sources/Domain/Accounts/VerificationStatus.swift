/// How far the data of an account have been checked ("Status Verifikasi").
package enum VerificationStatus: Hashable, Sendable {
    /// Registered; its owner has not activated it.
    case new
    /// Activated; somebody has to look at the data.
    case waiting
    case verified
    /// A change of the data waits for whoever has to agree to it.
    case update(by: ChangeOrigin)

    package static let all: [VerificationStatus] = [
        .new, .waiting, .verified, .update(by: .staff), .update(by: .owner),
    ]

    /// The word in lists and answers, whoever made the change.
    package var word: String {
        switch self {
        case .new: "NEW"
        case .waiting: "WAITING_FOR_VERIFICATION"
        case .verified: "VERIFIED"
        case .update: "UPDATE"
        }
    }
}

/// Who wants an account's data changed, and so who must agree: the owner to what staff changed, a verifikator to what the owner did.
package enum ChangeOrigin: String, CaseIterable, Hashable, Sendable {
    case staff
    case owner
}
