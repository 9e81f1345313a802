import Synchronization

/// How many bytes of bodies a server holds at once. Each route bounds its own; this bounds all of them together, because whoever
/// opens many connections sends many bodies before anybody asks who he is.
final class BodyBudget: Sendable {
    private let held = Atomic<Int>(0)
    private let most: Int

    init(_ most: Int) { self.most = most }

    var bytesHeld: Int { held.load(ordering: .relaxed) }

    func take(_ count: Int) -> Bool {
        let after = held.add(count, ordering: .relaxed).newValue
        guard after > most else { return true }
        giveBack(count)
        return false
    }

    func giveBack(_ count: Int) { held.subtract(count, ordering: .relaxed) }
}
