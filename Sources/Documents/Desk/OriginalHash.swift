import Crypto

/// The digest of a document's own bytes, computed while a worker reads them.
final class OriginalHash {
    private let original: OriginalBytes
    private let algorithm: DigestAlgorithm
    private var hashing: Hashing?
    private var failure: CryptoError?

    init(_ original: OriginalBytes, _ algorithm: DigestAlgorithm) {
        self.original = original
        self.algorithm = algorithm
    }

    func run() {
        do throws(CryptoError) {
            var hashing = try Hashing(algorithm)
            try unsafe original.forEachPiece { (piece) throws(CryptoError) in try unsafe hashing.update(piece) }
            self.hashing = consume hashing
        } catch {
            failure = error
        }
    }

    /// What `run` came to; it runs now where nobody ran it.
    func take() throws(DocumentError) -> Hashing {
        if hashing == nil && failure == nil { run() }
        guard let hashing = hashing.take() else {
            throw .crypto(failure ?? .library(operation: "digest", words: "no digest was made"))
        }
        return hashing
    }
}
