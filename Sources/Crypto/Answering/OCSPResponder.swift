import COpenSSL
package import Domain

/// An authority's answering voice, made ready once: its certificate, its key, and all that is the same in every answer.
///
/// Many threads answer at once.
package final class OCSPResponder: Sendable {
    private let key: any SigningKey
    private let method: SignatureMethod
    /// Who answers, by the hash of his key (RFC 6960 §4.2.1).
    private let name: [UInt8]
    /// What follows the signature: the responder's certificate, unless it is the authority's own, which every asker has.
    private let certificates: [UInt8]

    /// The certificate is the issuing authority's own, or one that it issued for answering.
    package init(
        certificate: Certificate, issuer: Certificate, key: any SigningKey, method: SignatureMethod? = nil
    ) throws(CryptoError) {
        guard try certificate.publicKeyInfo() == key.publicKeyInfo else { throw .certificate(.keyDoesNotMatch) }
        if certificate != issuer {
            guard issuer.mayHaveIssued(certificate) else { throw .certificate(.chainBroken) }
            guard certificate.isForRevocationAnswers else { throw .certificate(.notForSigning) }
        }
        let method = method ?? SignatureMethod(usualFor: key.kind)
        try method.scheme.check(against: key.kind, digest: method.digest)
        guard let bits = PublicKeyBits.of(key.publicKeyInfo) else { throw .key(.unreadable) }
        // The standard has SHA-1 and nothing else here; it only names.
        name = DER.tagged(2, DER.octets(try HashFunction.sha1.digest(of: bits).bytes))
        certificates = certificate == issuer ? [] : DER.tagged(0, DER.sequence(certificate.der))
        self.key = key
        self.method = method
    }

    /// Answers, in the order of the questions. The signature was checked before the answer leaves.
    package func answer(
        _ statements: [OCSPStatement], producedAt: Instant, nonce: [UInt8]? = nil
    ) throws(CryptoError) -> [UInt8] {
        precondition(!statements.isEmpty, "an answer says something")
        let extensions =
            nonce.map { nonce in
                DER.tagged(1, DER.sequence(DER.sequence(Self.nonceIdentifier, DER.octets(DER.octets(nonce)))))
            } ?? []
        let answers = DER.sequence(of: statements.map(\.der))
        let toBeSigned = DER.sequence(name, DER.generalizedTime(producedAt), answers, extensions)
        let signature = try key.sign(Digest(method.digest, of: toBeSigned), scheme: method.scheme)
        let basic = DER.sequence(toBeSigned, method.identifier, DER.bits(signature), certificates)
        return DER.sequence(
            DER.enumerated(0), DER.tagged(0, DER.sequence(Self.basicIdentifier, DER.octets(basic))))
    }

    private static let nonceIdentifier = ObjectIdentifier(of: "1.3.6.1.5.5.7.48.1.2").der
    private static let basicIdentifier = ObjectIdentifier(of: "1.3.6.1.5.5.7.48.1.1").der
}

/// What is said about one certificate, and for how long it holds.
package struct OCSPStatement: Hashable, Sendable {
    package enum Status: Hashable, Sendable {
        case good
        case revoked(at: Instant, reason: RevocationReason?)
        /// Never issued here. It is said to be unknown, and not revoked as RFC 6960 §2.2 would let a responder say.
        case unknown
    }

    package let id: CertificateID
    package let status: Status
    package let thisUpdate: Instant
    package let nextUpdate: Instant

    package init(_ id: CertificateID, _ status: Status, thisUpdate: Instant, nextUpdate: Instant) {
        precondition(thisUpdate < nextUpdate, "an answer holds for some time")
        self.id = id
        self.status = status
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
    }

    fileprivate var der: [UInt8] {
        DER.sequence(
            id.der, statusDER, DER.generalizedTime(thisUpdate), DER.tagged(0, DER.generalizedTime(nextUpdate)))
    }

    private var statusDER: [UInt8] {
        switch status {
        case .good: DER.tagged(0, primitive: [])
        case .unknown: DER.tagged(2, primitive: [])
        case .revoked(let moment, let reason):
            DER.tagged(
                1,
                DER.generalizedTime(moment)
                    + (reason?.asWritten.map { DER.tagged(0, DER.enumerated(UInt8($0.rawValue))) } ?? []))
        }
    }
}

/// The answers that say nothing about a certificate and are signed by nobody (RFC 6960 §4.2.1).
package enum OCSPAnswer {
    package static let malformedRequest: [UInt8] = DER.sequence(DER.enumerated(1))
    package static let internalError: [UInt8] = DER.sequence(DER.enumerated(2))
    package static let tryLater: [UInt8] = DER.sequence(DER.enumerated(3))
    /// This responder does not answer for that authority.
    package static let unauthorized: [UInt8] = DER.sequence(DER.enumerated(6))
}
