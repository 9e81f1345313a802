package import Crypto
import Database
package import Domain

/// The subject of a message's identifier.
package enum OutboxMessage {}

/// What a program is to be told, once the transaction that it is written in is on record.
package struct OutboxDraft: Sendable {
    let id: ID<OutboxMessage>
    package let client: ID<Client>
    let sealedContent: [UInt8]

    package init(
        _ id: ID<OutboxMessage>, _ content: [UInt8], for client: ID<Client>, _ keys: InstallationKeys
    ) throws(CryptoError) {
        (self.id, self.client) = (id, client)
        sealedContent = try ContentKey(forName: Self.purpose + id.bytes, keys).seal(content, purpose: Self.purpose)
    }

    private static let purpose = Array("message".utf8)

    fileprivate static func opened(
        _ sealed: [UInt8], _ id: ID<OutboxMessage>, _ keys: InstallationKeys
    ) throws(CryptoError) -> [UInt8]? {
        try ContentKey(forName: purpose + id.bytes, keys).open(sealed, purpose: purpose)
    }
}

/// A message that one node has for a while, to send it. Another one takes it where this one never says what became of it.
package struct LentMessage: Equatable, Sendable {
    package let id: ID<OutboxMessage>
    package let client: ID<Client>
    package let made: Instant
    /// This one counted.
    package let tries: Int
    let sealedContent: [UInt8]
    let until: Instant

    /// Nil where anything of it was changed.
    package func content(_ keys: InstallationKeys) throws(CryptoError) -> [UInt8]? {
        try OutboxDraft.opened(sealedContent, id, keys)
    }
}

/// A message as an operator sees it.
package struct OutboxEntry: Equatable, Sendable {
    package enum State: String, Sendable, SQLStorable {
        case waiting
        case sent
        /// It was tried for as long as it is.
        case failed
    }

    package let id: ID<OutboxMessage>
    package let client: ID<Client>
    package let state: State
    package let made: Instant
    package let tries: Int
    package let nextTry: Instant
    /// Why the last try came to nothing.
    package let trouble: String?
}

/// How full the outbox is.
package struct OutboxFigures: Equatable, Sendable {
    package let waiting: Int
    package let failed: Int
    /// Of those that wait.
    package let oldest: Instant?
}

extension Querying {
    /// Whether anything could be sent now. Asked often, and cheaper than to begin a transaction.
    package func hasDueMessage(at now: Instant) throws(Failure) -> Bool {
        try first(
            "SELECT 1 AS one FROM outbox WHERE state = 'waiting' AND next_try <= \(now) AND lent_until <= \(now) LIMIT 1"
        ) != nil
    }

    /// The newest first.
    package func outbox(_ state: OutboxEntry.State? = nil, most: Int) throws(Failure) -> [OutboxEntry] {
        let which: SQL = state.map { " WHERE state = \($0)" } ?? ""
        return try run(
            """
            SELECT id, client, state, made, tries, next_try, trouble FROM outbox\(which)
            ORDER BY made DESC, id LIMIT \(most)
            """
        ).map { row throws(Failure) in
            OutboxEntry(
                id: try row["id"], client: try row["client"], state: try row["state"], made: try row["made"],
                tries: try row["tries"], nextTry: try row["next_try"], trouble: try row["trouble"])
        }
    }

    /// What a message says; nil where there is none, or anything of it was changed.
    package func content(
        of id: ID<OutboxMessage>, _ keys: InstallationKeys
    ) throws(Failure) -> [UInt8]? {
        guard let sealed: [UInt8] = try first("SELECT content FROM outbox WHERE id = \(id)")?["content"] else {
            return nil
        }
        do throws(CryptoError) { return try OutboxDraft.opened(sealed, id, keys) } catch {
            throw .store(.cryptography(error))
        }
    }

    package func outboxFigures() throws(Failure) -> OutboxFigures {
        let counts = try run("SELECT state, COUNT(*) AS n, MIN(made) AS oldest FROM outbox GROUP BY state")
        var (waiting, failed, oldest): (Int, Int, Instant?) = (0, 0, nil)
        for row in counts {
            switch try row["state"] as OutboxEntry.State {
            case .waiting: (waiting, oldest) = (try row["n"], try row["oldest"])
            case .failed: failed = try row["n"]
            case .sent: continue
            }
        }
        return OutboxFigures(waiting: waiting, failed: failed, oldest: oldest)
    }
}

extension Transaction {
    /// Nothing is written for a program that wants to be told nothing.
    package func put(_ draft: OutboxDraft) throws(Failure) {
        guard try webhook(of: draft.client) != nil else { return }
        try run(
            """
            INSERT INTO outbox (id, client, content, state, made, tries, next_try, lent_until)
            VALUES (\(draft.id), \(draft.client), \(draft.sealedContent), \(OutboxEntry.State.waiting), \(now), 0, \(now),
                \(Instant.longAgo))
            """)
    }

    /// The message that has waited longest, of a program that nobody is talking to now: one that is slow keeps others waiting for one
    /// thread only. Nil where there is none.
    package func lend(for time: Duration) throws(Failure) -> LentMessage? {
        let found = try first(
            """
            SELECT id, client, content, made, tries, lent_until FROM outbox AS mine
            WHERE state = 'waiting' AND next_try <= \(now) AND lent_until <= \(now) AND NOT EXISTS
                (SELECT 1 FROM outbox AS other WHERE other.client = mine.client AND other.state = 'waiting'
                    AND other.lent_until > \(now))
            ORDER BY next_try LIMIT 1
            """)
        guard let found else { return nil }
        let (id, before, until): (ID<OutboxMessage>, Instant, Instant) =
            (try found["id"], try found["lent_until"], now + time)
        let isOurs =
            try change(
                """
                UPDATE outbox SET lent_until = \(until), tries = tries + 1
                WHERE id = \(id) AND state = 'waiting' AND lent_until = \(before)
                """) == 1
        guard isOurs else { return nil }
        let tries: Int = try found["tries"]
        return LentMessage(
            id: id, client: try found["client"], made: try found["made"], tries: tries + 1,
            sealedContent: try found["content"], until: until)
    }

    package func sent(_ message: LentMessage) throws(Failure) {
        try run(
            """
            UPDATE outbox SET state = \(OutboxEntry.State.sent), trouble = NULL
            WHERE id = \(message.id) AND lent_until = \(message.until)
            """)
    }

    /// It is tried again then, or never. What else waits for the same program waits until `others`: it is not there, most likely.
    package func failed(
        _ message: LentMessage, _ trouble: String, next: Instant?, others: Instant
    ) throws(Failure) {
        let state = next == nil ? OutboxEntry.State.failed : .waiting
        try run(
            """
            UPDATE outbox SET state = \(state), trouble = \(trouble), next_try = \(next ?? now),
                lent_until = \(Instant.longAgo)
            WHERE id = \(message.id) AND lent_until = \(message.until)
            """)
        try run(
            """
            UPDATE outbox SET next_try = \(others)
            WHERE client = \(message.client) AND state = 'waiting' AND next_try < \(others)
            """)
    }

    /// An operator wants it tried once more, from the beginning. False where it does not wait and has not failed.
    package func retry(_ id: ID<OutboxMessage>) throws(Failure) -> Bool {
        try change(
            """
            UPDATE outbox SET state = \(OutboxEntry.State.waiting), tries = 0, made = \(now), next_try = \(now)
            WHERE id = \(id) AND state <> 'sent'
            """) == 1
    }

    /// Messages that were sent or given up, a few at a time. How many went.
    package func forgetMessages(madeBefore end: Instant, most: Int) throws(Failure) -> Int {
        try change(
            """
            DELETE FROM outbox WHERE id IN
                (SELECT id FROM outbox WHERE made < \(end) AND state <> 'waiting' ORDER BY made LIMIT \(most))
            """)
    }
}

extension Instant {
    /// Before everything that is on record.
    fileprivate static let longAgo = Instant(secondsSince1970: 0)
}
