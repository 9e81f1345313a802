import COpenSSL
import Domain

/// A stranger's `SignedData` while it is being read: what was found so far, and what was wrong with it.
struct SignedDataReading {
    let parts: SignedDataParts
    var defects: Set<SignedDataDefect> = []
    private(set) var info: SignerInfoParts?
    private(set) var certificates: [Certificate] = []
    private(set) var signer: Certificate?
    private(set) var digestFunction: HashFunction?
    private(set) var algorithms: AlgorithmUse?
    private(set) var messageDigest: [UInt8]?
    private(set) var signingTime: Instant?
    private(set) var signedRevocations: [[UInt8]] = []
    private(set) var proof: ForeignSignedData.Proof?

    private static let data = "1.2.840.113549.1.7.1"
    private static let timestampInfo = "1.2.840.113549.1.9.16.1.4"

    init(_ parts: SignedDataParts, place: ForeignSignedData.Place, besides: [Certificate]) throws(SignedDataError) {
        self.parts = parts
        let most = ForeignSignedData.self
        guard parts.certificates.count <= most.certificatesMax else {
            throw .tooManyCertificates(most: most.certificatesMax)
        }
        guard parts.signers.count <= most.signersMax else { throw .tooManySigners(most: most.signersMax) }
        if !parts.isDER { defects.insert(.notDER) }
        readContent(place)
        readCertificates()
        guard let first = parts.signers.first else {
            defects.insert(.noSigner)
            return
        }
        if parts.signers.count > 1 { defects.insert(.severalSigners) }
        let info = try SignerInfoParts(first)
        self.info = info
        if !info.isDER { defects.insert(.notDER) }
        readAttributes(info)
        findSigner(info, besides: besides)
        let way = readAlgorithms(info)
        guard parts.signers.count == 1, let signer, let way, let digestFunction, algorithms != nil,
            info.signedBytes == nil || messageDigest != nil
        else { return }
        proof = ForeignSignedData.Proof(
            certificate: signer, way: way, digestFunction: digestFunction, signedBytes: info.signedBytes)
    }

    private mutating func readContent(_ place: ForeignSignedData.Place) {
        switch place {
        case .document:
            if parts.content != nil { defects.insert(.contentPresent) }
        case .documentDigest, .timestamp:
            if parts.content == nil { defects.insert(.contentMissing) }
        }
        let wanted = if case .timestamp = place { Self.timestampInfo } else { Self.data }
        if parts.contentType != wanted { defects.insert(.wrongContentType) }
    }

    private mutating func readCertificates() {
        for element in parts.certificates {
            // A choice between a certificate and things long out of use (RFC 5652 §10.2.2).
            if element.has(V_ASN1_SEQUENCE), let certificate = Certificate.known(element.bytes) {
                certificates.append(certificate)
            } else {
                defects.insert(.unreadableCertificate)
            }
        }
    }

    // MARK: Signed attributes

    private mutating func readAttributes(_ info: SignerInfoParts) {
        guard info.signedBytes != nil else {
            defects.insert(.noSignedAttributes)
            return
        }
        if info.signed.hasDuplicates { defects.insert(.duplicateAttributes) }
        if !info.signed.areSorted { defects.insert(.attributesNotSorted) }
        readContentType(info.signed)
        readMessageDigest(info.signed)
        if info.signed.has(.signingTime) {
            defects.insert(.signingTimePresent)
            signingTime = info.signed.only(.signingTime).flatMap(Self.time)
            if signingTime == nil { defects.insert(.malformedAttribute) }
        }
        for type in [AttributeType.commitmentType, .signaturePolicy] where info.signed.has(type) {
            if info.signed.only(type)?.children == nil { defects.insert(.malformedAttribute) }
        }
        checkProtection(info)
    }

    private mutating func readContentType(_ signed: SignedDataAttributes) {
        guard signed.has(.contentType) else {
            defects.insert(.contentTypeAttributeMissing)
            return
        }
        guard let named = signed.only(.contentType)?.objectIdentifier else {
            defects.insert(.malformedAttribute)
            return
        }
        if named != parts.contentType { defects.insert(.contentTypeAttributeWrong) }
    }

    private mutating func readMessageDigest(_ signed: SignedDataAttributes) {
        switch signed.values(.messageDigest).count {
        case 0: defects.insert(.messageDigestMissing)
        case 1:
            guard let value = signed.only(.messageDigest), value.has(V_ASN1_OCTET_STRING), let octets = value.octets
            else {
                defects.insert(.malformedAttribute)
                return
            }
            messageDigest = octets
        default: defects.insert(.messageDigestTwice)
        }
    }

    private static func time(_ element: BERElement) -> Instant? {
        let read = unsafe DER.parse(
            element.bytes, { next, count in unsafe OpaquePointer(d2i_ASN1_TIME(nil, next, count)) },
            discard: { unsafe ASN1_TIME_free(UnsafeMutablePointer($0)) })
        guard let time = unsafe read.map({ unsafe UnsafeMutablePointer<ASN1_TIME>($0) }) else { return nil }
        defer { unsafe ASN1_TIME_free(time) }

        return unsafe Instant(asn1: time)
    }

    /// Where the algorithms are signed as well (RFC 6211), they must be those in use.
    private mutating func checkProtection(_ info: SignerInfoParts) {
        guard info.signed.has(.algorithmProtection) else { return }
        guard let stated = info.signed.only(.algorithmProtection)?.children, stated.count == 2,
            stated[1].has(context: 1), let digest = Self.identity(stated[0]), let way = Self.identity(stated[1]),
            digest == Self.identity(info.digestAlgorithm), way == Self.identity(info.signatureAlgorithm)
        else {
            defects.insert(.algorithmProtectionMismatch)
            return
        }
    }

    /// Name and parameters, among which NULL is as good as none.
    private static func identity(_ algorithm: BERElement) -> [[UInt8]]? {
        algorithm.children?.filter { !$0.has(V_ASN1_NULL) }.map(\.bytes)
    }

    // MARK: The signer

    private mutating func findSigner(_ info: SignerInfoParts, besides: [Certificate]) {
        let identity = SignerIdentity(info.identifier)
        let references = [AttributeType.signingCertificate, .signingCertificateV2].filter { info.signed.has($0) }
        if references.isEmpty { defects.insert(.signingCertificateMissing) }
        let inside = certificates.filter { identity?.isThat(of: $0) ?? false }
        let candidates = inside + besides.filter { identity?.isThat(of: $0) ?? false }
        // Several may share a name and number; the one that the attributes name is meant.
        signer = candidates.first { Self.isNamed($0, by: info.signed, references) } ?? candidates.first
        guard let signer else {
            defects.insert(.signingCertificateAbsent)
            return
        }
        if !inside.contains(signer) { defects.insert(.signingCertificateAbsent) }
        if !Self.isNamed(signer, by: info.signed, references) { defects.insert(.signingCertificateMismatch) }
    }

    private static func isNamed(
        _ certificate: Certificate, by signed: SignedDataAttributes, _ references: [AttributeType]
    ) -> Bool {
        references.allSatisfy { type in
            guard let value = signed.only(type) else { return false }
            return CertificateReference.names(
                certificate, value, isVersion2: type == AttributeType.signingCertificateV2)
        }
    }

    // MARK: Algorithms

    private mutating func readAlgorithms(_ info: SignerInfoParts) -> SignatureWay? {
        if parts.digestAlgorithms.isEmpty { defects.insert(.emptyDigestAlgorithms) }
        digestFunction = SignatureWay.digest(info.digestAlgorithm)
        let way = SignatureWay(info.signatureAlgorithm)
        guard let way, let digestFunction else {
            defects.insert(.algorithmUnknown)
            return nil
        }
        let announced = parts.digestAlgorithms.compactMap(SignatureWay.digest)
        if !parts.digestAlgorithms.isEmpty, !announced.contains(digestFunction) {
            defects.insert(.digestAlgorithmsMismatch)
        }
        if let own = way.digest, own != digestFunction { defects.insert(.digestAlgorithmsMismatch) }
        guard let signer else { return way }
        guard let key = VerifyingKey(of: signer), key.fits(way.family) else {
            defects.insert(.keyUnusable)
            return nil
        }
        // The digest of PSS's mask is left out: nothing rests on its being free of collisions (RFC 8017 §8.1).
        let weaker = [way.digest, digestFunction].compactMap(\.self).min {
            AlgorithmPolicy.etsi.acceptance(of: $0) < AlgorithmPolicy.etsi.acceptance(of: $1)
        }
        algorithms = AlgorithmUse(digest: weaker, signature: way.family, key: key.family, bits: key.bits)
        return way
    }

    // MARK: Revocation

    /// From the field for it and from Adobe's attribute, one list.
    mutating func revocationData() throws(SignedDataError) -> RevocationData {
        var found = RevocationBytes(parts.revocations)
        if let info, info.signed.has(.adobeRevocation) {
            let unsignedCount = (found.lists.count, found.answers.count)
            for value in info.signed.values(.adobeRevocation) { found.add(adobe: value) }
            signedRevocations =
                Array(found.lists.dropFirst(unsignedCount.0)) + found.answers.dropFirst(unsignedCount.1)
        }
        if found.isIncomplete { defects.insert(.unreadableRevocation) }
        guard found.count <= ForeignSignedData.revocationsMax else {
            throw .tooManyRevocations(most: ForeignSignedData.revocationsMax)
        }
        let data = RevocationData(lists: found.lists, answers: found.answers)
        if data.unreadableCount > 0 { defects.insert(.unreadableRevocation) }
        return data
    }
}
