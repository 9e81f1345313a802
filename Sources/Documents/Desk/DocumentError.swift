package import Channels
package import Crypto
package import Workers

/// Why a document did not come back signed.
package enum DocumentError: Error, Equatable, Sendable {
    case refused(DocumentRefusal)
    /// The worker died, hung or was not to be had. The document may be what killed it.
    case worker(WorkerError)
    /// The worker's answer does not fit what it was asked; nothing of it was used.
    case answerRejected(AnswerDefect)
    case signatureTooLarge(bytes: Int, room: Int)
    /// The signature is one over something else.
    case signatureOverOtherDocument
    /// Nothing in the document waits for a signature.
    case nothingPrepared
    case memory(MemoryFileError)
    case crypto(CryptoError)
}

/// What made an answer unbelievable.
package enum AnswerDefect: String, Equatable, Sendable {
    case unreadable
    case otherDocument
    case otherHole
    case byteRange
    case otherKind
}

extension DocumentError {
    /// Whether the document is at fault, or what was asked for it, and not this program or its machine.
    package var isDocumentsOwn: Bool {
        switch self {
        case .refused(let refusal): refusal.reason != .appearanceFailed
        // A reader that dies or hangs does so of the document: a limit that it ran into is the document's, too.
        case .worker(.crashed), .worker(.timedOut), .worker(.answerTooLarge): true
        case .worker(.overloaded), .worker(.unavailable), .worker(.malformedAnswer), .answerRejected,
            .signatureTooLarge, .signatureOverOtherDocument, .nothingPrepared, .memory, .crypto:
            false
        }
    }
}
