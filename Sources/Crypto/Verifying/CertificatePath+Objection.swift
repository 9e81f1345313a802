import COpenSSL

extension CertificatePath {
    /// OpenSSL's judgement of exactly this path: names, constraints, key usage, authorities. The
    /// signatures were checked on the way here, and checking them is most of the work.
    static func objection(to path: [Certificate]) -> PathFailure? {
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
        // This step checks signatures and times and nothing else (X509_STORE_CTX_set_verify(3)).
        unsafe X509_STORE_CTX_set_verify(context) { _ in 1 }
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
