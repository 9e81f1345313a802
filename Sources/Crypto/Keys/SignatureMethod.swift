import COpenSSL

/// How an authority signs: a scheme, and the digest that it signs.
package struct SignatureMethod: Hashable, Sendable {
    package let scheme: SignatureScheme
    package let digest: DigestAlgorithm

    package init(_ scheme: SignatureScheme, _ digest: DigestAlgorithm) {
        self.scheme = scheme
        self.digest = digest
    }

    /// What a key of this kind signs with when nobody asks for anything else: a digest as strong as its curve.
    package init(usualFor kind: KeyKind) {
        self.init(SignatureScheme(usualFor: kind), kind == .p384 ? .sha384 : .sha256)
    }

    /// The `AlgorithmIdentifier` of its signatures, DER.
    var identifier: [UInt8] {
        switch (scheme, digest) {
        case (.pkcs1, .sha256): DER.sequence(ObjectIdentifier.sha256WithRSA.der, DER.null)
        case (.pkcs1, .sha384): DER.sequence(ObjectIdentifier.sha384WithRSA.der, DER.null)
        case (.pkcs1, .sha512): DER.sequence(ObjectIdentifier.sha512WithRSA.der, DER.null)
        // RFC 5758 §3.2: no parameters.
        case (.ecdsa, .sha256): DER.sequence(ObjectIdentifier.ecdsaWithSHA256.der)
        case (.ecdsa, .sha384): DER.sequence(ObjectIdentifier.ecdsaWithSHA384.der)
        case (.ecdsa, .sha512): DER.sequence(ObjectIdentifier.ecdsaWithSHA512.der)
        case (.pss(let saltBytes), _): DER.sequence(ObjectIdentifier.rsaPSS.der, pssParameters(saltBytes))
        }
    }

    /// The digest with NULL, as RFC 4055 §2.1 has it in certificates.
    private func pssParameters(_ saltBytes: Int) -> [UInt8] {
        let hash = DER.sequence(digest.identifier.der, DER.null)
        // 20 bytes are the default, which DER leaves out (X.690 §11.5).
        let salt = saltBytes == 20 ? [] : DER.tagged(2, DER.integer(saltBytes))
        return DER.sequence(
            DER.tagged(0, hash), DER.tagged(1, DER.sequence(ObjectIdentifier.maskGeneration1.der, hash)), salt)
    }

    /// Reads the identifier; nil for a way that no authority here signs.
    init?(_ identifier: BERElement) {
        guard let way = SignatureWay(identifier), let function = way.digest,
            let digest = DigestAlgorithm.allCases.first(where: { HashFunction($0) == function })
        else { return nil }
        self.digest = digest
        switch (way.family, way.pss) {
        case (.rsaPKCS1, _): scheme = .pkcs1
        case (.ecdsa, _): scheme = .ecdsa
        case (.rsaPSS, .some(let pss)) where pss.maskDigest == function: scheme = .pss(saltBytes: pss.saltBytes)
        case (.rsaPSS, _), (.dsa, _), (.eddsa, _): return nil
        }
    }
}

extension DigestAlgorithm {
    var identifier: ObjectIdentifier {
        switch self {
        case .sha256: .sha256
        case .sha384: .sha384
        case .sha512: .sha512
        }
    }
}

extension ObjectIdentifier {
    static let sha256 = Self(of: "2.16.840.1.101.3.4.2.1")
    static let sha384 = Self(of: "2.16.840.1.101.3.4.2.2")
    static let sha512 = Self(of: "2.16.840.1.101.3.4.2.3")
    static let rsaEncryption = Self(of: "1.2.840.113549.1.1.1")
    static let maskGeneration1 = Self(of: "1.2.840.113549.1.1.8")
    static let rsaPSS = Self(of: "1.2.840.113549.1.1.10")
    static let sha256WithRSA = Self(of: "1.2.840.113549.1.1.11")
    static let sha384WithRSA = Self(of: "1.2.840.113549.1.1.12")
    static let sha512WithRSA = Self(of: "1.2.840.113549.1.1.13")
    static let ecdsaWithSHA256 = Self(of: "1.2.840.10045.4.3.2")
    static let ecdsaWithSHA384 = Self(of: "1.2.840.10045.4.3.3")
    static let ecdsaWithSHA512 = Self(of: "1.2.840.10045.4.3.4")
}
