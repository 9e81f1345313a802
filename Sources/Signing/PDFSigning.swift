package import Channels
package import Crypto
package import Documents
package import Domain
import PDF
package import Workers

/// Signs documents for one opened key: prepared behind the walls, hashed, signed, stamped and put together here.
package struct PDFSigning: ~Copyable {
    package enum Level: String, Sendable {
        case signature = "B-B"
        case timestamp = "B-T"
    }

    /// Whether a signature may leave without the timestamp that was asked for.
    package enum WithoutTimestamp: Sendable {
        case refuse
        case lowerLevel
    }

    private let desk: DocumentDesk
    private var signing: CAdESSigning
    private let digest: DigestAlgorithm
    private let certificate: [UInt8]
    private let signatureBytesMax: Int
    private let stamping: Stamping?

    /// How often a document is prepared anew because a timestamp turned out larger than the last one.
    private static let attemptsMax = 3

    package init(
        _ desk: DocumentDesk, as identity: borrowing SigningIdentity, scheme: SignatureScheme, digest: DigestAlgorithm,
        now: Instant, stamping: Stamping?
    ) throws(CryptoError) {
        self.desk = desk
        var signing = try CAdESSigning(as: identity, scheme: scheme, digest: digest, now: now)
        signatureBytesMax = try signing.bytesMax()
        self.signing = signing
        self.digest = digest
        certificate = identity.certificate.der
        self.stamping = stamping
    }

    package mutating func sign(
        _ document: MemoryFile, _ task: SignatureTask, client: ClientKey?, deadline: Duration
    ) throws(SigningError) -> SignedPDF {
        var task = task
        task.request.signerCertificate = certificate
        task.request.digestName = digest.rawValue.filter { $0 != "-" }
        // A field that demands a timestamp must not get a signature that may leave without one.
        task.request.hasTimestamp = stamping?.isCertain ?? false
        var tokenBytes = try stamping?.expectedBytes() ?? 0
        for _ in 0..<Self.attemptsMax {
            task.request.contentsBytes = signatureBytesMax + tokenBytes
            let prepared = try wrapped { () throws(DocumentError) in
                try desk.prepare(document, for: task, digest: digest, client: client, deadline: deadline)
            }
            let plain: CMSSignature
            do throws(CryptoError) { plain = try signing.sign(prepared.digest) } catch { throw .crypto(error) }
            let (signature, level, refusals) = try stamping?.stamp(plain) ?? (plain, .signature, [])
            guard signature.der.count <= prepared.contentsBytes else {
                tokenBytes = signature.der.count - signatureBytesMax + Stamping.slackBytes
                continue
            }
            do throws(DocumentError) {
                return SignedPDF(document: try prepared.embed(signature), level: level, refusals: refusals)
            } catch {
                throw .document(error)
            }
        }
        throw .timestampNeverFits
    }

    private func wrapped(
        _ body: () throws(DocumentError) -> PreparedDocument
    ) throws(SigningError) -> PreparedDocument {
        do throws(DocumentError) { return try body() } catch { throw .document(error) }
    }
}

/// A signed document, the level it reached, and, where that is lower than asked for, why.
package struct SignedPDF: Sendable {
    package let document: SignedDocument
    package let level: PDFSigning.Level
    package let refusals: [TimestampRefusal]
}

package enum SigningError: Error, Equatable, Sendable {
    case document(DocumentError)
    case crypto(CryptoError)
    /// The authority's answers grow from one to the next.
    case timestampNeverFits
}
