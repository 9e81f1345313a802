import HTTP
import Synchronization

/// All connections of a server, whichever daemon holds them.
final class ConnectionBook: Sendable {
    private struct Inside {
        var open: [ObjectIdentifier: Connection] = [:]
        var neighbours: [[UInt8]: Int] = [:]
    }

    private let inside = Mutex(Inside())
    private let limits: ServerLimits
    private let proxies: TrustedProxies

    init(_ limits: ServerLimits, _ proxies: TrustedProxies) {
        self.limits = limits
        self.proxies = proxies
    }

    var count: Int { inside.withLock { $0.open.count } }
    var all: [Connection] { inside.withLock { Array($0.open.values) } }

    /// Writes one down, or says why there is no place for it.
    func add(_ connection: Connection) -> ConnectionCut? {
        inside.withLock { inside in
            guard inside.open.count < limits.connectionsMax else { return .tooManyConnections }
            if isCounted(connection.peer) {
                let before = inside.neighbours[connection.peer.neighbour] ?? 0
                guard before < limits.connectionsPerNeighbourMax else { return .tooManyFromOneNeighbour }
                inside.neighbours[connection.peer.neighbour] = before + 1
            }
            inside.open[ObjectIdentifier(connection)] = connection
            return nil
        }
    }

    func remove(_ connection: Connection) {
        inside.withLock { inside in
            guard inside.open.removeValue(forKey: ObjectIdentifier(connection)) != nil, isCounted(connection.peer)
            else {
                return
            }
            let left = (inside.neighbours[connection.peer.neighbour] ?? 1) - 1
            inside.neighbours[connection.peer.neighbour] = left > 0 ? left : nil
        }
    }

    /// Everybody's requests come through a proxy, and who may open the file of a socket is a matter of its mode.
    private func isCounted(_ peer: PeerAddress) -> Bool { peer != .unix && !proxies.trust(peer) }
}
