package import Crypto

/// Why no certificate is issued for a key.
package enum KeyRefusal: Hashable, Sendable {
    case unsound(KeyFault)
    /// It has a certificate already: a key stands for one name, once.
    case reused
}
