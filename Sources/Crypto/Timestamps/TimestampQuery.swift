import COpenSSL

/// What somebody asks a timestamp authority (RFC 3161 §2.4.1), read and judged.
package struct TimestampQuery: Sendable {
    package static let bytesMax = 16 << 10
    /// A nonce may have any size; what is longer than this tells nobody anything more.
    package static let nonceBytesMax = 64

    package let imprint: Digest
    package let policy: ObjectIdentifier?
    package let wantsCertificate: Bool
    /// As it was sent, DER, to be given back.
    let nonce: [UInt8]?
    /// As it was sent, DER: the token repeats it.
    let imprintDER: [UInt8]

    /// Reads a query. `policies` are those that the authority stamps under; a query that names none takes any.
    package init(der: [UInt8], policies: [ObjectIdentifier]) throws(TimestampQueryDefect) {
        guard der.count <= Self.bytesMax else { throw .unreadable }
        let read = unsafe DER.parse(
            der, { unsafe d2i_TS_REQ(nil, $0, $1) }, discard: { unsafe TS_REQ_free($0) })
        guard let request = unsafe read else { throw .unreadable }
        defer {
            unsafe TS_REQ_free(request)
            ERR_clear_error()
        }

        guard unsafe TS_REQ_get_version(request) == 1 else { throw .unknownVersion }
        (imprint, imprintDER) = try unsafe Self.imprint(of: request)
        policy = try unsafe Self.policy(of: request)
        if let policy, !policies.contains(policy) { throw .unacceptedPolicy }
        guard unsafe TS_REQ_get_ext_count(request) <= 0 else { throw .unacceptedExtension }
        wantsCertificate = unsafe TS_REQ_get_cert_req(request) != 0
        nonce = try unsafe TS_REQ_get_nonce(request).map { number throws(TimestampQueryDefect) -> [UInt8] in
            let written = unsafe try? DER.bytes("i2d_ASN1_INTEGER") { out in unsafe i2d_ASN1_INTEGER(number, out) }
            guard let written, written.count <= Self.nonceBytesMax else { throw .nonceTooLong }
            return written
        }
    }

    private static func imprint(of request: OpaquePointer) throws(TimestampQueryDefect) -> (Digest, [UInt8]) {
        guard let imprint = unsafe TS_REQ_get_msg_imprint(request),
            let algorithm = unsafe TS_MSG_IMPRINT_get_algo(imprint),
            let der = unsafe try? DER.bytes("i2d_TS_MSG_IMPRINT", { unsafe i2d_TS_MSG_IMPRINT(imprint, $0) })
        else { throw .unreadable }
        let nid = unsafe OBJ_obj2nid(algorithm.pointee.algorithm)
        guard let digest = DigestAlgorithm.allCases.first(where: { $0.nid == nid }) else {
            throw HashFunction(nid: nid)?.isWeak == true ? .weakDigest : .unknownDigest
        }
        let bytes = unsafe OpenSSLString.bytes(TS_MSG_IMPRINT_get_msg(imprint))
        guard let made = try? Digest(digest, bytes: bytes) else { throw .wrongLength }
        return (made, der)
    }

    private static func policy(of request: OpaquePointer) throws(TimestampQueryDefect) -> ObjectIdentifier? {
        guard let object = unsafe TS_REQ_get_policy_id(request) else { return nil }
        guard let policy = unsafe ObjectIdentifier(OpenSSLName.numbers(of: object)) else { throw .unacceptedPolicy }
        return policy
    }
}

extension HashFunction {
    fileprivate var isWeak: Bool { byteCount < 32 }
}

/// Why nothing is stamped, as RFC 3161 §2.4.2 lets an authority say it.
package enum TimestampQueryDefect: Error, CaseIterable, Sendable {
    case unreadable
    case unknownVersion
    case weakDigest
    case unknownDigest
    case wrongLength
    case unacceptedPolicy
    case unacceptedExtension
    case nonceTooLong

    /// The bit of `PKIFailureInfo`.
    fileprivate var bit: Int {
        switch self {
        case .weakDigest, .unknownDigest: Int(TS_INFO_BAD_ALG)
        case .unknownVersion, .nonceTooLong: Int(TS_INFO_BAD_REQUEST)
        case .unreadable, .wrongLength: Int(TS_INFO_BAD_DATA_FORMAT)
        case .unacceptedPolicy: Int(TS_INFO_UNACCEPTED_POLICY)
        case .unacceptedExtension: Int(TS_INFO_UNACCEPTED_EXTENSION)
        }
    }

    fileprivate var words: String {
        switch self {
        case .unreadable: "The query cannot be read."
        case .unknownVersion: "The query is of an unknown version."
        case .weakDigest: "The digest is too weak to be stamped; use SHA-256 or stronger."
        case .unknownDigest: "The digest is not known; use SHA-256, SHA-384 or SHA-512."
        case .wrongLength: "The imprint is not as long as its digest."
        case .unacceptedPolicy: "Nothing is stamped under that policy here."
        case .unacceptedExtension: "No extension is understood here."
        case .nonceTooLong: "The nonce is too long."
        }
    }
}

/// The replies that refuse; nobody signs them.
package enum TimestampReply {
    package static func refusal(_ defect: TimestampQueryDefect) -> [UInt8] {
        refusal(bit: defect.bit, words: defect.words)
    }

    /// The authority's clock cannot be trusted at the moment.
    package static let timeNotAvailable = refusal(
        bit: Int(TS_INFO_TIME_NOT_AVAILABLE), words: "The time is not known well enough at the moment.")

    package static let systemFailure = refusal(
        bit: Int(TS_INFO_SYSTEM_FAILURE), words: "The authority cannot stamp at the moment.")

    private static func refusal(bit: Int, words: String) -> [UInt8] {
        // 2 is rejection.
        DER.sequence(DER.sequence(DER.integer(2), DER.sequence(DER.utf8(words)), DER.bits(named: [bit])))
    }
}
