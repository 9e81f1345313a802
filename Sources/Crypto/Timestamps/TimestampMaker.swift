import COpenSSL
package import Domain

/// How exact an authority's clock is.
package struct TimestampAccuracy: Hashable, Sendable {
    package let seconds: Int
    package let milliseconds: Int

    package init(seconds: Int = 0, milliseconds: Int = 0) {
        precondition(seconds >= 0 && 0...999 ~= milliseconds, "an accuracy is a positive time (RFC 3161 §2.4.2)")
        self.seconds = seconds
        self.milliseconds = milliseconds
    }

    fileprivate var der: [UInt8] {
        let digits = [UInt8(milliseconds >> 8), UInt8(milliseconds & 0xFF)]
        let fraction = milliseconds == 0 ? [] : DER.tagged(0, primitive: DER.integerContent(digits))
        return DER.sequence(seconds == 0 ? [] : DER.integer(seconds), fraction)
    }
}

/// A timestamp authority's stamp, made ready once: its certificate, its key, and all that is the same in every token.
///
/// Many threads stamp at once. Tokens are CMS over a `TSTInfo` (RFC 3161 §2.4.2) with signing-certificate-v2 (RFC 5816).
package final class TimestampMaker: Sendable {
    /// Those that a query may name; the first is taken where it names none.
    package let policies: [ObjectIdentifier]
    private let key: any SigningKey
    private let method: SignatureMethod
    private let accuracy: [UInt8]
    private let certificates: [UInt8]
    private let signer: [UInt8]
    private let digestIdentifier: [UInt8]
    private let signatureIdentifier: [UInt8]
    private let contentTypeAttribute: [UInt8]
    private let certificateAttribute: [UInt8]

    /// `chain` are the certificates above, given to whoever asks for certificates. PSS is refused: OpenSSL 3.0, with which many
    /// check timestamps, cannot check it in one.
    package init(
        certificate: Certificate, chain: [Certificate], key: any SigningKey, policies: [ObjectIdentifier],
        accuracy: TimestampAccuracy, digest: DigestAlgorithm? = nil
    ) throws(CryptoError) {
        precondition(!policies.isEmpty, "an authority stamps under a policy")
        guard try certificate.publicKeyInfo() == key.publicKeyInfo else { throw .certificate(.keyDoesNotMatch) }
        guard certificate.isForTimestampsAlone else { throw .certificate(.notForSigning) }
        let usual = SignatureMethod(usualFor: key.kind)
        let method = SignatureMethod(usual.scheme, digest ?? usual.digest)
        self.policies = policies
        self.key = key
        self.method = method
        self.accuracy = accuracy.der
        certificates = DER.tagged(0, Array(DER.sorted(([certificate] + chain).map(\.der)).joined()))
        signer = DER.sequence(try certificate.issuerName(), try certificate.serialNumber().der)
        digestIdentifier = DER.sequence(method.digest.identifier.der)
        // RFC 3370 §3.2: a CMS names the key's algorithm and leaves the digest to its own field.
        signatureIdentifier =
            method.scheme == .pkcs1 ? DER.sequence(ObjectIdentifier.rsaEncryption.der, DER.null) : method.identifier
        contentTypeAttribute = Self.attribute(.contentType, ObjectIdentifier.timestampInfo.der)
        certificateAttribute = Self.attribute(
            .signingCertificate2, DER.sequence(DER.sequence(try Self.reference(to: certificate, method.digest))))
    }

    /// A granted reply. The signature was checked before it leaves.
    package func stamp(
        _ query: TimestampQuery, serial: SerialNumber, at time: Instant
    ) throws(CryptoError) -> [UInt8] {
        let policy = query.policy ?? policies[0]
        let info = DER.sequence(
            DER.integer(1), policy.der, query.imprintDER, serial.der,
            DER.generalizedTime(time, withMilliseconds: true), accuracy, query.nonce ?? [])
        let digest = try Digest(method.digest, of: info)
        let members = DER.sorted([
            contentTypeAttribute, certificateAttribute, Self.attribute(.messageDigest, DER.octets(digest.bytes)),
        ])
        let attributes = Array(members.joined())
        // Signed with the tag of a SET, sent with a tag of its place (RFC 5652 §5.4).
        let value = try key.sign(
            Digest(method.digest, of: DER.element(0x31, attributes)), scheme: method.scheme)
        let signerInfo = DER.sequence(
            DER.integer(1), signer, digestIdentifier, DER.tagged(0, attributes), signatureIdentifier,
            DER.octets(value))
        let signedData = DER.sequence(
            DER.integer(3), DER.set(of: [digestIdentifier]),
            DER.sequence(ObjectIdentifier.timestampInfo.der, DER.tagged(0, DER.octets(info))),
            query.wantsCertificate ? certificates : [], DER.set(of: [signerInfo]))
        let token = DER.sequence(ObjectIdentifier.signedData.der, DER.tagged(0, signedData))
        return DER.sequence(DER.sequence(DER.integer(0)), token)
    }

    private static func attribute(_ type: ObjectIdentifier, _ value: [UInt8]) -> [UInt8] {
        DER.sequence(type.der, DER.set(of: [value]))
    }

    /// `ESSCertIDv2`: the certificate by its hash, and by whoever issued it. SHA-256 is the default and left out.
    private static func reference(
        to certificate: Certificate, _ digest: DigestAlgorithm
    ) throws(CryptoError) -> [UInt8] {
        let issuer: [UInt8] = DER.sequence(DER.tagged(4, try certificate.issuerName()))
        return DER.sequence(
            digest == .sha256 ? [] : DER.sequence(digest.identifier.der),
            DER.octets(try Digest(digest, of: certificate.der).bytes),
            DER.sequence(issuer, try certificate.serialNumber().der))
    }
}

extension ObjectIdentifier {
    static let signedData = Self(of: "1.2.840.113549.1.7.2")
    static let timestampInfo = Self(of: "1.2.840.113549.1.9.16.1.4")
    static let contentType = Self(of: "1.2.840.113549.1.9.3")
    static let messageDigest = Self(of: "1.2.840.113549.1.9.4")
    static let signingCertificate2 = Self(of: "1.2.840.113549.1.9.16.2.47")
}
