import Foundation

/// Whether the address sanitiser watches, which makes every allocation many times as slow (`tools/test` says so).
package let isWatched = ProcessInfo.processInfo.environment["TEKEN_WATCHED"] != nil

extension Collection where Index == Int {
    /// All of them, or every so many while the sanitiser watches: tests that try everything go the same way through the code
    /// thousands of times, and the sanitiser has seen it after some.
    package func thinnedWhenWatched(to step: Int) -> [Element] {
        isWatched ? stride(from: startIndex, to: endIndex, by: step).map { self[$0] } : Array(self)
    }
}
