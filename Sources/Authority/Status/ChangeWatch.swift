import Crypto
import Domain
import Store
import Synchronization

/// Looks, now and then, which certificates' lives other processes have changed, and has the answers about them forgotten.
///
/// In this process a change is known at once. While the store cannot be reached, what was answered before is answered on: that is
/// what answers are signed ahead for.
final class ChangeWatch: Sendable {
    static let interval = Duration.seconds(1)
    /// A change is committed some time after the moment it bears, and clocks of nodes differ.
    static let overlap = Duration.seconds(60)

    private struct State {
        var looked: Instant
        var seen: Set<LifeChangeNotice> = []
    }

    private let state: Mutex<State>

    init(since start: Instant) {
        state = Mutex(State(looked: start))
    }

    func look(at now: Instant, in store: Store, forgetting answers: AnswerCache) {
        let since = state.withLock { state -> Instant? in
            guard now.since(state.looked) >= Self.interval || now < state.looked else { return nil }
            let since = min(now, state.looked) - Self.overlap
            state.looked = now
            return since
        }
        guard let since else { return }
        let found = try? store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
            try snapshot.lifeChanges(since: since)
        }
        guard let found else { return }
        let fresh = state.withLock { state in
            let fresh = found.filter { !state.seen.contains($0) }
            state.seen = Set(found)
            return fresh
        }
        if !fresh.isEmpty { answers.forget(fresh.map(\.serial)) }
    }
}
