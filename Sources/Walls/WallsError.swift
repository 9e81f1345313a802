import Glibc

/// A wall that could not be put up. Whoever sees this must not go on: it would read strangers' files in the open.
package enum WallsError: Error, Equatable, Sendable {
    case system(operation: String, code: Int32)
    /// The list of system calls names one that libseccomp does not know.
    case unknownCall(String)
    /// A filter is put up for one thread, and a fork copies one: the others would be outside.
    case severalThreads

    static func last(_ operation: String) -> WallsError {
        .system(operation: operation, code: errno)
    }
}
