package import Domain
import Synchronization

/// How often a program may ask, so that one in a loop leaves room for the others. Each node counts for itself, and in memory: a node that
/// starts anew has forgotten nothing that anybody was promised.
package final class ClientPace: Sendable {
    private struct Allowance {
        var left: Double
        var filled: ContinuousClock.Instant
    }

    private let perSecond: Double
    private let allowances = Mutex<[ID<Client>: Allowance]>([:])

    package init(perSecond: Int) {
        precondition(perSecond > 0, "somebody may ask at all")
        self.perSecond = Double(perSecond)
    }

    /// Nil where the program may ask now, which then counts unless somebody only looks; otherwise when it may.
    package func wait(
        for client: ID<Client>, at now: ContinuousClock.Instant = .now, isCounted: Bool = true
    ) -> Duration? {
        allowances.withLock { allowances in
            var allowance = allowances[client] ?? Allowance(left: burst, filled: now)
            allowance.left = min(burst, allowance.left + (now - allowance.filled) / .seconds(1) * perSecond)
            allowance.filled = now
            let missing = 1 - allowance.left
            if missing <= 0, isCounted { allowance.left -= 1 }
            allowances[client] = allowance
            return missing <= 0 ? nil : .seconds(missing / perSecond)
        }
    }

    /// After a pause as much as in two seconds may come at once: a page of requests is no loop.
    private var burst: Double { 2 * perSecond }
}
