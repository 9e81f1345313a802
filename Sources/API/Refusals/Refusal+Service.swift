import Authority
import Crypto
import Documents
import Domain
import HTTP
import Problems
import Signing
import Store
import Workers

extension Refusal {
    init(_ error: ServiceError) {
        switch error {
        case .refused(let refusal): self.init(refusal)
        case .signing(let error): self.init(error)
        case .crypto(let error): self.init(error)
        case .store(let error): self.init(error)
        case .authority(let error): self.init(error)
        }
    }

    init(_ refusal: ServiceRefusal) {
        let problem = Problem(refusal)
        switch refusal {
        case .unknownPerson, .unknownSeal, .noSuchResult, .noSuchJob: self.init(404, problem)
        // It is the program that is let in or not with 401; that a person's passphrase is wrong is another matter.
        case .cannotSign, .cannotSeal, .wrongPassphrase, .blocked, .suspendedClient: self.init(403, problem)
        case .lockedOut(let end):
            self.init(429, problem)
            notBefore = end
        case .overtaken: self.init(409, problem)
        case .session(let refusal): self.init(refusal.status, problem)
        case .unusableDigest, .sessionCountBeyond, .sessionTimeBeyond, .activationCountBeyond, .activationTimeBeyond,
            .repeatKeyUnusable:
            self.init(400, problem)
        case .repeatKeyOfOther: self.init(422, problem)
        case .stillRunning:
            self.init(409, problem)
            fields = ["Retry-After": "2"]
        }
    }

    init(_ error: SigningError) {
        switch error {
        case .document(let error): self.init(error)
        case .crypto(let error): self.init(error)
        case .timestampNeverFits, .notExtended: self = .later(Problem(error))
        }
    }

    init(_ error: DocumentError) {
        let problem = Problem(error)
        switch error {
        case .refused(let refusal): self.init(refusal.reason == .appearanceFailed ? 500 : 422, problem)
        case .worker(.crashed), .worker(.timedOut), .worker(.answerTooLarge): self.init(422, problem)
        case .worker(.overloaded), .worker(.unavailable), .memory: self = .later(problem)
        case .worker(.malformedAnswer), .answerRejected, .signatureTooLarge, .signatureOverOtherDocument,
            .nothingPrepared:
            self.init(500, problem)
        case .crypto(let error): self.init(error)
        }
    }

    init(_ error: CryptoError) {
        let problem = Problem(error)
        switch error {
        case .passphrase(.empty): self = .missing("passphrase")
        // One that nobody can have set is wrong, however it is.
        case .passphrase: self.init(ServiceRefusal.wrongPassphrase)
        case .digest, .key(.schemeDoesNotFit), .key(.saltTooLong): self.init(400, problem)
        case .timestamp, .noTimestamp, .secureMemoryExhausted: self = .later(problem)
        case .key, .sealedKey, .pepper, .pkcs12, .certificate, .signature, .name, .draft, .request, .vaultedKey,
            .installationSecret, .share, .keyFile, .revocationList, .secureMemoryUnavailable, .library:
            self.init(500, problem)
        }
    }

    init(_ error: StoreError) {
        let problem = Problem(error)
        switch error {
        case .database, .overloaded, .readOnly, .closed, .restoredMeanwhile, .auditBroken: self = .later(problem)
        case .notCreated, .notEmpty, .backup, .cryptography: self.init(500, problem)
        }
    }

    init(_ error: AuthorityError) {
        switch error {
        case .store(let error): self.init(error)
        case .crypto(let error): self.init(error)
        case .notFounded, .alreadyFounded, .keyClosed, .keyMissing, .otherRoot, .rootEndsSoon:
            self = .later(Problem(error))
        }
    }

    /// Not the request's fault, and worth to be sent again.
    static func later(_ problem: Problem) -> Refusal {
        var refusal = Refusal(503, problem)
        refusal.fields = ["Retry-After": "2"]
        return refusal
    }
}

extension SigningSession.Refusal {
    fileprivate var status: Int {
        switch self {
        case .foreign: 404
        case .digestNotAgreed, .otherPurpose: 403
        case .ended, .expired, .countUsed, .digestUsed: 409
        }
    }
}
