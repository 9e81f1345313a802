package import Crypto

/// One kind of key with one digest and one scheme that fit together.
package struct SigningWay: Hashable, Sendable, CustomStringConvertible {
    package let kind: KeyKind
    package let digest: DigestAlgorithm
    package let scheme: SignatureScheme

    package init(_ kind: KeyKind, _ digest: DigestAlgorithm, _ scheme: SignatureScheme) {
        (self.kind, self.digest, self.scheme) = (kind, digest, scheme)
    }

    /// Every kind, every digest, every scheme; PSS with a salt as long as the digest.
    package static let all = KeyKind.allCases.flatMap { kind in
        DigestAlgorithm.allCases.flatMap { digest in
            kind.schemes(for: digest).map { SigningWay(kind, digest, $0) }
        }
    }

    package var description: String { "\(kind.rawValue), \(digest.rawValue), \(scheme)" }

    /// The options that tell `openssl pkeyutl` the same.
    package var opensslOptions: String {
        let digestName = digest.rawValue.filter { $0 != "-" }
        switch scheme {
        case .ecdsa: return "-pkeyopt digest:\(digestName)"
        case .pkcs1: return "-pkeyopt digest:\(digestName) -pkeyopt rsa_padding_mode:pkcs1"
        case .pss(let saltBytes):
            return "-pkeyopt digest:\(digestName) -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:\(saltBytes)"
                + " -pkeyopt rsa_mgf1_md:\(digestName)"
        }
    }
}

extension KeyKind {
    package var isElliptic: Bool { self == .p256 || self == .p384 }

    package func schemes(for digest: DigestAlgorithm) -> [SignatureScheme] {
        isElliptic ? [.ecdsa] : [.pkcs1, .pss(saltBytes: digest.byteCount)]
    }

    /// The signer of this kind under `fixtures/pki`.
    package var fixtureName: String { "signer-" + rawValue.lowercased().filter { $0 != "-" } }
}
