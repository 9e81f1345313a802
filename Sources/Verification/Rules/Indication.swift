/// The answer to one signature in the words of EN 319 102-1: yes, no, or what keeps it from being either.
package enum Indication: Hashable, Sendable {
    case passed
    case failed(Disproof)
    /// Never to be shown as valid and never as invalid.
    case indeterminate(Doubt)

    /// What proves a signature wrong, whatever else is known.
    package enum Disproof: String, Hashable, Sendable, CaseIterable {
        case format = "FORMAT_FAILURE"
        case hash = "HASH_FAILURE"
        case signature = "SIG_CRYPTO_FAILURE"
        case revoked = "REVOKED"
        case expired = "EXPIRED"
        case notYetValid = "NOT_YET_VALID"
    }

    /// What is missing for a yes.
    package enum Doubt: String, Hashable, Sendable, CaseIterable {
        case signatureConstraints = "SIG_CONSTRAINTS_FAILURE"
        case chainConstraints = "CHAIN_CONSTRAINTS_FAILURE"
        case chain = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
        case algorithm = "CRYPTO_CONSTRAINTS_FAILURE"
        case algorithmWithoutProof = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
        case timestampOrder = "TIMESTAMP_ORDER_FAILURE"
        case noSigningCertificate = "NO_SIGNING_CERTIFICATE_FOUND"
        case noChain = "NO_CERTIFICATE_CHAIN_FOUND"
        case revokedWithoutProof = "REVOKED_NO_POE"
        case issuerRevokedWithoutProof = "REVOKED_CA_NO_POE"
        case outOfBoundsWithoutProof = "OUT_OF_BOUNDS_NO_POE"
        case outOfBoundsNotRevoked = "OUT_OF_BOUNDS_NOT_REVOKED"
        case tryLater = "TRY_LATER"
        case signedDataNotFound = "SIGNED_DATA_NOT_FOUND"
    }

    package var isFailed: Bool { if case .failed = self { true } else { false } }

    package var main: String {
        switch self {
        case .passed: "TOTAL-PASSED"
        case .failed: "TOTAL-FAILED"
        case .indeterminate: "INDETERMINATE"
        }
    }

    package var sub: String? {
        switch self {
        case .passed: nil
        case .failed(let disproof): disproof.rawValue
        case .indeterminate(let doubt): doubt.rawValue
        }
    }
}
