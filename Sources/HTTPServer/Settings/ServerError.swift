import Channels
import Glibc

/// Why a server does not start, or does not take a new identity.
package enum ServerError: Error, Equatable, Sendable {
    /// Not an address, or a path that is too long.
    case unusableAddress(String)
    /// Another process answers there.
    case addressInUse(String)
    case system(operation: String, code: Int32)
    /// The certificates, the key or the authorities are not what they should be, or do not belong together.
    case unusableIdentity
    /// No such listener, or one without TLS.
    case noTLS
    /// Another version than the one whose habits were looked at.
    case unknownLibrary(version: String)
    /// The library did not start; the words are its own.
    case library(String)

    init(_ refused: PlainThread.Refused) { self = .system(operation: "pthread_create", code: refused.code) }

    static func last(_ operation: String) -> ServerError { .system(operation: operation, code: errno) }
}
