package import Domain
package import HTTP
import Store
import Synchronization

/// Turns strangers away before anybody reads what they bring, by what was known of programs a moment ago.
///
/// It stands where nothing may wait for a database, so it looks there seldom; whom it lets pass the gate looks at again.
package final class Doorman: Sendable {
    /// How long what is known is good for, and how soon it is read again for a name that is not among it.
    private static let goodFor = Duration.seconds(2)
    private static let soonest = Duration.milliseconds(200)

    private struct Known {
        var named: [String: ClientRecord] = [:]
        var ofID: [ID<Client>: ClientRecord] = [:]
        var read: ContinuousClock.Instant?
    }

    private let gate: ClientGate
    private let known = Mutex(Known())

    package init(_ gate: ClientGate) { self.gate = gate }

    /// Why whoever sends this head is not let in; nil where that is for the gate to say.
    package func refusal(of head: HTTPRequestHead, for scope: ClientScopes) -> GateRefusal? {
        guard let found = refusal(of: head, for: scope, again: Self.goodFor) else { return nil }
        guard found == .wrongCredentials else { return found }
        // It may have been entered, or been given another secret, a moment ago.
        return refusal(of: head, for: scope, again: Self.soonest)
    }

    private func refusal(of head: HTTPRequestHead, for scope: ClientScopes, again time: Duration) -> GateRefusal? {
        guard let known = look(again: time) else { return nil }
        let book = ClientBook { name throws(GateRefusal) in
            known.named[name]
        } ofID: { id throws(GateRefusal) in
            known.ofID[id]
        }
        do throws(GateRefusal) {
            let client = try gate.admit(head, for: scope, among: book).client
            return gate.pace?.wait(for: client.id, isCounted: false).map(GateRefusal.tooFast)
        } catch {
            return error
        }
    }

    /// Nil where the store does not answer: then nobody is turned away here.
    private func look(again time: Duration) -> Known? {
        let now = ContinuousClock.now
        let isDue = known.withLock { known in
            if let read = known.read, now - read < time { return false }
            // One reads; whoever comes meanwhile takes what there is.
            if known.read != nil { known.read = now }
            return true
        }
        if isDue {
            let clients = try? gate.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
                try snapshot.clients()
            }
            guard let clients else {
                known.withLock { $0.read = nil }
                return nil
            }
            known.withLock { known in
                known.named = Dictionary(clients.map { ($0.name, $0) }) { $1 }
                known.ofID = Dictionary(clients.map { ($0.id, $0) }) { $1 }
                known.read = now
            }
        }
        return known.withLock { $0.read == nil ? nil : $0 }
    }
}
