package import Domain

/// A `SignedData` that a stranger made: what it says, what is wrong with it, and whether its signature holds.
///
/// What is merely wrong is a defect in a list, and only what cannot be read at all is an error. Whether its certificate
/// is anybody's, and its algorithms still good, is for others to say.
package struct ForeignSignedData: Sendable {
    package static let bytesMax = 1 << 20
    package static let certificatesMax = 50
    /// CRLs and OCSP answers together.
    package static let revocationsMax = 50
    package static let signersMax = 64
    /// In one set of a signer's.
    package static let attributesMax = 64

    /// Where it was found, which says what its content must be.
    package enum Place: Sendable {
        /// A PDF's signature: what is signed lies outside.
        case document
        /// `adbe.pkcs7.sha1`: it holds the SHA-1 of what is signed.
        case documentDigest
        /// RFC 3161: it holds a `TSTInfo`.
        case timestamp
    }

    package let defects: Set<SignedDataDefect>
    /// The bytes of the structure itself, without what stood behind.
    package let der: [UInt8]
    /// In dotted numbers.
    package let contentType: String
    package let content: [UInt8]?

    package let signer: Certificate?
    package let certificates: [Certificate]
    package let revocations: RevocationData
    /// Those of them that the signer signed along (`adbe-revocationInfoArchival`), DER.
    package let signedRevocations: [[UInt8]]

    /// With which function the signed bytes were digested.
    package let digestFunction: HashFunction?
    /// What the signature rests on; nil where anything of it is not recognised.
    package let algorithms: AlgorithmUse?
    /// The bare signature, over which a signature timestamp is.
    package let signature: [UInt8]
    package let messageDigest: [UInt8]?

    // What the signer claims.
    package let signingTime: Instant?
    package let commitmentType: String?
    package let signaturePolicy: String?

    /// Signature timestamps, each a token of its own.
    package let signatureTimestamps: [[UInt8]]
    package let contentTimestamps: [[UInt8]]
    package let archiveTimestampCount: Int

    /// What checking the signature needs; nil unless one signer's is whole.
    let proof: Proof?

    struct Proof: Sendable {
        let certificate: Certificate
        let way: SignatureWay
        let digestFunction: HashFunction
        /// Nil for a signature over the content itself.
        let signedBytes: [UInt8]?
    }

    /// Reads a PDF's `/Contents` or an equal container: the structure, and behind it zeros only.
    ///
    /// `besides` are certificates known from elsewhere, among which a signer who brings none is looked for.
    package init(
        contents: [UInt8], place: Place = .document, besides: [Certificate] = []
    ) throws(SignedDataError) {
        do throws(CryptoError) { try OpenSSLRuntime.require() } catch { throw .library("\(error)") }
        guard let root = BERElement(frontOf: contents) else { throw .unreadable }
        guard root.whole.count <= Self.bytesMax else { throw .tooLarge(bytesMax: Self.bytesMax) }
        var reading = try SignedDataReading(SignedDataParts(root), place: place, besides: besides)
        if contents[root.whole.upperBound...].contains(where: { $0 != 0 }) { reading.defects.insert(.trailingBytes) }
        der = root.bytes
        contentType = reading.parts.contentType
        content = reading.parts.content
        signer = reading.signer
        certificates = reading.certificates
        digestFunction = reading.digestFunction
        algorithms = reading.algorithms
        signature = reading.info?.signature ?? []
        messageDigest = reading.messageDigest
        signingTime = reading.signingTime
        let signed = reading.info?.signed
        let unsigned = reading.info?.unsigned
        commitmentType = signed?.only(.commitmentType)?.children?.first?.objectIdentifier
        signaturePolicy = signed?.only(.signaturePolicy)?.children?.first?.objectIdentifier
        signatureTimestamps = unsigned?.values(.signatureTimestamp).map(\.bytes) ?? []
        contentTimestamps = signed?.values(.contentTimestamp).map(\.bytes) ?? []
        archiveTimestampCount = [.archiveTimestamp, .archiveTimestampV2, .archiveTimestampV3]
            .reduce(0) { count, type in count + (unsigned?.values(type).count ?? 0) }
        revocations = try reading.revocationData()
        signedRevocations = reading.signedRevocations
        proof = reading.proof
        defects = reading.defects
    }

    /// Whether the signature is the signer's, over this digest.
    package func check(_ digest: ContentDigest) -> SignatureVerdict {
        guard let proof else { return .uncheckable }
        guard digest.function == proof.digestFunction else { return .otherDigestWanted(proof.digestFunction) }
        guard let key = VerifyingKey(of: proof.certificate) else { return .uncheckable }
        guard let signedBytes = proof.signedBytes else {
            // The signature is over the digest itself, which EdDSA is never and another function cannot be.
            guard proof.way.digest ?? digest.function == digest.function, proof.way.family != .eddsa else {
                return .uncheckable
            }
            return key.verifies(signature, over: digest, way: proof.way) ? .holds : .broken
        }
        guard let messageDigest else { return .uncheckable }
        guard messageDigest == digest.bytes else { return .otherContent }
        if proof.way.family == .eddsa {
            return key.verifies(signature, overMessage: signedBytes) ? .holds : .broken
        }
        let function = proof.way.digest ?? proof.digestFunction
        guard let attributes = try? function.digest(of: signedBytes) else { return .uncheckable }
        return key.verifies(signature, over: attributes, way: proof.way) ? .holds : .broken
    }

    package func check(_ digest: Digest) -> SignatureVerdict { check(ContentDigest(digest)) }

    /// As `check`, for a structure that holds what it signs.
    package func checkContent() -> SignatureVerdict {
        guard let content, let function = digestFunction, let digest = try? function.digest(of: content) else {
            return .uncheckable
        }
        return check(digest)
    }

    /// As `check`, for `adbe.pkcs7.sha1`: the structure signs the SHA-1 that it holds (ISO 32000-1 §12.8.3.3.1).
    package func check(enclosedDigest digest: ContentDigest) -> SignatureVerdict {
        guard digest.function == .sha1 else { return .otherDigestWanted(.sha1) }
        guard let content else { return .uncheckable }
        let verdict = checkContent()
        if case .holds = verdict, content != digest.bytes { return .otherContent }
        return verdict
    }
}
