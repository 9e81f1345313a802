/// What an installation finds its people, and knows its programs and their tokens again by. All of it comes from one secret, which
/// lies in the store under the pepper.
package final class InstallationKeys: Sendable {
    /// What a code is for; a code made for one purpose says nothing of another.
    package enum Purpose: String, CaseIterable, Sendable {
        /// Finds a person by a number or an address that is stored nowhere in clear.
        case lookup
        case clientSecret
        case accessToken
        case sessionToken
        case oneTimeCode
        case attempts
        case idempotency
        /// The name under which something is kept for somebody to fetch, and what it is encrypted with.
        case contentName
        case contentKey
    }

    private let codes: Secret
    let personalKeys: ContentKey

    package init(_ secret: borrowing Secret) throws(CryptoError) {
        precondition(secret.count == WrappedSecret.secretBytes, "an installation's secret has 256 bits")
        codes = try HKDF.derive(from: secret, label: Array("teken codes".utf8), count: HMAC.byteCount)
        personalKeys = ContentKey(
            secret: try HKDF.derive(from: secret, label: Array("teken personal keys".utf8), count: AESGCM.keyBytes))
    }

    /// A code of 256 bits over the parts: who does not have the secret can neither make it nor guess backwards from it.
    package func code(_ purpose: Purpose, _ parts: [UInt8]...) throws(CryptoError) -> [UInt8] {
        var bytes = Array(purpose.rawValue.utf8) + [0]
        for part in parts {
            bytes.append(bigEndian: UInt32(part.count))  // "ab", "c" is not "a", "bc"
            bytes += part
        }
        return try HMAC.code(over: bytes, key: codes)
    }
}
