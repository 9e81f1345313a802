import Domain
import Store

/// What nobody can ask for any more goes, a few at a time: sessions, results, answers and counts whose time is over.
struct Housekeeping {
    /// Between two sweeps.
    static let interval = Duration.seconds(60)
    private static let batch = 500
    /// A session's row is told about for a while after its end, so that its program learns why it is refused.
    private static let sessionsKept = Duration.seconds(86_400)
    /// Windows of tries are a quarter of an hour; rows of wrong ones stay until they are broken or grow.
    private static let attemptsKept = Duration.seconds(30 * 86_400)

    /// What was sent or given up can be seen for so long.
    private static let messagesKept = Duration.seconds(7 * 86_400)

    let store: Store

    func sweep(at now: Instant) throws(StoreError) {
        try each { (transaction) throws(StoreError) in
            try transaction.forgetSessions(endedBefore: now - Self.sessionsKept, most: Self.batch)
        }
        try each { (transaction) throws(StoreError) in
            try transaction.forgetResults(endedBefore: now, most: Self.batch)
        }
        try each { (transaction) throws(StoreError) in
            try transaction.forgetRepeats(endedBefore: now, most: Self.batch)
        }
        try each { (transaction) throws(StoreError) in
            try transaction.forgetMessages(madeBefore: now - Self.messagesKept, most: Self.batch)
        }
        _ = try store.write { (transaction: Transaction<StoreError>) throws(StoreError) in
            try transaction.forgetAttempts(
                endedBefore: now - Self.attemptsKept, inRowBelow: Attempts.Bounds.personAtClient.inRow)
        }
    }

    private func each(
        _ body: @escaping @Sendable (Transaction<StoreError>) throws(StoreError) -> Int
    ) throws(StoreError) {
        while try store.write(body) == Self.batch {}
    }
}
