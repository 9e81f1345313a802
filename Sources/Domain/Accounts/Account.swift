/// An account: how far its data are checked, what it holds of certificates, which role it has or is about to have.
///
/// Each event is a method, with who wants it as its first argument; a refused event leaves everything as it was.
package struct Account: Hashable, Sendable {
    package internal(set) var verification: VerificationStatus
    package internal(set) var holding: Holding
    package internal(set) var role: Role
    package internal(set) var promotion: Promotion
    package let method: EnrolmentMethod

    /// As it is on record. Nil for what cannot have come about: nobody has a certificate, or the promise of one, before the data
    /// were checked, and no data change while a certificate is being renewed.
    package init?(
        _ verification: VerificationStatus, _ holding: Holding, role: Role = .user, promotion: Promotion = .none,
        method: EnrolmentMethod = .esign
    ) {
        switch (verification, holding) {
        case (.new, .nothing(nil)), (.waiting, .nothing(nil)), (.verified, _): break
        case (.new, _), (.waiting, _), (.update, .renewing): return nil
        case (.update, _): break
        }
        guard promotion == .none || role == .user else { return nil }
        (self.verification, self.holding) = (verification, holding)
        (self.role, self.promotion, self.method) = (role, promotion, method)
    }

    private init(method: EnrolmentMethod) {
        (verification, holding, role, promotion) = (.new, .nothing(nil), .user, .none)
        self.method = method
    }

    /// T01: nobody registers himself.
    package static func register(
        by actor: Actor, method: EnrolmentMethod = .esign
    ) -> Result<(Account, [AccountEffect]), AccountRefusal> {
        if let refusal = actor.refusal(.staff) { return .failure(refusal) }
        return .success((Account(method: method), [.send(.activation)]))
    }

    package func certificateStatus(at now: Instant) -> CertificateStatus { holding.status(at: now) }
}

/// What came of an event.
package enum AccountOutcome: Hashable, Sendable {
    case done([AccountEffect])
    case refused(AccountRefusal)
}

/// What whoever keeps the account must do now, in the same transaction.
package enum AccountEffect: Hashable, Sendable {
    /// A new link to the owner; older ones of its kind are replaced.
    case send(LinkPurpose)
    case notify(AccountNotice)
    /// Somebody has to look at it.
    case queue(ReviewQueue)
    /// A key under the passphrase that was just chosen, and its certificate.
    case issueCertificate
    /// The same, and the certificate before it is marked as replaced, its key destroyed.
    case renewCertificate
    /// The same for the rest of the old one's time; that is revoked as superseded.
    case replaceCertificate
    /// The key stays and is sealed anew.
    case resealKey
    /// The key is made and sealed; its certificate has to wait.
    case keepKey
    case discardKey
    case revokeCertificate
    /// Data that were waiting take the place of the old ones.
    case adoptChange
    case dropChange
    /// Links of all kinds end.
    case cancelLinks
}

package enum AccountNotice: String, CaseIterable, Hashable, Sendable {
    case accountReady
    case rejected
    case certificateIssued
    case issuanceRefused
    case passphraseChanged
    case passphraseReset
    case renewalRefused
    case renewalCancelled
    case certificateExpired
    case revocationRequested
    case certificateRevoked
    case changeRefused
    case changeAdopted
    case roleChanged
    case promotionRefused
}

package enum ReviewQueue: String, CaseIterable, Hashable, Sendable {
    case verification
    case issuance
    case renewal
    case dataChange
    case promotion
}

package enum AccountRefusal: Error, Hashable, Sendable {
    /// Another role is needed.
    case notAllowed
    /// Of another institution: told as if it were not there.
    case outOfReach
    /// Somebody else has to do it.
    case ownCase
    /// Not in this state.
    case notNow
    /// Whoever vouches must say so.
    case statementMissing
    case reasonMissing
    case phoneUnverified
    /// The key is not kept here.
    case methodNotEsign
    /// This cannot be changed while a certificate is good.
    case protectedField(ProfileField)
    /// Only a verifikator may ask again after a revocation.
    case verifikatorNeeded
    case formMissing
}

/// The data of a person that an account shows.
package enum ProfileField: String, CaseIterable, Hashable, Sendable {
    case name, email, institution, nik, unit, position, employeeNumber, address, phone
}
