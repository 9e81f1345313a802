/// What institutions do differently from each other. The defaults are the national system's newest rules.
package struct InstitutionRules: Hashable, Sendable {
    /// Data that all registries confirm need nobody's look.
    package var verifiesAutomatically = true
    /// The RA agrees to each first certificate before it is issued.
    package var issuanceNeedsApproval = false
    package var renewalNeedsApproval = true
    /// Whoever was revoked may ask for a new certificate without a verifikator.
    package var ownerMayReturnAfterRevocation = false
    /// A certificate that is being renewed goes on signing until the next one is there.
    package var signsWhileRenewing = false
    /// Whoever is about to become a verifikator goes on signing.
    package var signsWhilePromoted = false
    /// Links to choose a passphrase go to people with a checked telephone number only.
    package var demandsPhone = true

    package init() {}

    /// Each by the name that operators give it.
    package static var named: [(name: String, rule: WritableKeyPath<InstitutionRules, Bool>)] {
        [
            ("verifies-automatically", \.verifiesAutomatically), ("issuance-needs-approval", \.issuanceNeedsApproval),
            ("renewal-needs-approval", \.renewalNeedsApproval),
            ("owner-may-return-after-revocation", \.ownerMayReturnAfterRevocation),
            ("signs-while-renewing", \.signsWhileRenewing), ("signs-while-promoted", \.signsWhilePromoted),
            ("demands-phone", \.demandsPhone),
        ]
    }
}
