package import Crypto
package import Store

/// What the authority can refuse because the world said no; what the rules refuse is a value of the use case.
package enum AuthorityError: Error, Equatable, StoreFailing {
    case store(StoreError)
    case crypto(CryptoError)
    /// There is no ceremony on record yet.
    case notFounded
    case alreadyFounded
    /// The key for this role is kept, and nothing that was given opens it.
    case keyClosed(AuthorityKey.Role)
    /// The key for this role was never made, or its certificate has ended.
    case keyMissing(AuthorityKey.Role)
    /// The root's key is another one than this authority's.
    case otherRoot
    /// The certificate would end before it is of any use.
    case rootEndsSoon
}

extension AuthorityError {
    /// Runs what only cryptography can refuse.
    static func crypto<Value: ~Copyable>(
        _ body: () throws(CryptoError) -> Value
    ) throws(AuthorityError) -> Value {
        do throws(CryptoError) { return try body() } catch { throw .crypto(error) }
    }
}
