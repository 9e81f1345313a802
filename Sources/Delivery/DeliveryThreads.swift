import Channels
import Dispatch
import Glibc
package import Store
import Synchronization

/// Threads that send what is due for as long as a service runs. Several, because a program that does not answer keeps one waiting.
package final class DeliveryThreads: Sendable {
    private static let width = 4
    /// A tenth of what lies between two looks, so that nobody waits for the end of a sleep.
    private static let naptime: UInt32 = 100_000

    private let delivery: Delivery
    private let isOver = Atomic<Bool>(false)
    private let running = DispatchGroup()

    /// `tell` hears of trouble with the store, once for each.
    package init(_ delivery: Delivery, tell: @escaping @Sendable (StoreError?) -> Void) throws {
        self.delivery = delivery
        for _ in 0..<Self.width { try PlainThread.start(in: running) { [self] in run(tell) } }
    }

    /// Returns once nothing is being sent any more; what was not sent is another start's, or another node's.
    package func stop() {
        isOver.store(true, ordering: .relaxed)
        running.wait()
    }

    private func run(_ tell: (StoreError?) -> Void) {
        var trouble: StoreError?
        while !isOver.load(ordering: .relaxed) {
            var found: StoreError?
            do throws(StoreError) {
                while !isOver.load(ordering: .relaxed), try delivery.sendNext() {}
            } catch {
                found = error
            }
            if found != trouble { tell(found) }
            trouble = found
            for _ in 0..<10 where !isOver.load(ordering: .relaxed) { usleep(Self.naptime) }
        }
    }
}
