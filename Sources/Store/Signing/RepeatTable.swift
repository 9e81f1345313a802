package import Crypto
import Database
package import Domain

/// The subject of the identifier of work that was accepted and is done afterwards.
package enum Job {}

/// The key that a program gives a request which it may have to send again, as far as the store may know it.
///
/// What is answered is encrypted under the program's own words, which are not kept.
package struct RepeatKey: Sendable {
    package static let charactersMax = 200

    let code: [UInt8]
    private let name: [UInt8]
    /// What was asked, so that one key does not stand for two requests.
    let request: [UInt8]

    /// Nil for a key of no characters, or more than anybody needs.
    package init?(
        _ words: String, of client: ID<Client>, asking request: [[UInt8]], _ keys: InstallationKeys
    ) throws(CryptoError) {
        let bytes = Array(words.utf8)
        guard 1...Self.charactersMax ~= bytes.count else { return nil }
        code = try keys.code(.idempotency, Array("key".utf8), client.bytes, bytes)
        name = try keys.code(.idempotency, Array("name".utf8), client.bytes, bytes)
        var asked: [UInt8] = []
        for part in request { asked = try keys.code(.idempotency, Array("request".utf8), asked, part) }
        self.request = asked
    }

    /// That of work which was accepted: whoever has its name may ask what became of it, through the same program.
    package init(_ job: ID<Job>, of client: ID<Client>, _ keys: InstallationKeys) throws(CryptoError) {
        code = try keys.code(.idempotency, Array("job".utf8), client.bytes, job.bytes)
        name = try keys.code(.idempotency, Array("name of job".utf8), client.bytes, job.bytes)
        request = []
    }

    package func seal(_ answer: [UInt8], _ keys: InstallationKeys) throws(CryptoError) -> [UInt8] {
        try ContentKey(forName: name, keys).seal(answer, purpose: code)
    }

    /// Nil where anything of it was changed.
    package func open(_ sealed: [UInt8], _ keys: InstallationKeys) throws(CryptoError) -> [UInt8]? {
        try ContentKey(forName: name, keys).open(sealed, purpose: code)
    }
}

/// What is known of a request when it comes.
package enum RepeatOutcome: Equatable, Sendable {
    /// It is the first, or the first was never finished: go on, and show this with the answer.
    case first(RepeatClaim)
    /// It was answered, with these sealed bytes.
    case answered([UInt8])
    /// It is being worked on.
    case running
    /// The key was given to something else.
    case otherRequest
}

/// Who works on a request now. One who took too long has lost it to the next.
package struct RepeatClaim: Equatable, Sendable {
    let until: Instant
}

/// How a request stands for whoever only asks.
package enum RepeatStanding: Equatable, Sendable {
    case answered([UInt8])
    case running
    /// Whoever worked on it has not finished in time.
    case overdue(RepeatClaim)
}

extension Querying {
    /// Nil for a request that never was, or is forgotten.
    package func standing(of key: RepeatKey, at now: Instant) throws(Failure) -> RepeatStanding? {
        let row = try first(
            """
            SELECT answer, claimed_until FROM repeat_guard WHERE code = \(key.code) AND deadline > \(now)
            """)
        guard let row else { return nil }
        let answer: [UInt8]? = try row["answer"]
        if let answer { return .answered(answer) }
        let until: Instant = try row["claimed_until"]
        return until <= now ? .overdue(RepeatClaim(until: until)) : .running
    }
}

extension Transaction {
    /// Of many at the same time one is the first. Whoever does not finish in time gives way to the next.
    package func claim(_ key: RepeatKey, for time: Duration, until deadline: Instant) throws(Failure) -> RepeatOutcome {
        try run("DELETE FROM repeat_guard WHERE code = \(key.code) AND deadline <= \(now)")
        let claim = RepeatClaim(until: now + time)
        let isFirst =
            try change(
                """
                INSERT INTO repeat_guard (code, request, answer, claimed_until, deadline)
                VALUES (\(key.code), \(key.request), NULL, \(claim.until), \(deadline)) ON CONFLICT (code) DO NOTHING
                """) == 1
        if isFirst { return .first(claim) }
        let row = try first(
            "SELECT request, answer, claimed_until FROM repeat_guard WHERE code = \(key.code)\(dialect.rowLock)")
        guard let row else { return .running }
        guard try row["request"] == key.request else { return .otherRequest }
        let answer: [UInt8]? = try row["answer"]
        if let answer { return .answered(answer) }
        let until: Instant = try row["claimed_until"]
        guard until <= now else { return .running }
        try run("UPDATE repeat_guard SET claimed_until = \(claim.until) WHERE code = \(key.code)")
        return .first(claim)
    }

    /// Where one process alone can write, whoever worked on something before this one was started is gone: what it began is anybody's
    /// at once, and not only when its time is over. How many there were.
    package func freeClaims() throws(Failure) -> Int {
        guard dialect == .sqlite else { return 0 }
        return try change(
            "UPDATE repeat_guard SET claimed_until = \(now) WHERE answer IS NULL AND claimed_until > \(now)")
    }

    /// From now on this is the answer, until the deadline. False where another has taken the request over: then nothing of this
    /// one may leave.
    package func answer(
        _ key: RepeatKey, _ claim: RepeatClaim, with sealed: [UInt8], until deadline: Instant
    ) throws(Failure) -> Bool {
        try change(
            """
            UPDATE repeat_guard SET answer = \(sealed), deadline = \(deadline)
            WHERE code = \(key.code) AND claimed_until = \(claim.until) AND answer IS NULL
            """) == 1
    }

    /// It came to nothing that should be told again.
    package func release(_ key: RepeatKey, _ claim: RepeatClaim) throws(Failure) {
        try run(
            """
            DELETE FROM repeat_guard
            WHERE code = \(key.code) AND claimed_until = \(claim.until) AND answer IS NULL
            """)
    }

    /// Answers whose time is over, a few at a time. How many went.
    package func forgetRepeats(endedBefore end: Instant, most: Int) throws(Failure) -> Int {
        try change(
            """
            DELETE FROM repeat_guard WHERE code IN
                (SELECT code FROM repeat_guard WHERE deadline < \(end) ORDER BY deadline LIMIT \(most))
            """)
    }
}
