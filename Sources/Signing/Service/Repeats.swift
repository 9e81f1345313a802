package import Crypto
package import Domain
package import Store

/// A request that its program may send again, and that is being worked on for the first time.
package struct RepeatableRequest: Sendable {
    let key: RepeatKey
    let claim: RepeatClaim
    /// What is told when it has come to its end, if it is work that nobody waits for.
    var job: JobNotice?
}

/// What was answered to a request before.
package enum RememberedAnswer: Equatable, Sendable {
    case documents([SignedUpdate])
    /// Some of the documents may have been refused, each for itself.
    case each([DocumentOutcome])
    /// With the certificate of the key they were made with, which may be another one by now.
    case signatures([[UInt8]], certificate: ID<IssuedCertificate>)
    /// In the words of whoever answered.
    case words([UInt8])
    /// It was accepted, under this name.
    case job(ID<Job>)
    /// What became of work that was accepted, document by document.
    case results([DocumentResult])

    /// What was written behind a document, at which level, and under which name the whole is kept, if it is.
    package struct SignedUpdate: Equatable, Sendable {
        package let update: [UInt8]
        package let level: PDFSigning.Level
        package let kept: ID<KeptResult>?

        package init(update: [UInt8], level: PDFSigning.Level, kept: ID<KeptResult>?) {
            (self.update, self.level, self.kept) = (update, level, kept)
        }
    }

    /// A document that waits to be fetched.
    package struct KeptDocument: Equatable, Sendable {
        package let digest: Digest
        package let level: PDFSigning.Level
        /// Nil where it was too long to be kept.
        package let kept: ID<KeptResult>?
    }

    package enum DocumentResult: Equatable, Sendable {
        case kept(KeptDocument)
        /// In the words of whoever told it.
        case refused([UInt8])
    }

    package enum DocumentOutcome: Equatable, Sendable {
        case signed(SignedUpdate)
        /// In the words of whoever told it.
        case refused([UInt8])
    }
}

extension SigningHouse {
    package enum Repeat: Sendable {
        /// To be done now; nil where the program has given no key.
        case new(RepeatableRequest?)
        case answered(RememberedAnswer)
    }

    /// Begins a request with the key that its program gave it, if any. `request` is everything that was asked but secrets: whoever
    /// repeats it with another passphrase repeats it all the same.
    package func begin(
        _ words: String?, asking request: [[UInt8]], for client: ClientRecord
    ) throws(ServiceError) -> Repeat {
        guard let words else { return .new(nil) }
        let keys = keys
        let key = try ServiceError.crypto { () throws(CryptoError) in
            try RepeatKey(words, of: client.id, asking: request, keys)
        }
        guard let key else { throw .refused(.repeatKeyUnusable) }
        let (time, deadline) = (policy.repeatTime, clock() + policy.repeatsKept)
        let outcome = try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            try transaction.claim(key, for: time, until: deadline)
        }
        switch outcome {
        case .first(let claim): return .new(RepeatableRequest(key: key, claim: claim))
        case .running: throw .refused(.stillRunning)
        case .otherRequest: throw .refused(.repeatKeyOfOther)
        case .answered(let sealed): return .answered(try opened(sealed, of: key))
        }
    }

    func opened(_ sealed: [UInt8], of key: RepeatKey) throws(ServiceError) -> RememberedAnswer {
        let keys = keys
        let bytes = try ServiceError.crypto { () throws(CryptoError) in try key.open(sealed, keys) }
        guard let bytes, let remembered = RememberedAnswer(bytes) else { throw .store(.unexpected(column: "answer")) }
        return remembered
    }

    /// The request was refused, in these words; they are told again. A wrong passphrase only for as long as it takes a connection to
    /// be made anew: whoever types it again has not repeated himself.
    package func remember(
        _ words: [UInt8], briefly: Bool, of request: RepeatableRequest?
    ) throws(ServiceError) {
        guard let request else { return }
        let sealed = try sealed(.words(words), for: request)
        let deadline = clock() + (briefly ? policy.repeatsKeptBriefly : policy.repeatsKept)
        let notice = try request.job.map { job throws(ServiceError) in try self.notice(of: job, isDone: false) }
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            // Where another has taken it over, that one's answer is the one to be told.
            guard try transaction.answer(request.key, request.claim, with: sealed, until: deadline) else { return }
            if let notice { try transaction.put(notice) }
        }
    }

    /// For an act that is not this room's.
    package func kept(_ words: [UInt8], for request: RepeatableRequest) throws(CryptoError) -> KeptWords {
        KeptWords(
            request: request, sealed: try request.key.seal(RememberedAnswer.words(words).bytes, keys),
            deadline: clock() + policy.repeatsKept)
    }

    /// It came to nothing that should be told again, because of us.
    package func forget(_ request: RepeatableRequest?) throws(ServiceError) {
        guard let request else { return }
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            try transaction.release(request.key, request.claim)
        }
    }

    func sealed(_ answer: RememberedAnswer, for request: RepeatableRequest) throws(ServiceError) -> [UInt8] {
        let keys = keys
        return try ServiceError.crypto { () throws(CryptoError) in try request.key.seal(answer.bytes, keys) }
    }
}

/// An answer in the words of whoever gives it, kept in the commit of what was asked.
package struct KeptWords: Sendable {
    fileprivate let request: RepeatableRequest
    fileprivate let sealed: [UInt8]
    fileprivate let deadline: Instant

    /// False where another has taken the request over: then nothing of this one may be left.
    package func keep<Failure>(in transaction: Transaction<Failure>) throws(Failure) -> Bool {
        try transaction.answer(request.key, request.claim, with: sealed, until: deadline)
    }
}

/// An answer as it goes into the store beside what it answers.
struct Remembered: Sendable {
    let request: RepeatableRequest
    let sealed: [UInt8]
    let deadline: Instant
    let notice: OutboxDraft?

    /// Nil where the request cannot be repeated.
    init?(_ answer: RememberedAnswer, _ request: RepeatableRequest?, _ house: SigningHouse) throws(ServiceError) {
        guard let request else { return nil }
        self.request = request
        sealed = try house.sealed(answer, for: request)
        deadline = house.clock() + house.policy.repeatsKept
        notice = try request.job.map { job throws(ServiceError) in try house.notice(of: job, isDone: true) }
    }
}

extension Transaction<ServiceError> {
    /// Where another has taken the request over, nothing of this one is written, and nothing leaves.
    func remember(_ answer: Remembered?) throws(ServiceError) {
        guard let answer else { return }
        let (request, deadline) = (answer.request, answer.deadline)
        guard try self.answer(request.key, request.claim, with: answer.sealed, until: deadline) else {
            throw .refused(.stillRunning)
        }
        if let notice = answer.notice { try put(notice) }
    }
}
