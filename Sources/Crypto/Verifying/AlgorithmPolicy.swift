package import Domain

/// What one signature, certificate or digest rests on.
package struct AlgorithmUse: Hashable, Sendable {
    /// Nil where the signature takes its own, as EdDSA does.
    package let digest: HashFunction?
    /// Nil for a digest that nobody signed, such as the imprint of a timestamp.
    package let signature: SignatureFamily?
    package let key: KeyFamily?
    /// Of the key: the modulus, the prime, or the order of the curve.
    package let bits: Int

    package init(digest: HashFunction?, signature: SignatureFamily?, key: KeyFamily?, bits: Int) {
        (self.digest, self.signature, self.key, self.bits) = (digest, signature, key, bits)
    }

    /// A digest alone.
    package init(digest: HashFunction) {
        self.init(digest: digest, signature: nil, key: nil, bits: 0)
    }

    /// Such as `sha256/rsa-pkcs1/2048`: for records and reports, never for comparing.
    package var id: String {
        [digest?.rawValue, signature?.rawValue, bits > 0 ? String(bits) : nil].compactMap(\.self)
            .joined(separator: "/")
    }
}

/// The ways of signing that are recognised.
package enum SignatureFamily: String, CaseIterable, Sendable {
    case rsaPKCS1 = "rsa-pkcs1"
    case rsaPSS = "rsa-pss"
    case ecdsa
    case dsa
    case eddsa
}

/// The kinds of keys that are recognised.
package enum KeyFamily: String, CaseIterable, Sendable {
    case rsa
    /// RSA that its certificate binds to PSS.
    case rsaPSS = "rsa-pss"
    case ec
    case dsa
    case ed25519
    case ed448
}

/// Until when each algorithm may be believed, after ETSI TS 119 312 V1.5.1 as validators ship it.
package struct AlgorithmPolicy: Sendable {
    /// What a policy says of one use.
    package enum Acceptance: Hashable, Comparable, Sendable {
        case never
        /// That instant is the last.
        case until(Instant)
        case open
    }

    package static let etsi = AlgorithmPolicy()

    private static let endOfSHA1 = Instant(secondsSince1970: 1_343_779_200)  // 2012-08-01T00:00:00Z
    private static let endOfRSA1024 = Instant(secondsSince1970: 1_569_888_000)  // 2019-10-01T00:00:00Z
    private static let endOf112Bits = Instant(secondsSince1970: 1_861_920_000)  // 2029-01-01T00:00:00Z

    /// The weakest part decides.
    package func acceptance(of use: AlgorithmUse) -> Acceptance {
        // Only EdDSA takes a digest of its own, and it is not believed.
        guard let digest = use.digest else { return .never }
        return min(acceptance(of: digest), signing(use))
    }

    package func accepts(_ use: AlgorithmUse, at moment: Instant) -> Bool {
        switch acceptance(of: use) {
        case .never: false
        case .until(let last): moment <= last
        case .open: true
        }
    }

    package func acceptance(of digest: HashFunction) -> Acceptance {
        switch digest {
        case .md5: .never
        case .sha1: .until(Self.endOfSHA1)
        // SHA3-224 is in no suite; it is taken for what it is as strong as.
        case .sha224, .sha3x224: .until(Self.endOf112Bits)
        case .sha256, .sha384, .sha512, .sha3x256, .sha3x384, .sha3x512: .open
        }
    }

    private func signing(_ use: AlgorithmUse) -> Acceptance {
        switch use.signature {
        case nil: .open
        case .rsaPKCS1: rsa(bits: use.bits)
        case .rsaPSS: use.bits >= 3_000 ? .open : rsa(bits: use.bits)
        case .ecdsa: ecdsa(bits: use.bits)
        // DSA left the suites, and EdDSA is not in them: neither has a date to be judged by, so neither is believed.
        case .dsa, .eddsa: .never
        }
    }

    private func rsa(bits: Int) -> Acceptance {
        switch bits {
        case ..<1_024: .never
        case ..<1_900: .until(Self.endOfRSA1024)
        default: .until(Self.endOf112Bits)
        }
    }

    /// The curves of 160 to 192 bits ended with SHA-1. Those of 224 bits have 112 bits of security as RSA of 2048 bits
    /// and SHA-224 have (NIST SP 800-57 part 1, table 2), and are given the same end.
    private func ecdsa(bits: Int) -> Acceptance {
        switch bits {
        case ..<160: .never
        case ..<224: .until(Self.endOfSHA1)
        case ..<256: .until(Self.endOf112Bits)
        default: .open
        }
    }
}
