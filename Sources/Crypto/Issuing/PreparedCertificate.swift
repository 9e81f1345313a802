import COpenSSL

/// The bytes of a certificate that are to be signed. They are recorded before the key is used, so a restart can tell what
/// was about to be signed.
package struct PreparedCertificate: Hashable, Sendable {
    /// Far above what certificates here come to.
    package static let bytesMax = 64 << 10

    /// `TBSCertificate`, DER.
    package let toBeSigned: [UInt8]
    package let method: SignatureMethod
    package let serial: SerialNumber
    /// The issuer's name, DER, as the bytes have it.
    package let issuerName: [UInt8]

    /// Takes bytes that `CertificateDraft.prepared` made, perhaps before a restart.
    package init(toBeSigned: [UInt8]) throws(CryptoError) {
        guard toBeSigned.count <= Self.bytesMax, let whole = BERElement(frontOf: toBeSigned), whole.isDER,
            whole.whole.count == toBeSigned.count, let fields = whole.children, fields.count >= 7,
            fields[0].has(context: 0), fields[1].has(V_ASN1_INTEGER), fields[1].contentBytes.first ?? 0x80 < 0x80,
            let serial = SerialNumber(fields[1].contentBytes), let method = SignatureMethod(fields[2])
        else { throw .draft(.unreadable) }
        self.toBeSigned = toBeSigned
        self.method = method
        self.serial = serial
        issuerName = fields[3].bytes
    }

    /// Signs the bytes. What comes out was checked with the key and read back by OpenSSL, as every reader will.
    package func signed(by key: any SigningKey) throws(CryptoError) -> Certificate {
        do {
            try method.scheme.check(against: key.kind, digest: method.digest)
        } catch {
            throw .draft(.otherMethod)
        }
        let signature = try key.sign(Digest(method.digest, of: toBeSigned), scheme: method.scheme)
        return try Certificate(der: DER.sequence(toBeSigned, method.identifier, DER.bits(signature)))
    }
}

extension Certificate {
    /// The subject's name as it is written, DER: what a certificate below has as its issuer.
    package func subjectName() throws(CryptoError) -> [UInt8] {
        try unsafe DER.bytes("i2d_X509_NAME") { out in unsafe i2d_X509_NAME(X509_get_subject_name(pointer), out) }
    }

    /// The issuer's name as it is written, DER.
    func issuerName() throws(CryptoError) -> [UInt8] {
        try unsafe DER.bytes("i2d_X509_NAME") { out in unsafe i2d_X509_NAME(X509_get_issuer_name(pointer), out) }
    }

    /// How many authorities may stand below; nil for no limit.
    var pathLengthMax: Int? {
        let length = unsafe X509_get_pathlen(pointer)
        return length < 0 ? nil : length
    }

    /// Its own key identifier, or what `KeyIdentifier` makes of its key where it states none.
    package func keyIdentifier() throws(CryptoError) -> [UInt8] {
        if let stated = unsafe X509_get0_subject_key_id(pointer).map({ unsafe OpenSSLString.bytes($0) }) {
            return stated
        }
        return try KeyIdentifier.make(publicKeyInfo: publicKeyInfo())
    }

    package func serialNumber() throws(CryptoError) -> SerialNumber {
        // A certificate of ours has one; a stranger's may be negative or too long.
        let written = unsafe X509_get0_serialNumber(pointer)
        guard unsafe ASN1_STRING_type(written) == V_ASN1_INTEGER,
            let serial = unsafe SerialNumber(OpenSSLString.bytes(written))
        else { throw .certificate(.unreadable) }
        return serial
    }
}

/// A short name of a public key.
package enum KeyIdentifier {
    /// The leftmost 160 bits of SHA-256 over the key's bits (RFC 7093 §2, method 1): as long as everybody expects, and without
    /// SHA-1.
    package static func make(publicKeyInfo: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard let bits = PublicKeyBits.of(publicKeyInfo) else { throw .key(.unreadable) }
        return Array(try Digest(.sha256, of: bits).bytes.prefix(20))
    }
}

/// What names of keys are hashes of.
enum PublicKeyBits {
    /// The content of the bit string of a `SubjectPublicKeyInfo`, without the count of unused bits.
    static func of(_ publicKeyInfo: [UInt8]) -> [UInt8]? {
        guard let whole = BERElement(frontOf: publicKeyInfo), whole.whole.count == publicKeyInfo.count,
            let fields = whole.children, fields.count == 2, fields[1].has(V_ASN1_BIT_STRING),
            fields[1].contentBytes.first == 0
        else { return nil }
        return Array(fields[1].contentBytes.dropFirst())
    }
}
