/// Everything this room can refuse, by the reason a caller would treat differently.
///
/// No case carries a secret or a person's data: names of algorithms, lengths and OpenSSL's own words only.
package enum CryptoError: Error, Equatable, Sendable {
    // What was handed in.
    case digest(DigestDefect)
    case key(KeyDefect)
    case passphrase(PassphraseDefect)
    case sealedKey(SealedKeyDefect)
    case pepper(PepperDefect)
    case pkcs12(PKCS12Defect)
    case certificate(CertificateDefect)
    case signature(SignatureDefect)
    case name(NameDefect)
    case draft(DraftDefect)
    case request(RequestDefect)
    case vaultedKey(VaultedKeyDefect)
    case installationSecret(InstallationSecretDefect)
    case share(ShareDefect)
    case keyFile(KeyFileDefect)
    case revocationList(RevocationListDefect)

    // What the world did.
    case timestamp(TimestampFailure)
    case noTimestamp([TimestampRefusal])

    // What went wrong in here.
    case secureMemoryExhausted
    case secureMemoryUnavailable(String)
    case library(operation: String, words: String)
}

package enum DigestDefect: Equatable, Sendable {
    /// Known and too weak to sign: MD5, SHA-1, SHA-224 and the like.
    case weak(String)
    case unknown(String)
    case wrongLength(DigestAlgorithm, expected: Int, actual: Int)
    case wrongAlgorithm(expected: DigestAlgorithm, actual: DigestAlgorithm)
    case notHexadecimal
}

package enum KeyDefect: Equatable, Sendable {
    /// A kind this house does not sign with, such as `RSA-1024` or `Ed25519`.
    case unsupported(String)
    case unreadable
    /// The numbers of the key do not belong together.
    case inconsistent
    case schemeDoesNotFit(KeyKind, SignatureScheme)
    case saltTooLong(bytes: Int, most: Int)
}

package enum PassphraseDefect: Equatable, Sendable {
    case empty
    case tooShort(characters: Int)
    case tooLong
    case notUTF8
    case controlCharacter
    case unassignedCharacter
}

package enum SealedKeyDefect: Equatable, Sendable {
    /// Wrong passphrase, damage, another owner's row and a foreign pepper: nobody learns which.
    case refused
    /// Only the examination of a file by its operator tells these three apart.
    case notASealedKey
    case damaged
    case pepperDoesNotOpen
    /// Sealed by a newer program; the number is intact, so this is no damage.
    case newerVersion(UInt8)
    case parametersBeyondCeiling(KDFParameters)
    case parametersBelowFloor(KDFParameters)
}

package enum PepperDefect: Equatable, Sendable {
    case malformed
}

package enum PKCS12Defect: Equatable, Sendable {
    case malformed
    case tooLarge(bytes: Int, most: Int)
    case wrongPassword
    case noIntegrityCheck
    case unsupportedCipher(String)
    case tooManyIterations(Int, most: Int)
    case noKey
    case severalKeys(Int)
    case noCertificate
    case noChain
}

package enum CertificateDefect: Equatable, Sendable {
    case unreadable
    case none
    case keyDoesNotMatch
    case notForSigning
    /// Signed by its issuer in a way that can be forged, such as with SHA-1.
    case weakSignature
    case notYetValid
    case expired
    case chainBroken
}

package enum SignatureDefect: Equatable, Sendable {
    /// A signature just made did not pass its own check: a fault of memory or processor. It never leaves.
    case failedOwnCheck
    case unreadable
    /// Made elsewhere, and over something else.
    case overOtherContent
    /// Made elsewhere, over this, and not as PAdES has it (EN 319 142-1 §6.3).
    case notPAdES(PAdESDefect)
}

package enum PAdESDefect: CaseIterable, Sendable {
    /// Signed by nobody, or by several.
    case notOneSigner
    /// It holds what it signs.
    case notDetached
    case certificateMissing
    /// No signing-certificate, version 1 or 2, among the signed attributes.
    case certificateNotNamed
    case otherCertificateNamed
    /// A signing-time attribute.
    case signingTime
    /// The content is said to be something else than id-data, or nothing.
    case contentType
}
