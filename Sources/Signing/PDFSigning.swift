package import Channels
package import Crypto
package import Documents
package import Domain
import PDF
package import Verification
package import Workers

/// Signs documents for one opened key: prepared behind the walls, hashed, signed, stamped and put together here.
package struct PDFSigning: ~Copyable {
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
    private let longTerm: LongTerm?

    /// What is done for each signature once it has its timestamp.
    package struct LongTerm: Sendable {
        let level: Level
        let work: PDFExtension

        package init(_ level: Level, by work: PDFExtension) {
            precondition(level > .timestamp, "a timestamp is no work for later")
            self.level = level
            self.work = work
        }
    }

    package init(
        _ desk: DocumentDesk, as identity: borrowing SigningIdentity, scheme: SignatureScheme, digest: DigestAlgorithm,
        now: Instant, stamping: Stamping?, longTerm: LongTerm? = nil
    ) throws(CryptoError) {
        self.desk = desk
        var signing = try CAdESSigning(as: identity, scheme: scheme, digest: digest, now: now)
        signatureBytesMax = try signing.bytesMax()
        self.signing = signing
        self.digest = digest
        certificate = identity.certificate.der
        self.stamping = stamping
        self.longTerm = longTerm
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
        for _ in 0..<Stamping.attemptsMax {
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
            let signed: SignedDocument
            do throws(DocumentError) { signed = try prepared.embed(signature) } catch { throw .document(error) }
            let made = SignedPDF(document: signed, level: level, refusals: refusals)
            // Without its own time a signature cannot be judged later, whatever else it is given.
            guard let longTerm, level == .timestamp else { return made }
            let work = try ExtensionWork(signed, password: task.password, client: client, deadline: deadline)
            return SignedPDF(try longTerm.work.extend(work, to: longTerm.level, .newest))
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
    /// What could not be had for a longer life.
    package let missing: [MissingWord]
    package let cautions: [LongTermCaution]

    init(document: SignedDocument, level: PDFSigning.Level, refusals: [TimestampRefusal]) {
        self.document = document
        self.level = level
        self.refusals = refusals
        (missing, cautions) = ([], [])
    }

    init(_ extended: ExtendedPDF) {
        document = extended.document
        level = extended.level
        refusals = extended.refusals
        missing = extended.missing
        cautions = extended.cautions
    }
}

package enum SigningError: Error, Equatable, Sendable {
    case document(DocumentError)
    case crypto(CryptoError)
    /// The authority's answers grow from one to the next.
    case timestampNeverFits
    case notExtended(ExtensionObstacle)
}
