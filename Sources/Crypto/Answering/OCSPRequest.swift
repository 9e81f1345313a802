import COpenSSL

/// What somebody asks an OCSP responder (RFC 6960 §4.1), read and judged.
///
/// A signature on it is not looked at: everybody gets the same answer, so it matters to nobody who asks.
package struct OCSPRequest: Sendable {
    package static let bytesMax = 16 << 10
    package static let questionsMax = 100
    /// RFC 9654 §2.1.
    package static let nonceBytesMax = 128

    package let questions: [CertificateID]
    /// To be given back.
    package let nonce: [UInt8]?

    package init(der: [UInt8]) throws(OCSPRequestDefect) {
        guard der.count <= Self.bytesMax else { throw .tooLarge }
        let read = unsafe DER.parse(
            der, { unsafe d2i_OCSP_REQUEST(nil, $0, $1) }, discard: { unsafe OCSP_REQUEST_free($0) })
        guard let request = unsafe read else { throw .unreadable }
        defer {
            unsafe OCSP_REQUEST_free(request)
            ERR_clear_error()
        }

        guard Self.isOfFirstVersion(der) else { throw .unknownVersion }
        let count = unsafe OCSP_request_onereq_count(request)
        guard count > 0 else { throw .empty }
        guard count <= Self.questionsMax else { throw .tooMany }
        var questions: [CertificateID] = []
        for index in 0..<count {
            guard let one = unsafe OCSP_request_onereq_get0(request, index),
                let id = unsafe OCSP_onereq_get0_id(one), let question = unsafe CertificateID(id)
            else { throw .unreadable }
            // None is understood for a single question.
            guard unsafe OCSP_ONEREQ_get_ext_by_critical(one, 1, -1) < 0 else { throw .unknownExtension }
            questions.append(question)
        }
        self.questions = questions
        nonce = try unsafe Self.nonce(of: request)
    }

    /// The nonce, and the refusal of whatever else is critical.
    private static func nonce(of request: OpaquePointer) throws(OCSPRequestDefect) -> [UInt8]? {
        let place = unsafe OCSP_REQUEST_get_ext_by_NID(request, NID_id_pkix_OCSP_Nonce, -1)
        var critical: Int32 = -1
        while true {
            critical = unsafe OCSP_REQUEST_get_ext_by_critical(request, 1, critical)
            if critical < 0 { break }
            guard critical == place else { throw .unknownExtension }
        }
        guard place >= 0 else { return nil }
        guard unsafe OCSP_REQUEST_get_ext_by_NID(request, NID_id_pkix_OCSP_Nonce, place) < 0 else { throw .badNonce }
        let value = unsafe OpenSSLString.bytes(X509_EXTENSION_get_data(OCSP_REQUEST_get_ext(request, place)))
        guard let octets = BERElement(frontOf: value), octets.has(V_ASN1_OCTET_STRING), !octets.isConstructed,
            octets.whole.count == value.count, (1...nonceBytesMax).contains(octets.content.count)
        else { throw .badNonce }
        return octets.contentBytes
    }

    /// Version 1 is the default, and there is no other (RFC 6960 §4.1.1); OpenSSL reads the number and does not tell it.
    private static func isOfFirstVersion(_ der: [UInt8]) -> Bool {
        guard let fields = BERElement(frontOf: der)?.children?.first?.children, let first = fields.first else {
            return false
        }
        guard first.has(context: 0) else { return true }
        return first.children?.first?.contentBytes == [0]
    }
}

/// Why a question cannot be answered; the asker gets `OCSPAnswer.malformedRequest`.
package enum OCSPRequestDefect: Error, CaseIterable, Sendable {
    case tooLarge
    case unreadable
    case unknownVersion
    case empty
    case tooMany
    case badNonce
    /// A critical one that nobody here understands.
    case unknownExtension
}

/// A certificate as an asker names it: its issuer by two hashes, and its serial number.
package struct CertificateID: Hashable, Sendable {
    /// Nil for a function that names nothing here.
    package let function: HashFunction?
    package let issuerNameHash: [UInt8]
    package let issuerKeyHash: [UInt8]
    /// Nil for a number that no certificate has.
    package let serial: SerialNumber?
    /// As it was asked, to be said again with its algorithm and all.
    let der: [UInt8]

    init?(_ id: OpaquePointer) {
        var name: UnsafeMutablePointer<ASN1_OCTET_STRING>?
        var algorithm: OpaquePointer?
        var key: UnsafeMutablePointer<ASN1_OCTET_STRING>?
        var number: UnsafeMutablePointer<ASN1_INTEGER>?
        // OpenSSL gives the parts out of a pointer that is not const, and changes nothing.
        guard unsafe OCSP_id_get0_info(&name, &algorithm, &key, &number, id) == 1,
            let der = unsafe try? DER.bytes("i2d_OCSP_CERTID", { unsafe i2d_OCSP_CERTID(id, $0) })
        else { return nil }
        unsafe function = HashFunction(nid: OBJ_obj2nid(algorithm))
        issuerNameHash = unsafe OpenSSLString.bytes(name)
        issuerKeyHash = unsafe OpenSSLString.bytes(key)
        serial = unsafe ASN1_STRING_type(number) == V_ASN1_INTEGER ? SerialNumber(OpenSSLString.bytes(number)) : nil
        self.der = der
    }
}

/// An authority as askers name it, by any hash function that they use.
package struct IssuerHashes: Sendable {
    private struct Pair: Hashable {
        let name: [UInt8]
        let key: [UInt8]
    }

    /// RFC 5019 askers use SHA-1 and nothing else; it only names, so its weakness gains nobody anything.
    package static let functions: [HashFunction] = [.sha1, .sha256, .sha384, .sha512]

    private let pairs: [HashFunction: Pair]

    package init(of issuer: Certificate) throws(CryptoError) {
        guard let bits = PublicKeyBits.of(try issuer.publicKeyInfo()) else { throw .key(.unreadable) }
        let name = try issuer.subjectName()
        var pairs: [HashFunction: Pair] = [:]
        for function in Self.functions {
            pairs[function] = Pair(
                name: try function.digest(of: name).bytes, key: try function.digest(of: bits).bytes)
        }
        self.pairs = pairs
    }

    /// Whether the certificate that is asked about would be this authority's.
    package func areNamed(by id: CertificateID) -> Bool {
        guard let pair = id.function.flatMap({ pairs[$0] }) else { return false }
        return pair.name == id.issuerNameHash && pair.key == id.issuerKeyHash
    }
}
