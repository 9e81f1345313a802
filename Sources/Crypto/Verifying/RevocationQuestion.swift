import COpenSSL

/// What an OCSP responder is asked: is this one certificate still good?
package enum RevocationQuestion {
    /// An `OCSPRequest` (RFC 6960 §4.1), DER, to be posted as `application/ocsp-request`.
    ///
    /// The certificate is named by SHA-1: every responder knows it, RFC 5019 §2.1.1 has clients use nothing else, and
    /// some know nothing else. It only names: whoever found another issuer of the same digests would get an answer that
    /// holds under his own key alone. No nonce unless one is given: answers that were signed beforehand have none, and one that is kept with
    /// a document is judged by its times anyway.
    package static func ocspRequest(
        for certificate: Certificate, issuer: Certificate, nonce: [UInt8]? = nil
    ) throws(CryptoError) -> [UInt8] {
        // The name would be the certificate's and the key this one's: a question about nobody.
        guard issuer.mayHaveIssued(certificate) else { throw .certificate(.chainBroken) }
        guard let request = unsafe OCSP_REQUEST_new() else { throw .last("OCSP_REQUEST_new") }
        defer { unsafe OCSP_REQUEST_free(request) }

        guard let name = unsafe OCSP_cert_to_id(EVP_sha1(), certificate.pointer, issuer.pointer) else {
            throw .last("OCSP_cert_to_id")
        }
        // Takes the name over, but not where it fails.
        guard unsafe OCSP_request_add0_id(request, name) != nil else {
            unsafe OCSP_CERTID_free(name)
            throw .last("OCSP_request_add0_id")
        }
        if var nonce {
            guard unsafe OCSP_request_add1_nonce(request, &nonce, Int32(nonce.count)) == 1 else {
                throw .last("OCSP_request_add1_nonce")
            }
        }
        return try unsafe DER.bytes("i2d_OCSP_REQUEST") { out in unsafe i2d_OCSP_REQUEST(request, out) }
    }
}
