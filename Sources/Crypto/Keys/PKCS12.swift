import COpenSSL

/// What a PKCS#12 file (RFC 7292) held: one key of a kind this house uses, its certificate and the ones above.
package struct PKCS12: ~Copyable {
    package static let bytesMax = 1 << 20
    /// A password is tried once, so a million rounds are seconds; the field could ask for hours.
    package static let iterationsMax = 1_000_000

    package let key: PrivateKey
    /// The key's own certificate, then its issuers as far as the file has them; other certificates are left out.
    package let certificates: [Certificate]

    /// Opens a file. `additional` certificates may complete its chain.
    package init(
        _ bytes: [UInt8], password: borrowing Secret, additional: [Certificate] = []
    ) throws(CryptoError) {
        guard bytes.count <= Self.bytesMax else {
            throw .pkcs12(.tooLarge(bytes: bytes.count, most: Self.bytesMax))
        }
        let contents = try PKCS12Contents.read(bytes, password: password)
        let key = try contents.onlyKey()
        guard !contents.certificates.isEmpty else { throw .pkcs12(.noCertificate) }
        let info = try key.publicKeyInfo()
        var own: Certificate?
        for certificate in contents.certificates where try certificate.publicKeyInfo() == info { own = certificate }
        guard let own else { throw .certificate(.keyDoesNotMatch) }
        let chain = CertificateChain.above(own, amongOthers: contents.certificates + additional)
        guard own.isSelfIssued || !chain.isEmpty else { throw .pkcs12(.noChain) }
        certificates = [own] + chain
        self.key = key
    }

    /// Gives up the certificates and keeps the key.
    package consuming func takeKey() -> PrivateKey { key }
}

/// The bags of a file whose password was right, certificates read, keys not yet decrypted.
@safe private struct PKCS12Contents: ~Copyable {
    private static let nestingMax = 4
    private static let bagsMax = 200

    private let password: PKCS12Password
    private var openedSafes: [OpaquePointer] = unsafe []  // stacks of bags, owned
    private var keyBags: [OpaquePointer] = unsafe []  // lie in those stacks
    private(set) var certificates: [Certificate] = []

    private init(password: consuming PKCS12Password) {
        self.password = password
    }

    static func read(_ bytes: [UInt8], password: borrowing Secret) throws(CryptoError) -> PKCS12Contents {
        try OpenSSLRuntime.require()
        guard
            let file = unsafe DER.parse(
                bytes, { next, count in unsafe d2i_PKCS12(nil, next, count) }, discard: { unsafe PKCS12_free($0) })
        else { throw .pkcs12(.malformed) }
        defer { unsafe PKCS12_free(file) }

        var contents = PKCS12Contents(password: try unsafe PKCS12Password(password, for: file))
        guard let safes = unsafe PKCS12_unpack_authsafes(file) else {
            ERR_clear_error()
            throw .pkcs12(.malformed)
        }
        defer { unsafe COpenSSL_safes_free(safes) }

        for index in 0..<(unsafe COpenSSL_safes_count(safes)) {
            guard let safe = unsafe COpenSSL_safe(safes, index) else { throw .pkcs12(.malformed) }
            let bags = try unsafe contents.open(safe)
            unsafe contents.openedSafes.append(bags)
            try unsafe contents.collect(bags, nesting: 0)
        }
        return contents
    }

    deinit { unsafe openedSafes.forEach { unsafe COpenSSL_bags_free($0) } }

    private func open(_ safe: UnsafeMutablePointer<PKCS7>) throws(CryptoError) -> OpaquePointer {
        let bags: OpaquePointer?
        switch unsafe OBJ_obj2nid(safe.pointee.type) {
        case NID_pkcs7_data: unsafe bags = unsafe PKCS12_unpack_p7data(safe)
        case NID_pkcs7_encrypted:
            guard let encrypted = unsafe safe.pointee.d.encrypted, let content = unsafe encrypted.pointee.enc_data
            else {
                throw .pkcs12(.malformed)
            }
            try unsafe PKCS12Cipher.check(content.pointee.algorithm)
            unsafe bags = try unsafe password.with { (word, count) in
                unsafe PKCS12_unpack_p7encdata(safe, word, count)
            }
        default: throw .pkcs12(.unsupportedCipher("public-key encryption"))
        }
        ERR_clear_error()
        guard let bags = unsafe bags else { throw .pkcs12(.malformed) }
        return unsafe bags
    }

    private mutating func collect(_ bags: OpaquePointer, nesting: Int) throws(CryptoError) {
        let count = unsafe COpenSSL_bags_count(bags)
        guard nesting < Self.nestingMax, count <= Self.bagsMax else { throw .pkcs12(.malformed) }
        for index in 0..<count {
            guard let bag = unsafe COpenSSL_bag(bags, index) else { throw .pkcs12(.malformed) }
            switch unsafe PKCS12_SAFEBAG_get_nid(bag) {
            case NID_keyBag, NID_pkcs8ShroudedKeyBag: unsafe keyBags.append(bag)
            case NID_certBag:
                guard let certificate = unsafe PKCS12_SAFEBAG_get1_cert(bag) else { throw .pkcs12(.malformed) }
                defer { unsafe X509_free(certificate) }
                certificates.append(
                    try Certificate(der: unsafe DER.bytes("i2d_X509") { out in unsafe i2d_X509(certificate, out) }))
            case NID_safeContentsBag:
                guard let inner = unsafe PKCS12_SAFEBAG_get0_safes(bag) else { throw .pkcs12(.malformed) }
                try unsafe collect(inner, nesting: nesting + 1)
            default: continue  // CRLs and secrets do not concern a signing key
            }
        }
    }

    /// Decrypts the one key there is, and checks that its numbers belong together.
    func onlyKey() throws(CryptoError) -> PrivateKey {
        guard let bag = unsafe keyBags.first else { throw .pkcs12(.noKey) }
        guard unsafe keyBags.count == 1 else { throw .pkcs12(.severalKeys(unsafe keyBags.count)) }
        if unsafe PKCS12_SAFEBAG_get_nid(bag) == NID_keyBag {
            return try unsafe Self.key(from: PKCS12_SAFEBAG_get0_p8inf(bag))
        }
        var algorithm: UnsafePointer<X509_ALGOR>?
        unsafe X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(bag), &algorithm, nil)
        try unsafe PKCS12Cipher.check(algorithm)
        let info = try unsafe password.with { (word, count) in unsafe PKCS12_decrypt_skey(bag, word, count) }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(info) }

        return try unsafe Self.key(from: info)
    }

    private static func key(from info: OpaquePointer?) throws(CryptoError) -> PrivateKey {
        guard let info = unsafe info, let pointer = unsafe PrivateKey.unpack(info) else {
            ERR_clear_error()
            throw .pkcs12(.malformed)
        }
        let key = try unsafe PrivateKey(owning: pointer)
        try key.checkConsistency()
        return key
    }
}

/// A password in the form the file's own check accepts. An empty one is written in two ways, and files use both.
private struct PKCS12Password: ~Copyable {
    private let word: Secret?

    init(_ password: borrowing Secret, for file: OpaquePointer) throws(CryptoError) {
        guard unsafe PKCS12_mac_present(file) == 1 else { throw .pkcs12(.noIntegrityCheck) }
        try unsafe Self.checkIterations(of: file)
        if unsafe password.withBytes({ unsafe PKCS12_verify_mac(file, $0.charPointer, Int32($0.count)) }) == 1 {
            word = try password.slice(from: 0, count: password.count)
        } else if unsafe password.count == 0 && PKCS12_verify_mac(file, nil, 0) == 1 {
            word = nil
        } else {
            ERR_clear_error()
            throw .pkcs12(.wrongPassword)
        }
    }

    private static func checkIterations(of file: OpaquePointer) throws(CryptoError) {
        var iterations: UnsafePointer<ASN1_INTEGER>?
        unsafe PKCS12_get0_mac(nil, nil, nil, &iterations, file)
        try unsafe PKCS12Cipher.check(iterations: iterations)
    }

    func with<Result>(
        _ body: (UnsafePointer<CChar>?, Int32) throws(CryptoError) -> Result
    ) throws(CryptoError) -> Result {
        switch word {
        case .some(let word):
            return try unsafe word.withBytes { (bytes) throws(CryptoError) in
                try unsafe body(bytes.charPointer, Int32(bytes.count))
            }
        case .none: return try body(nil, 0)
        }
    }
}

/// The ciphers of PKCS#12 that OpenSSL's default provider opens, and the work they may ask for.
private enum PKCS12Cipher {
    private static let ciphers = [NID_aes_128_cbc, NID_aes_192_cbc, NID_aes_256_cbc, NID_des_ede3_cbc]

    static func check(_ algorithm: UnsafePointer<X509_ALGOR>?) throws(CryptoError) {
        guard let algorithm = unsafe algorithm, let object = unsafe algorithm.pointee.algorithm else {
            throw .pkcs12(.malformed)
        }
        switch unsafe OBJ_obj2nid(object) {
        case NID_pbe_WithSHA1And3_Key_TripleDES_CBC:
            guard let parameters = unsafe COpenSSL_pbe(algorithm) else { throw .pkcs12(.malformed) }
            defer { unsafe PBEPARAM_free(parameters) }
            try unsafe check(iterations: parameters.pointee.iter)
        case NID_pbes2:
            guard let parameters = unsafe COpenSSL_pbes2(algorithm) else { throw .pkcs12(.malformed) }
            defer { unsafe PBE2PARAM_free(parameters) }
            try unsafe check(parameters)
        default: throw .pkcs12(.unsupportedCipher(unsafe OpenSSLName.of(object)))
        }
    }

    private static func check(_ pbes2: UnsafePointer<PBE2PARAM>) throws(CryptoError) {
        guard let derivation = unsafe pbes2.pointee.keyfunc?.pointee.algorithm,
            let cipher = unsafe pbes2.pointee.encryption?.pointee.algorithm
        else { throw .pkcs12(.malformed) }
        guard unsafe OBJ_obj2nid(derivation) == NID_id_pbkdf2 else {
            throw .pkcs12(.unsupportedCipher(unsafe OpenSSLName.of(derivation)))
        }
        guard ciphers.contains(unsafe OBJ_obj2nid(cipher)) else {
            throw .pkcs12(.unsupportedCipher(unsafe OpenSSLName.of(cipher)))
        }
        guard let parameters = unsafe COpenSSL_pbkdf2(pbes2.pointee.keyfunc) else { throw .pkcs12(.malformed) }
        defer { unsafe PBKDF2PARAM_free(parameters) }

        try unsafe check(iterations: parameters.pointee.iter)
    }

    static func check(iterations: UnsafePointer<ASN1_INTEGER>?) throws(CryptoError) {
        guard let iterations = unsafe iterations else { return }  // absent means one round
        let count = unsafe ASN1_INTEGER_get(iterations)
        guard count >= 1 else { throw .pkcs12(.malformed) }
        guard count <= PKCS12.iterationsMax else {
            throw .pkcs12(.tooManyIterations(count, most: PKCS12.iterationsMax))
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate var charPointer: UnsafePointer<CChar>? { unsafe baseAddress?.assumingMemoryBound(to: CChar.self) }
}
