import Crypto
import Domain
import Store
import Synchronization

/// Looks, now and then, what other processes have changed: whose certificates' lives, and which keys there are.
///
/// It goes by counts, which rise in the order of the commits, and by no moment: neither a slow commit nor a clock that is off hides
/// a change, and one that was not seen because the store was away is seen at the next look. Until then what was answered before
/// is answered on: that is what answers are signed ahead for.
final class ChangeWatch: Sendable {
    static let interval = Duration.seconds(1)
    /// Behind more changes than this, everything is forgotten at once.
    private static let changesMax = 10_000

    /// What a look found.
    struct Findings: Sendable {
        /// Nil where too much has changed to name it.
        var changed: [SerialNumber]? = []
        var areKeysOthers = false
    }

    private struct State {
        var tried: Instant?
        var isLooking = false
        var seen: [ID<AuthorityKey>: Int64]?
    }

    private let state = Mutex(State())

    /// Nil where it is too early, somebody else is looking, or the store is away.
    func look(at now: Instant, in store: Store, knowing keys: [AuthorityKey]) -> Findings? {
        let isDue = state.withLock { state in
            if state.isLooking { return false }
            if let tried = state.tried, now >= tried, now.since(tried) < Self.interval { return false }
            state.tried = now
            state.isLooking = true
            return true
        }
        guard isDue else { return nil }
        defer { state.withLock { $0.isLooking = false } }

        let before = state.withLock { $0.seen }
        let found = try? store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try Self.compare(snapshot, before, keys)
        }
        guard let (findings, seen) = found else { return nil }
        state.withLock { $0.seen = seen }
        return findings
    }

    private static func compare(
        _ snapshot: Snapshot<StoreError>, _ before: [ID<AuthorityKey>: Int64]?, _ keys: [AuthorityKey]
    ) throws(StoreError) -> (Findings, [ID<AuthorityKey>: Int64]) {
        let counts = try snapshot.changeCounts()
        var findings = Findings()
        findings.areKeysOthers =
            try snapshot.keyStates()
            != Dictionary(
                keys.map { ($0.id, $0.state) }, uniquingKeysWith: { first, _ in first })
        guard let before else {
            // Answers may have been given before the first look that succeeded.
            findings.changed = nil
            return (findings, counts)
        }
        var changed: [SerialNumber] = []
        for (issuer, count) in counts {
            let known = before[issuer] ?? 0
            guard known != count else { continue }
            // Counts that fell are those of another store, such as one that came out of a backup.
            guard known < count, count - known <= Self.changesMax else {
                findings.changed = nil
                return (findings, counts)
            }
            changed += try snapshot.serialsChanged(of: issuer, since: known)
        }
        findings.changed = changed
        return (findings, counts)
    }
}
