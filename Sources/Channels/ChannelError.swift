import Glibc

/// Why nothing more can be said over a channel; after each of these it is of no further use.
package enum ChannelError: Error, Equatable, Sendable {
    /// The other side is gone, or went in the middle of a message.
    case closed
    case timedOut
    /// The message announces more bytes than its receiver takes.
    case tooLong(bytes: Int, most: Int)
    /// No message of ours: a wrong beginning, an unknown kind, descriptors too few, too many or lost.
    case malformed
    case system(operation: String, code: Int32)

    static func last(_ operation: String) -> ChannelError {
        .system(operation: operation, code: errno)
    }
}

/// Why a memory file was not made, or not believed.
package enum MemoryFileError: Error, Equatable, Sendable {
    case tooLong(most: Int)
    /// A pipe, a device, a folder: something that may have no end.
    case notAPlainFile
    /// Whoever sent it could still change it under the reader.
    case notSealed
    case system(operation: String, code: Int32)

    static func last(_ operation: String) -> MemoryFileError {
        .system(operation: operation, code: errno)
    }
}
