import COpenSSL

/// How a stranger's signature was made, as an `AlgorithmIdentifier` says it.
struct SignatureWay: Hashable, Sendable {
    let family: SignatureFamily
    /// Nil where the identifier leaves it to another field, as plain `rsaEncryption` does.
    let digest: HashFunction?
    let pss: PSSParameters?

    /// As RFC 8017 §A.2.3 has them.
    struct PSSParameters: Hashable, Sendable {
        let maskDigest: HashFunction
        let saltBytes: Int
    }

    /// Nil for what is not recognised, and for parameters where none belong.
    init?(_ algorithm: BERElement) {
        guard let parts = algorithm.children, (1...2).contains(parts.count), algorithm.has(V_ASN1_SEQUENCE) else {
            return nil
        }
        let nid = parts[0].objectNID
        let hasParameters = parts.count == 2 && !Self.isNull(parts[1])
        if nid == NID_rsassaPss {
            guard let read = Self.pss(parts.count == 2 ? parts[1].bytes : [0x30, 0]) else { return nil }
            (family, digest, pss) = (.rsaPSS, read.digest, read.parameters)
            return
        }
        guard !hasParameters, let (family, digest) = Self.plain(nid) else { return nil }
        (self.family, self.digest, pss) = (family, digest, nil)
    }

    private static func plain(_ nid: Int32) -> (SignatureFamily, HashFunction?)? {
        switch nid {
        case NID_rsaEncryption: return (.rsaPKCS1, nil)
        case NID_X9_62_id_ecPublicKey: return (.ecdsa, nil)
        case NID_dsa: return (.dsa, nil)
        case NID_ED25519, NID_ED448: return (.eddsa, nil)
        default: break
        }
        var digest: Int32 = NID_undef
        var key: Int32 = NID_undef
        guard unsafe OBJ_find_sigid_algs(nid, &digest, &key) == 1, let function = HashFunction(nid: digest) else {
            return nil
        }
        switch key {
        case NID_rsaEncryption: return (.rsaPKCS1, function)
        case NID_X9_62_id_ecPublicKey: return (.ecdsa, function)
        case NID_dsa: return (.dsa, function)
        default: return nil
        }
    }

    private static func pss(_ der: [UInt8]) -> (digest: HashFunction, parameters: PSSParameters)? {
        let read = unsafe DER.parse(
            der, { next, count in unsafe OpaquePointer(d2i_RSA_PSS_PARAMS(nil, next, count)) },
            discard: { unsafe RSA_PSS_PARAMS_free(UnsafeMutablePointer($0)) })
        guard let read = unsafe read.map({ unsafe UnsafeMutablePointer<RSA_PSS_PARAMS>($0) }) else { return nil }
        defer { unsafe RSA_PSS_PARAMS_free(read) }

        // What is left out has a default: SHA-1, MGF1 with SHA-1, 20 bytes of salt, trailer 1.
        var digest = HashFunction.sha1
        if let algorithm = unsafe read.pointee.hashAlgorithm {
            guard let stated = unsafe HashFunction(nid: OBJ_obj2nid(algorithm.pointee.algorithm)) else { return nil }
            digest = stated
        }
        var mask = HashFunction.sha1
        if let algorithm = unsafe read.pointee.maskGenAlgorithm {
            guard unsafe OBJ_obj2nid(algorithm.pointee.algorithm) == NID_mgf1,
                let inner = unsafe COpenSSL_mask_digest(algorithm)
            else { return nil }
            defer { unsafe X509_ALGOR_free(inner) }

            guard let stated = unsafe HashFunction(nid: OBJ_obj2nid(inner.pointee.algorithm)) else { return nil }
            mask = stated
        }
        let salt = unsafe read.pointee.saltLength.map { unsafe ASN1_INTEGER_get($0) } ?? 20
        let trailer = unsafe read.pointee.trailerField.map { unsafe ASN1_INTEGER_get($0) } ?? 1
        guard (0...512).contains(salt), trailer == 1 else { return nil }
        return (digest, PSSParameters(maskDigest: mask, saltBytes: salt))
    }

    private static func isNull(_ element: BERElement) -> Bool { element.has(V_ASN1_NULL) && element.content.isEmpty }

    /// The digest that an `AlgorithmIdentifier` names, without parameters or with NULL.
    static func digest(_ algorithm: BERElement) -> HashFunction? {
        guard algorithm.has(V_ASN1_SEQUENCE), let parts = algorithm.children, (1...2).contains(parts.count),
            parts.count == 1 || isNull(parts[1])
        else { return nil }
        return HashFunction(nid: parts[0].objectNID)
    }
}
