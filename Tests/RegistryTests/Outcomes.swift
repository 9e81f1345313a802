import Registry
import Synchronization

/// What came of what several threads did.
final class Outcomes: Sendable {
    private let kept = Mutex<[RegistryRefusal?]>([])

    var all: [RegistryRefusal?] { kept.withLock { $0 } }

    func add(_ outcome: RegistryRefusal?) { kept.withLock { $0.append(outcome) } }
}
