import COpenSSL

/// A private key in a file that its owner takes away, such as a root's into a safe: PKCS#8 encrypted under a passphrase
/// (PBES2, RFC 8018), PEM, which plain `openssl pkey` opens, and will when this program is forgotten.
package enum TakenAwayKey {
    package static let bytesMax = 16 << 10

    /// 16 MiB and ten times as much work as usual: the most that OpenSSL takes without being told to (32 MiB), about half a
    /// second.
    static let scryptCost: UInt64 = 1 << 14
    static let scryptBlock: UInt64 = 8
    static let scryptLanes: UInt64 = 10
    private static let lanesMax = 64
    private static let roundsMax = 10_000_000

    package static func pem(
        of key: borrowing PrivateKey, under passphrase: borrowing Passphrase
    ) throws(CryptoError) -> String {
        var salt = try Randomness.bytes(32)
        guard
            let way = unsafe PKCS5_pbe2_set_scrypt(
                EVP_aes_256_cbc(), &salt, Int32(salt.count), nil, scryptCost, scryptBlock, scryptLanes)
        else { throw .last("PKCS5_pbe2_set_scrypt") }
        guard let info = unsafe EVP_PKEY2PKCS8(key.pointer) else {
            unsafe X509_ALGOR_free(way)
            throw .last("EVP_PKEY2PKCS8")
        }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(info) }

        // Takes the algorithm over where it succeeds (PKCS8_set0_pbe's contract).
        let encrypted = unsafe passphrase.secret.withBytes { word in
            unsafe PKCS8_set0_pbe(word.assumingMemoryBound(to: CChar.self).baseAddress, Int32(word.count), info, way)
        }
        guard let encrypted = unsafe encrypted else {
            unsafe X509_ALGOR_free(way)
            throw .last("PKCS8_set0_pbe")
        }
        defer { unsafe X509_SIG_free(encrypted) }

        return try unsafe PEM.text { out in unsafe PEM_write_bio_PKCS8(out, encrypted) }
    }

    /// Reads such a file, or one that another program made the same way.
    package static func open(
        pem: [UInt8], with passphrase: borrowing Passphrase
    ) throws(CryptoError) -> PrivateKey {
        try OpenSSLRuntime.require()
        let der = try block(of: pem)
        let read = unsafe DER.parse(der, { unsafe d2i_X509_SIG(nil, $0, $1) }, discard: { unsafe X509_SIG_free($0) })
        guard let encrypted = unsafe read else { throw .keyFile(.unreadable) }
        defer {
            unsafe X509_SIG_free(encrypted)
            ERR_clear_error()
        }

        try unsafe checkCost(encrypted)
        let info = unsafe passphrase.secret.withBytes { word in
            unsafe PKCS8_decrypt(
                encrypted, word.assumingMemoryBound(to: CChar.self).baseAddress, Int32(word.count))
        }
        guard let info = unsafe info else { throw .keyFile(.wrongPassphrase) }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(info) }

        guard let pointer = unsafe PrivateKey.unpack(info) else { throw .keyFile(.unreadable) }
        let key = try unsafe PrivateKey(owning: pointer)
        try key.checkConsistency()
        return key
    }

    private static func block(of pem: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard pem.count <= bytesMax, let source = unsafe BIO_new_mem_buf(pem, Int32(pem.count)) else {
            throw .keyFile(.unreadable)
        }
        defer {
            unsafe BIO_free(source)
            ERR_clear_error()
        }

        while let block = unsafe PEM.nextBlock(of: source, labelled: ["ENCRYPTED PRIVATE KEY"]) {
            if case .wanted(let der) = block { return der }
        }
        throw .keyFile(.unreadable)
    }

    /// A file may ask for any amount of work before its passphrase is known to be right.
    private static func checkCost(_ encrypted: OpaquePointer) throws(CryptoError) {
        var way: UnsafePointer<X509_ALGOR>?
        unsafe X509_SIG_get0(encrypted, &way, nil)
        guard unsafe OBJ_obj2nid(way?.pointee.algorithm) == NID_pbes2, let parameters = unsafe COpenSSL_pbes2(way)
        else {
            throw .keyFile(.otherEncryption)
        }
        defer { unsafe PBE2PARAM_free(parameters) }

        let derivation = unsafe parameters.pointee.keyfunc
        switch unsafe OBJ_obj2nid(derivation?.pointee.algorithm) {
        case NID_id_pbkdf2:
            guard let stretch = unsafe COpenSSL_pbkdf2(derivation) else { throw .keyFile(.unreadable) }
            defer { unsafe PBKDF2PARAM_free(stretch) }

            guard unsafe (1...roundsMax).contains(ASN1_INTEGER_get(stretch.pointee.iter)) else {
                throw .keyFile(.tooCostly)
            }
        case NID_id_scrypt:
            guard let stretch = unsafe COpenSSL_scrypt(derivation) else { throw .keyFile(.unreadable) }
            defer { unsafe SCRYPT_PARAMS_free(stretch) }

            // Its memory is bounded by OpenSSL.
            guard unsafe (1...lanesMax).contains(ASN1_INTEGER_get(stretch.pointee.parallelizationParameter)) else {
                throw .keyFile(.tooCostly)
            }
        default: throw .keyFile(.otherEncryption)
        }
    }
}

/// Why a key that was taken away does not come back.
package enum KeyFileDefect: Equatable, Sendable {
    case unreadable
    /// Anything but PBES2 with PBKDF2 or scrypt.
    case otherEncryption
    case tooCostly
    case wrongPassphrase
}
