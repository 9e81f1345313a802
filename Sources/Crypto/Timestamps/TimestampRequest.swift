import COpenSSL
package import Domain

/// One question to a timestamp authority (RFC 3161 §2.4.1), and the judgement of its answer.
@safe package struct TimestampRequest: ~Copyable {
    /// 128 bits, far more than two requests will ever share.
    private static let nonceBytes = 16

    private let pointer: OpaquePointer
    private let digest: Digest
    /// What goes over the wire, `application/timestamp-query`.
    package let der: [UInt8]

    package init(over digest: Digest, policy: String?) throws(CryptoError) {
        let nonce = try Randomness.bytes(Self.nonceBytes)
        guard let pointer = unsafe TS_REQ_new() else { throw .last("TS_REQ_new") }
        do {
            try unsafe Self.fill(pointer, digest: digest, policy: policy, nonce: nonce)
            der = try unsafe DER.bytes("i2d_TS_REQ") { out in unsafe i2d_TS_REQ(pointer, out) }
        } catch {
            unsafe TS_REQ_free(pointer)
            throw error
        }
        unsafe self.pointer = pointer
        self.digest = digest
    }

    deinit { unsafe TS_REQ_free(pointer) }

    private static func fill(
        _ request: OpaquePointer, digest: Digest, policy: String?, nonce: [UInt8]
    ) throws(CryptoError) {
        guard let imprint = unsafe TS_MSG_IMPRINT_new() else { throw .last("TS_MSG_IMPRINT_new") }
        defer { unsafe TS_MSG_IMPRINT_free(imprint) }
        guard let algorithm = unsafe X509_ALGOR_new() else { throw .last("X509_ALGOR_new") }
        defer { unsafe X509_ALGOR_free(algorithm) }
        guard let number = unsafe BN_bin2bn(nonce, Int32(nonce.count), nil) else { throw .last("BN_bin2bn") }
        defer { unsafe BN_free(number) }
        guard let integer = unsafe BN_to_ASN1_INTEGER(number, nil) else { throw .last("BN_to_ASN1_INTEGER") }
        defer { unsafe ASN1_INTEGER_free(integer) }

        unsafe X509_ALGOR_set_md(algorithm, digest.algorithm.evp)
        var bytes = digest.bytes
        guard unsafe TS_REQ_set_version(request, 1) == 1,
            unsafe TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1,
            unsafe TS_MSG_IMPRINT_set_msg(imprint, &bytes, Int32(bytes.count)) == 1,
            unsafe TS_REQ_set_msg_imprint(request, imprint) == 1,
            unsafe TS_REQ_set_nonce(request, integer) == 1,
            unsafe TS_REQ_set_cert_req(request, 1) == 1
        else { throw .last("TS_REQ_set") }

        guard let policy else { return }
        guard let object = unsafe OBJ_txt2obj(policy, 1) else { throw .last("OBJ_txt2obj") }
        defer { unsafe ASN1_OBJECT_free(object) }

        guard unsafe TS_REQ_set_policy_id(request, object) == 1 else { throw .last("TS_REQ_set_policy_id") }
    }

    /// Judges the answer to this request; only a token that holds in every point comes out.
    package func accept(
        _ answer: [UInt8], requirements: TimestampRequirements, now: Instant
    ) throws(CryptoError) -> TimestampToken {
        guard
            let response = unsafe DER.parse(
                answer, { next, count in unsafe d2i_TS_RESP(nil, next, count) },
                discard: { unsafe TS_RESP_free($0) })
        else {
            throw .timestamp(.malformed)
        }
        defer { unsafe TS_RESP_free(response) }

        try unsafe checkGranted(response)
        guard let token = unsafe TS_RESP_get_token(response), let info = unsafe TS_RESP_get_tst_info(response) else {
            throw .timestamp(.malformed)
        }
        try unsafe verify(response, requirements: requirements, now: now)
        try unsafe checkDigest(of: token)

        guard let generated = unsafe TS_TST_INFO_get_time(info), let time = unsafe Instant(asn1: generated) else {
            throw .timestamp(.malformed)
        }
        let off = time.since(now)
        guard off <= requirements.clockTolerance, off >= .zero - requirements.clockTolerance else {
            throw .timestamp(.implausibleTime(secondsOff: off.components.seconds))
        }
        return TimestampToken(
            der: try unsafe DER.bytes("i2d_PKCS7") { out in unsafe i2d_PKCS7(token, out) }, imprint: digest,
            time: time)
    }

    private func checkGranted(_ response: OpaquePointer) throws(CryptoError) {
        guard let status = unsafe TS_RESP_get_status_info(response) else { throw .timestamp(.malformed) }
        let code = unsafe ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(status))
        // 0 granted, 1 granted with modifications; the rest is refusal or warning (RFC 3161 §2.4.2).
        guard code != 0 && code != 1 else { return }
        let failure = unsafe TS_STATUS_INFO_get0_failure_info(status)
        let names: [(Int32, String)] = [
            (TS_INFO_BAD_ALG, "badAlg"), (TS_INFO_BAD_REQUEST, "badRequest"),
            (TS_INFO_BAD_DATA_FORMAT, "badDataFormat"), (TS_INFO_TIME_NOT_AVAILABLE, "timeNotAvailable"),
            (TS_INFO_UNACCEPTED_POLICY, "unacceptedPolicy"), (TS_INFO_UNACCEPTED_EXTENSION, "unacceptedExtension"),
            (TS_INFO_ADD_INFO_NOT_AVAILABLE, "addInfoNotAvailable"), (TS_INFO_SYSTEM_FAILURE, "systemFailure"),
        ]
        let reason = names.first { unsafe failure != nil && ASN1_BIT_STRING_get_bit(failure, $0.0) == 1 }?.1
        throw .timestamp(.rejected(reason ?? "status \(code)"))
    }

    /// Nonce, imprint, policy, signature and certificate path, all by OpenSSL, at our time and not at the token's.
    private func verify(
        _ response: OpaquePointer, requirements: TimestampRequirements, now: Instant
    ) throws(CryptoError) {
        guard let context = unsafe TS_REQ_to_TS_VERIFY_CTX(pointer, nil) else { throw .last("TS_REQ_to_TS_VERIFY_CTX") }
        defer { unsafe TS_VERIFY_CTX_free(context) }

        // The context takes the store and the stack over and frees them with itself (TS_VERIFY_CTX_set_certs(3)).
        unsafe TS_VERIFY_CTX_set_store(context, try CertificateStore.make(anchors: requirements.anchors, at: now))
        unsafe TS_VERIFY_CTX_set_certs(context, try CertificateStore.stack(requirements.intermediates))
        unsafe TS_VERIFY_CTX_add_flags(context, Int32(TS_VFY_SIGNATURE))
        ERR_clear_error()
        if unsafe TS_RESP_verify_response(context, response) == 1 { return }

        throw .timestamp(Self.failureFromQueue())
    }

    /// Turns OpenSSL's reasons into ours; what it does not explain is a signature that does not hold.
    private static func failureFromQueue() -> TimestampFailure {
        let detail = OpenSSLQueue.newestDetail().trimmingPrefix("Verify error:")
        let known: [(library: Int32, number: Int32, failure: TimestampFailure)] = [
            (ERR_LIB_TS, TS_R_NONCE_MISMATCH, .wrongNonce), (ERR_LIB_TS, TS_R_NONCE_NOT_RETURNED, .wrongNonce),
            (ERR_LIB_TS, TS_R_MESSAGE_IMPRINT_MISMATCH, .wrongImprint),
            (ERR_LIB_TS, TS_R_POLICY_MISMATCH, .wrongPolicy),
            (ERR_LIB_TS, TS_R_CERTIFICATE_VERIFY_ERROR, .certificateRefused(String(detail))),
            (
                ERR_LIB_TS, TS_R_ESS_SIGNING_CERTIFICATE_ERROR,
                .certificateRefused("the token names another certificate")
            ),
            (ERR_LIB_TS, TS_R_TSA_NAME_MISMATCH, .certificateRefused("the token names another authority")),
            (ERR_LIB_PKCS7, PKCS7_R_SIGNER_CERTIFICATE_NOT_FOUND, .certificateRefused("the token brings none")),
        ]
        let reasons = OpenSSLQueue.drainReasons()
        let found = known.first { reasons.contains(OpenSSLQueue.Reason(library: $0.library, number: $0.number)) }
        return found?.failure ?? .wrongSignature
    }

    /// OpenSSL verifies SHA-1 tokens too; here the token's own digest must be one we would sign with.
    private func checkDigest(of token: UnsafeMutablePointer<PKCS7>) throws(CryptoError) {
        guard let signer = unsafe COpenSSL_only_pkcs7_signer(token) else { throw .timestamp(.malformed) }
        var algorithm: UnsafeMutablePointer<X509_ALGOR>?
        unsafe PKCS7_SIGNER_INFO_get0_algs(signer, nil, &algorithm, nil)
        guard let algorithm = unsafe algorithm, let object = unsafe algorithm.pointee.algorithm else {
            throw .timestamp(.malformed)
        }
        let nid = unsafe OBJ_obj2nid(object)
        guard DigestAlgorithm.allCases.contains(where: { $0.nid == nid }) else {
            throw .timestamp(.weakDigest(unsafe OpenSSLName.of(object)))
        }
    }
}

/// A timestamp that was checked against its request: CMS over a `TSTInfo`.
package struct TimestampToken: Equatable, Sendable {
    package let der: [UInt8]
    /// What it stamps: the digest it was asked for.
    package let imprint: Digest
    package let time: Instant
}
