package import Crypto

/// Why no certificate is issued for a key.
package enum KeyRefusal: Hashable, Sendable {
    case unsound(KeyFault)
    /// It has a certificate already: a key stands for one name, once.
    case reused

    init?(of publicKeyInfo: [UInt8], allowing kinds: Set<KeyKind>) throws(CryptoError) {
        switch try KeyQuality.judge(publicKeyInfo, policy: KeyQuality.Policy(kinds: kinds)) {
        case .sound: return nil
        case .refused(let fault): self = .unsound(fault)
        }
    }
}
