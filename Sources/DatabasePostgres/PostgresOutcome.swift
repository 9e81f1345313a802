import Database
import Glibc

/// What became of a commit whose connection broke: the server remembers how each transaction ended, by its number.
struct PostgresOutcome {
    private static let pause: UInt32 = 100_000

    let target: String
    let waits: PostgresWaits

    /// Returns when the transaction was committed, and throws `lost` when it was not.
    func require(_ transaction: String, _ words: String) throws(DatabaseError) {
        let clock = ContinuousClock()
        let end = clock.now + waits.forOutcome
        while clock.now < end {
            switch state(of: transaction) {
            case "committed": return
            case "aborted": throw .lost(words)
            // Its process is still at it, or nobody could be asked.
            default: usleep(Self.pause)
            }
        }
        throw .outcomeUnknown(words)
    }

    private func state(of transaction: String) -> String? {
        do throws(DatabaseError) {
            let connection = PostgresConnection(
                try PostgresSession(target, waits: waits), target: target, waits: waits)
            return try connection.first("SELECT pg_xact_status(\(transaction)::xid8) AS state")?["state"]
        } catch {
            return nil
        }
    }
}
