package import Authority
package import Crypto
package import Domain
package import Store

/// Why a use case did not come to its end.
package enum RegistryError: Error, Equatable, StoreFailing {
    /// The rules said no.
    case refused(RegistryRefusal)
    case crypto(CryptoError)
    case store(StoreError)
    case authority(AuthorityError)
}

/// What the rules say no with; each has a face of its own.
package enum RegistryRefusal: Equatable, Sendable {
    case unknownInstitution
    case institutionNameTaken
    /// Nobody of that number or address, or of an institution that whoever asks has nothing to do with.
    case unknownPerson
    /// Somebody has that number or address; whoever it is, is nobody else's business.
    case duplicate(PersonName.Kind)
    /// It is not written as such a thing is.
    case unusable(ProfileField)
    case account(AccountRefusal)
    /// Not while the account is in this state.
    case notNow(VerificationStatus, CertificateStatus)
    /// The institution wants the RA's agreement, and nobody gave it.
    case approvalNeeded
    /// A certificate was decided on before, and its issuing key is not open here.
    case issuanceUnderWay
    case issuance(IssuanceRefusal)
    case life(CertificateLife.Refusal)
    /// Somebody else changed it in this moment.
    case overtaken
    case wrongPassphrase
    case lockedOut(until: Instant)
    case blocked
    case passphrase(PassphraseRefusal)
    case unknownClient
    /// The program is told nothing as it is.
    case noWebhook
    /// None that waits or was given up.
    case unknownMessage
    case clientNameTaken
    case clientNameUnusable
    case clientSecretTooShort(bytesMin: Int)
    /// The program is not one that may do anything now.
    case suspendedClient
    /// The program may not do this.
    case scopeMissing(ClientScopes)
    /// The program that asks has not itself what it would give, or come by.
    case scopeBeyondOwn(ClientScopes)
    /// No seal of that name, or of an institution that whoever asks has nothing to do with.
    case unknownSeal
    case subscriberTaken
    case subscriberUnusable
    /// Not while the seal is in this state.
    case sealNotNow(SealStatus)
    /// Of another institution, of nobody whose data were checked, or erased.
    case sealOwnerUnsuited
    /// Whoever is responsible for a seal is not forgotten before somebody else is.
    case ownsSeal(SubscriberName)
}

/// Why nobody may choose a passphrase.
package enum PassphraseRefusal: Hashable, Sendable {
    /// Somebody who guesses comes to it soon.
    case easilyGuessed
    /// Name, number or address of its owner stand in it.
    case holdsOwnData
}

extension RegistryError {
    static func crypto<Value: ~Copyable>(_ body: () throws(CryptoError) -> Value) throws(RegistryError) -> Value {
        do throws(CryptoError) { return try body() } catch { throw .crypto(error) }
    }

    static func authority<Value>(_ body: () throws(AuthorityError) -> Value) throws(RegistryError) -> Value {
        do throws(AuthorityError) { return try body() } catch { throw .authority(error) }
    }

    static func store<Value>(_ body: () throws(StoreError) -> Value) throws(RegistryError) -> Value {
        do throws(StoreError) { return try body() } catch { throw .store(error) }
    }
}

extension RegistryRefusal {
    /// What an account says no with, told with the state it is in where that is the reason.
    init(_ refusal: AccountRefusal, _ account: Account, at now: Instant) {
        self =
            switch refusal {
            case .notNow: .notNow(account.verification, account.certificateStatus(at: now))
            case .outOfReach: .unknownPerson
            case .notAllowed, .ownCase, .statementMissing, .reasonMissing, .phoneUnverified, .methodNotEsign,
                .protectedField, .verifikatorNeeded, .formMissing:
                .account(refusal)
            }
    }
}
