import Database
import Glibc

/// What became of a commit whose connection broke.
struct PostgresOutcome {
    private static let pause: UInt32 = 100_000

    let target: String
    let waits: PostgresWaits

    /// Returns when the transaction was committed, and throws `lost` when it was not and cannot be any more.
    func require(_ token: String, of connection: String, _ words: String) throws(DatabaseError) {
        let clock = ContinuousClock()
        let end = clock.now + waits.forOutcome
        while clock.now < end {
            if let last = lastToken(of: connection, before: end) {
                guard last == token else { throw .lost(words) }
                return
            }
            usleep(Self.pause)
        }
        throw .outcomeUnknown(words)
    }

    /// Nil while the old transaction is not at its end, or nobody can be asked whose commits are durable.
    private func lastToken(of connection: String, before end: ContinuousClock.Instant) -> String? {
        do throws(DatabaseError) {
            let session = try PostgresSession(target, waits: waits)
            try session.requireDurability()
            let rows = try session.execute(CommitToken.last(of: connection), before: end).rows()
            return session.warnings > 0 ? nil : try rows.first?["token"]
        } catch {
            return nil
        }
    }
}
