import COpenSSL

/// A request for a certificate (PKCS#10, RFC 2986) whose sender has shown that the private key is his.
package struct CertificationRequest: Hashable, Sendable {
    package static let bytesMax = 64 << 10
    /// As many names are read.
    package static let alternativeNamesMax = 100
    private static let labels: Set<String> = ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"]

    package let der: [UInt8]
    /// The subject as it is written. `DistinguishedName(der:)` judges it; an authority may know better anyway.
    package let subjectName: [UInt8]
    /// `SubjectPublicKeyInfo`, DER, for `KeyQuality` to judge.
    package let publicKeyInfo: [UInt8]
    package let alternativeNames: [AlternativeName]
    /// Whether it asks for alternative names of kinds that certificates here do not have.
    package let hasOtherNames: Bool

    /// Takes DER, or PEM with nothing but one request in it.
    package init(_ bytes: [UInt8]) throws(CryptoError) {
        try OpenSSLRuntime.require()
        guard bytes.count <= Self.bytesMax else { throw .request(.tooLarge(bytesMax: Self.bytesMax)) }
        let der = bytes.first == 0x30 ? bytes : try Self.der(pem: bytes)
        var end = 0
        guard let request = unsafe Self.read(der, end: &end) else { throw .request(.unreadable) }
        defer { unsafe X509_REQ_free(request) }

        guard end == der.count else { throw .request(.trailingBytes) }
        try unsafe Self.checkPossession(request)
        self.der = der
        subjectName = try unsafe DER.bytes("i2d_X509_NAME") { out in
            unsafe i2d_X509_NAME(X509_REQ_get_subject_name(request), out)
        }
        publicKeyInfo = try unsafe DER.bytes("i2d_X509_PUBKEY") { out in
            unsafe i2d_X509_PUBKEY(X509_REQ_get_X509_PUBKEY(request), out)
        }
        guard let asked = unsafe Self.names(request) else { throw .request(.unreadableNames) }
        guard asked.count <= Self.alternativeNamesMax else {
            throw .request(.tooManyNames(most: Self.alternativeNamesMax))
        }
        alternativeNames = asked.compactMap(\.self)
        hasOtherNames = alternativeNames.count < asked.count
    }

    package func subject() throws(CryptoError) -> DistinguishedName { try DistinguishedName(der: subjectName) }

    private static func der(pem: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard let source = unsafe BIO_new_mem_buf(pem, Int32(pem.count)) else { throw .last("BIO_new_mem_buf") }
        defer {
            unsafe BIO_free(source)
            ERR_clear_error()
        }

        ERR_clear_error()  // The end is told by the queue; what somebody left there is not this text's.
        var found: [UInt8]?
        while let block = unsafe PEM.nextBlock(of: source, labelled: labels) {
            switch block {
            case .wanted where found != nil: throw .request(.several)
            case .wanted(let der): found = der
            case .withHeader: throw .request(.unreadable)
            case .other: continue
            }
        }
        let end = OpenSSLQueue.Reason(library: ERR_LIB_PEM, number: PEM_R_NO_START_LINE)
        guard let found, OpenSSLQueue.drainReasons() == [end] else { throw .request(.unreadable) }
        return found
    }

    private static func read(_ der: [UInt8], end: inout Int) -> OpaquePointer? {
        unsafe der.withUnsafeBufferPointer { buffer in
            var next = buffer.baseAddress
            let request = unsafe d2i_X509_REQ(nil, &next, buffer.count)
            ERR_clear_error()
            if let start = buffer.baseAddress, let next = unsafe next { end = unsafe next - start }
            return unsafe request
        }
    }

    /// The request is signed by the key that it brings, in a way that cannot be forged.
    private static func checkPossession(_ request: OpaquePointer) throws(CryptoError) {
        var algorithm: UnsafePointer<X509_ALGOR>?
        unsafe X509_REQ_get0_signature(request, nil, &algorithm)
        guard let way = unsafe SignatureWay(of: algorithm) else { throw .request(.unknownAlgorithm) }
        // EdDSA names no digest, and has a strong one inside.
        if way.family != .eddsa {
            guard let digest = way.digest, digest.isStrong, way.pss.map(\.maskDigest.isStrong) ?? true else {
                throw .request(.weakDigest)
            }
        }
        guard let key = unsafe X509_REQ_get0_pubkey(request) else {
            ERR_clear_error()
            throw .request(.unreadableKey)
        }
        guard unsafe X509_REQ_verify(request, key) == 1 else {
            ERR_clear_error()
            throw .request(.wrongSignature)
        }
    }

    /// The names in the request's extensions; nil for each of a kind that certificates here do not have, and nil for them all where
    /// they cannot be read.
    private static func names(_ request: OpaquePointer) -> [AlternativeName?]? {
        defer { ERR_clear_error() }
        guard let extensions = unsafe X509_REQ_get_extensions(request) else {
            return [NID_ext_req, NID_ms_ext_req].allSatisfy { unsafe X509_REQ_get_attr_by_NID(request, $0, -1) < 0 }
                ? [] : nil
        }
        defer { unsafe COpenSSL_extensions_free(extensions) }

        var standing: Int32 = 0
        guard let list = unsafe X509V3_get_d2i(extensions, NID_subject_alt_name, &standing, nil) else {
            // Minus one says that there are none; everything else that they stand there twice, or as something else.
            return standing == -1 ? [] : nil
        }
        let names = OpaquePointer(list)
        defer { unsafe GENERAL_NAMES_free(names) }

        return unsafe Stack.map(names, atMost: alternativeNamesMax + 1) { name -> AlternativeName?? in
            unsafe .some(AlternativeName(UnsafePointer<GENERAL_NAME>(name)))
        }
    }
}

extension HashFunction {
    /// 112 bits of security against collisions, and more.
    fileprivate var isStrong: Bool { byteCount >= 32 }
}

/// Why a request is not heard.
package enum RequestDefect: Equatable, Sendable {
    case tooLarge(bytesMax: Int)
    case unreadable
    /// Bytes behind the request.
    case trailingBytes
    /// A text with more than one.
    case several
    case unreadableKey
    case unknownAlgorithm
    /// Signed over a digest below SHA-256.
    case weakDigest
    /// The private key that signed it is not that of the public key in it.
    case wrongSignature
    case tooManyNames(most: Int)
    /// The alternative names stand there twice, or as something else.
    case unreadableNames
}
