/// Who may do something, besides what the account's state allows.
enum Permission {
    /// The owner alone: nobody else ever chooses or learns a passphrase.
    case owner
    case system
    /// A verifikator of the institution, or the RA.
    case staff
    case ra
    /// Staff who looks at what somebody else has handed in.
    case reviewer
    /// The RA, about somebody else.
    case decidingRA
    case ownerOrStaff
    case ownerStaffOrClient
}

extension Actor {
    /// Nil where this actor may.
    func refusal(_ permission: Permission) -> AccountRefusal? {
        switch (permission, self) {
        case (.owner, .owner), (.ownerOrStaff, .owner), (.ownerStaffOrClient, .owner), (.system, .system),
            (.ownerStaffOrClient, .client):
            nil
        case (.owner, _), (.system, _), (_, .owner), (_, .client), (_, .system): .notAllowed
        case (.ra, .staff(.verifikator, _)), (.decidingRA, .staff(.verifikator, _)): .notAllowed
        case (.ra, .staff(.ra, _)): nil
        case (.reviewer, .staff(_, .himself)), (.decidingRA, .staff(_, .himself)): .ownCase
        case (_, .staff(.verifikator, .otherInstitution)): .outOfReach
        case (.staff, .staff), (.reviewer, .staff), (.decidingRA, .staff), (.ownerOrStaff, .staff),
            (.ownerStaffOrClient, .staff):
            nil
        }
    }
}
