import COpenSSL

/// What looking for a path from a certificate to an anchor came to.
package enum PathOutcome: Sendable {
    /// The leaf first, the anchor last; they are the same where the leaf is an anchor itself.
    case found(path: [Certificate])
    case none(PathFailure)
}

/// Why there is no path.
package enum PathFailure: String, CaseIterable, Sendable {
    case noAnchor
    /// A certificate of the right name is there, whose key did not sign.
    case badSignature
    case notAuthority
    /// Path length, name constraints, policies, or a critical extension that is not understood.
    case constraints
    /// The leaf may not be used for this, or an authority not for signing certificates.
    case keyUsage
    case keyUnusable
    case tooLong
    case tooManyCandidates
    case tooManyChecks
    case unreadable
}

/// What a leaf must be for.
package enum PathPurpose: Sendable {
    case signing
    case timestamping
    case ocsp
}

/// Looks for a path (RFC 5280 §6) by names and signatures, in which no time plays a part.
///
/// Times, algorithms and revocation are judged by the caller, certificate by certificate. OpenSSL follows one issuer of
/// several that look alike and does not come back; so the candidates are walked here, and it judges each whole path
/// alone.
package struct CertificatePath {
    /// Certificates in a path.
    package static let lengthMax = 10
    package static let candidatesMax = 50
    package static let signatureChecksMax = 1_000

    private let purpose: PathPurpose
    private let anchors: [Certificate]
    private let issuers: [Certificate]
    private var checksLeft = signatureChecksMax
    /// Of all that went wrong, what came nearest to a path.
    private var failure = PathFailure.noAnchor

    package static func find(
        for leaf: Certificate, among candidates: [Certificate], anchors: [Certificate], purpose: PathPurpose
    ) -> PathOutcome {
        guard candidates.count <= candidatesMax else { return .none(.tooManyCandidates) }
        guard isFor(purpose, leaf) else { return .none(.keyUsage) }
        var search = CertificatePath(purpose: purpose, anchors: anchors, candidates: candidates)
        if let path = search.walk([leaf]) { return .found(path: path) }
        return .none(search.failure)
    }

    private init(purpose: PathPurpose, anchors: [Certificate], candidates: [Certificate]) {
        self.purpose = purpose
        self.anchors = anchors
        issuers = anchors + candidates.filter { !anchors.contains($0) }
    }

    private static func isFor(_ purpose: PathPurpose, _ leaf: Certificate) -> Bool {
        switch purpose {
        case .signing: leaf.isForSigning
        case .timestamping: leaf.isForTimestampsAlone
        case .ocsp: leaf.isForRevocationAnswers || leaf.isAuthority
        }
    }

    private mutating func walk(_ path: [Certificate]) -> [Certificate]? {
        guard let last = path.last else { return nil }
        if anchors.contains(last) {
            guard let why = Self.objection(to: path) else { return path }
            failure = why
        }
        for issuer in issuers where !path.contains(issuer) {
            guard mayHaveIssued(issuer, last) else { continue }
            guard checksLeft > 0 else {
                failure = .tooManyChecks
                return nil
            }
            guard path.count < Self.lengthMax else {
                failure = .tooLong
                return nil
            }
            checksLeft -= 1
            guard hasSigned(issuer, last) else { continue }
            if let whole = walk(path + [issuer]) { return whole }
        }
        return nil
    }

    private mutating func mayHaveIssued(_ issuer: Certificate, _ certificate: Certificate) -> Bool {
        let answer = unsafe X509_check_issued(issuer.pointer, certificate.pointer)
        if answer == X509_V_ERR_KEYUSAGE_NO_CERTSIGN { remark(.keyUsage) }
        return answer == X509_V_OK
    }

    private mutating func hasSigned(_ issuer: Certificate, _ certificate: Certificate) -> Bool {
        // Nothing more is done with a key whose curve is of its own making.
        guard VerifyingKey(of: issuer) != nil else {
            remark(.keyUnusable)
            return false
        }
        guard certificate.isSigned(by: issuer) else {
            remark(.badSignature)
            return false
        }
        return true
    }

    /// What went wrong on the way says less than what an anchor was reached with.
    private mutating func remark(_ why: PathFailure) {
        if failure == .noAnchor { failure = why }
    }

    /// OpenSSL's judgement of exactly this path: names, constraints, key usage, authorities, signatures once more.
    private static func objection(to path: [Certificate]) -> PathFailure? {
        // OpenSSL takes the usage of keys for a statement of authority; RFC 5280 §4.2.1.9 does not.
        guard path.dropFirst().dropLast().allSatisfy(\.isAuthority) else { return .notAuthority }
        guard let leaf = path.first, let anchor = path.last, let store = unsafe X509_STORE_new() else {
            return .unreadable
        }
        defer {
            unsafe X509_STORE_free(store)
            ERR_clear_error()
        }
        guard unsafe X509_STORE_add_cert(store, anchor.pointer) == 1, let context = unsafe X509_STORE_CTX_new() else {
            return .unreadable
        }
        defer { unsafe X509_STORE_CTX_free(context) }
        guard let between = unsafe try? CertificateStore.stack(Array(path.dropFirst().dropLast())) else {
            return .unreadable
        }
        defer { unsafe COpenSSL_certificates_free(between) }

        guard unsafe X509_STORE_CTX_init(context, store, leaf.pointer, between) == 1 else { return .unreadable }
        let parameters = unsafe X509_STORE_CTX_get0_param(context)
        let flags = X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME | X509_V_FLAG_POLICY_CHECK
        unsafe X509_VERIFY_PARAM_set_flags(parameters, UInt(flags))
        unsafe X509_VERIFY_PARAM_set_depth(parameters, Int32(lengthMax))
        guard unsafe X509_verify_cert(context) == 1 else {
            return unsafe failure(for: X509_STORE_CTX_get_error(context))
        }
        // What it judged must be this path, and no other that it found among the same certificates.
        return unsafe OPENSSL_sk_num(X509_STORE_CTX_get0_chain(context)) == Int32(path.count) ? nil : .unreadable
    }

    private static func failure(for code: Int32) -> PathFailure {
        switch code {
        case X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: .badSignature
        case X509_V_ERR_INVALID_CA, X509_V_ERR_INVALID_NON_CA: .notAuthority
        case X509_V_ERR_KEYUSAGE_NO_CERTSIGN, X509_V_ERR_INVALID_PURPOSE: .keyUsage
        case X509_V_ERR_PATH_LENGTH_EXCEEDED, X509_V_ERR_PERMITTED_VIOLATION, X509_V_ERR_EXCLUDED_VIOLATION,
            X509_V_ERR_SUBTREE_MINMAX, X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE,
            X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX, X509_V_ERR_UNSUPPORTED_NAME_SYNTAX,
            X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION, X509_V_ERR_INVALID_POLICY_EXTENSION,
            X509_V_ERR_NO_EXPLICIT_POLICY, X509_V_ERR_INVALID_EXTENSION:
            .constraints
        case X509_V_ERR_CERT_CHAIN_TOO_LONG: .tooLong
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            .noAnchor
        default: .unreadable
        }
    }
}

extension Certificate {
    /// Whether the issuer's key signed this certificate. Names are for others to compare.
    func isSigned(by issuer: Certificate) -> Bool {
        guard let key = unsafe X509_get0_pubkey(issuer.pointer) else { return false }
        defer { ERR_clear_error() }

        return unsafe X509_verify(pointer, key) == 1
    }
}
