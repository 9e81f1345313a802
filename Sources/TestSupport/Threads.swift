import Dispatch
import Foundation

/// Real threads, for what must be asked by several at the same time; the test waits for all of them.
package enum Threads {
    package static func run(_ count: Int, _ work: @escaping @Sendable (_ thread: Int) -> Void) {
        let done = DispatchSemaphore(value: 0)
        for number in 0..<count {
            Thread {
                work(number)
                done.signal()
            }.start()
        }
        for _ in 0..<count { done.wait() }
    }
}
