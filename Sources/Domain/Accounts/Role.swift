/// What somebody may do besides looking after the own account. Everybody begins as a user.
package enum Role: String, CaseIterable, Hashable, Sendable {
    case user
    /// Looks after the people of the own institution.
    case verifikator
    /// Decides about issuance, renewal, promotion and moves, and looks after institutions that have no verifikator.
    case ra
    case admin
}

/// How far somebody has come on the way to another role.
package enum Promotion: String, CaseIterable, Hashable, Sendable {
    case none
    /// Has a link to upload the recommendation with.
    case invited
    /// The RA has to agree.
    case waiting
}

/// Where an account's key lives.
package enum EnrolmentMethod: String, CaseIterable, Hashable, Sendable {
    /// Sealed here, under its owner's passphrase.
    case esign
    /// In a file or a card of its owner's, where we cannot sign with it.
    case own
}

/// Who wants something of an account.
package enum Actor: Hashable, Sendable {
    /// Whoever the account belongs to.
    case owner
    case staff(StaffRole, Relation)
    /// A program that calls the API.
    case client
    /// The clock, or an authority that has answered.
    case system

    package enum StaffRole: String, CaseIterable, Hashable, Sendable {
        case verifikator
        case ra
    }

    /// What the account is to a member of the staff.
    package enum Relation: String, CaseIterable, Hashable, Sendable {
        case ownInstitution
        case otherInstitution
        /// The member's own: two pairs of eyes are needed.
        case himself
    }

    package static let all: [Actor] =
        [.owner, .client, .system]
        + StaffRole.allCases.flatMap { role in Relation.allCases.map { .staff(role, $0) } }
}
