import Authority
import Crypto
import Domain
import Problems
import Registry
import Signing
import Store

extension Refusal {
    init(_ error: RegistryError) {
        switch error {
        case .refused(let refusal): self.init(refusal)
        case .crypto(let error): self.init(error)
        case .store(let error): self.init(error)
        case .authority(let error): self.init(error)
        }
    }

    init(_ refusal: RegistryRefusal) {
        let problem = Problem(refusal)
        switch refusal {
        case .unknownPerson, .unknownInstitution, .unknownClient, .unknownSeal, .noWebhook, .unknownMessage:
            self.init(404, problem)
        case .unusable, .passphrase, .clientNameUnusable, .clientSecretTooShort, .subscriberUnusable:
            self.init(400, problem)
        case .scopeMissing, .scopeBeyondOwn, .approvalNeeded: self.init(403, problem)
        case .account(let refusal): self.init(refusal.status, problem)
        case .institutionNameTaken, .duplicate, .notNow, .issuance, .life, .overtaken, .clientNameTaken,
            .subscriberTaken, .sealNotNow, .sealOwnerUnsuited, .ownsSeal:
            self.init(409, problem)
        case .issuanceUnderWay: self = .later(problem)
        case .wrongPassphrase: self.init(ServiceRefusal.wrongPassphrase)
        case .lockedOut(let end): self.init(ServiceRefusal.lockedOut(until: end))
        case .blocked: self.init(ServiceRefusal.blocked)
        case .suspendedClient: self.init(ServiceRefusal.suspendedClient)
        }
    }
}

extension AccountRefusal {
    /// Whether whoever asks may not, or the account is not one that it can be done to now.
    fileprivate var status: Int {
        switch self {
        case .notAllowed, .ownCase: 403
        case .outOfReach: 404
        case .notNow, .statementMissing, .reasonMissing, .phoneUnverified, .methodNotEsign, .protectedField,
            .verifikatorNeeded, .formMissing:
            409
        }
    }
}

extension API {
    func registered<Value>(_ body: () throws(RegistryError) -> Value) throws(Refusal) -> Value {
        do throws(RegistryError) { return try body() } catch { throw Refusal(error) }
    }
}
