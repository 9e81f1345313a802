import COpenSSL
import Domain

/// Certificates as OpenSSL wants them for checking a path.
enum CertificateStore {
    /// 112 bits of security: no RSA below 2048 bits and no SHA-1 anywhere in a path (X509_VERIFY_PARAM_set_auth_level(3)).
    private static let securityLevel: Int32 = 2

    /// A new `X509_STORE` of anchors that judges at the given moment. The caller owns it.
    static func make(anchors: [Certificate], at now: Instant) throws(CryptoError) -> OpaquePointer {
        guard let store = unsafe X509_STORE_new() else { throw .last("X509_STORE_new") }
        for anchor in anchors {
            guard unsafe X509_STORE_add_cert(store, anchor.pointer) == 1 else {  // takes a reference of its own
                unsafe X509_STORE_free(store)
                throw .last("X509_STORE_add_cert")
            }
        }
        let parameters = unsafe X509_STORE_get0_param(store)
        unsafe X509_VERIFY_PARAM_set_time(parameters, Int(now.secondsSince1970))
        unsafe X509_VERIFY_PARAM_set_auth_level(parameters, securityLevel)
        return unsafe store
    }

    /// A new stack that holds a reference to each certificate. The caller owns both.
    static func stack(_ certificates: [Certificate]) throws(CryptoError) -> OpaquePointer {
        guard let stack = unsafe COpenSSL_certificates_new() else { throw .last("sk_X509_new_null") }
        for certificate in certificates {
            unsafe X509_up_ref(certificate.pointer)
            guard unsafe COpenSSL_certificates_push(stack, certificate.pointer) > 0 else {
                unsafe X509_free(certificate.pointer)
                unsafe COpenSSL_certificates_free(stack)
                throw .last("sk_X509_push")
            }
        }
        return unsafe stack
    }
}
