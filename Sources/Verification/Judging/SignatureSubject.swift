import Crypto
import Domain
import PDF

/// One found signature on its way to a verdict: where it lies, and what is inside.
struct SignatureSubject {
    enum Container {
        case signedData(ForeignSignedData)
        /// `adbe.pkcs7.sha1`: it holds the digest of the document and signs that.
        case enclosedDigest(ForeignSignedData)
        case bare(BareRSASignature)
        case timestamp(ForeignTimestamp)
        case unreadable(SignedDataError)
    }

    let found: FoundSignature
    let container: Container
    /// The newest revision it covers whole, counted from the oldest.
    let coveredRevision: Int?

    init(_ found: FoundSignature, besides: [Certificate], lastRevision: Int) {
        self.found = found
        container = Self.container(of: found, besides)
        coveredRevision =
            switch found.coverage {
            case .wholeFile: lastRevision
            case .revision(let revision): revision
            case .part: nil
            }
    }

    private static func container(of found: FoundSignature, _ besides: [Certificate]) -> Container {
        do throws(SignedDataError) {
            if found.isDocumentTimestamp {
                return .timestamp(try ForeignTimestamp(token: found.contents, besides: besides))
            }
            switch found.words.subFilter {
            case "adbe.x509.rsa_sha1":
                guard let der = found.words.certificates.first, let signer = Certificate.known(der) else {
                    return .unreadable(.unreadable)
                }
                return .bare(try BareRSASignature(contents: found.contents, signer: signer))
            case "adbe.pkcs7.sha1":
                return .enclosedDigest(
                    try ForeignSignedData(contents: found.contents, place: .documentDigest, besides: besides))
            default:
                return .signedData(try ForeignSignedData(contents: found.contents, besides: besides))
            }
        } catch {
            return .unreadable(error)
        }
    }

    var isPAdES: Bool { found.words.subFilter == "ETSI.CAdES.detached" }

    /// How far the file is signed; nothing, where that cannot be said.
    var end: Int { found.signedEnd ?? 0 }

    var signedData: ForeignSignedData? {
        switch container {
        case .signedData(let signedData), .enclosedDigest(let signedData): signedData
        case .timestamp(let timestamp): timestamp.signedData
        case .bare, .unreadable: nil
        }
    }

    var signer: Certificate? {
        switch container {
        case .bare(let bare): bare.signer
        case .signedData, .enclosedDigest, .timestamp, .unreadable: signedData?.signer
        }
    }

    var algorithms: AlgorithmUse? {
        switch container {
        case .bare(let bare): bare.algorithms
        case .signedData, .enclosedDigest, .timestamp, .unreadable: signedData?.algorithms
        }
    }

    /// Certificates that came with it.
    var certificates: [Certificate] {
        switch container {
        case .bare(let bare):
            [bare.signer] + found.words.certificates.dropFirst().compactMap { Certificate.known($0) }
        case .signedData, .enclosedDigest, .timestamp, .unreadable: signedData?.certificates ?? []
        }
    }

    /// What must be hashed for it, and how; nil where nothing can be.
    var range: RangeDigests.Range? {
        guard let hole = found.hole, let function = digestFunction, end >= hole.upperBound else { return nil }
        return RangeDigests.Range(hole: hole, end: end, function: function)
    }

    private var digestFunction: HashFunction? {
        switch container {
        case .signedData(let signedData): signedData.digestFunction
        case .enclosedDigest, .bare: .sha1
        case .timestamp(let timestamp): timestamp.imprint?.function
        case .unreadable: nil
        }
    }

    /// Whether the signature is one over this digest, of the signed range.
    func check(_ digest: ContentDigest) -> SignatureVerdict {
        switch container {
        case .signedData(let signedData): return signedData.check(digest)
        case .enclosedDigest(let signedData): return signedData.check(enclosedDigest: digest)
        case .bare(let bare): return bare.check(digest)
        case .timestamp(let timestamp):
            let verdict = timestamp.check()
            return verdict == .holds && !timestamp.stamps(digest) ? .otherContent : verdict
        case .unreadable: return .uncheckable
        }
    }

    /// When the signer says it was made.
    var claimedTime: Instant? {
        if case .timestamp(let timestamp) = container { return timestamp.time }
        return signedData?.signingTime ?? found.words.date.flatMap { Instant(pdfDate: $0) }
    }
}
