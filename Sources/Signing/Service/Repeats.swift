import Crypto
package import Domain
package import Store

/// A request that its program may send again, and that is being worked on for the first time.
package struct RepeatableRequest: Sendable {
    let key: RepeatKey
    let claim: RepeatClaim
}

/// What was answered to a request before.
package enum RememberedAnswer: Equatable, Sendable {
    /// For each document what was written behind it, and under which name the whole is kept, if it is.
    case documents([SignedUpdate])
    case signatures([[UInt8]])
    /// In the words of whoever answered.
    case words([UInt8])

    package struct SignedUpdate: Equatable, Sendable {
        package let update: [UInt8]
        package let kept: ID<KeptResult>?
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
        case .answered(let sealed):
            let answer = try ServiceError.crypto { () throws(CryptoError) in try key.open(sealed, keys) }
            guard let answer, let remembered = RememberedAnswer(answer) else {
                throw .store(.unexpected(column: "answer"))
            }
            return .answered(remembered)
        }
    }

    /// The request was refused, in these words; they are told again. A wrong passphrase only for as long as it takes a connection to
    /// be made anew: whoever types it again has not repeated himself.
    package func remember(
        _ words: [UInt8], briefly: Bool, of request: RepeatableRequest?
    ) throws(ServiceError) {
        guard let request else { return }
        let sealed = try sealed(.words(words), for: request)
        let deadline = clock() + (briefly ? policy.repeatsKeptBriefly : policy.repeatsKept)
        try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            // Where another has taken it over, that one's answer is the one to be told.
            _ = try transaction.answer(request.key, request.claim, with: sealed, until: deadline)
        }
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

/// An answer as it goes into the store beside what it answers.
struct Remembered: Sendable {
    let request: RepeatableRequest
    let sealed: [UInt8]
    let deadline: Instant

    /// Nil where the request cannot be repeated.
    init?(_ answer: RememberedAnswer, _ request: RepeatableRequest?, _ house: SigningHouse) throws(ServiceError) {
        guard let request else { return nil }
        self.request = request
        sealed = try house.sealed(answer, for: request)
        deadline = house.clock() + house.policy.repeatsKept
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
    }
}

extension RememberedAnswer {
    /// A mark for the kind, then the parts, each behind its length.
    var bytes: [UInt8] {
        switch self {
        case .documents(let documents):
            [1] + documents.flatMap { Self.framed($0.kept?.bytes ?? []) + Self.framed($0.update) }
        case .signatures(let signatures): [2] + signatures.flatMap(Self.framed)
        case .words(let words): [3] + Self.framed(words)
        }
    }

    init?(_ bytes: [UInt8]) {
        guard let parts = Self.parts(bytes.dropFirst()) else { return nil }
        switch bytes.first {
        case 1 where parts.count.isMultiple(of: 2):
            self = .documents(
                stride(from: 0, to: parts.count, by: 2).map {
                    SignedUpdate(update: parts[$0 + 1], kept: ID<KeptResult>(bytes: parts[$0]))
                })
        case 2: self = .signatures(parts)
        case 3 where parts.count == 1: self = .words(parts[0])
        default: return nil
        }
    }

    private static func framed(_ part: [UInt8]) -> [UInt8] {
        let count = UInt32(part.count)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) } + part
    }

    private static func parts(_ bytes: ArraySlice<UInt8>) -> [[UInt8]]? {
        var (rest, parts): (ArraySlice<UInt8>, [[UInt8]]) = (bytes, [])
        while !rest.isEmpty {
            guard rest.count >= 4 else { return nil }
            let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard count <= rest.count else { return nil }
            parts.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return parts
    }
}
