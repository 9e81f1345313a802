package import Crypto
import Database
package import Domain

/// A session as the table has it: what was agreed, and the key that its token opens.
package struct SessionRecord: Sendable {
    package let id: ID<SigningSession>
    package let terms: SigningSession.Terms
    package let used: Int
    /// Nil once it has ended: then no token opens anything any more.
    package let key: SessionKey?

    package init(id: ID<SigningSession>, terms: SigningSession.Terms, used: Int = 0, key: SessionKey?) {
        self.id = id
        self.terms = terms
        self.used = used
        self.key = key
    }
}

private let columns: SQL =
    "purpose, owner, activation, client, certificate, count, used, has_digests, deadline, key"

/// What a session is for, as its row says it.
private enum StoredPurpose: String, SQLStorable {
    case signing
    case activation
    case sealing
}

extension Querying {
    package func session(_ id: ID<SigningSession>) throws(Failure) -> SessionRecord? {
        guard let row = try first("SELECT \(columns) FROM signing_session WHERE id = \(id)") else { return nil }
        let hasDigests: Bool = try row["has_digests"]
        var digests: Set<[UInt8]>?
        if hasDigests {
            digests = Set(
                try run("SELECT digest FROM session_digest WHERE session = \(id)").map { row throws(Failure) in
                    try row["digest"]
                })
        }
        let key: [UInt8]? = try row["key"]
        return SessionRecord(
            id: id, terms: try Self.terms(row, digests: digests), used: try row["used"],
            key: key.map { SessionKey(bytes: $0) })
    }

    /// The consents of a seal's owner that are not ended, the one that lasts longest first. Some may be past their time.
    package func activations(of seal: ID<Seal>) throws(Failure) -> [SessionRecord] {
        let rows = try run(
            """
            SELECT id, \(columns) FROM signing_session
            WHERE owner = \(seal) AND purpose = \(StoredPurpose.activation) AND key IS NOT NULL
            ORDER BY deadline DESC, id
            """)
        return try rows.map { row throws(Failure) in
            SessionRecord(
                id: try row["id"], terms: try Self.terms(row, digests: nil), used: try row["used"],
                key: SessionKey(bytes: try row["key"]))
        }
    }

    /// Keys of sessions that are not ended, in the order of the sessions' names, from behind one of them.
    package func sessionKeys(
        after id: ID<SigningSession>?, most: Int
    ) throws(Failure) -> [(id: ID<SigningSession>, key: SessionKey)] {
        let behind: SQL =
            switch id {
            case .some(let id): " AND id > \(id)"
            case .none: ""
            }
        let rows = try run(
            "SELECT id, key FROM signing_session WHERE key IS NOT NULL\(behind) ORDER BY id LIMIT \(most)")
        return try rows.map { row throws(Failure) in (try row["id"], SessionKey(bytes: try row["key"])) }
    }

    fileprivate static func terms(
        _ row: StoredRow<Failure>, digests: Set<[UInt8]>?
    ) throws(Failure) -> SigningSession.Terms {
        SigningSession.Terms(
            try purpose(row), client: try row["client"], certificate: try row["certificate"], count: try row["count"],
            digests: digests, deadline: try row["deadline"])
    }

    private static func purpose(_ row: StoredRow<Failure>) throws(Failure) -> SigningSession.Purpose {
        switch try row["purpose"] as StoredPurpose {
        case .signing: .signing(try row["owner"])
        case .activation: .activation(try row["owner"])
        case .sealing: .sealing(try row["owner"], under: try row["activation"])
        }
    }
}

extension Transaction {
    package func insert(_ session: SessionRecord) throws(Failure) {
        let terms = session.terms
        try run(
            """
            INSERT INTO signing_session (id, purpose, owner, activation, client, certificate, count, used, has_digests,
                deadline, key)
            VALUES (\(session.id), \(terms.purpose.stored), \(terms.purpose.owner), \(terms.purpose.activation),
                \(terms.client), \(terms.certificate), \(terms.count), \(session.used), \(terms.digests != nil),
                \(terms.deadline), \(session.key?.bytes))
            """)
        for digest in terms.digests ?? [] {
            try run("INSERT INTO session_digest (session, digest, is_used) VALUES (\(session.id), \(digest), \(false))")
        }
    }

    /// Takes signatures out of a session, all of them or none. Its row is kept from others meanwhile, so that of many callers at the
    /// same time, on whatever node, no more get one than there are.
    package func take(
        _ digests: [[UInt8]], from id: ID<SigningSession>, by client: ID<Client>
    ) throws(Failure) -> SigningSession.Outcome {
        guard let stored = try lockedSession(id, knowing: digests) else { return .refused(.foreign) }
        var session = stored
        let outcome = session.take(digests, by: client, at: now)
        guard case .taken = outcome else { return outcome }
        try post("UPDATE signing_session SET used = \(session.used) WHERE id = \(id)")
        for digest in session.terms.digests == nil ? [] : digests {
            try post("UPDATE session_digest SET is_used = \(true) WHERE session = \(id) AND digest = \(digest)")
        }
        return outcome
    }

    /// The same key under another pepper. False where the session was ended since it was read.
    package func reseal(
        _ id: ID<SigningSession>, from old: SessionKey, as key: SessionKey
    ) throws(Failure) -> Bool {
        try change("UPDATE signing_session SET key = \(key.bytes) WHERE id = \(id) AND key = \(old.bytes)") == 1
    }

    /// Takes what a short session may sign out of the activation it is opened with, whose row is kept from others meanwhile.
    package func lend(
        _ count: Int, from id: ID<SigningSession>, to client: ID<Client>
    ) throws(Failure) -> SigningSession.Outcome {
        guard var session = try lockedSession(id, knowing: []) else { return .refused(.foreign) }
        let outcome = session.lend(count, by: client, at: now)
        guard case .taken = outcome else { return outcome }
        try post("UPDATE signing_session SET used = \(session.used) WHERE id = \(id)")
        return outcome
    }

    /// The session as far as these digests are concerned, for it may have been opened for thousands; kept from others.
    private func lockedSession(_ id: ID<SigningSession>, knowing asked: [[UInt8]]) throws(Failure) -> SigningSession? {
        let row = try first("SELECT \(columns) FROM signing_session WHERE id = \(id)\(dialect.rowLock)")
        guard let row else { return nil }
        let hasDigests: Bool = try row["has_digests"]
        var (agreed, used): (Set<[UInt8]>, Set<[UInt8]>) = ([], [])
        for digest in hasDigests ? Set(asked) : [] {
            let found = try first(
                "SELECT is_used FROM session_digest WHERE session = \(id) AND digest = \(digest)")
            guard let found else { continue }
            agreed.insert(digest)
            if try found["is_used"] { used.insert(digest) }
        }
        let key: [UInt8]? = try row["key"]
        return SigningSession(
            try Self.terms(row, digests: hasDigests ? agreed : nil), used: try row["used"], usedDigests: used,
            isEnded: key == nil)
    }

    /// Whoever has the token has nothing any more, and neither has whoever opened a session with it. False where it had ended
    /// already.
    package func end(_ id: ID<SigningSession>) throws(Failure) -> Bool {
        // A session that is being opened with it is there before this has the row, or is not opened.
        try run("SELECT id FROM signing_session WHERE id = \(id)\(dialect.rowLock)")
        try run("UPDATE signing_session SET key = NULL WHERE activation = \(id) AND key IS NOT NULL")
        return try change("UPDATE signing_session SET key = NULL WHERE id = \(id) AND key IS NOT NULL") == 1
    }

    /// All of one owner's: the passphrase was changed, the certificate revoked. How many there were.
    package func endSessions(of owner: ID<Person>) throws(Failure) -> Int {
        try endSessions(ownedBy: KeyOwner.id(of: owner))
    }

    package func endSessions(of seal: ID<Seal>) throws(Failure) -> Int {
        try endSessions(ownedBy: KeyOwner.id(of: seal))
    }

    private func endSessions(ownedBy owner: ID<KeyOwner>) throws(Failure) -> Int {
        try change("UPDATE signing_session SET key = NULL WHERE owner = \(owner) AND key IS NOT NULL")
    }

    /// Sessions whose time is over, a few at a time. How many went.
    package func forgetSessions(endedBefore end: Instant, most: Int) throws(Failure) -> Int {
        let old: [ID<SigningSession>] = try run(
            "SELECT id FROM signing_session WHERE deadline < \(end) ORDER BY deadline LIMIT \(most)"
        ).map { row throws(Failure) in try row["id"] }
        for id in old {
            try run("DELETE FROM session_digest WHERE session = \(id)")
            try run("DELETE FROM signing_session WHERE id = \(id)")
        }
        return old.count
    }
}

extension SigningSession.Purpose {
    /// Whose key it is.
    package var owner: ID<KeyOwner> {
        switch self {
        case .signing(let person): KeyOwner.id(of: person)
        case .activation(let seal), .sealing(let seal, under: _): KeyOwner.id(of: seal)
        }
    }

    /// What the log calls whose it is.
    package var subject: AuditSubject {
        switch self {
        case .signing(let person): AuditSubject(.person, person)
        case .activation(let seal), .sealing(let seal, under: _): AuditSubject(.seal, seal)
        }
    }

    fileprivate var activation: ID<SigningSession>? {
        switch self {
        case .signing, .activation: nil
        case .sealing(_, under: let activation): activation
        }
    }

    fileprivate var stored: StoredPurpose {
        switch self {
        case .signing: .signing
        case .activation: .activation
        case .sealing: .sealing
        }
    }
}
