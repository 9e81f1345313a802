import COpenSSL

/// Whether a public key may be certified: of a kind that is used here, and not one of those that somebody can break.
package enum KeyQuality {
    /// Which keys are certified.
    package struct Policy: Hashable, Sendable {
        package let kinds: Set<KeyKind>

        package init(kinds: Set<KeyKind>) { self.kinds = kinds }

        package static let usual = Policy(kinds: Set(KeyKind.allCases))
    }

    package enum Judgement: Hashable, Sendable {
        case sound(KeyKind)
        case refused(KeyFault)
    }

    /// Judges a `SubjectPublicKeyInfo`, DER. What cannot be tried here is whether the sender has the private half: that is
    /// `CertificationRequest`'s.
    package static func judge(
        _ publicKeyInfo: [UInt8], policy: Policy = .usual, knownWeak: WeakKeyList = .none
    ) throws(CryptoError) -> Judgement {
        try OpenSSLRuntime.require()
        let read: OpaquePointer?
        var curve: KeyKind?
        switch family(of: publicKeyInfo) {
        case .faulty(let fault): return .refused(fault)
        case .rsa:
            unsafe read = unsafe DER.parse(
                publicKeyInfo, { unsafe d2i_PUBKEY(nil, $0, $1) }, discard: { unsafe EVP_PKEY_free($0) })
        case .curve(let kind, let point):
            curve = kind
            unsafe read = unsafe key(on: kind, at: point)
        }
        guard let key = unsafe read else { return .refused(.unreadable) }
        defer {
            unsafe EVP_PKEY_free(key)
            ERR_clear_error()
        }

        // OpenSSL reads the same numbers out of several writings, and each would pass for a key that was never seen. For curves
        // `family` lets only one writing through.
        if curve == nil, try unsafe DER.bytes("i2d_PUBKEY", { unsafe i2d_PUBKEY(key, $0) }) != publicKeyInfo {
            return .refused(.otherWriting)
        }
        if curve == nil, let fault = try unsafe RSAKeyQuality.fault(of: key, knownWeak: knownWeak) {
            return .refused(fault)
        }
        let kind: KeyKind
        do {
            if let curve { kind = curve } else { kind = try unsafe KeyKind(of: key) }
        } catch {
            return .refused(.otherSize)
        }
        // OpenSSL's own check of a public key: a point on its curve and in its group, or a plausible modulus.
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else {
            throw .last("EVP_PKEY_CTX_new_from_pkey")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }

        guard unsafe EVP_PKEY_public_check(context) == 1 else {
            return .refused(kind.rsaBits == nil ? .pointNotInGroup : .implausibleModulus)
        }
        return policy.kinds.contains(kind) ? .sound(kind) : .refused(.kindNotCertified(kind))
    }

    private enum Family {
        case faulty(KeyFault)
        case rsa
        case curve(KeyKind, point: [UInt8])
    }

    /// What can be told before OpenSSL makes a key of it, which it does of no point beside its curve.
    private static func family(of info: [UInt8]) -> Family {
        guard let whole = BERElement(frontOf: info), whole.isDER, whole.whole.count == info.count,
            whole.has(V_ASN1_SEQUENCE), let fields = whole.children, fields.count == 2,
            let algorithm = fields[0].children, let name = algorithm.first, fields[1].has(V_ASN1_BIT_STRING),
            fields[1].contentBytes.first == 0
        else { return .faulty(.unreadable) }
        let bits = fields[1].contentBytes.dropFirst()
        switch name.objectNID {
        case NID_rsaEncryption: return .rsa
        case NID_X9_62_id_ecPublicKey:
            guard algorithm.count == 2, algorithm[1].has(V_ASN1_OBJECT) else { return .faulty(.curveWithoutName) }
            let (curve, size): (KeyKind, Int)
            switch algorithm[1].objectNID {
            case NID_X9_62_prime256v1: (curve, size) = (.p256, 32)
            case NID_secp384r1: (curve, size) = (.p384, 48)
            default: return .faulty(.otherCurve)
            }
            switch bits.first {
            case 0x00 where bits.count == 1: return .faulty(.pointAtInfinity)
            case 0x04 where bits.count == 2 * size + 1: return .curve(curve, point: Array(bits))
            // A compressed point is the same key in another writing (RFC 5480 §2.2 lets nobody demand that it is read).
            case 0x02 where bits.count == size + 1, 0x03 where bits.count == size + 1: return .faulty(.compressedPoint)
            default: return .faulty(.unreadable)
            }
        default: return .faulty(.otherFamily)
        }
    }

    /// The key with that point, straight from its bytes: `d2i_PUBKEY` looks for a decoder each time, which takes three times as
    /// long as all the rest here. Nil for a point beside its curve.
    private static func key(on curve: KeyKind, at point: [UInt8]) -> OpaquePointer? {
        var point = point
        return unsafe COpenSSL_key_on_curve(curve.rawValue, &point, point.count)
    }
}

/// Why a key is not certified.
package enum KeyFault: Hashable, Sendable {
    case unreadable
    /// Neither RSA nor an elliptic curve.
    case otherFamily
    case kindNotCertified(KeyKind)

    // RSA
    /// The numbers are written in another way than the one that everybody writes them in (RFC 3279 §2.3.1).
    case otherWriting
    /// Below 2,048 bits.
    case tooShort(bits: Int)
    /// Above 8,192 bits, which only costs whoever checks.
    case tooLong(bits: Int)
    case otherSize
    case evenModulus
    case exponentNotUsual
    /// The modulus is divided by a small prime.
    case smallFactor(Int)
    case implausibleModulus
    /// Its two primes lie so close together that Fermat's method finds them (CVE-2022-26320).
    case closePrimes
    /// Made by a library whose primes can be guessed (ROCA, CVE-2017-15361).
    case roca
    /// On a list of keys that are known to others.
    case knownWeak

    // Elliptic curves
    /// A curve by its numbers instead of its name (CVE-2020-0601).
    case curveWithoutName
    case otherCurve
    case pointAtInfinity
    case compressedPoint
    /// Not on the curve, or not in its group.
    case pointNotInGroup
}
